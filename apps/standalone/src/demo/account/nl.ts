import { counter, dayer } from './format.js';
import { partsNl, progressNl } from './nl.progress.js';
import type { Texts } from './texts.js';
import { failuresNl } from './nl.failures.js';

const number = counter('nl-NL');
const day = dayer('nl-NL');
const times = (count: number, one: string, more: string): string => `${number(count)} ${count === 1 ? one : more}`;
const cities: Readonly<Record<string, string>> = { '0363': 'Amsterdam', '0599': 'Rotterdam' };
const warning = 'LET OP, dit hoort niet: ';

/** The demonstration in Dutch. */
export const nl: Texts = {
  ...failuresNl,
  locale: 'nl-NL',
  parts: partsNl,
  progress: progressNl,
  levels: {
    withhold: 'niets',
    exists: 'alleen bestaan',
    pseudonymise: 'pseudoniem',
    generalise: 'algemeen',
    mask: 'deels',
    reveal: 'open',
  },
  marks: {
    childInterest: 'het belang van het kind',
    identityNeed: 'noodzaak van de identiteit van een slachtoffer',
    originatorConsent: 'toestemming van de leverancier',
    omConsent: 'toestemming van het OM',
    held: 'alleen nog bewaard voor een vordering',
    informant: 'informant',
    linkedCrime: 'verwijzing naar strafrechtelijke gegevens',
    objection: 'zwaarwegende bezwaren van de leverancier',
    codeB: 'politiecode b (gedeeltelijk)',
    codeH1: 'code H1 (niet in de rechtszaal)',
    codeH2: 'code H2 (niet verder zonder toestemming)',
    minor: 'minderjarig',
    possibleVictim: 'mogelijk slachtoffer',
    silent: 'stille treffer',
    ownHit: 'eigen gegevens van de ontvanger over dezelfde betrokkene',
  },
  title: ({ today, run }) => `De eerste proefcasus, gespeeld op ${day(today)} (${run})`,
  headings: {
    beforehand: 'Vooraf',
    signals: '1. De signalen',
    weighing: '2. De weging',
    case: '3. De casus',
    requests: '4. De verzoeken',
    meeting: '5. Het overleg',
    outsider: '6. Wie er niet bij hoort',
    audit: '7. De controle',
    notYet: '8. Wat er nog niet is',
  },
  columns: {
    who: 'wie',
    type: 'soort levering',
    code: 'soort',
    count: 'aantal',
    reader: 'lezer',
    items: 'stukken',
    shown: 'wat te zien was',
    article: 'grondslag',
  },
  madeUp: ({ seed, today }) =>
    'De mensen in dit verhaal bestaan niet: zij komen uit het officiële fictieve bevolkingsregister van de overheid ' +
    '(stand 2 mei 2022). Wat Arbeidsinspectie, IND, politie en Belastingdienst over hen zeggen, is verzonnen met het ' +
    `getal ${seed}; --seed ${seed} geeft op ${day(today)} weer dezelfde gegevens. Verzonnen zijn ook de teksten van de ` +
    'deelnemers, en dat een toezichthouder een kind op het adres aantrof. Wat het knooppunt ermee deed, is echt gebeurd ' +
    'en vastgelegd.',
  imported: ({ municipality, residents, overcrowded, anomalies }, { referenceDate }) =>
    `De gemeente ${cities[municipality] ?? municipality} (${municipality}) las haar ${number(residents)} ingezetenen op ` +
    `${day(referenceDate)}. Haar vaste regels, die mensen en data tellen en niet naar nationaliteit of geboorteplaats ` +
    `kijken, vonden ${times(overcrowded, 'overbewoond adres', 'overbewoonde adressen')} (S1) en ` +
    `${times(anomalies, 'afwijkende inschrijving', 'afwijkende inschrijvingen')} (S2).`,
  secrecy:
    'Wie in het register om geheimhouding vroeg, telt mee in de aantallen maar is nooit de aanleiding. Wat het register ' +
    'niet weet, is weggelaten en niet ingevuld.',
  found: ({ registrations }) =>
    `Het Amsterdamse adres heeft ${number(registrations)} ingeschrevenen zonder familieband. Een toezichthouder trof er ` +
    'bovendien een kind aan dat elders staat ingeschreven, met iemand erbij: nog een S2. De Arbeidsinspectie leverde een ' +
    'controle van hetzelfde adres (S19), de IND de verblijfspositie van twee volwassen bewoners (S24).',
  repeated: (isSame) =>
    isSame
      ? 'De Arbeidsinspectie bood haar levering twee keer aan, zoals een systeem na een storing doet. Zij kreeg beide keren ' +
        'hetzelfde antwoord met hetzelfde kenmerk.'
      : `${warning}de tweede keer kwam er een ander antwoord op dezelfde levering.`,
  refused: ({ basis, status }) =>
    'Het college bood ook een verblijfspositie (S24) aan. Die mag alleen de IND leveren: het knooppunt weigerde ' +
    `(${status}), op grond van ${basis.join(' en ')}, en legde de weigering vast.`,
  prepared: ({ accepted, rejected }) =>
    `Een analist van het RIEC bereidde ${times(accepted.length + rejected.length, 'weging', 'wegingen')} voor: vijf ` +
    'criteria en vier factoren, in woorden. Politie en Arbeidsinspectie wogen, ieder voor zich.',
  weigherSaw: (fields) =>
    'Een weger leest waarom iets een signaal is, en over wie alleen als pseudoniem. Van één afwijkende inschrijving zag ' +
    `de politie: ${fields}.`,
  decided: ({ accepted, rejected, fates }, rotterdam) =>
    `${times(accepted.length, 'signaal is', 'signalen zijn')} aangenomen. ` +
    `${times(rejected.length, 'signaal', 'signalen')} over een ander Amsterdams adres wees de politie af; Rotterdam wees ` +
    `zelf ${rotterdam === 1 ? 'zijn signaal' : `zijn ${number(rotterdam)} signalen`} af. Van die ${number(fates.length)} ` +
    'zijn de sleutels terstond vernietigd: niemand kan ze nog lezen. De gemeenten lezen bij hun eigen leveringen: ' +
    `${[...new Set(fates.map(({ status }) => status))].join(', ')}.`,
  neverLearns: ({ isEqual, status, bytes }) =>
    isEqual
      ? 'Amsterdam heeft nooit geweten dat het Rotterdamse signaal er was: op een vraag ernaar komt tot op de byte hetzelfde ' +
        `antwoord als op een vraag naar iets dat nooit heeft bestaan (${status}, ${number(bytes)} bytes).`
      : `${warning}op een vraag naar het Rotterdamse signaal komt een ander antwoord dan op een vraag naar niets.`,
  opened: ({ contributions, participants }) =>
    `De casusregisseur opende één casus met de ${number(contributions)} aangenomen signalen. Betrokken zijn ` +
    `${number(participants.length)} deelnemers, elk voor negentig dagen: college, burgemeester, politie, ` +
    'Arbeidsinspectie, Belastingdienst en IND. De Koninklijke Marechaussee niet.',
  linked: ({ subjects, proposalsLinked, companyProposals }) =>
    `De analist koppelde ${times(subjects, 'betrokkene', 'betrokkenen')}, onder wie een kind en wie het vergezelde; ` +
    `${number(proposalsLinked)} keer stelde het knooppunt voor dat twee leveringen over dezelfde persoon gaan, zonder ` +
    `iemand iets te tonen, en ${number(companyProposals)} keer over hetzelfde bedrijf. Eén bewoner is afgeschermd als ` +
    'mogelijk slachtoffer. Het kind hoeft niemand te melden: het knooppunt rekent zelf uit wie op de dag van de vraag ' +
    'minderjarig is. Van wie de leeftijd niet bekend is, gaat het ervan uit.',
  needed: ({ necessities }) =>
    `Elke deelnemer legde per soort levering vast waarom hij welke gegevens nodig heeft, voor zijn eigen doel: ` +
    `${number(necessities)} keer. Zonder die noodzaak blijft dicht wat het convenant anders zou tonen.`,
  tooEarly: ({ basis, status }) =>
    'De politie bood in fase 1 uit zichzelf het incident (S6) aan dat zij later op verzoek levert. Dat mag dan nog niet: ' +
    `geweigerd (${status}), op grond van ${basis.join(' en ')}.`,
  phase:
    'Daarna adviseerde de privacyfunctionaris, en opende de casusregisseur fase 2 met noodzaak, evenredigheid en ' +
    'subsidiariteit op schrift.',
  requested: ({ subjects, recognised }) =>
    'De casusregisseur vroeg de politie om incidenten (S6) en de Belastingdienst om de loonaangifte (S15), over de ' +
    `${number(subjects)} bewoners van wie de IND de verblijfspositie leverde. Beide lazen hun verzoek en antwoordden langs ` +
    `hun eigen weg. De politie herkende er ${number(recognised)}: wie is afgeschermd, is dat ook voor haar, en over wie zij ` +
    'niet herkent kan zij niets zeggen. De Belastingdienst las de werkgever in de controle van de Arbeidsinspectie.',
  convened: ({ readings }) =>
    `Zes deelnemers waren genodigd, ${number(readings.filter(({ atTable }) => atTable).length)} zaten aan tafel. Ieder ` +
    'opende hetzelfde dossier en zag zijn eigen versie. Het college was er niet, en zag minder. Wat ' +
    'ieder te zien kreeg, in velden:',
  howToRead:
    'Niets betekent dat ook het bestaan verborgen blijft; een eigen levering leest men elders terug, buiten het dossier. ' +
    'Open is het gegeven zelf; deels is het met sterretjes; algemeen is een groep, een jaar of een bandbreedte; een ' +
    'pseudoniem is voor iedere lezer en iedere casus anders. Van wie minderjarig of mogelijk slachtoffer is, staan naam, ' +
    'geboortedatum en nummers voor iedereen lager, en niemand hoort welk van de twee het is.',
  ownDelivery: 'eigen',
  nothing: 'niets',
  atTable: 'aan tafel',
  invited: 'genodigd, afwezig',
  bureau: 'bureau',
  example: {
    resident: 'De naam van een volwassen bewoner (S2, gemeente)',
    child: 'De naam van het kind (S2, gemeente)',
    incident: 'Het soort incident (S6, politie)',
    arrears: 'De achterstand in euro’s (S15, Belastingdienst)',
  },
  exampleOwn: '– (eigen levering, leest hij elders)',
  exampleNothing: '– (niets)',
  exampleSaid: ({ level, value }) => (value === undefined ? `(${level})` : `${value} (${level})`),
  outside: ({ outsider, outsiderLists }) =>
    outsider.every(({ isEqual }) => isEqual) && outsiderLists.every(({ items }) => items === 0)
      ? `De Koninklijke Marechaussee hoort niet bij deze casus. Zij vroeg langs ${number(outsider.length)} wegen naar het ` +
        'overleg en de casus, en kreeg telkens tot op de byte wat zij krijgt voor iets dat niet bestaat ' +
        `(${outsider[0]?.status ?? ''}, ${number(outsider[0]?.bytes ?? 0)} bytes). Haar lijsten van overleggen, casussen en ` +
        'verzoeken zijn leeg. Daaraan kan zij niet zien dat er een casus is.'
      : `${warning}de Marechaussee kan aan het antwoord zien dat er iets is.`,
  checkpoints: ({ checkpoints, signature }) =>
    `De auditor las ${times(checkpoints, 'ondertekend ijkpunt', 'ondertekende ijkpunten')} van RIEC ` +
    'Amsterdam-Amstelland; het laatste dekt alles tot en met het overleg.' +
    (signature === 'good' ? ' De handtekening klopt met de openbare sleutel in de gegevensmap.' : ''),
  audited: ({ command, findings, counts, uncovered }, asRecorded) =>
    command === 'verify'
      ? `Logboek nagerekend: ${number(counts['events'] ?? 0)} gebeurtenissen in ${number(counts['streams'] ?? 0)} stromen, ` +
        `${findings === 0 ? 'geen bevindingen' : `${warning}${number(findings)} bevindingen`}. De nieuwste ` +
        `${number(uncovered)} wachten op het volgende ijkpunt.`
      : `Elke verstrekking opnieuw beslist: ${number(counts['disclosures'] ?? 0)} verstrekkingen, ` +
        `${number(counts['items'] ?? 0)} stukken, ${number(counts['fields'] ?? 0)} velden, ` +
        `${findings === 0 ? 'alle zoals zij mochten' : `${warning}${number(findings)} bevindingen`}. ` +
        (asRecorded === ''
          ? 'Alle feiten zijn opnieuw berekend.'
          : `De meeste feiten zijn opnieuw berekend; wat verzegeld ligt, is overgenomen zoals vastgelegd: ${asRecorded}.`),
  unreadable: (command) => `${warning}de controle '${command}' kon het logboek niet lezen.`,
  notAudited:
    'Het logboek van dit knooppunt ligt niet in de gegevensmap hier, dus is het niet nagerekend. Doe dat waar het ligt, ' +
    'met npm run audit -- verify en npm run audit -- redecide.',
  unset: (names) =>
    `Deze merken kan nog niemand zetten, en zij golden daarom overal als niet gezet: ${names}. Regels die erop wachten, ` +
    'bleven dus dicht.',
  shielded: (isShielded) =>
    isShielded
      ? 'Voor het kind betekent dat: niemand kon vastleggen dat het belang van het kind vraagt om de naam te tonen, en dus ' +
        'zag niemand in het dossier de naam. Die van het mogelijke slachtoffer evenmin.'
      : `${warning}iemand zag de naam van het kind of van het mogelijke slachtoffer.`,
  notYet:
    'Er zijn nog geen advies, aanpak, terugkoppeling en sluiting van een casus, en geen schermen: de deelnemers werkten hier ' +
    'langs de API. Van de 33 soorten leveringen kwamen er hier zes voor; de andere staan in docs/payloads.',
};
