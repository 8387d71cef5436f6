import { describe, expect, it } from '@jest/globals';
import { decidedFields } from '@knooppunt/cases';
import type { StoredDecision, StoredFacts } from '@knooppunt/cases';
import type { CovenantDocument, Guard, LawDocument, Rule } from '@knooppunt/covenant';
import type { Recorded } from '@knooppunt/kernel';
import { payloadTypes } from '@knooppunt/signals';
import { digestOf, goldenCovenant, goldenEvents, goldenLaw, oin, recorded, uuid } from '@knooppunt/testing';
import { CoverageRun, ImpactRun } from '../index.js';
import type { CoverageReport, ImpactReport } from '../index.js';

// One record of one item with a head and one person, decided under rules that a test can be read with.

const golden = goldenEvents().find(({ type }) => type === 'DisclosureRecorded');
const { registry } = (golden?.data ?? {}) as { readonly registry: string };
const s2 = payloadTypes.find(({ id }) => id === 'S2');
if (!s2) throw new TypeError('no S2');
const fields = decidedFields(s2, 'person').map(({ name }) => name);
const ofCategory = (category: string): readonly string[] =>
  decidedFields(s2, 'person').flatMap((field) => (field.category === category ? [field.name] : []));
const every = fields.length + 1;

const any = {
  from: 'any',
  to: 'any',
  type: 'any',
  fields: 'any',
  purpose: 'any',
  phase: 'any',
  basis: 'art. 1',
} as const;
const permit = (id: string, parts: Partial<Rule> = {}): Rule => ({ id, permit: 'reveal', ...any, ...parts });
const cap = (id: string, parts: Partial<Rule> = {}): Rule => ({ id, cap: 'withhold', basis: 'art. 2', ...parts });
const guard = (id: string, fact: string): Guard => ({
  id,
  at: ['inzage'],
  require: { [fact]: true },
  in: ['2025-01-01', 'open'],
  basis: 'art. 3',
});
const lawOf = (...guards: readonly Guard[]): LawDocument => ({ ...goldenLaw(), guards, caps: [] });
const covenantOf = (...rules: readonly Rule[]): CovenantDocument => ({ ...goldenCovenant(), rules });

const shownHead = { kind: 'head', facts: {}, levels: { exists: ['_exists'] }, permits: { 'P-1': ['_exists'] } };
const hiddenHead = { kind: 'head', facts: {}, levels: { withhold: ['_exists'] }, permits: {} };
const shown = { kind: 'person', facts: {}, levels: { reveal: fields }, permits: { 'P-1': fields } };
const hidden = { kind: 'person', facts: {}, levels: { withhold: fields }, permits: {} };

type Parts = {
  readonly head?: StoredDecision;
  readonly person?: StoredDecision;
  readonly facts?: StoredFacts;
  readonly circumstances?: StoredFacts;
};
const law = lawOf();
const inForce = covenantOf(permit('P-1'));
const pins = { law: digestOf(JSON.stringify(law)), covenant: digestOf(JSON.stringify(inForce)) };
const recordOf = ({ head = shownHead, person = shown, facts = {}, circumstances = {} }: Parts): Recorded => {
  const blocks = [
    { block: 'head', decision: 0 },
    { block: 'p1', decision: 1 },
  ];
  const item = { reference: 'r', stream: `contribution-${uuid(1)}`, revision: '0', payloadType: 'S2' };
  const data = {
    disclosure: uuid(5),
    act: 'inzage',
    view: 'casus-dossier',
    recipient: oin(2),
    recipientKind: 'POL',
    semantics: 'covenant/1',
    build: 'poort/1',
    registry,
    folded: [],
    facts,
    circumstances: [circumstances],
    decisions: [head, person],
    items: [{ ...item, supplier: oin(3), supplierKind: 'COLL', phase: '2', circumstances: 0, blocks }],
  };
  const [event] = recorded([{ type: 'DisclosureRecorded', data }], {
    stream: `disclosure-${uuid(5)}`,
    purpose: 'POL.opsporing',
    covenant: pins,
  });
  return event as Recorded;
};
const cameIntoForce = (ofLaw: LawDocument, covenant: CovenantDocument): readonly Recorded[] =>
  recorded([
    {
      type: 'LawCameIntoForce',
      data: { law: ofLaw.wet, version: '1', digest: pins.law, document: JSON.stringify(ofLaw) },
    },
    {
      type: 'CovenantCameIntoForce',
      data: { covenant: covenant.covenant, version: '1', digest: pins.covenant, document: JSON.stringify(covenant) },
    },
  ]);

