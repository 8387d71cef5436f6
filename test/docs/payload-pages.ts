import { schemaAddressOf } from '@knooppunt/contracts';
import { decideSupply } from '@knooppunt/covenant';
import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';
import { categoriesOf, cloudEventTypeOf } from '@knooppunt/signals';
import type { FieldDefinition, FieldType, PayloadType } from '@knooppunt/signals';
import { headerOf } from '../../apps/gateway/src/file-drop/columns.js';
import { exampleEvent, waysToSend } from './deliveries.js';
import type { WayToSend } from './deliveries.js';

type Documents = { readonly law: LawDocument; readonly covenant: CovenantDocument };

/** What the registry checks of each kind of value, in words; every kind has its sentence. */
const checksOfTypes: Readonly<Record<FieldType, string>> = {
  name: 'tekst, hoogstens 200 tekens',
  'birth-date': 'dag (`1985-04-02`), of met onbekende dag of maand als `00`',
  bsn: 'negen cijfers, elfproef',
  'v-number': 'tien cijfers',
  text: 'tekst op één regel, hoogstens 500 tekens',
  'long-text': 'tekst, hoogstens 8000 tekens',
  address: 'tekst, hoogstens 200 tekens; een postcode telt als `1067 MD`',
  'bag-id': 'zestien cijfers: gemeente, soort object, volgnummer',
  company: '`name`, `kvkNr` (acht cijfers), `rsin` (elfproef), `vestigingsNr` (twaalf cijfers); ten minste één',
  'company-name': 'tekst, hoogstens 200 tekens',
  'kvk-number': 'acht cijfers',
  'wage-tax-number': 'negen cijfers met elfproef, `L`, twee cijfers',
  'turnover-tax-number': 'negen cijfers met elfproef, `B`, twee cijfers vanaf 01',
  'prosecution-number': '`10/123456-23`',
  'document-number': 'vijf tot vijftien hoofdletters en cijfers',
  'number-plate': 'Nederlands kenteken van een van de veertien series',
  'cadastral-id': '`ASD15 AB 1234`, van een appartement met index',
  'flight-number': 'maatschappij en nummer: `KL1234`',
  'contribution-id': 'kenmerk van een levering in deze casus',
  'opaque-token': '16 tot 64 tekens die niets zeggen',
  date: 'bestaande dag',
  count: 'heel getal vanaf nul',
  money: 'hele euro’s vanaf nul',
  flag: '`true` of `false`',
  code: 'code van de lijst',
  'code-list': 'codes van de lijst, elk één keer',
  reference: 'verwijzing naar een persoon of bedrijf in deze levering (`p2`, `c1`)',
  explanations: 'vijf teksten, hoogstens 4000 tekens: `indications`, `phenomenon`, `necessity`, `parties`, `region`',
  id: 'kenmerk',
  'id-list': 'kenmerken',
  instant: 'tijdstip',
};

const places = {
  person: '`persons[]`',
  company: '`companies[]`',
  matter: '`matter`',
  text: '`text`',
  record: '–',
} as const;
const ways = {
  signal: 'signaal',
  answer: 'antwoord op een verzoek',
  supply: 'ongevraagd in een open casus',
  process: '–',
} as const;

const listOf = ({ codes }: FieldDefinition): string => {
  const names = Object.keys(codes ?? {});
  if (names.length === 0) return '';
  return names.length > 24 ? ` (${names.length} codes)` : `: ${names.map((code) => `\`${code}\``).join(', ')}`;
};

const rangeOf = ({ least, most }: FieldDefinition): string =>
  least === undefined && most === undefined ? '' : `, van ${least ?? 0} tot en met ${most ?? '∞'}`;

const rowOf = (field: FieldDefinition): string =>
  `| \`${field.name}\`${field.required === true ? ' *' : ''} | ${field.label.nl} / ${field.label.en} | ${places[field.block]} | ` +
  `${field.category === '_' ? '–' : field.category} | ${checksOfTypes[field.type]}${rangeOf(field)}${listOf(field)} | ` +
  `${field.levels.join(', ')} |`;

