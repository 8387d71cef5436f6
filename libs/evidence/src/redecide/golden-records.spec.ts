import { describe, expect, it } from '@jest/globals';
import type { Recorded } from '@knooppunt/kernel';
import { digestOf, goldenEvents } from '@knooppunt/testing';
import type { DisclosureRecord } from './record.js';
import { Redecider } from './redecider.js';

type Plain = string | number | bigint | boolean | null | undefined;
/** What a test may change. */
type Mutable<T> = T extends Plain ? T : { -readonly [K in keyof T]: Mutable<T[K]> };
/** A record to be changed. */
type Changed = Mutable<DisclosureRecord> & { readonly position: string };
/** Changes a record, or the log before it. */
type Change = (record: Changed, log: Mutable<Recorded>[]) => void;

/** The golden log, to be changed. */
const goldenLog = (): Mutable<Recorded>[] => goldenEvents() as Mutable<Recorded>[];
const isRecord = ({ type }: { readonly type: string }): boolean => type === 'DisclosureRecorded';
const withoutIds = (text: string): string => text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '…');

/** What redecide says of the record of this view for this kind, with one thing changed in it or in the log before it. */
const foundIn = (view: string, kind: string, change: Change): readonly string[] => {
  const log = goldenLog();
  const isAsked = (event: Mutable<Recorded>): boolean => {
    const { data } = event as unknown as DisclosureRecord;
    return isRecord(event) && data.view === view && data.recipientKind === kind;
  };
  const asked = log.findLast(isAsked);
  if (!asked) throw new TypeError(`no ${view} for ${kind}`);
  const record = asked as unknown as Changed;
  change(record, log);
  const found: string[] = [];
  const redecider = new Redecider({
    digestOf,
    eventsOf: (name) => log.filter(({ stream }) => stream === name) as Recorded[],
    report: ({ position, code, detail }) => {
      if (position === record.position) found.push(`${code} ${withoutIds(detail)}`);
    },
  });
  for (const event of log) {
    if (event !== asked) redecider.note(event);
    else {
      redecider.add(event);
      break;
    }
  }
  return [...new Set(found)];
};

/** `found`: all that is said, or how it begins where it ends in “…”. */
type Case = readonly [what: string, change: Change, found: readonly string[]];

/** An id that nothing has. */
const unknownId = '00000000-0000-4000-8000-000000000000';
/** The first item of a payload type. */
const itemOfType = ({ data }: Changed, type: string): Changed['data']['items'][number] => {
  const item = data.items.find(({ payloadType }) => payloadType === type);
  if (!item) throw new TypeError(`no ${type}`);
  return item;
};
/** The folded stream of a category. */
const foldOf = ({ data }: Changed, category: string): { stream: string; revision: string } => {
  const folded = data.folded.find(({ stream }) => stream.startsWith(`${category}-`));
  if (!folded) throw new TypeError(`no ${category}`);
  return folded;
};
/** Takes a category out of S. */
const withoutFold = ({ data }: Changed, category: string): void => {
  data.folded = data.folded.filter(({ stream }) => !stream.startsWith(`${category}-`));
};
/** A decision of its own for one block of one item, so that no other block changes with it. */
const ownDecision = (record: Changed, type: string, block: string): Changed['data']['decisions'][number] => {
  const found = itemOfType(record, type).blocks.find((one) => one.block === block);
  if (!found) throw new TypeError(`no ${block}`);
  const own = structuredClone(record.data.decisions[found.decision]);
  if (!own) throw new TypeError('no decision');
  found.decision = record.data.decisions.push(own) - 1;
  return own;
};
/** Circumstances of its own for one item. */
const ownCircumstances = (record: Changed, type: string): Changed['data']['circumstances'][number] => {
  const item = itemOfType(record, type);
  const own = structuredClone(record.data.circumstances[item.circumstances]);
  if (!own) throw new TypeError('no circumstances');
  item.circumstances = record.data.circumstances.push(own) - 1;
  return own;
};
/** The first event of a type. */
const earlier = (log: readonly Mutable<Recorded>[], type: string): Mutable<Recorded> => {
  const found = log.find((event) => event.type === type);
  if (!found) throw new TypeError(`no ${type}`);
  return found;
};

/** What the first covenant in force said of itself. */
const covenantOf = (log: readonly Mutable<Recorded>[]): object => earlier(log, 'CovenantCameIntoForce').data;

/** Puts an event of a folded stream between its last one and the record, and into S. */
const insert = (
  record: Changed,
  log: Mutable<Recorded>[],
  category: string,
  { type, data }: { readonly type: string; readonly data: object },
): void => {
  const fold = foldOf(record, category);
  const revision = BigInt(fold.revision) + 1n;
  const before = log.findLast(({ stream }) => stream === fold.stream);
  if (!before) throw new TypeError(`no ${fold.stream}`);
  const at = log.findIndex(({ position }) => position === record.position);
  log.splice(at, 0, { ...before, type, data, revision, position: `${log[at - 1]?.position ?? ''}+` });
  fold.revision = String(revision);
};

