import type { InBoth } from '@knooppunt/platform';
import type { Level } from '@knooppunt/signals';

/** What a permit gives at most, as a rule begins. */
export const permitTexts: Readonly<Record<Level, InBoth>> = {
  withhold: { nl: 'Niets', en: 'Nothing' },
  exists: { nl: 'Alleen dat het er is', en: 'Only that it is there' },
  pseudonymise: { nl: 'Hoogstens een pseudoniem', en: 'At most a pseudonym' },
  generalise: { nl: 'Hoogstens in grote lijn', en: 'At most in broad terms' },
  mask: { nl: 'Hoogstens gemaskeerd', en: 'At most masked' },
  reveal: { nl: 'Voluit', en: 'In full' },
};

/** What a cap leaves, as a rule begins. */
export const capTexts: Readonly<Record<Level, InBoth>> = {
  withhold: { nl: 'Niets, wat er ook is toegestaan', en: 'Nothing, whatever is permitted' },
  exists: { nl: 'Nooit meer dan dat het er is', en: 'Never more than that it is there' },
  pseudonymise: { nl: 'Nooit meer dan een pseudoniem', en: 'Never more than a pseudonym' },
  generalise: { nl: 'Nooit meer dan in grote lijn', en: 'Never more than in broad terms' },
  mask: { nl: 'Nooit meer dan gemaskeerd', en: 'Never more than masked' },
  reveal: { nl: 'Beperkt niets, maar geeft een plicht mee', en: 'Limits nothing, but adds a duty' },
};

/** What a level shows, in a whole sentence. */
export const levelSays: Readonly<Record<Level, InBoth>> = {
  withhold: { nl: 'de lezer ziet niet dat het veld er is', en: 'the reader does not see that the field is there' },
  exists: {
    nl: 'de lezer ziet dat er een waarde is, niet welke',
    en: 'the reader sees that there is a value, not which',
  },
  pseudonymise: {
    nl: 'de lezer ziet een teken dat alleen voor hem en in deze casus steeds hetzelfde is',
    en: 'the reader sees a token that stays the same for him alone, in this case alone',
  },
  generalise: { nl: 'de lezer ziet een groep of bandbreedte', en: 'the reader sees a group or a range' },
  mask: { nl: 'de lezer ziet alleen het laatste stuk', en: 'the reader sees only the last part' },
  reveal: { nl: 'de lezer ziet de waarde', en: 'the reader sees the value' },
};

/** A level as it stands in a cell of a matrix. */
export const levelCells: Readonly<Record<Level, InBoth>> = {
  withhold: { nl: 'niets', en: 'nothing' },
  exists: { nl: 'is er', en: 'is there' },
  pseudonymise: { nl: 'pseudoniem', en: 'pseudonym' },
  generalise: { nl: 'grote lijn', en: 'broad' },
  mask: { nl: 'masker', en: 'masked' },
  reveal: { nl: 'voluit', en: 'in full' },
};

/** Categories of fields (BGS 2.15). `_`: what has none. */
export const categoryTexts: Readonly<Record<string, InBoth>> = {
  ID: { nl: 'identiteit', en: 'identity' },
  CON: { nl: 'contact', en: 'contact' },
  RES: { nl: 'wonen en verblijf', en: 'residence and housing' },
  EMP: { nl: 'werk en inkomen', en: 'work and income' },
  COM: { nl: 'bedrijf', en: 'company' },
  FIN: { nl: 'financieel', en: 'financial' },
  FISC: { nl: 'fiscaal', en: 'fiscal' },
  CRIM: { nl: 'strafrechtelijk', en: 'criminal' },
  MIG: { nl: 'verblijfsrecht', en: 'migration' },
  ENF: { nl: 'toezicht en handhaving', en: 'supervision and enforcement' },
  VEH: { nl: 'voertuigen', en: 'vehicles' },
  VIC: { nl: 'slachtofferzorg', en: 'victim care' },
  HEA: { nl: 'gezondheid', en: 'health' },
  SEX: { nl: 'seksueel gedrag', en: 'sexual conduct' },
  _: { nl: 'zonder categorie', en: 'without category' },
};

