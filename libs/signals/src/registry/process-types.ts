import type { FieldDefinition, PayloadType } from '../model.js';
import { activities } from './codes/shared.js';
import { blockFields, recordField } from './field.js';
import { kinds } from './kinds.js';
import { phenomena } from './phenomena.js';

type Label = readonly [nl: string, en: string];

const processType = (id: string, slug: string, label: Label, fields: readonly FieldDefinition[]): PayloadType => ({
  id,
  slug,
  label: { nl: label[0], en: label[1] },
  suppliers: kinds,
  ways: ['process'],
  fields,
  open: true,
  maxPersons: 0,
  maxCompanies: 0,
});

const textType = (id: string, slug: string, label: Label): PayloadType =>
  processType(id, slug, label, [blockFields('text')('_text', 'long-text', '_', label)({ required: true })]);

/** Texts of the process: content like any other, supplied by the organisation that wrote it (design §5). */
export const processTexts: readonly PayloadType[] = [
  textType('Z1', 'weging-tekst', ['Weging', 'Weighing']),
  textType('Z2', 'noodzaak-tekst', ['Noodzaak', 'Necessity']),
  textType('Z3', 'advies-tekst', ['Advies', 'Advice']),
  textType('Z4', 'verzoek-tekst', ['Verzoek', 'Request']),
  textType('Z5', 'besluit-tekst', ['Besluit', 'Decision']),
  textType('Z6', 'naam', ['Naam', 'Name']),
];

const checked = blockFields('text');
/** Ungrouped: what a check says of a person has no milder form. */
const outcomes = { confirmed: null, differs: null, 'not-found': null, 'not-checkable': null };

/**
 * What a register said of a person whom a signal names: marks and codes, never a value of the register, so that it tells
 * nobody who the person is. They say how far the identifying data of the signal can be relied on, and so belong to those:
 * a weighing may know no others (WGS 2.23(1)). Supplied by the organisation in whose name the register was asked.
 */
export const registerAnswers: readonly PayloadType[] = [
  {
    ...processType(
      'Z7',
      'registercontrole',
      ['Controle in de basisregistratie', 'Check against the population register'],
      [
        checked('person', 'reference', 'ID', ['Persoon in de levering', 'Person in the delivery'])({ required: true }),
        checked('outcome', 'code', 'ID', ['Uitkomst', 'Outcome'])({ required: true, codes: outcomes }),
        checked('nameDiffers', 'flag', 'ID', ['Naam wijkt af', 'Name differs'])(),
        checked('birthDateDiffers', 'flag', 'ID', ['Geboortedatum wijkt af', 'Date of birth differs'])(),
        checked('addressDiffers', 'flag', 'ID', ['Adres wijkt af', 'Address differs'])(),
        checked('deceased', 'flag', 'ID', ['Overleden', 'Deceased'])(),
        checked('secrecy', 'flag', 'ID', ['Geheimhouding: met zorg behandelen', 'Secrecy: handle with care'])(),
        checked('underInvestigation', 'flag', 'ID', ['Gegevens in onderzoek', 'Data under investigation'])(),
        checked('checkedAt', 'instant', 'ID', ['Gecontroleerd op', 'Checked at'])({ required: true }),
      ],
    ),
    suppliers: ['COLL'],
  },
];

const phenomenonCodes = Object.fromEntries(phenomena.map(({ code }) => [code, null]));