describe('a record of the golden log as it is', () => {
  it.each([
    ['overleg-dossier', 'RIEC'],
    ['casus-dossier', 'IND'],
    ['leveringen', 'NLA'],
    ['noodzaak', 'POL'],
    ['signaal', 'POL'],
  ])('is decided as it was: %s for %s', (view, kind) => {
    expect(foundIn(view, kind, () => undefined)).toEqual([]);
  });
});

const asking: readonly Case[] = [
  [
    'by one whom S does not name',
    (r) => void (r.actor = unknownId),
    ['folded-missing person-…', 'person-missing actor'],
  ],
  [
    'by one who was never designated',
    (r) => {
      r.actor = unknownId;
      Object.assign(foldOf(r, 'person'), { stream: `person-${unknownId}`, revision: '-1' });
    },
    ['person-missing actor'],
  ],
  [
    'by one who was designated since, and elsewhere',
    (r, log) => {
      const { stream } = foldOf(r, 'person');
      foldOf(r, 'person').revision = '-1';
      for (const event of log) if (event.stream === stream) event.cooperation = 'rotterdam';
    },
    ['person-missing actor'],
  ],
  ['in a role that the person did not have', (r) => void (r.role = 'informatieanalist'), ['person-unauthorised actor']],
  ['in no role', (r) => void (r.role = null), ['person-unauthorised actor']],
  [
    'by the hub itself',
    (r) => {
      r.role = null;
      r.actor = 'system:hub';
    },
    ['folded-missing person-system:hub', 'person-missing actor'],
  ],
  [
    'for another organisation than the one that asks',
    (r) => void (r.organisation = '00000099000000002000'),
    ['person-unauthorised actor', 'recipient-differs RIEC'],
  ],
  [
    'before the person was mandated',
    (r) => void (r.recordedAt = '2020-01-01T00:00:00.000Z'),
    ['person-unauthorised actor', 'fact-differs question ownRegion: true recorded, false now', '…'],
  ],
  [
    'after the mandate of the person',
    (r) => void (r.recordedAt = '2036-01-01T00:00:00.000Z'),
    ['person-unauthorised actor', 'fact-differs contribution-… expired: false recorded, true now', '…'],
  ],
  [
    'for a kind that the organisation is not',
    (r) => void (r.data.recipientKind = 'POL'),
    ['recipient-differs POL', 'fact-differs question ownPurpose: true recorded, false now', '…'],
  ],
  [
    'for an organisation that S does not name',
    (r) => withoutFold(r, 'party'),
    ['folded-missing party-amsterdam-amstelland-00000099000000001000'],
  ],
  ['in a meeting that S does not name', (r) => withoutFold(r, 'meeting'), ['folded-missing meeting-…']],
  [
    'for a purpose of another',
    (r) => void (r.purpose = 'POL.opsporing'),
    [
      'fact-differs question ownPurpose: true recorded, false now',
      'level-differs meeting-… head._exists: exists recorded, withhold now',
      '…',
    ],
  ],
  [
    'for no purpose',
    (r) => void (r.purpose = null),
    [
      'fact-differs question ownPurpose: true recorded, false now',
      'level-differs meeting-… head._exists: exists recorded, withhold now',
      '…',
    ],
  ],
];