/** Words of rules that are not names. */
export const specialFields: Readonly<Record<string, InBoth>> = {
  _exists: { nl: 'dat er iets is', en: 'that there is something' },
  _text: { nl: 'waarom het een signaal is', en: 'why it is a signal' },
  content: { nl: 'alles wat erin staat', en: 'everything in it' },
};

/** Phases as rules write them. */
export const phaseTexts: Readonly<Record<string, InBoth>> = {
  weging: { nl: 'weging', en: 'weighing' },
  '1': { nl: 'fase 1', en: 'phase 1' },
  '2': { nl: 'fase 2', en: 'phase 2' },
  '3': { nl: 'fase 3', en: 'phase 3' },
  'weging+': { nl: 'weging en alle fasen', en: 'weighing and all phases' },
  '1+': { nl: 'fase 1 en later', en: 'phase 1 and later' },
  '2+': { nl: 'fase 2 en later', en: 'phase 2 and later' },
  '3+': { nl: 'fase 3', en: 'phase 3' },
};

/** Legal acts (`at`). */
export const actTexts: Readonly<Record<string, InBoth>> = {
  levering: { nl: 'levering', en: 'supply' },
  inzage: { nl: 'inzage', en: 'reading' },
  resultaat: { nl: 'resultaat', en: 'result' },
};