/** Records of the process: clear columns that are fields to the covenant like any other (design §5). */
export const processRecords: readonly PayloadType[] = [
  processType(
    'H1',
    'casus',
    ['Casus', 'Case'],
    [
      recordField('phase', 'code', ['Fase', 'Phase']),
      recordField('state', 'code', ['Toestand', 'State']),
      recordField('activity', 'code', ['Activiteit', 'Activity'], activities),
      recordField('phenomenon', 'code', ['Verschijningsvorm', 'Phenomenon'], phenomenonCodes),
      recordField('openedOn', 'date', ['Geopend op', 'Opened on']),
      recordField('participants', 'id-list', ['Betrokken deelnemers', 'Need-to-know set']),
    ],
  ),
  processType(
    'H2',
    'betrokkene',
    ['Betrokkene', 'Subject'],
    [
      recordField('role', 'code', ['Rol', 'Role']),
      recordField('shielding', 'code', ['Afscherming', 'Shielding']),
      recordField('links', 'id-list', ['Koppelingen', 'Links']),
    ],
  ),
  processType(
    'H3',
    'overleg',
    ['Casusoverleg', 'Case meeting'],
    [
      recordField('case', 'id', ['Casus', 'Case']),
      recordField('state', 'code', ['Toestand', 'State']),
      recordField('plannedFor', 'instant', ['Gepland op', 'Planned for']),
      recordField('invitees', 'id-list', ['Genodigden', 'Invitees']),
      recordField('attendees', 'id-list', ['Aanwezigen', 'Attendees']),
    ],
  ),
  processType(
    'H4',
    'verzoek',
    ['Verzoek', 'Request'],
    [
      recordField('case', 'id', ['Casus', 'Case']),
      recordField('state', 'code', ['Toestand', 'State']),
      recordField('payloadTypes', 'id-list', ['Soorten levering', 'Payload types']),
      recordField('categories', 'id-list', ['Categorieën', 'Categories']),
      recordField('dueOn', 'date', ['Uiterlijk op', 'Due on']),
      recordField('recipients', 'id-list', ['Ontvangers', 'Recipients']),
      recordField('subjects', 'id-list', ['Betrokkenen', 'Subjects']),
    ],
  ),
  processType(
    'H5',
    'signaal',
    ['Signaal', 'Signal'],
    [
      recordField('state', 'code', ['Toestand', 'State']),
      recordField('payloadType', 'code', ['Soort levering', 'Payload type']),
      recordField('phenomenon', 'code', ['Verschijningsvorm', 'Phenomenon'], phenomenonCodes),
      recordField('receivedOn', 'date', ['Ontvangen op', 'Received on']),
      recordField('weighers', 'id-list', ['Wegers', 'Weighers']),
    ],
  ),
  processType(
    'H6',
    'noodzaak',
    ['Noodzaak', 'Necessity'],
    [
      recordField('recipient', 'id', ['Ontvanger', 'Recipient']),
      recordField('purpose', 'code', ['Doel', 'Purpose']),
      recordField('payloadType', 'code', ['Soort levering', 'Payload type']),
      recordField('categories', 'id-list', ['Categorieën', 'Categories']),
    ],
  ),
  processType(
    'H7',
    'convenant',
    ['Convenant', 'Covenant'],
    [
      recordField('kind', 'code', ['Soort', 'Kind']),
      recordField('id', 'id', ['Kenmerk', 'Id']),
      recordField('version', 'id', ['Versie', 'Version']),
      recordField('digest', 'id', ['Vingerafdruk', 'Digest']),
      recordField('inForceFrom', 'instant', ['In werking sinds', 'In force from']),
    ],
  ),
  processType(
    'H8',
    'verstrekking',
    ['Verstrekking', 'Disclosure'],
    [
      recordField('recipient', 'id', ['Ontvanger', 'Recipient']),
      recordField('view', 'code', ['Weergave', 'View']),
      recordField('at', 'instant', ['Tijdstip', 'Moment']),
      recordField('items', 'count', ['Onderdelen', 'Items']),
    ],
  ),
  processType(
    'H9',
    'voorstel',
    ['Voorstel', 'Proposal'],
    [
      recordField('links', 'id-list', ['Koppelingen', 'Links']),
      recordField('kinds', 'id-list', ['Overeenkomst', 'Agreement']),
    ],
  ),
  processType(
    'H10',
    'levering',
    ['Levering', 'Delivery'],
    [
      recordField('payloadType', 'code', ['Soort levering', 'Payload type']),
      recordField('way', 'code', ['Wijze', 'Way']),
      recordField('receivedAt', 'instant', ['Ontvangen', 'Received']),
      recordField('state', 'code', ['Status', 'State']),
      recordField('code', 'code', ['Reden', 'Reason']),
    ],
  ),
];