const documents: readonly Case[] = [
  ['without a covenant in S', (r) => withoutFold(r, 'covenant'), ['folded-missing covenant-amsterdam-amstelland']],
  [
    'before a covenant was in force',
    (r) => void (foldOf(r, 'covenant').revision = '0'),
    ['documents-missing covenant-amsterdam-amstelland@0'],
  ],
  [
    'at a revision that the log has not',
    (r) => void (foldOf(r, 'covenant').revision = '9'),
    ['folded-ahead covenant-amsterdam-amstelland@9'],
  ],
  [
    'on another law than it pins',
    (r) => void Object.assign(r.covenant ?? {}, { law: 'sha256:0' }),
    ['documents-differ law'],
  ],
  [
    'on another covenant than it pins',
    (r) => void Object.assign(r.covenant ?? {}, { covenant: 'sha256:0' }),
    ['documents-differ covenant'],
  ],
  [
    'that pins nothing',
    (r) => void Reflect.deleteProperty(r, 'covenant'),
    ['documents-differ law', 'documents-differ covenant'],
  ],
  [
    'under a registry that nobody knows',
    (r) => void (r.data.registry = 'sha256:0'),
    ['documents-differ registry', 'registry-unknown sha256:0'],
  ],
  [
    'under a semantics that nobody knows',
    (r) => void (r.data.semantics = 'covenant/2'),
    ['semantics-unknown covenant/2'],
  ],
  [
    'under a semantics named after what every object has',
    (r) => void (r.data.semantics = 'toString'),
    ['semantics-unknown toString'],
  ],
  [
    'under a semantics that its covenant is not written in',
    (_r, log) => void Object.assign(covenantOf(log), { semantics: 'covenant/2' }),
    ['semantics-unknown covenant/1'],
  ],
  [
    'under a semantics that only its covenant knows, and of that nothing more is said',
    (r, log) => {
      Object.assign(covenantOf(log), { semantics: 'covenant/2' });
      r.data.semantics = 'covenant/2';
      ownDecision(r, 'S2', 'p1').levels = { reveal: ['bsn'] };
    },
    ['semantics-unknown covenant/2'],
  ],
  [
    'under a covenant that no law was above',
    (_r, log) => void log.splice(log.indexOf(earlier(log, 'LawCameIntoForce')), 1),
    ['documents-missing covenant-amsterdam-amstelland@1'],
  ],
  [
    'under a law whose text was changed',
    (_r, log) => {
      const { data } = earlier(log, 'LawCameIntoForce') as unknown as { data: { document: string } };
      data.document = data.document.replace('WGS 2.19', 'WGS 2.18');
    },
    ['document-digest sha256:5e2d95a26e333dff1da4c51693ad8aa820b8e6e710b2de4ec355e82732a61265'],
  ],
  ['of another cooperation', (r) => void (r.cooperation = 'rotterdam'), ['folded-missing covenant-rotterdam']],
  [
    'on the covenant of another cooperation',
    (r) => {
      const fold = foldOf(r, 'covenant');
      r.cooperation = 'rotterdam';
      r.data.folded.push({ ...fold, stream: 'covenant-rotterdam' });
    },
    ['cooperation-differs person-…', 'person-missing actor', 'folded-missing party-rotterdam-00000099000000001000'],
  ],
];

const items: readonly Case[] = [
  ['whose case S does not name', (r) => withoutFold(r, 'case'), ['folded-missing case-…']],
  [
    'at a revision of its case that the log has not',
    (r) => void (foldOf(r, 'case').revision = '99'),
    ['folded-ahead case-…@99'],
  ],
  [
    'at an earlier revision of its case',
    (r) => void (foldOf(r, 'case').revision = '5'),
    ['phase-differs meeting-…', 'phase-differs contribution-…', '…'],
  ],
  [
    'in the case of another cooperation',
    (r, log) => {
      for (const event of log) if (event.stream === foldOf(r, 'case').stream) event.cooperation = 'rotterdam';
    },
    ['cooperation-differs case-…'],
  ],
  [
    'that lies in another cooperation',
    (r, log) => {
      for (const event of log) if (event.stream === itemOfType(r, 'S2').stream) event.cooperation = 'rotterdam';
    },
    ['cooperation-differs contribution-…'],
  ],
  [
    'from another supplier',
    (r) => void (itemOfType(r, 'S2').supplier = '00000099000000007000'),
    ['source-differs contribution-… supplier'],
  ],
  [
    'from another kind of supplier',
    (r) => void (itemOfType(r, 'S2').supplierKind = 'POL'),
    ['source-differs contribution-… supplierKind'],
  ],
  [
    'of another type',
    (r) => void (itemOfType(r, 'S2').payloadType = 'S24'),
    [
      'source-differs contribution-… payloadType',
      'level-differs contribution-… p1.vNr: nothing recorded, reveal now',
      '…',
    ],
  ],
  [
    'of a type that nobody knows',
    (r) => void (itemOfType(r, 'S2').payloadType = 'S99'),
    ['source-differs contribution-… payloadType', 'registry-unknown S99'],
  ],
  [
    'that was never supplied',
    (r) => void (itemOfType(r, 'S2').stream = `contribution-${unknownId}`),
    ['source-missing contribution-…@0'],
  ],
  ['in another phase', (r) => void (itemOfType(r, 'S2').phase = '3'), ['phase-differs contribution-…']],
  [
    'of the process by another organisation',
    (r) => void (itemOfType(r, 'H3').supplier = '00000099000000006000'),
    ['source-differs meeting-… supplierKind'],
  ],
  [
    'of the process that is said to be of one who is not the bureau',
    (r) => void Object.assign(itemOfType(r, 'H3'), { supplier: '00000099000000006000', supplierKind: 'POL' }),
    [
      'source-differs meeting-… supplierKind',
      'level-differs meeting-… head._exists: exists recorded, withhold now',
      '…',
    ],
  ],
  [
    'of the process by an organisation that never joined',
    (r) => void (itemOfType(r, 'H3').supplier = '00000099000000099999'),
    ['source-differs meeting-… supplierKind'],
  ],
  [
    'of the process by another kind',
    (r) => void (itemOfType(r, 'H3').supplierKind = 'POL'),
    [
      'source-differs meeting-… supplierKind',
      'level-differs meeting-… head._exists: exists recorded, withhold now',
      '…',
    ],
  ],
  [
    'with a block too many',
    (r) => void itemOfType(r, 'S2').blocks.push({ block: 'p9', decision: 0 }),
    ['block-unknown contribution-… p9'],
  ],
  ['with a block too few', (r) => void itemOfType(r, 'S2').blocks.pop(), ['block-missing contribution-… text']],
  [
    'with a block of another kind',
    (r) => void (ownDecision(r, 'S2', 'text').kind = 'matter'),
    ['block-unknown contribution-… text'],
  ],
  [
    'about another subject',
    (r) => {
      const block = itemOfType(r, 'S2').blocks[1];
      if (block) block.subject = unknownId;
    },
    ['subject-differs contribution-… p1'],
  ],
  [
    'about a subject where none is',
    (r) => {
      const block = itemOfType(r, 'S1').blocks[1];
      if (block) block.subject = unknownId;
    },
    ['subject-differs contribution-… matter'],
  ],
  [
    'about nobody',
    (r) => {
      Reflect.deleteProperty(itemOfType(r, 'S2').blocks[1] ?? {}, 'subject');
    },
    ['subject-differs contribution-… p1'],
  ],
];