/** For each phase the fields that the law lets in, as the gateway decides it: no link to criminal data is known at the edge yet. */
const phasesOf = ({ law, covenant }: Documents, type: PayloadType): readonly string[] =>
  covenant.phases.map((phase) => {
    const from = type.suppliers[0] ?? '';
    const { withheld, refusedBy } = decideSupply(law, covenant, {
      act: 'levering',
      from,
      to: 'RIEC',
      type: type.id,
      purpose: 'RIEC.voorbereiding',
      phase,
      at: '2026-03-02T09:30:00.000Z',
      fields: type.fields,
      facts: {
        participants: true,
        declared: true,
        scan: false,
        informant: false,
        linkedCrime: false,
        exploitationCase: false,
      },
    });
    const kept = type.fields.filter(({ name }) => !withheld.some(({ field }) => field === name));
    const rules = [...new Set(withheld.map(({ rule }) => rule))].toSorted();
    if (refusedBy.length > 0 || kept.length === 0) return `- ${phase}: nee (${rules.join(', ')})`;
    const without =
      withheld.length === 0
        ? ''
        : `, zonder ${withheld.map(({ field }) => `\`${field}\``).join(', ')} (${rules.join(', ')})`;
    return `- ${phase}: ja${without}`;
  });

const admission = (documents: Documents, type: PayloadType): readonly string[] =>
  type.open
    ? [
        `Brengt in: ${type.suppliers.join(', ')}. Langs: ${type.ways.map((way) => ways[way]).join('; ')}.`,
        '',
        'Fasen waarin de wet dit binnenlaat (een signaal komt binnen tijdens de weging):',
        '',
        ...phasesOf(documents, type),
      ]
    : [
        `Nog voor niemand open: elke levering wordt geweigerd met \`supply/type-not-open\` (${(type.closedBy ?? []).join('; ')}), ` +
          'aan de poort ongelezen en bij de verwerking opnieuw. Er is nog geen gescheiden opslag met eigen sleutels.',
        '',
        `Zou inbrengen: ${[...type.suppliers, ...(type.outsiders ?? [])].join(', ')}.`,
      ];

const source = 'urn:nld:oin:00000099000000002000:systeem:voorbeeld';
const place = { case: '8a8f6f1e-6a0d-4a58-8a1f-3f6d5f9f4c21', request: '3f1f2c56-8b4e-4a53-9a5c-0a3c7d7f5b10' };

const curlOf = ({ name, headers, filter }: WayToSend): readonly string[] => [
  `${name}:`,
  '',
  '```sh',
  [
    `jq -c '${filter}' levering.json | curl -sS "$KNOOPPUNT/v1/leveringen" --data-binary @-`,
    '-H "Authorization: Bearer $TOKEN"',
    ...Object.entries(headers).map(([header, value]) => `-H '${header}: ${value}'`),
  ].join(' \\\n  '),
  '```',
  '',
];

/** File name of the page of a type. */
export const pageNameOf = ({ id, slug }: PayloadType): string => `${id}-${slug}.md`;

/** The page of one payload type: for the developer of an agency. */
export const pageOf = (documents: Documents, type: PayloadType): string =>
  [
    `# ${type.id} ${type.label.nl} / ${type.label.en}`,
    '',
    'Gemaakt uit het register, de wet en het convenant met `UPDATE_DOCS=1 npm run jest -- test/docs`; niet met de hand wijzigen.',
    '',
    `CloudEvents-type: \`${cloudEventTypeOf(type)}\`. Categorieën: ${categoriesOf(type).join(', ')}. ` +
      `Personen: hoogstens ${type.maxPersons}. Bedrijven: hoogstens ${type.maxCompanies}.` +
      (type.needsBpgCode === true ? ' Een code van Bpg 2:11 (`handling.bpgCode`) is verplicht.' : ''),
    '',
    `Schema van \`data\` (JSON Schema 2020-12): <${schemaAddressOf(cloudEventTypeOf(type))}>, zonder aanmelding te lezen. ` +
      'Dit adres is ook de enige waarde die `dataschema` mag hebben. De elfproef en verwijzingen binnen de levering vallen buiten het schema; de inname controleert ze wel.',
    '',
    ...admission(documents, type),
    '',
    '| Veld (* verplicht) | Naam | Plaats | Categorie | Controle | Niveaus boven bestaan |',
    '|---|---|---|---|---|---|',
    ...type.fields.map(rowOf),
    '',
    type.open
      ? 'Voorbeeld (`levering.json`), dat een test zo verstuurt, op de drie manieren eronder (kenmerken van casus en verzoek verschillen per plaats):'
      : 'Voorbeeld (`levering.json`), dat een test zo verstuurt, op de drie manieren eronder, en dat geweigerd wordt:',
    '',
    '```json',
    JSON.stringify(exampleEvent(type, place, source, `voorbeeld-${type.id}`), null, 2),
    '```',
    '',
    ...waysToSend(exampleEvent(type, place, source, `voorbeeld-${type.id}`)).flatMap(curlOf),
    'Als bestand ([inlevermap](../file-drop.md)): de kopregel met alle kolommen; laat weg wat u niet gebruikt.',
    '',
    '```csv',
    headerOf(type).join(','),
    '```',
    '',
  ].join('\n');