const impactOf = (draft: CovenantDocument, parts: Parts = {}, ofLaw: LawDocument = law): ImpactReport => {
  const run = new ImpactRun({ draft, digestOf });
  for (const event of [...cameIntoForce(ofLaw, inForce), recordOf(parts)]) run.add(event);
  return run.finish();
};
const coverageOf = (covenant: CovenantDocument, parts: Parts = {}, ofLaw: LawDocument = law): CoverageReport => {
  const run = new CoverageRun({ digestOf });
  for (const event of [...cameIntoForce(ofLaw, covenant), recordOf(parts)]) run.add(event);
  return run.finish();
};
/** How fields come out and why: `change because rule`, with how many fields and how many of them unsure. */
const told = ({ groups }: ImpactReport): Readonly<Record<string, readonly [number, number]>> => {
  const found: Record<string, readonly [number, number]> = {};
  for (const { change, because, rule, count, unsure } of groups) {
    const key = `${change} ${because} ${rule}`;
    const [counted, open] = found[key] ?? [0, 0];
    found[key] = [counted + count, open + unsure];
  }
  return found;
};
const nothing = { allowed: 0, raised: 0, refused: 0, lowered: 0, kept: 0, withheld: 0 };

describe('a record under the rules of then', () => {
  it('comes out as it was', () => {
    const { totals, decisions, items, disclosures, groups, unsure } = impactOf(inForce);
    expect(totals).toEqual({ ...nothing, kept: every });
    expect([decisions, items, disclosures, groups, unsure]).toEqual([every, 1, 1, [], 0]);
  });

  it('of what was withheld leaves all withheld', () => {
    expect(impactOf(covenantOf(), { head: hiddenHead, person: hidden }).totals).toEqual({
      ...nothing,
      withheld: every,
    });
  });
});

describe('a field that a draft shows', () => {
  it('is allowed by the permit of the draft where it was withheld', () => {
    expect(told(impactOf(covenantOf(permit('P-9')), { head: hiddenHead, person: hidden }))).toEqual({
      'allowed permit P-9': [every, 0],
    });
  });

  it('was withheld too where the reader did not know of the item, whatever was decided of the field', () => {
    expect(told(impactOf(inForce, { head: hiddenHead }))).toEqual({ 'allowed permit P-1': [every, 0] });
  });

  it('is raised by the permit of the draft where less of it was shown', () => {
    const person = { ...shown, levels: { exists: fields } };
    expect(told(impactOf(inForce, { person }))).toEqual({ 'raised permit P-1': [fields.length, 0] });
  });
});

describe('a question of law that only one guard refuses', () => {
  const guarded = lawOf(guard('G-1', 'mandated'), guard('G-2', 'screened'));
  const facts = { question: { true: ['mandated'], false: ['screened'] } };

  it('is refused by that guard, and not by one that holds', () => {
    expect(told(impactOf(inForce, { facts }, guarded))).toEqual({ 'refused guard G-2': [every, 0] });
    const [, ofLaw] = coverageOf(inForce, { facts }, guarded).documents;
    expect(ofLaw?.rules.map(({ id, refused }) => [id, refused > 0])).toEqual([
      ['G-1', false],
      ['G-2', true],
    ]);
  });
});