const verdicts: readonly Case[] = [
  [
    'of a field higher than the rules give',
    (r) => void (ownDecision(r, 'S2', 'p1').levels = { reveal: ['bsn'] }),
    [
      'level-differs contribution-… p1.name: nothing recorded, reveal now',
      'level-differs contribution-… p1.birthDate: nothing recorded, reveal now',
      '…',
    ],
  ],
  [
    'of a field that there is not',
    (r) => {
      const { levels } = ownDecision(r, 'S2', 'p1') as { levels: Record<string, string[]> };
      levels['reveal']?.push('shoeSize');
    },
    ['level-differs contribution-… p1.shoeSize: no such field'],
  ],
  [
    'by a permit that was not it',
    (r) => void (ownDecision(r, 'S2', 'p1').permits = { 'P-101': ['name'] }),
    [
      'permit-differs contribution-… p1.name: P-101 recorded, P-100 now',
      'permit-differs contribution-… p1.birthDate: none recorded, P-100 now',
      '…',
    ],
  ],
  [
    'with a fact of a block that came out otherwise',
    (r) =>
      void (ownDecision(r, 'S2', 'p1').facts = {
        case: { false: ['directCircle'] },
        'facts-block': { false: ['minor', 'possibleVictim'] },
      }),
    ['fact-differs contribution-… p1 directCircle: false recorded, true now'],
  ],
  [
    'with a fact of a block from elsewhere',
    (r) =>
      void (ownDecision(r, 'S2', 'p1').facts = {
        item: { true: ['directCircle'] },
        'facts-block': { false: ['minor', 'possibleVictim'] },
      }),
    ['fact-differs contribution-… p1 directCircle: another source'],
  ],
  [
    'with a clear fact of a block said to be sealed',
    (r) =>
      void (ownDecision(r, 'S2', 'p1').facts = {
        'facts-block': { true: ['directCircle'], false: ['minor', 'possibleVictim'] },
      }),
    ['fact-differs contribution-… p1 directCircle: another source'],
  ],
  [
    'with a sealed fact of a block said to be clear',
    (r) =>
      void (ownDecision(r, 'S2', 'p1').facts = {
        case: { true: ['directCircle'], false: ['minor'] },
        'facts-block': { false: ['possibleVictim'] },
      }),
    [
      'fact-differs contribution-… p1 minor: false recorded, unknown now',
      'level-differs contribution-… p1.name: reveal recorded, pseudonymise now',
      '…',
    ],
  ],
  [
    'with a fact of a block that was not used',
    (r) =>
      void (ownDecision(r, 'S2', 'p1').facts = {
        case: { true: ['directCircle', 'rich'] },
        'facts-block': { false: ['minor', 'possibleVictim'] },
      }),
    ['fact-unused contribution-… p1 rich'],
  ],
  [
    'without a fact of a block that was used',
    (r) => void (ownDecision(r, 'S2', 'p1').facts = { 'facts-block': { false: ['minor', 'possibleVictim'] } }),
    ['fact-missing contribution-… p1 directCircle'],
  ],
  [
    'with a sealed fact that decides otherwise',
    (r) =>
      void (ownDecision(r, 'S2', 'p1').facts = {
        case: { true: ['directCircle'] },
        'facts-block': { true: ['minor'], false: ['possibleVictim'] },
      }),
    [
      'level-differs contribution-… p1.name: reveal recorded, pseudonymise now',
      'level-differs contribution-… p1.birthDate: reveal recorded, exists now',
      '…',
    ],
  ],
  [
    'with a fact of the item that came out otherwise',
    (r) => void (ownCircumstances(r, 'S2')['case'] = { true: ['caseOpen'], false: ['inNeedToKnowSet'] }),
    ['fact-differs contribution-… inNeedToKnowSet: false recorded, true now'],
  ],
  [
    'without a fact of the item that was used',
    (r) => void Reflect.deleteProperty(ownCircumstances(r, 'S2'), 'party'),
    ['fact-missing contribution-… memberAtOpening'],
  ],
  [
    'with a fact of the item that was not used',
    (r) => void (ownCircumstances(r, 'S2')['party'] = { true: ['memberAtOpening', 'rich'] }),
    ['fact-unused contribution-… rich'],
  ],
  [
    'with a fact of the question that came out otherwise',
    (r) => void (r.data.facts = { ...r.data.facts, party: { false: ['ownRegion'] } }),
    ['fact-differs question ownRegion: false recorded, true now'],
  ],
  [
    'without a fact of the question',
    (r) => void Reflect.deleteProperty(r.data.facts, 'party'),
    ['fact-missing question ownRegion'],
  ],
  [
    'with a fact of the question from elsewhere',
    (r) => void (r.data.facts = { meeting: { false: ['attends'] }, question: { true: ['ownPurpose', 'ownRegion'] } }),
    ['fact-differs question ownRegion: another source'],
  ],
];

