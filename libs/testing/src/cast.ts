import { oin, uuid } from './ids.js';

/** Who and what the events of `journey` speak of: OINs of the organisations, uuids of all else, the end of every grant. */
export const cast = {
  college: oin(1),
  inspectorate: oin(2),
  police: oin(3),
  tax: oin(4),
  mayor: oin(5),
  bureau: oin(6),
  signal: uuid(101),
  rejected: uuid(102),
  answer: uuid(103),
  case: uuid(201),
  request: uuid(202),
  meeting: uuid(203),
  subject: uuid(204),
  analyst: uuid(301),
  director: uuid(302),
  until: '2026-06-01T00:00:00.000Z',
} as const;

/** What stands in the clear of a sealed text. */
export const text = { length: 60, textDigest: 'dGV4dA' };