describe('what a change is told by', () => {
  it('is withhold on the side on which the reader did not know of the item, or of which nothing is said', () => {
    const levelsOf = ({ groups }: ImpactReport) =>
      [...new Set(groups.map(({ from, to }) => `${from} ${to}`))].toSorted();
    expect(levelsOf(impactOf(inForce, { head: hiddenHead }))).toEqual(['withhold exists', 'withhold reveal']);
    expect(levelsOf(impactOf(inForce, { person: { ...shown, levels: {} } }))).toEqual(['withhold reveal']);
    const draft = covenantOf(permit('P-1'), cap('C-1', { fields: ['_exists'] }));
    expect(levelsOf(impactOf(draft))).toEqual(['exists withhold', 'reveal withhold']);
  });

  it('is kept apart by purpose, and by all else that an item and its reader are', () => {
    const run = new ImpactRun({ draft: covenantOf(), digestOf });
    const other = { ...recordOf({}), purpose: 'POL.analyse' };
    for (const event of [...cameIntoForce(law, inForce), recordOf({}), other, other]) run.add(event);
    const { by } = run.finish();
    expect(by.purpose).toEqual({ 'POL.analyse': { refused: 2 * every }, 'POL.opsporing': { refused: every } });
    expect([by.recipientKind, by.supplierKind, by.payloadType, by.phase]).toEqual([
      { POL: { refused: 3 * every } },
      { COLL: { refused: 3 * every } },
      { S2: { refused: 3 * every } },
      { 2: { refused: 3 * every } },
    ]);
  });
});

describe('a record that says less', () => {
  it('had withheld a field of which it names no level', () => {
    const [, ...rest] = fields;
    const person = { ...shown, levels: { reveal: rest } };
    expect(told(impactOf(inForce, { person }))).toEqual({ 'allowed permit P-1': [1, 0] });
  });

  it('counts by the purpose that it names', () => {
    expect(Object.keys(impactOf(covenantOf()).by.purpose)).toEqual(['POL.opsporing']);
  });

  it('may name no purpose', () => {
    const run = new ImpactRun({ draft: covenantOf(), digestOf });
    for (const event of [...cameIntoForce(law, inForce), { ...recordOf({}), purpose: null }]) run.add(event);
    expect(Object.keys(run.finish().by.purpose)).toEqual(['']);
  });

  it('cannot be read where its head is no head', () => {
    const { unjudged, decisions } = impactOf(inForce, { head: { ...shownHead, kind: 'nothing' } });
    expect([unjudged, decisions]).toEqual([{ 'record-unreadable': 1 }, 0]);
  });
});

describe('a field that a draft shows no more', () => {
  it('is refused by a guard of law before anything else', () => {
    const capped = covenantOf(permit('P-1'), cap('C-1'));
    const guarded = lawOf(guard('G-1', 'mandated'), guard('G-2', 'screened'));
    const facts = { question: { false: ['mandated', 'screened'] } };
    expect(told(impactOf(capped, { facts }, guarded))).toEqual({ 'refused guard G-1': [every, 0] });
  });

  it('goes with its item where the reader would not know of that, by the cap that takes the item away', () => {
    const draft = covenantOf(permit('P-1'), cap('C-1', { fields: ['_exists'] }));
    expect(told(impactOf(draft))).toEqual({ 'refused envelope C-1': [every, 0] });
  });

  it('goes with its item by the permit that showed that then, where no rule takes it away', () => {
    const draft = covenantOf(permit('P-1', { fields: ['content'] }));
    expect(told(impactOf(draft))).toEqual({ 'refused envelope P-1': [every, 0] });
    expect(told(impactOf(draft, { head: { ...shownHead, permits: {} } }))).toEqual({
      'refused envelope null': [every, 0],
    });
  });

  it('is lowered or refused by the cap of the draft', () => {
    const draft = covenantOf(permit('P-1'), cap('C-1', { cap: 'exists', fields: ['content'] }));
    expect(told(impactOf(draft))).toEqual({ 'lowered cap C-1': [fields.length, 0] });
    const closed = covenantOf(permit('P-1'), cap('C-2', { fields: ['content'] }));
    expect(told(impactOf(closed))).toEqual({ 'refused cap C-2': [fields.length, 0] });
  });

  it('is refused for want of the permit of then, where the draft has none', () => {
    const draft = covenantOf(permit('P-2', { fields: ['_exists'] }));
    expect(told(impactOf(draft))).toEqual({ 'refused no-permit P-1': [fields.length, 0] });
    expect(told(impactOf(draft, { person: { ...shown, permits: {} } }))).toEqual({
      'refused no-permit null': [fields.length, 0],
    });
  });
});

