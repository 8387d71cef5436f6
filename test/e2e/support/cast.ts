/** A person of the founding facts, with the purpose that it names. */
export type Person = {
  readonly sub: string;
  readonly organisation: string;
  readonly cooperation: string;
  readonly purpose: string;
};

export const amsterdam = 'amsterdam-amstelland';
export const rotterdam = 'rotterdam';

/** OINs of the founding facts. */
export const oins = {
  bureau: '00000099000000001000',
  college: '00000099000000002000',
  mayor: '00000099000000003000',
  bureauRotterdam: '00000099000000004000',
  collegeRotterdam: '00000099000000005000',
  police: '00000099000000006000',
  labour: '00000099000000007000',
  tax: '00000099000000008000',
  immigration: '00000099000000009000',
  kmar: '00000099000000010000',
} as const;

const at =
  (cooperation: string) =>
  (sub: string, organisation: string, purpose: string): Person => ({ sub, organisation, purpose, cooperation });
const here = at(amsterdam);

/** Who plays: the people of `deploy/demo/founding.yaml` in Amsterdam, and those of Rotterdam that Amsterdam must not meet. */
export const people = {
  analyst: here('analist.amsterdam', oins.bureau, 'RIEC.voorbereiding'),
  director: here('casusregisseur.amsterdam', oins.bureau, 'RIEC.voorbereiding'),
  privacy: here('privacy.amsterdam', oins.bureau, 'RIEC.voorbereiding'),
  auditor: here('auditor.amsterdam', oins.bureau, 'rechtmatigheid'),
  college: here('college.amsterdam', oins.college, 'COLL.wonen'),
  mayor: here('burgemeester.amsterdam', oins.mayor, 'BURG.openbare-orde'),
  police: here('politie', oins.police, 'POL.opsporing'),
  labour: here('arbeidsinspectie', oins.labour, 'NLA.toezicht'),
  tax: here('belastingdienst', oins.tax, 'BD.toezicht'),
  immigration: here('ind', oins.immigration, 'IND.toezicht-vw'),
  kmar: here('kmar', oins.kmar, 'KMAR.grens'),
  directorRotterdam: at(rotterdam)('casusregisseur.rotterdam', oins.bureauRotterdam, 'RIEC.voorbereiding'),
  analystRotterdam: at(rotterdam)('analist.rotterdam', oins.bureauRotterdam, 'RIEC.voorbereiding'),
  policeRotterdam: at(rotterdam)('politie', oins.police, 'POL.opsporing'),
  covenantManager: here('convenant.amsterdam', oins.bureau, 'RIEC.voorbereiding'),
  committee: here('rac.amsterdam', oins.bureau, 'RIEC.voorbereiding'),
  steeringCollege: here('stuurgroep.college', oins.college, 'COLL.wonen'),
  steeringMayor: here('stuurgroep.burgemeester', oins.mayor, 'BURG.openbare-orde'),
  steeringPolice: here('stuurgroep.politie', oins.police, 'POL.opsporing'),
  steeringLabour: here('stuurgroep.arbeidsinspectie', oins.labour, 'NLA.toezicht'),
  steeringTax: here('stuurgroep.belastingdienst', oins.tax, 'BD.toezicht'),
  steeringImmigration: here('stuurgroep.ind', oins.immigration, 'IND.toezicht-vw'),
  steeringKmar: here('stuurgroep.kmar', oins.kmar, 'KMAR.grens'),
} as const satisfies Record<string, Person>;
export type Role = keyof typeof people;
