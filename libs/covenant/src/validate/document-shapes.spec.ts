import { describe, expect, it } from '@jest/globals';
import { covenantShape, lawShape } from './document-shapes.js';

// Two documents in which every member stands that there is, each closed list with every word of it.
const dimensions = {
  from: 'any',
  to: ['POL', 'RIEC'],
  type: { except: 'S1' },
  fields: { of: ['ID', 'CON'], except: ['bsn'] },
  purpose: { of: 'own', except: ['POL.opsporing'] },
  phase: '1+',
  at: ['inzage'],
};
const factOf = (of: string, known = 'recipient') => ({ of, from: 'case.state', is: 'so', known });
const facts = {
  ofRecipient: factOf('recipient'),
  ofQuestion: factOf('question', 'hidden'),
  ofCase: factOf('case'),
  ofSubject: { ...factOf('subject', 'hidden'), seenAs: 'shielded' },
  ofContribution: factOf('contribution'),
};
const obligations = {
  retain: { combine: 'shortest' },
  onward: { combine: 'strictest', order: ['forbidden', 'allowed'] },
  notify: { combine: 'union' },
};
const duties = { retain: 'P90D', notify: ['supplier'] };
const rule = {
  id: 'P-1',
  ...dimensions,
  permit: 'reveal',
  cap: 'mask',
  when: { asked: true },
  obligations: duties,
  observable: ['shielded'],
  in: ['2026-01-01', 'open'],
  basis: 'convenant art. 1',
};
const digest = `sha256:${'09af'.repeat(16)}`;
const covenant = {
  covenant: 'riec',
  version: '1',
  semantics: 'covenant/1',
  under: { law: 'wet', checkedAgainst: '1' },
  valid: { from: '2026-01-01', until: '2030-12-31', zone: 'Europe/Amsterdam' },
  supersedes: { version: '0', digest },
  cooperations: ['rotterdam', 'zeeland'],
  schema: { id: 'knooppunt', version: '1', digest },
  adopted: { on: '2025-12-01', by: ['regionale stuurgroep'], signatures: 'detached' },
  phases: ['weging', '1'],
  levels: ['withhold', 'reveal'],
  categories: ['ID'],
  parties: { POL: { name: 'Politie', law: 'WGS 2.19', secrecy: ['Wpg 7'], purposes: { opsporing: 'Politiewet 3' } } },
  groups: { veld: ['ID', 'CON'] },
  facts,
  obligations,
  defaults: {
    level: 'withhold',
    unknownFact: { permit: 'does not apply', cap: 'applies' },
    obligations: duties,
  },
  rules: [rule, { ...rule, when: [{ asked: true }, { attends: false }] }],
  assertions: [{ id: 'A-1', ...dimensions, atMost: 'mask', can: 'reveal', when: [{ asked: false }] }],
};
const law = {
  wet: 'wgs-riec',
  version: '1',
  semantics: 'covenant/1',
  kinds: { participants: ['POL'], bureau: ['RIEC'] },
  acts: { inzage: 'WGS 1.6' },
  facts,
  guards: [
    { id: 'G-1', at: 'inzage', phase: ['1'], require: { asked: true }, in: ['2026-01-01', '2026-12-31'], basis: 'WGS' },
  ],
  caps: [rule],
  obligations,
  vocabulary: { types: ['S7'], fields: ['seizure'] },
};

type Node = { readonly [name: string]: unknown };
type Path = readonly (string | number)[];