describe('a fact that a draft asks', () => {
  it('is taken from block, item and question as the record has it', () => {
    const draft = covenantOf(
      permit('P-1', { fields: ['_exists'] }),
      permit('P-2', { fields: ['content'], when: { ofBlock: true, ofItem: true, ofQuestion: false } }),
    );
    const parts: Parts = {
      facts: { question: { false: ['ofQuestion'] } },
      circumstances: { item: { true: ['ofItem'] } },
      person: { ...shown, facts: { case: { true: ['ofBlock'] } } },
    };
    expect(impactOf(draft, parts).totals).toEqual({ ...nothing, kept: every });
    expect(impactOf(draft, { ...parts, facts: {} })).toMatchObject({ missingFacts: { ofQuestion: fields.length } });
    expect(impactOf(draft, { ...parts, circumstances: {} })).toMatchObject({ missingFacts: { ofItem: fields.length } });
    expect(impactOf(draft, { ...parts, person: shown })).toMatchObject({ missingFacts: { ofBlock: fields.length } });
  });

  it('and the record does not hold leaves open what depends on it, and only that', () => {
    const [first = ''] = fields;
    const draft = covenantOf(permit('P-1'), cap('C-1', { fields: [first], when: { rich: false } }));
    const { unsure, missingFacts, totals } = impactOf(draft);
    expect([unsure, missingFacts]).toEqual([1, { rich: 1 }]);
    expect(totals.refused + totals.kept).toBe(every);
    expect(impactOf(draft, { facts: { question: { true: ['rich'] } } })).toMatchObject({
      unsure: 0,
      missingFacts: {},
      totals: { kept: every },
    });
  });

  it('leaves everything of the item open where it is not sure that the reader knows of the item', () => {
    const draft = covenantOf(
      permit('P-1', { fields: ['content'] }),
      permit('P-2', { fields: ['_exists'], when: { rich: true } }),
    );
    const report = impactOf(draft);
    expect([report.unsure, report.missingFacts]).toEqual([every, { rich: every }]);
    expect(told(report)).toEqual({ 'refused envelope P-1': [every, every] });
  });

  it('leaves nothing open where the item is there whatever the fact is', () => {
    const draft = covenantOf(permit('P-1'), permit('P-2', { fields: ['_exists'], when: { rich: true } }));
    expect(impactOf(draft)).toMatchObject({ unsure: 0, missingFacts: {}, totals: { kept: every } });
  });

  it('is not tried out where more than eight are missing: what depends on them is open', () => {
    const when = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`fact${at}`, true]));
    const open = (count: number): number => {
      const rules = [permit('P-1'), permit('P-2', { fields: ['content'], when: when(count) })];
      return impactOf(covenantOf(...rules)).unsure;
    };
    expect([open(8), open(9)]).toEqual([0, fields.length]);
  });

  it('may be the necessity of a category of fields: those of another have one of their own, or none', () => {
    const draft = covenantOf(
      permit('P-1', { fields: ['_exists'] }),
      permit('P-2', { fields: ['content'], when: { asked: true } }),
    );
    const ids = ofCategory('ID');
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.length).toBeLessThan(fields.length);
    const person = { ...shown, facts: { case: { true: ['asked:ID'] } } };
    const report = impactOf(draft, { person });
    expect(report.missingFacts).toEqual({ asked: fields.length - ids.length });
    expect(report.totals).toEqual({ ...nothing, kept: ids.length + 1, refused: fields.length - ids.length });
    const refused = { ...shown, facts: { case: { false: ['asked:ID'] } } };
    expect(impactOf(draft, { person: refused }).totals).toMatchObject({ refused: fields.length });
    const unknown = { ...shown, facts: { case: { unknown: ['asked:ID'] } } };
    expect(impactOf(draft, { person: unknown }).missingFacts).toEqual({ asked: fields.length - ids.length });
  });
});

