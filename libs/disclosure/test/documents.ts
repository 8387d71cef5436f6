import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';

const always = ['2025-01-01', 'open'] as const;

/** A small law: the need-to-know set, the direct circle, silent hits, the five years. */
export const law: LawDocument = {
  wet: 'kleine-wet',
  version: '1',
  semantics: 'covenant/1',
  kinds: { participants: ['POL', 'COLL', 'NLA', 'KMAR'], bureau: ['RIEC'] },
  acts: { inzage: 'WGS 1.6' },
  facts: {},
  guards: [
    { id: 'G-02', require: { ownPurpose: true }, in: always, basis: 'WGS 1.7(1)(a)' },
    { id: 'G-34', phase: '1+', require: { inNeedToKnowSet: true }, in: always, basis: 'WGS 2.23(5)' },
  ],
  caps: [
    { id: 'W-20', cap: 'withhold', when: { directCircle: false }, in: always, basis: 'WGS 2.22(1)(b)' },
    { id: 'W-45', cap: 'withhold', when: { silent: true }, in: always, basis: 'Bpg 2:11' },
    { id: 'W-63', cap: 'withhold', type: ['S2'], when: { expired: true }, in: always, basis: 'WGS 1.8(7)' },
  ],
};

const purposesOf = (code: string) => ({ name: code, law: 'WGS 2.19', secrecy: [], purposes: { taak: 'WGS 2.19' } });

/** A small covenant: cases for who is in the set, registrations where necessity is recorded, shelter for who needs it. */
export const covenant: CovenantDocument = {
  covenant: 'klein',
  version: '1',
  semantics: 'covenant/1',
  under: { law: 'kleine-wet', checkedAgainst: '1' },
  valid: { from: '2026-01-01', until: '2030-12-31', zone: 'Europe/Amsterdam' },
  phases: ['weging', '1', '2', '3'],
  levels: ['withhold', 'exists', 'pseudonymise', 'generalise', 'mask', 'reveal'],
  categories: ['ID', 'RES'],
  parties: {
    POL: purposesOf('POL'),
    COLL: purposesOf('COLL'),
    NLA: purposesOf('NLA'),
    KMAR: purposesOf('KMAR'),
    RIEC: purposesOf('RIEC'),
  },
  groups: {},
  facts: {},
  obligations: { onward: { combine: 'strictest', order: ['forbidden', 'allowed'] } },
  defaults: { level: 'withhold', obligations: { onward: 'forbidden' } },
  rules: [
    {
      id: 'P-401',
      permit: 'reveal',
      from: ['RIEC'],
      type: ['H1'],
      fields: { except: ['participants'] },
      to: 'any',
      purpose: 'own',
      phase: '1+',
      basis: 'convenant art. 13',
    },
    {
      id: 'P-101',
      permit: 'exists',
      from: ['COLL'],
      type: ['S2'],
      fields: ['_exists'],
      to: ['POL', 'NLA'],
      purpose: 'own',
      phase: '1+',
      basis: 'convenant art. 7',
    },
    {
      id: 'P-102',
      permit: 'reveal',
      from: ['COLL'],
      type: ['S2'],
      fields: ['ID', 'RES'],
      to: ['POL', 'NLA'],
      purpose: 'own',
      phase: '1+',
      when: { asked: true },
      basis: 'convenant art. 8',
    },
    {
      id: 'P-103',
      permit: 'reveal',
      from: ['COLL'],
      type: ['S2'],
      fields: ['_text'],
      to: ['POL'],
      purpose: 'own',
      phase: '1+',
      when: { attends: true },
      basis: 'convenant art. 9',
    },
    { id: 'C-02', cap: 'withhold', fields: ['RES'], phase: '2+', basis: 'convenant art. 10' },
    { id: 'C-26', cap: 'pseudonymise', fields: ['ID'], when: { minor: true }, basis: 'convenant art. 11' },
    { id: 'C-27', cap: 'pseudonymise', fields: ['ID'], when: { possibleVictim: true }, basis: 'convenant art. 12' },
  ],
};
