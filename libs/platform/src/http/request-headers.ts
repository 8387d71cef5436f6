import { hasForm } from '@knooppunt/contracts';
import type { FastifyRequest } from 'fastify';
import type { EdgeContext, PurposeHeader, RouteRules } from './edge-context.js';
import { Refused } from './platform-errors.js';
import type { InputFault, PlatformCode } from './platform-errors.js';

/** The four purposes for which the log may be used (WGS 1.8(4)). */
export const logPurposes = ['rechtmatigheid', 'interne-controle', 'integriteit', 'rechtsvordering'] as const;

/** Characters of an If-Match header: some dozens of tags. */
const maximumTags = 2_048;

type Found<Value> = { readonly value?: Value; readonly fault?: InputFault };
const faultOf = (header: string, present: boolean): InputFault => ({
  pointer: `/kop/${header}`,
  code: present ? 'vorm' : 'verplicht',
});

const isPurpose = (text: string): boolean =>
  hasForm('purpose', text) || (logPurposes as readonly string[]).includes(text);

const readPurpose = (headers: FastifyRequest['headers']): { found?: PurposeHeader; faults: InputFault[] } => {
  const purpose = headers['doelbinding'];
  const caseId = headers['casus'];
  const faults: InputFault[] = [];
  if (typeof purpose !== 'string' || !isPurpose(purpose)) faults.push(faultOf('Doelbinding', purpose !== undefined));
  if (caseId !== undefined && !hasForm('uuid', caseId)) faults.push(faultOf('Casus', true));
  if (faults.length > 0 || typeof purpose !== 'string') return { faults };
  return { found: hasForm('uuid', caseId) ? { purpose, caseId } : { purpose }, faults };
};

const readIdempotencyKey = (headers: FastifyRequest['headers']): Found<string> => {
  const key = headers['idempotency-key'];
  if (typeof key === 'string' && /^[\x21-\x7e]{8,128}$/.test(key)) return { value: key };
  return { fault: faultOf('Idempotency-Key', key !== undefined) };
};

const entityTags = /^\s*(?:W\/)?"[\x21\x23-\x7e]*"\s*(?:,\s*(?:W\/)?"[\x21\x23-\x7e]*"\s*)*$/;

/** If-Match compares strongly: a weak tag never fits. Where a route takes none, what it asks must not be ignored (RFC 9110 §13.1.1). */
const readIfMatch = ({ headers, method }: FastifyRequest, rules: RouteRules): Found<'*' | readonly string[]> => {
  const given = headers['if-match'];
  if (given === undefined || method === 'GET') return {};
  if (!rules.conditional) return { fault: { pointer: '/kop/If-Match', code: 'onbekend' } };
  if (given.trim() === '*') return { value: '*' };
  if (given.length > maximumTags || !entityTags.test(given)) return { fault: faultOf('If-Match', true) };
  return { value: given.match(/(?:W\/)?"[^"]*"/g) ?? [] };
};

const codeOf = (faults: readonly InputFault[]): PlatformCode => {
  const pointers = new Set(faults.map((fault) => fault.pointer));
  if (pointers.has('/kop/Doelbinding')) return 'platform/doelbinding-ontbreekt';
  return pointers.has('/kop/Idempotency-Key') ? 'platform/idempotentiesleutel-ontbreekt' : 'platform/kop-ongeldig';
};

/**
 * Reads what the headers must bring: purpose and case of a person, the idempotency key of a POST, the tags of a condition,
 * a correlation id of valid form. Keeps it in the context, or throws `Refused` with every fault at once.
 */
export const readRequiredHeaders = (request: FastifyRequest, edge: EdgeContext, rules: RouteRules): void => {
  const faults: InputFault[] = [];
  if (edge.caller?.kind === 'person' && !rules.purposeless) {
    const purpose = readPurpose(request.headers);
    faults.push(...purpose.faults);
    if (purpose.found) edge.purpose = purpose.found;
  }
  if (request.method === 'POST' && !rules.selfIdentifying) {
    const key = readIdempotencyKey(request.headers);
    if (key.fault) faults.push(key.fault);
    if (key.value !== undefined) edge.idempotencyKey = key.value;
  }
  const ifMatch = readIfMatch(request, rules);
  if (ifMatch.fault) faults.push(ifMatch.fault);
  if (ifMatch.value !== undefined) edge.ifMatch = ifMatch.value;
  if (edge.malformedCorrelation) faults.push(faultOf('X-Correlation-Id', true));
  if (faults.length > 0) throw new Refused(codeOf(faults), faults);
};