/** Everything else that the edition says. */
export const words = {
  skip: { nl: 'Naar de inhoud', en: 'Skip to the content' },
  title: { nl: 'Convenant {covenant}, versie {version}', en: 'Covenant {covenant}, version {version}' },
  lead: {
    nl: 'Leesbare uitgave, gemaakt uit het document zelf. Wie ziet welk veld, van wie, waarvoor, in welke fase. Wat hier niet is toegestaan, blijft dicht. Bindend is het document met deze vingerafdruk.',
    en: 'Readable edition, made from the document itself. Who sees which field, from whom, for what, in which phase. What is not permitted here stays closed. The document with this digest is what binds.',
  },
  contents: { nl: 'Inhoud', en: 'Contents' },
  identity: { nl: 'Wat dit is', en: 'What this is' },
  covenant: { nl: 'Convenant', en: 'Covenant' },
  version: { nl: 'Versie', en: 'Version' },
  digest: { nl: 'Vingerafdruk', en: 'Digest' },
  supersedes: { nl: 'Vervangt', en: 'Supersedes' },
  valid: { nl: 'Geldig', en: 'Valid' },
  validText: {
    nl: 'van {from} tot en met {until}, Nederlandse dagen; het treedt pas in werking als het samenwerkingsverband dat vastlegt',
    en: 'from {from} up to and including {until}, Dutch days; it comes into force only when the cooperation records so',
  },
  law: { nl: 'Onder de wet', en: 'Under the law' },
  lawDigest: { nl: 'Haar vingerafdruk', en: 'Digest of the law' },
  cooperations: { nl: 'Voor', en: 'For' },
  adopted: { nl: 'Vastgesteld', en: 'Adopted' },
  adoptedText: { nl: 'op {on} door {by}', en: 'on {on} by {by}' },
  schema: { nl: 'Register van leveringen', en: 'Payload registry' },
  semantics: { nl: 'Betekenis', en: 'Semantics' },
  signatures: { nl: 'Handtekeningen', en: 'Signatures' },
  noSignatures: {
    nl: 'Bij deze uitgave zijn geen handtekeningen gevoegd. Zij staan los van de tekst.',
    en: 'No signatures are given with this edition. They stand apart from the text.',
  },
  signature: { nl: 'Organisatie', en: 'Organisation' },
  signedAt: { nl: 'Op', en: 'At' },
  signedKey: { nl: 'Sleutel', en: 'Key' },
  signatureSays: { nl: 'Oordeel', en: 'Verdict' },
  unverified: { nl: 'niet gecontroleerd: geen sleutels opgegeven', en: 'not checked: no keys were given' },
  reading: { nl: 'Zo leest u het', en: 'How to read it' },
  readingLevels: { nl: 'Zes niveaus, van niets tot alles', en: 'Six levels, from nothing to everything' },
  level: { nl: 'Niveau', en: 'Level' },
  levelMeans: { nl: 'Wat de lezer ziet', en: 'What the reader sees' },
  parties: { nl: 'Partijen en hun doelen', en: 'Parties and their purposes' },
  party: { nl: 'Partij', en: 'Party' },
  partyLaw: { nl: 'Grondslag', en: 'Basis' },
  secrecy: { nl: 'Geheimhouding', en: 'Secrecy' },
  purposes: { nl: 'Doelen', en: 'Purposes' },
  definitions: { nl: 'Woorden', en: 'Words' },
  groups: { nl: 'Groepen', en: 'Groups' },
  group: { nl: 'Groep', en: 'Group' },
  members: { nl: 'Bestaat uit', en: 'Consists of' },
  categories: { nl: 'Categorieën van velden', en: 'Categories of fields' },
  category: { nl: 'Categorie', en: 'Category' },
  means: { nl: 'Betekent', en: 'Means' },
  types: { nl: 'Soorten leveringen en stukken', en: 'Types of payloads and records' },
  type: { nl: 'Soort', en: 'Type' },
  typeName: { nl: 'Naam', en: 'Name' },
  broughtBy: { nl: 'Brengt in', en: 'Brought by' },
  nobodyYet: { nl: 'nog niemand', en: 'nobody yet' },
  facts: { nl: 'Feiten', en: 'Facts' },
  factsLead: {
    nl: 'Een feit is waar, onwaar of onbekend. Is het onbekend, dan geldt een toestemming niet, en een plafond wel.',
    en: 'A fact is true, false or unknown. Where it is unknown, a permit does not apply, and a cap does.',
  },
  fact: { nl: 'Feit', en: 'Fact' },
  factSource: { nl: 'Komt uit', en: 'Comes from' },
  factKnown: { nl: 'De ontvanger', en: 'The recipient' },
  known: { nl: 'weet het', en: 'knows it' },
  hidden: { nl: 'weet het niet', en: 'does not know it' },
  ofLaw: { nl: 'Feiten van de wet', en: 'Facts of the law' },
  ofCovenant: { nl: 'Feiten van het convenant', en: 'Facts of the covenant' },
  permits: { nl: 'Wat mag', en: 'What is permitted' },
  permitsLead: {
    nl: 'Toestemmingen, bij de eerste fase waarin zij gelden. Gelden er meer voor één veld, dan telt de ruimste; daarna het laagste plafond.',
    en: 'Permits, under the first phase in which they apply. Where several apply to a field, the widest counts; then the lowest cap.',
  },
  from: { nl: 'Vanaf {phase}', en: 'From {phase} on' },
  article: { nl: 'Artikel', en: 'Article' },
  rule: { nl: 'Regel', en: 'Rule' },
  caps: { nl: 'Wat nooit mag', en: 'What never is permitted' },
  capsLead: {
    nl: 'Plafonds van het convenant. Een plafond wint altijd van een toestemming.',
    en: 'Caps of the covenant. A cap always wins over a permit.',
  },
  capsCaption: { nl: 'Plafonds', en: 'Caps' },
  lawRules: { nl: 'De wet erboven', en: 'The law above it' },
  lawLead: {
    nl: 'De wet staat niets toe en neemt alleen weg. Geen convenant kan haar ruimer maken.',
    en: 'The law permits nothing and only takes away. No covenant can loosen it.',
  },
  guards: {
    nl: 'Wachters: staat dit niet vast, dan wordt de hele vraag geweigerd',
    en: 'Guards: unless this is certain, the whole question is refused',
  },
  lawCaps: { nl: 'Plafonds van de wet', en: 'Caps of the law' },
  inForce: { nl: 'in werking van {from} tot en met {until}', en: 'in force from {from} up to and including {until}' },
  inForceOpen: { nl: 'in werking vanaf {from}', en: 'in force from {from} on' },
  duties: { nl: 'Plichten', en: 'Duties' },
  dutiesLead: {
    nl: 'Wie een veld ziet, krijgt de plichten mee van alle regels die eraan raken.',
    en: 'Who sees a field takes on the duties of all rules that touch it.',
  },
  duty: { nl: 'Plicht', en: 'Duty' },
  combine: { nl: 'Raken er meer regels aan', en: 'Where several rules touch it' },
  shortest: { nl: 'de kortste termijn telt', en: 'the shortest term counts' },
  strictest: { nl: 'de strengste telt: {order}', en: 'the strictest counts: {order}' },
  union: { nl: 'alles samen', en: 'all together' },
  defaultDuty: { nl: 'Zonder eigen woord van de regel', en: 'Unless the rule says otherwise' },
  assertions: { nl: 'Beloften', en: 'Assertions' },
  assertionsLead: {
    nl: 'Dit moet in elke denkbare situatie gelden, voor convenant en wet samen. Een versie die er een breekt, kan niet worden vastgesteld.',
    en: 'This must hold in every situation that can exist, for covenant and law together. A version that breaks one cannot be adopted.',
  },
  assertion: { nl: 'Belofte', en: 'Assertion' },
  atMost: { nl: 'Nooit meer dan', en: 'Never more than' },
  can: { nl: 'Moet ergens kunnen', en: 'Must be possible somewhere' },
  matrix: { nl: 'Wie kan wat zien', en: 'Who can see what' },
  matrixLead: {
    nl: 'Per lezer en per fase: het meeste dat hij van een categorie kan zien, van elke leverancier, als alle feiten meezitten, onder de wet zoals die luidt op de eerste dag van het convenant. De nummers verwijzen naar de regels onder de tabel, met hun voorwaarden. Leveranciers van wie hij hetzelfde kan zien, staan samen; wie ontbreekt, van die ziet hij niets. De wachters van de wet gelden altijd daarnaast.',
    en: 'For each reader and phase: the most that he can see of a category, from each supplier, if all facts are favourable, under the law as it stands on the first day of the covenant. The numbers lead to the rules under the table, with their conditions. Suppliers from whom he can see the same stand together; from those who are missing he sees nothing. The guards of the law always apply as well.',
  },
  matrixCaption: { nl: '{party} in {phase}', en: '{party} in {phase}' },
  process: { nl: 'Stukken van het proces', en: 'Records and texts of the process' },
  processCaption: { nl: '{party}: stukken van het proces', en: '{party}: records and texts of the process' },
  supplier: { nl: 'Van', en: 'From' },
  seesInPhase: {
    nl: '{party} ziet in {phase} niets van wat anderen leveren.',
    en: '{party} sees nothing in {phase} of what others supply.',
  },
  lowered: {
    nl: 'Kan lager uitvallen, of niets worden, door {caps}.',
    en: 'May come out lower, or as nothing, by {caps}.',
  },
  notesOf: { nl: 'regel', en: 'rule' },
  forWhom: { nl: 'voor {to}', en: 'for {to}' },
  of: { nl: 'van {from}', en: 'from {from}' },
  within: { nl: 'uit {types}', en: 'in {types}' },
  purpose: { nl: 'voor {purposes}', en: 'for {purposes}' },
  inPhase: { nl: 'in {phases}', en: 'in {phases}' },
  atAct: { nl: 'bij {acts}', en: 'at {acts}' },
  anyone: { nl: 'iedereen', en: 'anyone' },
  anySupplier: { nl: 'wie ook', en: 'whoever' },
  anyType: { nl: 'elke soort', en: 'any type' },
  anyField: { nl: 'alle velden', en: 'all fields' },
  anyPhase: { nl: 'elke fase', en: 'any phase' },
  anyAct: { nl: 'elke handeling', en: 'any act' },
  anyPurpose: { nl: 'welk doel ook', en: 'whatever purpose' },
  own: { nl: 'de eigen doelen van de lezer', en: 'the reader’s own purposes' },
  except: { nl: '{what}, behalve {but}', en: '{what}, except {but}' },
  and: { nl: ', én ', en: ', and ' },
  or: { nl: '; óf ', en: '; or ' },
  when: { nl: 'als {conditions}', en: 'when {conditions}' },
  isTrue: { nl: '{is} ({fact})', en: '{is} ({fact})' },
  isFalse: { nl: 'niet: {is} ({fact})', en: 'not: {is} ({fact})' },
  ruleDuties: { nl: 'Plichten: {duties}.', en: 'Duties: {duties}.' },
  observable: { nl: 'De lezer kan hieruit raden: {facts}.', en: 'The reader may guess from this: {facts}.' },
  footer: {
    nl: 'Gemaakt uit {covenant} {version}, vingerafdruk {digest}. Van de woorden van het document zelf bestaat alleen deze taal.',
    en: 'Made from {covenant} {version}, digest {digest}. The words of the document itself exist in Dutch only.',
  },
} as const satisfies Readonly<Record<string, InBoth>>;
