import type { FindingCode, Severity } from '@knooppunt/covenant';
import type { InBoth } from '@knooppunt/platform';

/** How grave a finding is, in one word. */
export const severityTexts: Readonly<Record<Severity, InBoth>> = {
  fout: { nl: 'fout', en: 'error' },
  waarschuwing: { nl: 'waarschuwing', en: 'warning' },
  inlichting: { nl: 'inlichting', en: 'notice' },
};

/** What each finding means for a lawyer. `{names}` are those of the finding; what is listed under it follows the colon. */
export const findingTexts: Readonly<Record<Exclude<FindingCode, 'never-matches'>, InBoth>> = {
  'betrays-fact': {
    nl: 'Aan {by} kan de lezer raden of “{fact}” waar is, wat hij niet weet. De regel moet dat erkennen (observable), of helemaal dichthouden:',
    en: 'From {by} its reader can guess whether “{fact}” is true, which is hidden from him. The rule must declare that (observable), or withhold altogether:',
  },
  'law-always-withholds': {
    nl: 'Wat deze regel toestaat, houdt de wet altijd dicht ({stops}). Zij geeft dus niemand iets.',
    en: 'What this rule permits the law always withholds ({stops}). So it gives nobody anything.',
  },
  'looser-than-law': {
    nl: 'De plicht {duty}: {value} is ruimer dan wat de wet hier altijd vraagt ({stricter}). De wet gaat voor; deze plicht geldt nooit.',
    en: 'The duty {duty}: {value} is looser than what the law always asks here ({stricter}). The law goes first; this duty never holds.',
  },
  'law-duty-undefined': {
    nl: 'De wet legt de plicht {duty} op, maar zegt niet hoe verschillende waarden samenkomen. Nu bepaalt het convenant dat.',
    en: 'The law sets the duty {duty} but does not say how different values combine. As it is, the covenant decides that.',
  },
  'no-retention': {
    nl: 'Wat deze regel toont, mag de ontvanger bewaren zonder eind: geen regel noemt een termijn (retain):',
    en: 'What this rule shows the recipient may keep without end: no rule names a term (retain):',
  },
  'special-without-cap': {
    nl: '{category} (bijzondere gegevens) is hier te zien, en geen plafond is ervoor geschreven. Alleen de toestemmingen begrenzen wie het ziet:',
    en: '{category} (special data) can be seen here, and no cap is written for it. Only the permits limit who sees it:',
  },
  'never-decides': {
    nl: 'Zonder deze regel zou alles hetzelfde zijn: overal waar zij geldt, zegt een andere regel al wat zij zegt.',
    en: 'Without this rule everything would be the same: wherever it holds, another rule already says what it says.',
  },
  'never-bites': {
    nl: 'Dit plafond verlaagt nooit iets: waar het geldt, gaat geen toestemming erboven. Het is een vangnet.',
    en: 'This cap never lowers anything: where it holds, no permit goes above it. It is a safety net.',
  },
  'supplied-and-never-seen': {
    nl: 'Deze velden mogen worden aangeleverd, en niemand kan ze ooit zien. Vraag ze niet, of zeg wie ze ziet:',
    en: 'These fields may be supplied, and nobody can ever see them. Do not ask for them, or say who sees them:',
  },
  'never-seen': {
    nl: 'Deze velden kan niemand ooit zien, en niemand mag ze aanleveren:',
    en: 'These fields nobody can ever see, and nobody may supply:',
  },
  'revealed-to-all': {
    nl: 'Deze velden kan elke soort organisatie voluit zien, voor minstens een van haar doelen:',
    en: 'These fields every kind of organisation can see in full, for at least one of its purposes:',
  },
  'overlapping-permits': {
    nl: '{rules} kunnen tegelijk gelden voor {fields}, elk met een ander niveau. Dan telt het hoogste.',
    en: '{rules} can hold at once for {fields}, each with another level. Then the highest counts.',
  },
  'unused-group': {
    nl: 'De groep “{name}” wordt door geen regel gebruikt.',
    en: 'The group “{name}” is used by no rule.',
  },
  'unused-fact': {
    nl: 'Het feit “{name}” wordt door geen regel gevraagd.',
    en: 'The fact “{name}” is asked by no rule.',
  },
  'unused-obligation': {
    nl: 'De plicht “{name}” wordt door geen regel opgelegd.',
    en: 'The duty “{name}” is set by no rule.',
  },
};

/** Why a rule speaks of nothing, by the dimension that leaves nothing over. */
export const neverMatchesTexts: Readonly<Record<string, InBoth>> = {
  source: {
    nl: 'Deze regel geldt nooit: geen van de genoemde leveranciers brengt een van de genoemde soorten.',
    en: 'This rule never holds: none of the suppliers that it names brings any of the types that it names.',
  },
  fields: {
    nl: 'Deze regel geldt nooit: de genoemde soorten hebben geen van de genoemde velden.',
    en: 'This rule never holds: the types that it names have none of the fields that it names.',
  },
  reader: {
    nl: 'Deze regel geldt nooit: geen van de genoemde ontvangers heeft een van de genoemde doelen.',
    en: 'This rule never holds: none of the recipients that it names has any of the purposes that it names.',
  },
  combination: {
    nl: 'Deze regel geldt nooit: er is geen vraag die aan alles tegelijk voldoet wat zij noemt.',
    en: 'This rule never holds: there is no question that meets all that it names at once.',
  },
};

/** What a fact is guessed from. */
export const guessedFrom: Readonly<Record<string, InBoth>> = {
  level: { nl: 'het niveau', en: 'the level' },
  duty: { nl: 'de plichten', en: 'the duties' },
};

/** The end of a check. */
export const checkTexts = {
  adoptable: {
    nl: '{covenant} {version} onder {law} {lawVersion}: mag worden aangenomen ({counts}).',
    en: '{covenant} {version} under {law} {lawVersion}: may be adopted ({counts}).',
  },
  refused: {
    nl: '{covenant} {version} onder {law} {lawVersion}: mag niet worden aangenomen ({counts}).',
    en: '{covenant} {version} under {law} {lawVersion}: may not be adopted ({counts}).',
  },
  fout: { nl: '{count} {count:fout|fouten}', en: '{count} {count:error|errors}' },
  waarschuwing: { nl: '{count} {count:waarschuwing|waarschuwingen}', en: '{count} {count:warning|warnings}' },
  inlichting: { nl: '{count} {count:inlichting|inlichtingen}', en: '{count} {count:notice|notices}' },
} as const;