const groups: readonly (readonly [string, readonly Case[]])[] = [
  ['that was asked', asking],
  ['that rests on documents', documents],
  ['that shows an item', items],
  ['that tells how it was decided', verdicts],
];

describe.each(groups)('a record %s', (_group, cases) => {
  it.each(cases)('says what is wrong with it: %s', (_what, change, expected) => {
    const found = foundIn('overleg-dossier', 'RIEC', change);
    const mayGoOn = expected.at(-1) === '…';
    expect(mayGoOn ? [...found.slice(0, expected.length - 1), '…'] : found).toEqual(expected);
  });
});

/** What is said of a record, without what follows from it for levels and permits. */
const causesIn = (view: string, kind: string, change: Change): readonly string[] =>
  foundIn(view, kind, change).filter((found) => !/^(level|permit)-differs /.test(found));
const otherSupplier = '00000099000000002000';

describe('a record that is damaged', () => {
  it('is said to be unreadable, and ends nothing', () => {
    const without = (name: string) => (record: Changed) => void Reflect.deleteProperty(record.data, name);
    for (const name of ['folded', 'decisions', 'items']) {
      expect([name, foundIn('overleg-dossier', 'RIEC', without(name))]).toEqual([name, ['record-unreadable data']]);
    }
  });
});

describe('a reading back of what an organisation supplied', () => {
  const own = (change: Change): readonly string[] => causesIn('leveringen', 'NLA', change);

  it('may be done by the hub itself, which has no role', () => {
    const byHub = (record: Changed): void => void Object.assign(record, { role: null, actor: 'system:hub' });
    expect(own(byHub)).toEqual([]);
    expect(own((record) => void (record.actor = 'system:hub'))).toContain('person-missing actor');
    expect(own((record) => void (record.role = null))).toEqual(['person-unauthorised actor']);
    const asInzage = own((record) => {
      byHub(record);
      record.data.act = 'inzage';
    });
    expect(asInzage).toContain('person-missing actor');
  });

  it('is of deliveries of that organisation, that were made', () => {
    expect(own((record) => void (itemOfType(record, 'H10').supplier = otherSupplier))).toEqual([
      'source-differs contribution-… supplierKind',
      'source-differs contribution-… supplier',
      'fact-differs contribution-… ownOrganisation: true recorded, false now',
    ]);
    expect(own((record) => void (itemOfType(record, 'H10').supplierKind = 'POL'))).toEqual([
      'source-differs contribution-… supplierKind',
    ]);
    expect(own((record) => void (itemOfType(record, 'H10').stream = `contribution-${unknownId}`))).toEqual([
      'source-missing contribution-…@0',
    ]);
  });

  it('shows one that was refused before it had a stream to whom brought it', () => {
    const refusedFor = (supplier: string) => (record: Changed, log: Mutable<Recorded>[]) => {
      const refused = log.find(({ type }) => type === 'SupplyRefused');
      const at = log.findIndex(({ position }) => position === record.position);
      if (refused) log.splice(at, 0, { ...refused, data: { contribution: unknownId, supplier } });
      itemOfType(record, 'H10').stream = `contribution-${unknownId}`;
    };
    expect(own(refusedFor('00000099000000007000'))).toEqual([]);
    expect(own(refusedFor(otherSupplier))).toEqual(['source-differs contribution-… supplier']);
  });
});

