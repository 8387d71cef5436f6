import { amsterdam, oins, people, rotterdam } from '../../e2e/support/cast.js';
import type { Person } from '../../e2e/support/cast.js';
import type { Party } from './party.js';

const of = (organisation: string) => ({
  system: { organisation, cooperation: amsterdam },
  elsewhere: { sub: 'iemand', organisation, cooperation: rotterdam },
});
const persona = (person: Person, ...others: readonly string[]) => ({ person, purposes: [person.purpose, ...others] });
const foreign = ['rs1', 'rs0', 'rc0', 'seenInRotterdam'];
const ofOthers = [
  'cH',
  'cR',
  'cA',
  'mH',
  'mH2',
  'mR',
  'r1',
  'r3',
  'sH',
  'sU',
  'sN',
  'sR',
  'seenByPolice',
  ...foreign,
  'rs2',
  'rc',
  'rm',
];

/** The college of Amsterdam: in the need-to-know set, invited and not at the table. */
export const college: Party = {
  ...of(oins.college),
  name: 'college, absent',
  personas: [persona(people.college, 'COLL.brp')],
  own: ['s1', 's2', 'sW', 'c0', 'c1', 'm0', 'm1', 'm2', 'r2', 'r4'],
  others: ['s19', 's24', 's6', 's15', ...ofOthers],
};

/** The immigration service: at the table. */
export const immigration: Party = {
  ...of(oins.immigration),
  elsewhere: { sub: 'ind', organisation: oins.immigration, cooperation: rotterdam },
  name: 'immigration, at the table',
  personas: [persona(people.immigration, 'IND.toezicht-rwn')],
  own: ['s24', 'c0', 'c1', 'm0', 'm1', 'm2', 'r2', 'r4'],
  others: ['s1', 's19', 's6', 's15', 'sW', ...ofOthers],
};

/** The mayor: weighs signals, and sits at the table of a case. */
export const weigher: Party = {
  ...of(oins.mayor),
  name: 'mayor, a weigher',
  personas: [persona(people.mayor, 'BURG.opiumwet')],
  own: ['sW', 'sV', 'sA', 'c0', 'c1', 'm0', 'm1', 'm2', 'r4'],
  others: ['s1', 's24', 's6', 's15', ...ofOthers, 'r2'],
};

/** The Marechaussee: outside every need-to-know set; for it nothing of Amsterdam is there. */
export const outsider: Party = {
  ...of(oins.kmar),
  elsewhere: { sub: 'kmar', organisation: oins.kmar, cooperation: rotterdam },
  name: 'Marechaussee, outside',
  personas: [persona(people.kmar, 'KMAR.identiteit')],
  own: [],
  others: ['s1', 's24', 'sW', 'c0', 'c1', 'm0', 'm1', 'm2', 'r2', 'r4', ...ofOthers],
};

/** The bureau: analyst, case director and privacy officer. Its auditor reads the log itself, so it is no party here. */
export const bureau: Party = {
  ...of(oins.bureau),
  name: 'bureau',
  personas: [persona(people.analyst), persona(people.director), persona(people.privacy)],
  own: ['s2', 'sN', 'sW', 'sA', 'c1', 'cR', 'm0', 'mR', 'r1'],
  others: ['silent', ...foreign, 'rs2', 'rc', 'rm'],
};

/** The auditor of Rotterdam, for whom all of Amsterdam is hidden. */
export const auditorOfRotterdam: Party = {
  system: { organisation: oins.bureauRotterdam, cooperation: rotterdam },
  elsewhere: { sub: 'auditor.rotterdam', organisation: oins.bureauRotterdam, cooperation: amsterdam },
  name: 'auditor of Rotterdam',
  personas: [
    {
      person: {
        sub: 'auditor.rotterdam',
        organisation: oins.bureauRotterdam,
        cooperation: rotterdam,
        purpose: 'rechtmatigheid',
      },
      purposes: ['rechtmatigheid', 'integriteit'],
    },
  ],
  own: ['seenInRotterdam', 'rc0'],
  others: ['rs1', 's1', 'c1', 'm1', 'r1', 'seenByPolice'],
};

/** Who works on the covenant, and on who takes part: nothing of any case is there for them. */
export const covenantWorkers: Party = {
  ...of(oins.police),
  name: 'covenant workers',
  personas: [persona(people.steeringPolice), persona(people.covenantManager), persona(people.committee)],
  own: [],
  others: ['s1', 'c1', 'm1', 'r4', ...foreign],
};