const written = (path: Path): string =>
  path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}.${step}`), 'it');

const childrenOf = (value: unknown): readonly [string | number, unknown][] => {
  if (Array.isArray(value)) return value.map((one, at) => [at, one]);
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
};
const pathsIn = (value: unknown, path: Path = []): readonly Path[] => [
  path,
  ...childrenOf(value).flatMap(([step, child]) => pathsIn(child, [...path, step])),
];
const at = (value: unknown, path: Path): unknown => path.reduce<unknown>((node, step) => (node as Node)[step], value);
const changed = (value: unknown, path: Path, change: (parent: Node, step: string) => void): unknown => {
  const copy = structuredClone(value);
  change(at(copy, path.slice(0, -1)) as Node, String(path.at(-1)));
  return copy;
};
const replaced = (value: unknown, path: Path, by: unknown): unknown =>
  changed(value, path, (parent, step) => Object.assign(parent, { [step]: by }));
const removed = (value: unknown, path: Path): unknown =>
  changed(value, path, (parent, step) => Reflect.deleteProperty(parent, step));

/** What may be left out, each with the member that holds it. */
const optional = new Set([
  'assertions',
  'supersedes',
  'cooperations',
  'schema',
  'adopted',
  'vocabulary',
  ...['rules', 'caps'].flatMap((list) =>
    [...Object.keys(dimensions), 'permit', 'cap', 'when', 'obligations', 'observable', 'in'].map(
      (one) => `${list}.${one}`,
    ),
  ),
  'guards.at',
  'guards.phase',
  ...[...Object.keys(dimensions), 'atMost', 'can', 'when'].map((one) => `assertions.${one}`),
  'fields.of',
  'purpose.of',
  'ofSubject.seenAs',
  'onward.order',
  'defaults.unknownFact',
]);
/** Whose names the document chooses. */
const maps = new Set(['parties', 'groups', 'facts', 'obligations', 'acts', 'purposes', 'when', 'require']);
const isInMap = (path: Path): boolean => path.some((step) => maps.has(String(step)));

describe.each([
  ['a covenant', covenantShape, covenant],
  ['a law', lawShape, law],
] as const)('%s', (_what, shape, document) => {
  const paths = pathsIn(document).filter((path) => path.length > 0);

  it('with every member that there is has its shape', () => {
    expect(shape(document, 'it')).toEqual([]);
  });

  const where = (test: (path: Path) => boolean): readonly string[] => paths.filter(test).map(written);
  const isGood = (path: Path, by: unknown): boolean => shape(replaced(document, path, by), 'it').length === 0;
  const nameOf = (path: Path): string => String(path.at(-1));
  /** Of a name that the document does not choose, and of no place in a list. */
  const isFixed = (path: Path): boolean => typeof path.at(-1) === 'string' && !isInMap(path.slice(0, -1));

  it('is refused where any value is of another kind, and the place is named', () => {
    const isTold = (path: Path): boolean =>
      shape(replaced(document, path, 7), 'it').some((fault) => written(path).startsWith(fault.split(':')[0] ?? '?'));
    expect(where((path) => !isTold(path))).toEqual([]);
  });

  it('is refused where any text is empty', () => {
    expect(where((path) => typeof at(document, path) === 'string' && isGood(path, ' '))).toEqual([]);
  });

  it('is refused where any list is empty, but for the words of a vocabulary to come', () => {
    const mayBeEmpty = where((path) => Array.isArray(at(document, path)) && isGood(path, []));
    expect(mayBeEmpty).toEqual('wet' in document ? ['it.vocabulary.types', 'it.vocabulary.fields'] : []);
  });

  it('is refused without any member that must be there, and has its shape without any other', () => {
    const isOptional = (path: Path): boolean => {
      const place = path.filter((step) => typeof step === 'string').slice(-2);
      return (
        optional.has(place.join('.')) || ('wet' in document && path.length === 1 && nameOf(path) === 'obligations')
      );
    };
    const isMissed = (path: Path): boolean =>
      shape(removed(document, path), 'it').includes(`${written(path.slice(0, -1))}: no \`${nameOf(path)}\``);
    expect(where((path) => isFixed(path) && isMissed(path) === isOptional(path))).toEqual([]);
    expect(
      where((path) => isFixed(path) && isOptional(path) && shape(removed(document, path), 'it').length > 0),
    ).toEqual([]);
  });

  it('is refused with a member that nothing reads, in any object whose names are fixed', () => {
    const isObject = (path: Path): boolean => {
      const node = at(document, path);
      return typeof node === 'object' && !Array.isArray(node) && !isInMap(path);
    };
    expect(shape({ ...document, x1: 'y' }, 'it')).toEqual(['it: unknown member `x1`']);
    expect(where((path) => isObject(path) && isGood(path, { ...(at(document, path) as Node), x1: 'y' }))).toEqual([]);
  });

  it('is refused where a map that must name something names nothing', () => {
    const empty = where((path) => maps.has(nameOf(path)) && isFixed(path) && isGood(path, {}));
    expect(empty.filter((place) => !/\.(groups|facts|obligations)$/.test(place))).toEqual([]);
    expect(empty).toEqual(expect.arrayContaining(['it.facts', 'it.obligations']));
  });
});

