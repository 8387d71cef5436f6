import { array, boolean, constant, constantFrom, oneof, record } from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { people } from '../../e2e/support/cast.js';
import type { Role } from '../../e2e/support/cast.js';
import type { Operation } from '../session/document.js';
import type { Party } from '../session/party.js';

/** One request of the reader: everything by name, so that a counterexample can be read. */
export type ReaderStep = {
  readonly by: 'reader';
  readonly operation: string;
  /** Name of a thing of the history; `nowhere` and `malformed` are none. */
  readonly about: string;
  readonly purpose: string;
  readonly method: string;
  readonly query: string;
  readonly header: string;
  /** Which of the well-formed bodies, or a broken one. */
  readonly body: string;
  readonly again: boolean;
};
/** Somebody else does something that the reader is not concerned in. */
export type OtherStep = {
  readonly by: 'other';
  readonly who: Role;
  readonly does: string;
  readonly about: string;
};
export type Step = ReaderStep | OtherStep;

/** What a step puts into an address besides names: the cursor that the same list gave last, or that of another list. */
export const queries = [
  '',
  'limiet=1',
  'limiet=1&cursor=<own>',
  'limiet=2&cursor=<own>',
  'cursor=<own>',
  'cursor=<foreign>',
  'cursor=<write>',
  'limiet=50',
  'limiet=0',
  'limiet=x',
  'limiet=1&limiet=2',
  'cursor=',
  'sort=name',
  'name=Zohra',
  'organisatie=00000099000000006000',
  'tot=2026-03-02T09:00:00Z',
  '%00=1',
  '__proto__=1',
];

export const headers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  none: {},
  'own write': { leesbewijs: '<write>' },
  'a cursor for a write': { leesbewijs: '<own>' },
  'no write': { leesbewijs: 'niets' },
  english: { 'accept-language': 'en' },
  table: { accept: 'text/csv' },
  anything: { accept: '*/*;q=0.1, application/problem+json' },
  etag: { 'if-none-match': '"1"' },
  match: { 'if-match': '"1"' },
  range: { range: 'bytes=0-9' },
  compressed: { 'accept-encoding': 'gzip' },
  otherType: { 'content-type': 'text/plain' },
  noPurpose: { doelbinding: '' },
  noKey: { 'idempotency-key': '' },
  trace: { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' },
  case: { zaak: '<about>' },
};

export const bodies = ['0', '1', '2', '3', 'empty', 'list', 'unknown member', 'broken', 'proto', 'deep', 'text'];

const things: readonly string[] = [
  's1',
  's2',
  'sW',
  'sN',
  'sR',
  'sU',
  'sH',
  's6',
  's15',
  's19',
  's24',
  'silent',
  'c0',
  'c1',
  'cR',
  'cH',
  'cA',
  'm0',
  'm1',
  'm2',
  'mR',
  'mH',
  'r1',
  'r2',
  'r3',
  'r4',
  'rs1',
  'rc0',
  'seenByPolice',
  'nowhere',
  'malformed',
];
const purposesOfOthers = ['POL.opsporing', 'rechtmatigheid', 'constructor'];

const readerStep = (operations: readonly Operation[], { personas }: Party): Arbitrary<ReaderStep> => {
  const keys = operations.map(({ key }) => key);
  const own = personas.flatMap(({ purposes }) => purposes);
  return record({
    by: constant('reader'),
    operation: constantFrom(...keys),
    about: constantFrom(...things),
    purpose: oneof(
      { weight: 9, arbitrary: constantFrom(...new Set(own)) },
      { weight: 1, arbitrary: constantFrom(...purposesOfOthers) },
    ),
    method: oneof(
      { weight: 19, arbitrary: constant('') },
      { weight: 1, arbitrary: constantFrom('HEAD', 'DELETE', 'PUT', 'PATCH', 'OPTIONS') },
    ),
    query: oneof({ weight: 3, arbitrary: constant('') }, { weight: 2, arbitrary: constantFrom(...queries) }),
    header: oneof(
      { weight: 3, arbitrary: constant('none') },
      { weight: 1, arbitrary: constantFrom(...Object.keys(headers)) },
    ),
    body: constantFrom(...bodies),
    again: boolean(),
  });
};

/** What others do in cases, meetings and signals of which the reader is no part; `who` may do it, there or not. */
export const deeds: Readonly<Record<string, readonly [who: Role, about: readonly string[]]>> = {
  'read the dossier': ['police', ['c1', 'cR', 'cH', 'cA']],
  'read the list': ['police', ['c1']],
  'read the pack': ['labour', ['m1', 'mH']],
  'read a request': ['police', ['r1', 'r3']],
  need: ['police', ['cR', 'cH', 'cA']],
  ask: ['director', ['cR', 'cH', 'cA']],
  convene: ['director', ['cR', 'cH', 'cA']],
  open: ['director', ['mR', 'mH2']],
  attend: ['director', ['mR', 'mH2']],
  close: ['director', ['mR', 'mH2', 'mH']],
  prepare: ['analyst', ['sN', 'sU']],
  met: ['police', ['sN', 'sU']],
  reject: ['police', ['sN', 'sU']],
  'open a case': ['director', ['sR2', 'sH', 'sN', 'sU']],
  link: ['director', ['cR', 'cH']],
  advise: ['privacy', ['cR', 'cH']],
  'read the log': ['auditor', ['c1', 'cH']],
};

const otherStep = (spoken: readonly string[]): Arbitrary<OtherStep> =>
  constantFrom(...Object.keys(deeds))
    .chain((does) => {
      const [who, about] = deeds[does] as (typeof deeds)[string];
      return record({
        by: constant('other'),
        who: constant(who),
        does: constant(does),
        about: constantFrom(...about),
      });
    })
    // what a reader may see of its own doing by others is no secret of theirs
    .filter(({ who }) => !spoken.includes(people[who].organisation));

/** Scripts of a reader, with what others do in between. */
export const scriptsOf = (
  operations: readonly Operation[],
  party: Party,
  maxLength: number,
): Arbitrary<readonly Step[]> =>
  array(
    oneof(
      { weight: 5, arbitrary: readerStep(operations, party) },
      { weight: 2, arbitrary: otherStep(party.personas.map(({ person }) => person.organisation)) },
    ),
    { minLength: 1, maxLength },
  );