describe('a record that shows a signal', () => {
  const signal = (change: Change): readonly string[] => causesIn('signaal', 'POL', change);

  it('folded that signal', () => {
    expect(signal((record) => withoutFold(record, 'signal'))).toEqual(['folded-missing signal-…']);
    expect(signal((record) => void (foldOf(record, 'signal').revision = '99'))).toEqual(['folded-ahead signal-…@99']);
  });

  it('shows the signal itself, and nothing of what was supplied, once it is rejected', () => {
    const found = signal((record, log) => {
      const id = foldOf(record, 'signal').stream.slice('signal-'.length);
      insert(record, log, 'signal', {
        type: 'SignalRejected',
        data: { signal: id, organisation: record.data.recipient, reason: 'not-necessary' },
      });
    });
    expect(found).toContain('under-destruction contribution-…');
    expect(found).not.toContain('under-destruction signal-…');
  });

  it('speaks of it in the phase of weighing', () => {
    expect(signal((record) => void (itemOfType(record, 'S2').phase = '1'))).toEqual(['phase-differs contribution-…']);
  });
});

describe('a record that shows a case', () => {
  const meeting = (change: Change): readonly string[] => causesIn('overleg-dossier', 'RIEC', change);
  const destroyed: Change = (record, log) =>
    insert(record, log, 'case', {
      type: 'ContributionUnderDestruction',
      data: {
        case: foldOf(record, 'case').stream.slice('case-'.length),
        contribution: itemOfType(record, 'S2').stream.slice('contribution-'.length),
      },
    });

  it('shows nothing of a contribution once its destruction has begun', () => {
    expect(meeting(destroyed)).toEqual(['under-destruction contribution-…']);
  });

  it('may hold one whose destruction has begun while it shows not a single field of it', () => {
    const showing = (fields: readonly string[]) =>
      meeting((record, log) => {
        destroyed(record, log);
        for (const { block } of itemOfType(record, 'S2').blocks) {
          const decision = ownDecision(record, 'S2', block);
          const names = Object.values(decision.levels).flat();
          const isShown = (name: string): boolean => block === 'p1' && fields.includes(name);
          decision.levels = { withhold: names.filter((name) => !isShown(name)), reveal: names.filter(isShown) };
        }
      });
    expect(showing([])).toEqual([]);
    expect(showing(['name'])).toEqual(['under-destruction contribution-…']);
  });

  it('shows contributions of that case alone', () => {
    const found = meeting((record, log) => {
      const strange = log.find(({ type, cooperation, stream }) => {
        const isSame = record.data.items.some((item) => item.stream === stream);
        return type === 'ContributionSupplied' && cooperation === record.cooperation && !isSame;
      });
      const item = itemOfType(record, 'S2');
      const { payloadType, supplier, supplierKind } = (strange?.data ?? {}) as Record<string, string>;
      Object.assign(item, { stream: strange?.stream, payloadType, supplier, supplierKind });
    });
    expect(found).toContain('not-in-case contribution-…');
    expect(found).not.toContain('record-unreadable data');
  });

  it('under a covenant that had expired shows nothing by its permits', () => {
    const found = foundIn('overleg-dossier', 'RIEC', (record, log) => {
      const { stream } = foldOf(record, 'covenant');
      const came = log.find((event) => event.stream === stream && event.type === 'CovenantCameIntoForce');
      const { covenant, version, digest } = (came?.data ?? {}) as Record<string, string>;
      insert(record, log, 'covenant', {
        type: 'CovenantExpired',
        data: { covenant, version, digest, until: '2026-03-01' },
      });
    });
    expect(found).toContain('level-differs meeting-… head._exists: exists recorded, withhold now');
    expect(found.filter((one) => one.startsWith('level-differs')).every((one) => one.endsWith('withhold now'))).toBe(
      true,
    );
    expect(found.some((one) => one.startsWith('documents-') || one.startsWith('document-'))).toBe(false);
  });
});