describe('the words of a document', () => {
  const faultsOf = (path: Path, by: unknown) => covenantShape(replaced(covenant, path, by), 'it');

  it.each<[string, Path, unknown]>([
    ['a zone is the Dutch one', ['valid', 'zone'], 'Europe/Brussels'],
    ['nothing defaults to more than withhold', ['defaults', 'level'], 'exists'],
    ['an unknown fact never lets a permit apply', ['defaults', 'unknownFact', 'permit'], 'applies'],
    ['an unknown fact never keeps a cap from applying', ['defaults', 'unknownFact', 'cap'], 'does not apply'],
    ['a day is one that there is', ['valid', 'from'], '2026-02-30'],
    ['a period begins on a day', ['rules', 0, 'in'], ['open', '2026-01-01']],
    ['a period ends on a day or is open', ['rules', 0, 'in'], ['2026-01-01', 'never']],
    ['a period has two ends', ['rules', 0, 'in'], ['2026-01-01']],
    ['a period has no third', ['rules', 0, 'in'], ['2026-01-01', 'open', 'open']],
    ['a period is a list', ['rules', 0, 'in'], '2026-01-01'],
    ['a fact is of something that there is', ['facts', 'ofCase', 'of'], 'meeting'],
    ['a fact is known or hidden', ['facts', 'ofCase', 'known'], 'everybody'],
    ['an obligation combines in a way that there is', ['obligations', 'retain', 'combine'], 'longest'],
    ['an exception leaves something out', ['rules', 0, 'type'], { except: [] }],
    ['a selector says what it leaves out of what', ['rules', 0, 'type'], { of: ['S1'] }],
    ['a condition is true or false', ['rules', 0, 'when'], { asked: 'true' }],
    ['a condition asks something', ['rules', 0, 'when'], {}],
    ['a digest names how it was made', ['schema', 'digest'], '09af'.repeat(16)],
    ['a digest has nothing before it', ['schema', 'digest'], ` ${digest}`],
    ['a digest has nothing behind it', ['schema', 'digest'], `${digest}0`],
    ['a digest has every sign', ['supersedes', 'digest'], digest.slice(0, -1)],
    ['a digest is written in small hexadecimal signs', ['supersedes', 'digest'], digest.replace('a', 'A')],
    ['a digest stands in no list', ['supersedes', 'digest'], [digest]],
    ['signatures are never part of what they sign', ['adopted', 'signatures'], 'attached'],
    ['a covenant is adopted on a day', ['adopted', 'on'], 'yesterday'],
    ['a party has a purpose', ['parties', 'POL', 'purposes'], {}],
  ])('%s', (_rule, path, by) => {
    expect(faultsOf(path, by)).not.toEqual([]);
  });

  it('name where a digest is none', () => {
    expect(faultsOf(['schema', 'digest'], digest.slice(1))).toEqual(['it.schema.digest: no digest']);
  });

  it('name where a period is none', () => {
    expect(faultsOf(['rules', 0, 'in'], ['2026-01-01'])).toEqual(['it.rules[0].in: not two days']);
    expect(faultsOf(['rules', 0, 'in'], ['2026-02-30', '2026-02-31'])).toEqual([
      'it.rules[0].in[0]: no calendar day',
      'it.rules[0].in[1]: no calendar day',
    ]);
  });
});