describe('the coverage of a record', () => {
  const ruleOf = (report: CoverageReport, id: string) => {
    const found = report.documents.flatMap(({ rules }) => rules).find((rule) => rule.id === id);
    return found && [found.decided, found.applied, found.refused];
  };

  it('counts the fields that a permit decided, and those that a cap lowered', () => {
    const [first = ''] = fields;
    const report = coverageOf(covenantOf(permit('P-1'), permit('P-2'), cap('C-1', { cap: 'mask', fields: [first] })));
    expect(report.decisions).toBe(every);
    const [one, other] = [ruleOf(report, 'P-1'), ruleOf(report, 'P-2')];
    expect([(one?.[0] ?? 0) + (other?.[0] ?? 0), (one?.[1] ?? 0) + (other?.[1] ?? 0)]).toEqual([every, every]);
    expect(ruleOf(report, 'C-1')).toEqual([1, 0, 0]);
    expect(report.documents.map(({ disclosures }) => disclosures)).toEqual([1, 1]);
    expect(report.documents.flatMap(({ never }) => never)).toEqual(
      report.documents
        .flatMap(({ rules }) => rules)
        .flatMap((rule) => (rule.decided + rule.applied > 0 ? [] : [rule.id])),
    );
  });

  it('counts a cap that lowers nothing where it applies to what is shown', () => {
    const report = coverageOf(covenantOf(permit('P-1'), cap('C-1', { cap: 'reveal', fields: ['content'] })));
    expect([ruleOf(report, 'P-1'), ruleOf(report, 'C-1')]).toEqual([
      [every, 0, 0],
      [0, fields.length, 0],
    ]);
  });

  it('counts nothing as applied to what is withheld', () => {
    const report = coverageOf(covenantOf(permit('P-1'), cap('C-1'), cap('C-2', { cap: 'mask' })));
    expect([ruleOf(report, 'C-1')?.[0], ruleOf(report, 'C-2')]).toEqual([every, [0, 0, 0]]);
  });

  it('counts a permit whose condition does not hold, and a cap that fails, not at all', () => {
    const report = coverageOf(
      covenantOf(
        permit('P-1'),
        permit('P-2', { when: { rich: true } }),
        cap('C-1', { cap: 'mask', when: { rich: true } }),
        cap('C-2', { cap: 'mask', when: { poor: true } }),
      ),
      { facts: { question: { false: ['rich'] } } },
    );
    expect([ruleOf(report, 'P-2'), ruleOf(report, 'C-1')]).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    // A cap whose fact is not known lowers: what might forbid, forbids.
    expect(ruleOf(report, 'C-2')?.[0]).toBeGreaterThan(0);
  });

  it('counts a guard that refuses once for each question, and no other rule there', () => {
    const report = coverageOf(
      covenantOf(permit('P-1')),
      { facts: { question: { false: ['mandated'] } } },
      lawOf(guard('G-1', 'mandated')),
    );
    const questions = 1 + new Set(decidedFields(s2, 'person').map(({ category }) => category)).size;
    expect([ruleOf(report, 'G-1'), ruleOf(report, 'P-1')]).toEqual([
      [0, 0, questions],
      [0, 0, 0],
    ]);
  });

  it('counts a rule that only refused among those that did something', () => {
    const { documents } = coverageOf(
      covenantOf(permit('P-1')),
      { facts: { question: { false: ['mandated'] } } },
      lawOf(guard('G-1', 'mandated'), guard('G-2', 'screened')),
    );
    expect(documents.map(({ kind, never }) => [kind, never])).toEqual([
      ['covenant', ['P-1']],
      ['law', []],
    ]);
  });

  it('is by the documents that each record was decided under', () => {
    const other = covenantOf(permit('P-2'));
    const digest = digestOf(JSON.stringify(other));
    const run = new CoverageRun({ digestOf });
    for (const event of cameIntoForce(law, inForce)) run.add(event);
    run.add(recordOf({}));
    const [came] = recorded([
      {
        type: 'CovenantCameIntoForce',
        data: { covenant: 'c', version: '2', digest, document: JSON.stringify(other) },
      },
    ]);
    run.add(came as Recorded);
    const later = { ...recordOf({}), covenant: { ...pins, covenant: digest } };
    for (const event of [later, later]) run.add(event);
    const report = run.finish();
    expect([ruleOf(report, 'P-1'), ruleOf(report, 'P-2')]).toEqual([
      [every, 0, 0],
      [2 * every, 0, 0],
    ]);
    expect(report.documents.map(({ disclosures }) => disclosures)).toEqual([1, 2, 3]);
  });

  it('counts facts once for each place of the record that names them', () => {
    const { facts } = coverageOf(covenantOf(permit('P-1')), {
      facts: { question: { true: ['one'] }, party: { true: ['one'] } },
      circumstances: { item: { false: ['two'] } },
      person: { ...shown, facts: { case: { unknown: ['three'], true: ['asked:ID'] } } },
    });
    const named = facts.filter((fact) => fact.true + fact.false + fact.unknown > 0);
    expect(named).toEqual([
      { name: 'asked:ID', true: 1, false: 0, unknown: 0 },
      { name: 'one', true: 2, false: 0, unknown: 0 },
      { name: 'three', true: 0, false: 0, unknown: 1 },
      { name: 'two', true: 0, false: 1, unknown: 0 },
    ]);
    const names = facts.map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    expect([names.includes('asked'), names.includes('directCircle')]).toEqual([false, true]);
  });
});

