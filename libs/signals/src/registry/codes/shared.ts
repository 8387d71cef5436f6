import type { Codes } from '../field.js';

/** Who owns a dwelling, as the municipality's property files say. */
export const ownerKind: Codes = {
  'eigenaar-bewoner': 'natuurlijk-persoon',
  'particuliere-verhuurder': 'natuurlijk-persoon',
  woningcorporatie: 'instelling',
  'nederlandse-rechtspersoon': 'rechtspersoon',
  'buitenlandse-rechtspersoon': 'rechtspersoon',
  beleggingsfonds: 'rechtspersoon',
  overheid: 'instelling',
  onbekend: null,
};

/** Why a registration on an address ended; our own list, for the BRP has no single element for it. */
export const deregistrationReason: Codes = {
  verhuizing: 'vertrek',
  emigratie: 'vertrek',
  'ambtshalve-vertrek-onbekend': 'ambtshalve',
  'ambtshalve-na-adresonderzoek': 'ambtshalve',
  overlijden: 'einde',
  'correctie-onjuiste-inschrijving': 'einde',
};

/** A person's part in an incident, as the police register it. */
export const incidentRole: Codes = {
  verdachte: 'onderwerp',
  betrokkene: 'onderwerp',
  getuige: 'bron',
  aangever: 'bron',
  slachtoffer: 'bron',
  melder: 'bron',
};

/** Kinds of incident (Wpg 8), with the field of crime that `generalise` shows. Our own list, not the police's codes. */
export const incidentCode: Codes = {
  'mensenhandel-arbeidsuitbuiting': 'mensenhandel-en-mensensmokkel',
  'mensenhandel-seksuele-uitbuiting': 'mensenhandel-en-mensensmokkel',
  'mensenhandel-criminele-uitbuiting': 'mensenhandel-en-mensensmokkel',
  mensensmokkel: 'mensenhandel-en-mensensmokkel',
  bedreiging: 'geweld',
  mishandeling: 'geweld',
  vrijheidsberoving: 'geweld',
  afpersing: 'geweld',
  huisvredebreuk: 'openbare-orde',
  overlast: 'openbare-orde',
  hennepteelt: 'drugs',
  'handel-harddrugs': 'drugs',
  'productie-synthetische-drugs': 'drugs',
  witwassen: 'financieel',
  'valsheid-in-geschrift': 'financieel',
  identiteitsfraude: 'financieel',
  wapenbezit: 'wapens',
  explosief: 'wapens',
};

const reliability = { A: 'bron-betrouwbaar', B: 'bron-meestal-betrouwbaar', C: 'bron-soms-betrouwbaar' } as const;
const accuracies = ['1', '2', '3', '4'] as const;

/** The police's 4x4 evaluation: source A, B, C or X; information 1-4. The group tells the source only. */
export const evaluation: Codes = Object.fromEntries([
  ...Object.entries(reliability).flatMap(([source, group]) => accuracies.map((grade) => [`${source}${grade}`, group])),
  ...accuracies.map((grade) => [`X${grade}`, 'bron-onbekend']),
]) as Codes;

/** Where a tax audit stands. */
export const audit: Codes = {
  geen: 'zonder-maatregel',
  aangekondigd: 'zonder-maatregel',
  lopend: 'zonder-maatregel',
  'afgerond-zonder-correctie': 'zonder-maatregel',
  'afgerond-met-correctie': 'maatregel',
  naheffing: 'maatregel',
  vergrijpboete: 'maatregel',
};

/** The act under which the labour inspectorate looked (domain §2, NLA). */
export const labourLaw: Codes = {
  wav: 'tewerkstelling',
  waadi: 'tewerkstelling',
  wml: 'arbeidsvoorwaarden',
  atw: 'arbeidsvoorwaarden',
  arbo: 'arbeidsvoorwaarden',
};

/** Activities for which a case may be opened (WGS 2.18(1)). */
export const activities: Codes = {
  knelpunt: null,
  casusoverleg: null,
  gebiedscan: null,
  'thematische-scan': null,
};

/** Handling codes that a supplier may set (R38). */
export const handlingCodes = ['H0', 'H1', 'H2', 'H3'] as const;
/** How a hit is shown: a open, b partial, c not at all (R45, after Bpg 2:11; that a means open is our reading). */
export const bpgCodes = ['a', 'b', 'c'] as const;
