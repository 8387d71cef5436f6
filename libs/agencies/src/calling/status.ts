import type { OrganisationId } from '@knooppunt/kernel';
import { AgencyAnswerInvalid, AgencyRefused, AgencyRequestInvalid, AgencyUnavailable } from '../errors.js';
import type { HttpAnswer } from './http-exchange.js';

const longestHoldMs = 24 * 3_600_000;

/** `Retry-After` in milliseconds from now: seconds or a date (RFC 9110 §10.2.3), at most a day; nothing where it is neither. */
const retryAfterMsOf = (text: string | undefined, nowMs: number): number | undefined => {
  if (text === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.min(longestHoldMs, Math.max(0, ms));
};

/** Throws what a status that is not 200 means: unavailable, refused, a request that cannot be used, or no answer at all. */
export const requireOk = (partner: OrganisationId, { status, retryAfter }: HttpAnswer, nowMs: number): void => {
  if (status === 200) return;
  if (status === 401 || status === 403) throw new AgencyRefused(partner, status);
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    throw new AgencyUnavailable(partner, 'status', retryAfterMsOf(retryAfter, nowMs));
  }
  if (status >= 400) throw new AgencyRequestInvalid(partner, status);
  throw new AgencyAnswerInvalid(partner, 'status');
};
