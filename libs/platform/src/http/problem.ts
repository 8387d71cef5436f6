import { isDomainError } from '@knooppunt/kernel';
import { faultText } from './fault-texts.js';
import type { Language } from './language.js';
import type { InputFault, PlatformCode } from './platform-errors.js';
import { findProblem, ownProblem, titleOf } from './problem.catalogue.js';

/** What will be answered, before it has words. `unforeseen`: nobody mapped this; log it. */
export type Verdict = {
  readonly status: number;
  readonly code: string;
  readonly faults: readonly InputFault[];
  readonly basis: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly recorded: boolean;
  readonly unforeseen: boolean;
};

const fastifyCodes: Readonly<Record<string, PlatformCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'platform/te-groot',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'platform/mediatype-onbekend',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'platform/adres-ongeldig',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'platform/json-ongeldig',
  FST_ERR_BAD_URL: 'platform/adres-ongeldig',
  FST_ERR_MAX_PARAM_LENGTH: 'platform/niet-gevonden',
  FST_ERR_NOT_FOUND: 'platform/niet-gevonden',
  ECONNRESET: 'platform/adres-ongeldig',
};

const statusCodes: Readonly<Record<number, PlatformCode>> = {
  400: 'platform/adres-ongeldig',
  404: 'platform/niet-gevonden',
  413: 'platform/te-groot',
  415: 'platform/mediatype-onbekend',
  503: 'platform/niet-beschikbaar',
};

const isFaultList = (value: unknown): value is readonly InputFault[] =>
  Array.isArray(value) &&
  value.every((item: unknown) => typeof (item as Partial<InputFault> | null)?.pointer === 'string');

const ownVerdict = (code: PlatformCode, unforeseen: boolean): Verdict => ({
  status: ownProblem(code).status,
  code,
  faults: [],
  basis: [],
  headers: retryHeader(ownProblem(code).retryAfter),
  recorded: false,
  unforeseen,
});

const retryHeader = (seconds: number | undefined): Record<string, string> =>
  seconds === undefined ? {} : { 'retry-after': String(seconds) };

/** How an error is answered: domain errors by their registered code, the server's own by theirs, all else 500. */
export const verdictOf = (error: unknown): Verdict => {
  if (!isDomainError(error)) return foreignVerdict(error);
  const row = findProblem(error.code);
  if (!row) return ownVerdict('knooppunt/onvoorzien', true);
  const { faults, headers, recorded } = error as { faults?: unknown; headers?: object; recorded?: unknown };
  return {
    status: row.status,
    code: error.code,
    faults: isFaultList(faults) ? faults : [],
    basis: error.basis,
    headers: { ...retryHeader(row.retryAfter), ...(headers as Record<string, string> | undefined) },
    recorded: recorded === true,
    unforeseen: false,
  };
};

const foreignVerdict = (error: unknown): Verdict => {
  const { code, status, statusCode } = (error ?? {}) as { code?: unknown; status?: unknown; statusCode?: unknown };
  const byCode = typeof code === 'string' ? fastifyCodes[code] : undefined;
  if (byCode) return ownVerdict(byCode, false);
  // an error of Nest itself; its text may quote the request, its status may not
  const byStatus = error instanceof Error ? statusCodes[Number(status ?? statusCode)] : undefined;
  return byStatus ? ownVerdict(byStatus, false) : ownVerdict('knooppunt/onvoorzien', true);
};

/** The body of an answer, in the order of RFC 9457 and then our own members. Nothing in it comes from the request but the correlation id. */
export const problemBody = (verdict: Verdict, correlation: string, language: Language): string => {
  const row = findProblem(verdict.code) ?? ownProblem('knooppunt/onvoorzien');
  return JSON.stringify({
    type: `urn:knooppunt:probleem:${verdict.code}`,
    title: titleOf(verdict.status, language),
    status: verdict.status,
    detail: row[language],
    code: verdict.code,
    correlatie: correlation,
    fouten: verdict.faults.map(({ pointer, code }) => ({ pointer, code, tekst: faultText(code, language) })),
    grondslag: verdict.basis,
  });
};
