import { describe, expect, it } from '@jest/globals';
import {
  earlier,
  foldOf,
  foundIn,
  itemOfType,
  ownCircumstances,
  ownDecision,
  unknownId,
  withoutFold,
} from '../../test/golden-record.js';
import type { Case } from '../../test/golden-record.js';

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
