import type { PayloadType } from '../../model.js';
import {
  borderIndicators,
  documentType,
  fraudKind,
  investigationRole,
  offence,
  organisedCrimeGround,
  prosecutionDecision,
} from '../codes/crime.js';
import { seizure } from '../codes/enforcement.js';
import { evaluation, incidentCode, incidentRole } from '../codes/shared.js';
import { agencyType, everyWay, matter, person, personRef, required, text, withinCase } from './parts.js';

const place = person('place', 'address', 'CRIM', ['Plaats', 'Place']);
/** Which consent of the prosecutor covers this (Bpg 4:3(7), R35); whether it holds is a fact of the case, not of the supplier. */
const omConsentRef = matter('omConsentRef', 'text', '_', ['Kenmerk toestemming OM', 'Reference of consent']);

/** What police, KMar and prosecutor bring (S6-S8, S10-S13). Wpg 9 and 10 need phase 3, consent and a code of Bpg 2:11. */
export const criminalTypes: readonly PayloadType[] = [
  agencyType({
    id: 'S6',
    slug: 'incident',
    label: ['Incident (Wpg 8)', 'Incident (Wpg 8)'],
    suppliers: ['POL'],
    ways: withinCase,
    maxPersons: 8,
    fields: [
      ...personRef,
      person('role', 'code', 'CRIM', ['Rol', 'Role'])({ codes: incidentRole, required: true }),
      person('incidentCode', 'code', 'CRIM', ['Soort incident', 'Kind of incident'])({
        codes: incidentCode,
        required: true,
      }),
      person('date', 'date', 'CRIM', ['Datum', 'Date'])(),
      place(),
      person('evaluation', 'code', 'CRIM', ['Waardering', 'Evaluation'])({ codes: evaluation }),
      text('summary', 'long-text', 'CRIM', ['Samenvatting', 'Summary'])(),
    ],
  }),
  agencyType({
    id: 'S7',
    slug: 'opsporingsonderzoek',
    label: ['Opsporingsonderzoek (Wpg 9)', 'Investigation (Wpg 9)'],
    suppliers: ['POL'],
    ways: withinCase,
    maxPersons: 8,
    needsBpgCode: true,
    fields: [
      ...personRef,
      person('role', 'code', 'CRIM', ['Rol', 'Role'])({ codes: investigationRole, required: true }),
      matter('investigation', 'text', 'CRIM', ['Onderzoek', 'Investigation'])(required),
      omConsentRef(required),
      text('relevantFacts', 'long-text', 'CRIM', ['Relevante feiten', 'Relevant facts'])(),
    ],
  }),
  agencyType({
    id: 'S8',
    slug: 'georganiseerde-criminaliteit',
    label: ['Georganiseerde criminaliteit (Wpg 10)', 'Organised crime (Wpg 10)'],
    suppliers: ['POL'],
    ways: withinCase,
    maxPersons: 8,
    needsBpgCode: true,
    fields: [
      ...personRef,
      person('role', 'code', 'CRIM', ['Rol', 'Role'])({ codes: investigationRole, required: true }),
      matter('network', 'text', 'CRIM', ['Samenwerkingsverband', 'Network'])(required),
      matter('legalClass', 'code', 'CRIM', ['Grondslag', 'Ground'])({ codes: organisedCrimeGround, required: true }),
      omConsentRef(required),
    ],
  }),
  agencyType({
    id: 'S10',
    slug: 'grenspassage',
    label: ['Grenspassage', 'Border encounter'],
    suppliers: ['KMAR'],
    ways: withinCase,
    maxPersons: 4,
    fields: [
      ...personRef,
      person('docNr', 'document-number', 'ID', ['Documentnummer', 'Document number'])(),
      person('docGenuine', 'flag', 'ID', ['Document echt', 'Document genuine'])(),
      person('flight', 'flight-number', 'CRIM', ['Vlucht', 'Flight'])(),
      person('travelCompanion', 'reference', 'ID', ['Reisgenoot', 'Travel companion'])(),
      person('indicators', 'code-list', 'CRIM', ['Indicatoren', 'Indicators'])({ codes: borderIndicators }),
    ],
  }),
  agencyType({
    id: 'S11',
    slug: 'documentfraude',
    label: ['Documentfraude', 'Document fraud'],
    suppliers: ['KMAR'],
    ways: withinCase,
    maxPersons: 2,
    fields: [
      // The holder is a local person like any other; the document lies in the same block, under the same shielding.
      ...personRef,
      person('docType', 'code', 'ID', ['Soort document', 'Kind of document'])({ codes: documentType }),
      person('docNr', 'document-number', 'ID', ['Documentnummer', 'Document number'])(),
      person('fraudKind', 'code', 'CRIM', ['Soort fraude', 'Kind of fraud'])({ codes: fraudKind, required: true }),
      matter('holder', 'reference', 'ID', ['Houder', 'Holder'])(),
    ],
  }),
  agencyType({
    id: 'S12',
    slug: 'vervolgingsstatus',
    label: ['Stand van een vervolging', 'State of a prosecution'],
    suppliers: ['OM'],
    ways: withinCase,
    maxPersons: 8,
    fields: [
      ...personRef,
      person('parketNr', 'prosecution-number', 'CRIM', ['Parketnummer', 'Prosecution number'])(required),
      person('offence', 'code', 'CRIM', ['Feit', 'Offence'])({ codes: offence }),
      person('decision', 'code', 'CRIM', ['Beslissing', 'Decision'])({ codes: prosecutionDecision }),
      person('date', 'date', 'CRIM', ['Datum', 'Date'])(),
    ],
  }),
  agencyType({
    id: 'S13',
    slug: 'ontneming',
    label: ['Beslag en ontneming', 'Seizure and confiscation'],
    suppliers: ['OM'],
    // The seizure alone is enforcement and may come in phase 1; the law keeps the amounts for phase 2 (W-12b).
    ways: everyWay,
    maxPersons: 4,
    fields: [
      ...personRef,
      person('amount', 'money', 'FIN', ['Bedrag', 'Amount'])(),
      person('seizure', 'code', 'ENF', ['Beslag', 'Seizure'])({ codes: seizure, required: true }),
      person('outstanding', 'money', 'FIN', ['Openstaand', 'Outstanding'])(),
    ],
  }),
  agencyType({
    id: 'S30',
    slug: 'seksueel-gedrag',
    label: ['Seksueel gedrag', 'Sexual conduct'],
    suppliers: ['POL', 'NLA'],
    ways: withinCase,
    maxPersons: 4,
    fields: [
      ...personRef,
      matter('linkedCrimRef', 'contribution-id', '_', [
        'Levering met strafrechtelijke gegevens',
        'Delivery with criminal data',
      ])(required),
      text('fact', 'long-text', 'SEX', ['Feit', 'Fact'])(required),
    ],
  }),
];