describe('a record of a block', () => {
  it.each([
    ['company', true],
    ['matter', false],
  ])('says whom it is about where it is about somebody: of kind %s', (kind, isAbout) => {
    const found = foundIn('overleg-dossier', 'RIEC', (record, log) => {
      const item = itemOfType(record, 'S2');
      const supplied = log.find(({ type, stream }) => type === 'ContributionSupplied' && stream === item.stream);
      const { blocks } = (supplied?.data ?? {}) as { blocks: { name: string; kind: string }[] };
      for (const block of blocks) if (block.name === 'p1') block.kind = kind;
      ownDecision(record, 'S2', 'p1').kind = kind;
      if (!isAbout) Reflect.deleteProperty(item.blocks[1] ?? {}, 'subject');
    });
    expect(found.filter((one) => /^(subject|block|record)-/.test(one))).toEqual([]);
  });
});

describe('a record that withholds', () => {
  const found = (change: Change): readonly string[] => foundIn('overleg-dossier', 'POL', change);

  it('names no permit for what a cap took all of', () => {
    const silent: Change = (record) => {
      const own = ownCircumstances(record, 'S2');
      own['facts-block'] = { true: ['silent'], false: ['codeH1', 'codeH2'] };
      for (const { block } of itemOfType(record, 'S2').blocks) {
        const decision = ownDecision(record, 'S2', block);
        Object.assign(decision, { levels: { withhold: Object.values(decision.levels).flat() }, permits: {} });
      }
    };
    expect(found(silent)).toEqual([]);
    const named = found((record, log) => {
      silent(record, log);
      ownDecision(record, 'S2', 'p1').permits = { 'P-102': ['name'] };
    });
    expect(named).toEqual(['permit-differs contribution-… p1.name: P-102 recorded, none now']);
  });
});

describe('a record that shows requests', () => {
  it('folded each of them', () => {
    expect(causesIn('verzoeken', 'POL', (record) => withoutFold(record, 'request'))).toEqual([
      'folded-missing request-…',
    ]);
    expect(causesIn('verzoeken', 'POL', (record) => void (foldOf(record, 'request').revision = '99'))).toEqual([
      'folded-ahead request-…@99',
    ]);
  });
});

describe('a record that shows necessities and texts', () => {
  const necessity = (change: Change): readonly string[] => causesIn('noodzaak', 'POL', change);

  it('has the necessities in the order of their case', () => {
    const found = necessity((record) => {
      const [first, ...rest] = record.data.items.filter(({ payloadType }) => payloadType === 'H6');
      record.data.items = [...rest, ...(first ? [first] : [])];
    });
    expect(found).toContain('fact-differs case-… ownNecessity: true recorded, false now');
  });

  it('shows a text as what its event seals', () => {
    expect(necessity((record) => void (itemOfType(record, 'Z2').payloadType = 'Z3'))).toContain(
      'source-differs case-… payloadType',
    );
  });

  it('shows texts that were written, by who wrote them', () => {
    expect(necessity((record) => void (itemOfType(record, 'Z2').revision = '0'))).toEqual(['source-missing case-…@0']);
    expect(necessity((record) => void (itemOfType(record, 'Z2').supplier = '00000099000000007000'))).toContain(
      'source-differs case-… supplier',
    );
    expect(necessity((record) => void (itemOfType(record, 'Z2').supplierKind = 'IND'))).toContain(
      'source-differs case-… supplierKind',
    );
  });
  it('shows a text that nobody wrote for an organisation as that of none', () => {
    const found = necessity((record, log) => {
      const item = itemOfType(record, 'Z2');
      const written = log.find(({ stream, revision }) => stream === item.stream && revision === BigInt(item.revision));
      Object.assign(written ?? {}, { organisation: null });
      Object.assign(item, { supplier: '', supplierKind: '' });
    });
    expect(found.filter((one) => one.startsWith('source-'))).toEqual([]);
  });

  it('takes nothing for a contribution that lies in another stream', () => {
    const found = necessity((record) => {
      const { stream } = foldOf(record, 'case');
      Object.assign(itemOfType(record, 'Z2'), { payloadType: 'S2', stream, revision: '0' });
    });
    expect(found).toContain('source-missing case-…@0');
  });

  it('has no more necessities than its case, and none without a case', () => {
    const more = necessity((record) => {
      const necessities = record.data.items.filter(({ payloadType }) => payloadType === 'H6');
      record.data.items.push(...structuredClone(necessities));
    });
    expect(more).toContain('fact-differs case-… ownNecessity: true recorded, false now');
    const without = necessity((record) => void Reflect.deleteProperty(itemOfType(record, 'H6'), 'case'));
    expect(without).toContain('fact-unused case-… ownNecessity');
    expect([...more, ...without]).not.toContain('record-unreadable data');
  });
});