const howToSend: readonly string[] = [
  'Elke levering is een CloudEvent 1.0 onder het NL GOV-profiel (1.0 en 1.1) aan `POST /v1/leveringen`, met een toegangsbewijs van de organisatie. Drie manieren, met hetzelfde gevolg: dezelfde `source` en hetzelfde `id` met dezelfde inhoud geven hetzelfde antwoord, hoe zij ook komen.',
  '',
  '| Manier | Content-Type | Attributen | Inhoud | Antwoord |',
  '|---|---|---|---|---|',
  '| gestructureerd | `application/cloudevents+json` | in de JSON | `data`, of `data_base64` (base64 van JSON) | 202 |',
  '| binair | `application/json` | koppen `ce-…`, buiten zichtbaar ASCII procent-gecodeerd | het bericht zelf is `data` | 202 |',
  '| partij, 1 tot 100 | `application/cloudevents-batch+json` | in de JSON | een lijst van leveringen | 207, een uitkomst per levering |',
  '',
  'Attributen: `specversion` (`1.0`), `id`, `source` (`urn:nld:oin:<oin>:systeem:<naam>`, van de aangemelde organisatie) en `type` zijn verplicht; `time`, `datacontenttype`, `dataschema`, `subject` (een UUID), `sequence` met `sequencetype` (`Integer`, beide of geen), `traceparent` en `tracestate` mogen. `null` is niet gezet. Elk ander attribuut wordt geweigerd, want de inname kan niet weten wat het van haar vraagt; `dataref` ook: er wordt niets opgehaald.',
  '',
  'Attributen reizen open. Een attribuut waarin een BSN, A-nummer, geboortedatum, e-mailadres, telefoonnummer, kenteken of naam lijkt te staan, wordt geweigerd (`persoonsgegeven`) en in geen antwoord herhaald. Gebruik een UUID.',
  '',
  'Een levering is ten hoogste 64 KB, een partij 1 MB. Alle fouten komen tegelijk, met een plaats in de gestructureerde vorm (`/data/persons/0/bsn`), ook als de levering binair kwam. Een weigering op grond van wet of convenant (403) komt pas als de vorm klopt.',
  '',
  'Wat van een levering werd (`verwerkt`, `geweigerd` met de reden, `vernietigd`), leest een mens die de organisatie daarvoor heeft aangewezen (accounthouder), met zijn eigen toegangsbewijs en een `Doelbinding`, op `/v1/leveringen` en `/v1/leveringen/{id}`. Een systeem levert alleen: het leest niets terug.',
  '',
  'De schema’s staan op `/v1/schemas`, met hun digest; een soort groeit alleen (ADR 0012).',
  '',
];

/** The list of all pages. */
export const payloadIndex = (types: readonly PayloadType[]): string =>
  [
    '# Soorten leveringen',
    '',
    'Gemaakt uit het register met `UPDATE_DOCS=1 npm run jest -- test/docs`; niet met de hand wijzigen.',
    '',
    ...howToSend,
    'De personen in de voorbeelden komen uit het officiële fictieve bevolkingsregister; de nummers van bedrijven uit officiële testsets.',
    '',
    '| Soort | Naam | Brengt in | Langs | Categorieën |',
    '|---|---|---|---|---|',
    ...types.map(
      (type) =>
        `| [${type.id}](${pageNameOf(type)}) | ${type.label.nl} | ${type.open ? type.suppliers.join(', ') : 'nog niemand'} | ` +
        `${type.open ? type.ways.map((way) => ways[way]).join('; ') : '–'} | ${categoriesOf(type).join(', ')} |`,
    ),
    '',
  ].join('\n');
