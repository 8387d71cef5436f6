/** Codes of the roles of domain §3a, as `PersonDesignated` carries them. */
export const roles = {
  accountHolder: 'accounthouder',
  analyst: 'informatieanalist',
  director: 'casusregisseur',
  chair: 'voorzitter',
  privacyOfficer: 'privacyfunctionaris',
  auditor: 'auditor',
  steeringGroup: 'stuurgroeplid',
  committee: 'rac-lid',
  covenantManager: 'convenantbeheerder',
} as const;

/** Who works on cases: the bureau's people and the participants' account holders. */
export const caseWorkers: readonly string[] = [
  roles.analyst,
  roles.director,
  roles.chair,
  roles.accountHolder,
  roles.privacyOfficer,
];
/** Who may read the log, for one of the four purposes of WGS 1.8(4). */
export const logReaders: readonly string[] = [roles.auditor, roles.privacyOfficer];
/** Who works on covenants: those who draft, sign, adopt and advise. */
export const covenantWorkers: readonly string[] = [
  roles.covenantManager,
  roles.steeringGroup,
  roles.committee,
  roles.privacyOfficer,
  roles.auditor,
];
/** Who may know whom an organisation designated: the steering group (of its own), and who tests legality (WGS 1.8(2)(b)). */
export const designationReaders: readonly string[] = [roles.steeringGroup, roles.privacyOfficer, roles.auditor];
/** Everybody who is designated. */
export const everyRole: readonly string[] = Object.values(roles);