describe('the coverage of refusals', () => {
  const ofLaw = lawOf(guard('G-1', 'mandated'));
  const noon = '2026-03-09T12:00:00.000Z';
  const refusal = (type: string, data: object, parts: Partial<Recorded> = {}): Recorded => {
    const [event] = recorded([{ type, data: { rules: ['G-1', 'C-1', 'C-1'], ...data }, recordedAt: noon }], {
      organisation: oin(9),
    });
    return { ...(event as Recorded), ...parts };
  };
  const coverageAfter = (...events: readonly Recorded[]): CoverageReport => {
    const run = new CoverageRun({ digestOf });
    const covenant = covenantOf(permit('P-1'), cap('C-1'));
    for (const event of [...cameIntoForce(ofLaw, covenant), ...events]) run.add(event);
    return run.finish();
  };
  const rulesOf = ({ documents }: CoverageReport) => documents.flatMap(({ rules }) => rules);

  it('is by each rule that they name, for the party that was refused', () => {
    const report = coverageAfter(refusal('SupplyRefused', { supplier: oin(3) }, { covenant: pins }));
    const used = { decided: 0, applied: 0, last: noon, organisations: 1, only: oin(3) };
    expect(rulesOf(report)).toMatchObject([
      { id: 'P-1', refused: 0, last: null },
      { id: 'C-1', refused: 2, ...used },
      { id: 'G-1', refused: 1, ...used },
    ]);
    expect(report.refusals).toBe(1);
  });

  it('is against the recipient, the supplier, or the organisation that acted', () => {
    const only = (...parts: Parameters<typeof refusal>): unknown =>
      rulesOf(coverageAfter(refusal(...parts))).find(({ id }) => id === 'G-1')?.only;
    expect(only('ReadRefused', { recipient: oin(2), supplier: oin(3) })).toBe(oin(2));
    expect(only('SupplyRefused', { supplier: oin(3) })).toBe(oin(3));
    expect(only('ContributionRefused', {})).toBe(oin(9));
    expect(only('ContributionRefused', {}, { organisation: null })).toBe('');
  });

  it('is under the documents that it pins, or else under those in force', () => {
    const other = covenantOf(permit('P-1'), cap('C-1'));
    const came = recorded([
      {
        type: 'CovenantCameIntoForce',
        data: { covenant: 'c', version: '2', digest: digestOf('2'), document: JSON.stringify(other) },
      },
      {
        type: 'LawCameIntoForce',
        data: { law: 'l', version: '2', digest: digestOf('3'), document: JSON.stringify(ofLaw) },
      },
    ]);
    const refusedIn = (parts: Partial<Recorded>): readonly (readonly [string, number])[] => {
      const report = coverageAfter(...came, refusal('ReadRefused', {}, parts));
      return report.documents.map(({ kind, version, rules }) => [
        `${kind} ${version}`,
        rules.reduce((sum, { refused }) => sum + refused, 0),
      ]);
    };
    expect(refusedIn({ covenant: pins })).toEqual([
      ['covenant 1', 2],
      ['covenant 2', 0],
      ['law 1', 1],
      ['law 2', 0],
    ]);
    for (const parts of [{}, { covenant: { law: 'sha256:0', covenant: 'sha256:0' } }]) {
      expect(refusedIn(parts)).toEqual([
        ['covenant 1', 0],
        ['covenant 2', 2],
        ['law 1', 0],
        ['law 2', 1],
      ]);
    }
  });

  it('is none where nothing was in force, and none of what names no rules', () => {
    const run = new CoverageRun({ digestOf });
    run.add(refusal('ReadRefused', {}));
    expect(run.finish()).toMatchObject({ refusals: 1, documents: [] });
    const { refusals } = coverageAfter(
      refusal('ReadRefused', { rules: undefined }),
      refusal('ReadRefused', { rules: [] }),
      refusal('CommandRefused', {}),
    );
    expect(refusals).toBe(1);
  });
});