describe('a record that shows records of the process', () => {
  it.each([
    ['casus-dossier', 'H1', 'H2', []],
    ['noodzaak', 'H6', 'H9', []],
    ['noodzaak', 'H6', 'H5', ['source-differs case-… payloadType']],
    ['verzoeken', 'H4', 'H1', ['source-differs request-… payloadType']],
    ['verzoeken', 'H4', 'H11', ['source-differs request-… payloadType']],
  ])('of %s has %s in the stream of its kind, and not as %s', (view, type, claimed, found) => {
    const causes = causesIn(view, 'POL', (record) => void (itemOfType(record, type).payloadType = claimed));
    expect(causes.filter((one) => one.startsWith('source-'))).toEqual(found);
  });
});

describe('a record that shows what a register answered', () => {
  const college = '00000099000000002000';
  /** What is said of where it comes from, shown as of this supplier. */
  const answered = (supplier: string): readonly string[] => {
    const found = causesIn('casus-dossier', 'RIEC', (record, log) => {
      const { stream } = itemOfType(record, 'S2');
      const at = log.findIndex(({ position }) => position === record.position);
      const event = earlier(log, 'PersonCheckAnswered');
      log.splice(at, 0, { ...event, stream, revision: 7n, organisation: college });
      const item = itemOfType(record, 'Z2');
      Object.assign(item, { stream, revision: '7', payloadType: 'Z7', supplier, supplierKind: 'COLL' });
      for (const block of item.blocks) if (block.block === 'text') block.block = 'check';
    });
    return found.filter((one) => /^(source|block|subject|phase|record|registry)-/.test(one));
  };

  it('takes it for a text of who had the register asked, though it lies with what was supplied', () => {
    expect(answered(college)).toEqual([]);
    expect(answered('00000099000000007000')).toEqual(['source-differs contribution-… supplier']);
  });
});

describe('a record that shows what lies in a stream of its own', () => {
  const strange: readonly (readonly [what: string, view: string, kind: string, change: Change])[] = [
    [
      'a text of a case',
      'noodzaak',
      'POL',
      (r, log) => {
        const item = itemOfType(r, 'Z2');
        const written = log.find(
          ({ stream, revision }) => stream === item.stream && revision === BigInt(item.revision),
        );
        item.stream = `case-${unknownId}`;
        if (written) log.unshift({ ...written, stream: item.stream });
      },
    ],
    ['a record of a case', 'noodzaak', 'POL', (r) => void (itemOfType(r, 'H6').stream = `case-${unknownId}`)],
    ['a record of a signal', 'signaal', 'POL', (r) => void (itemOfType(r, 'H5').stream = `signal-${unknownId}`)],
    [
      'a record of a meeting',
      'overleg-dossier',
      'RIEC',
      (r) => void (itemOfType(r, 'H3').stream = `meeting-${unknownId}`),
    ],
    [
      'a record of a request',
      'verzoeken',
      'POL',
      (r, log) => {
        const { stream } = itemOfType(r, 'H4');
        const put = log.find((event) => event.stream === stream && event.type === 'RequestPut');
        Object.assign(put?.data ?? {}, { case: unknownId });
      },
    ],
    [
      'what was supplied',
      'signaal',
      'POL',
      (r, log) => {
        const item = itemOfType(r, 'S2');
        const supplied = log.find(({ stream }) => stream === item.stream);
        item.stream = `contribution-${unknownId}`;
        if (supplied) log.unshift({ ...supplied, stream: item.stream });
      },
    ],
  ];

  it.each(strange)('shows nothing of another case or signal: %s', (_what, view, kind, change) => {
    const found = causesIn(view, kind, change).filter((one) => !one.startsWith('fact-'));
    expect(found.map((one) => one.split(' ')[0])).toEqual(['not-in-case']);
  });
});

describe('a record that shows earlier disclosures', () => {
  it('shows those to whom they were made', () => {
    expect(foundIn('verstrekkingen', 'POL', () => undefined)).toEqual([]);
    const found = causesIn('verstrekkingen', 'POL', (record, log) => {
      const strange = log.find(
        ({ type, data }) =>
          type === 'DisclosureRecorded' && (data as Record<string, unknown>)['recipientKind'] === 'NLA',
      );
      itemOfType(record, 'H8').stream = strange?.stream ?? '';
    });
    expect(found).toEqual(['fact-differs disclosure-… ownDisclosure: true recorded, false now']);
  });

  it('takes no other record of the process for what went to somebody', () => {
    const found = causesIn('betrokkenen', 'POL', (record, log) => {
      const made = log.find(({ type, data }) => {
        const { recipient } = data as { readonly recipient?: string };
        return type === 'DisclosureRecorded' && recipient === record.data.recipient;
      });
      itemOfType(record, 'H1').stream = made?.stream ?? '';
      const { question } = ownCircumstances(record, 'H1') as Record<string, Record<string, string[]>>;
      question?.['false']?.push('ownNecessity');
    });
    expect(found).toEqual(['source-differs disclosure-… payloadType', 'fact-unused disclosure-… ownNecessity']);
  });
});