describe('the records of a part of a history', () => {
  it('are those of its days and cooperations, in coverage as in impact', () => {
    const counted = (part: object): readonly (readonly number[])[] => {
      const runs = [new CoverageRun({ digestOf, ...part }), new ImpactRun({ draft: inForce, digestOf, ...part })];
      return runs.map((run) => {
        for (const event of [...cameIntoForce(law, inForce), recordOf({})]) run.add(event);
        run.takeBack(recordOf({}));
        const { disclosures, aborted, decisions } = run.finish();
        return [disclosures, aborted, decisions];
      });
    };
    const none = [0, 0, 0];
    expect(counted({ until: '2020-01-01' })).toEqual([none, none]);
    expect(counted({ cooperations: new Set(['zeeland']) })).toEqual([none, none]);
    expect(counted({})).toEqual([
      [0, 1, 0],
      [0, 1, 0],
    ]);
    const run = new CoverageRun({ digestOf, until: '2020-01-01' });
    for (const event of [...cameIntoForce(law, inForce), recordOf({})]) run.add(event);
    expect(run.finish()).toMatchObject({ disclosures: 0, decisions: 0 });
  });
});

describe('the documents of a part of a history', () => {
  const day = (number: number): string => `2026-03-0${number}T12:00:00.000Z`;
  /** A covenant from the second of March on, another from the fifth on. */
  const versionsIn = (part: object): readonly string[] => {
    const run = new CoverageRun({ digestOf, ...part });
    for (const [version, recordedAt] of [
      ['a', day(2)],
      ['b', day(5)],
    ] as const) {
      const data = { covenant: 'c', version, digest: digestOf(version), document: JSON.stringify(inForce) };
      for (const event of recorded([{ type: 'CovenantCameIntoForce', data, recordedAt }])) run.add(event);
    }
    return run.finish().documents.map(({ version }) => version);
  };

  it('are those that were in force on one of its days', () => {
    expect(versionsIn({})).toEqual(['a', 'b']);
    expect(versionsIn({ until: '2026-03-01' })).toEqual([]);
    expect(versionsIn({ until: '2026-03-02' })).toEqual(['a']);
    expect(versionsIn({ until: '2026-03-05' })).toEqual(['a', 'b']);
    expect(versionsIn({ from: '2026-03-05' })).toEqual(['a', 'b']);
    expect(versionsIn({ from: '2026-03-06' })).toEqual(['b']);
    expect(versionsIn({ cooperations: new Set(['zeeland']) })).toEqual([]);
    expect(versionsIn({ cooperations: new Set(['amsterdam-amstelland']) })).toEqual(['a', 'b']);
  });
});
