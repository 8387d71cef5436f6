import type { CalendarDate } from '@knooppunt/kernel';
import { framed, present } from '../frame.js';
import type { Explanations, PayloadData, SignalFrame } from '../frame.js';
import type { Resident } from './residents.js';
import { householdsOf, recentRegistrations } from './rules.js';
import type { Anomaly, Occupied } from './rules.js';

const dutchDay = (date: CalendarDate): string =>
  new Intl.DateTimeFormat('nl-NL', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date));

const common = {
  phenomenon: 'Huisvesting van werknemers door of namens een werkgever is een bekende schakel bij uitbuiting.',
  parties: 'Wonen, werk, verblijf en openbare orde raken elkaar hier; geen deelnemer overziet dit alleen.',
  region: 'Het adres ligt in een gemeente van deze regio.',
} as const;

const overcrowdingText = (registrations: number, households: number, on: CalendarDate): Explanations => ({
  ...common,
  indications:
    `Op ${dutchDay(on)} staan op één adres ${registrations} mensen ingeschreven, die volgens de familiegegevens van ` +
    `de basisregistratie ${households} afzonderlijke huishoudens vormen.`,
  necessity: 'De gemeente ziet wie er staat ingeschreven, niet wie er woont, werkt of de woning beschikbaar stelt.',
});

/** Sentences per rule. None tells a person's age: whether somebody is a minor is for the covenant to shield. */
const anomalySentences: Readonly<Record<Anomaly | 'found-elsewhere', string>> = {
  'joint-registration':
    'De inschrijving is er een van meerdere op dezelfde dag en op hetzelfde adres, van mensen zonder familieband.',
  'no-adult-relative': 'Op het adres staat geen familielid ingeschreven dat deze inschrijving verklaart.',
  'found-elsewhere': 'Een toezichthouder trof deze persoon aan op een ander adres dan dat van de inschrijving.',
};

const anomalyText = (rules: readonly (keyof typeof anomalySentences)[]): Explanations => ({
  ...common,
  indications: rules.map((rule) => anomalySentences[rule]).join(' '),
  necessity: 'De gemeente kan uit de basisregistratie niet opmaken wie deze inschrijving heeft geregeld, en waarom.',
});

/** S1 of an address: all who are registered count, those with secrecy too. */
export const overcrowdedAddress = (occupied: Occupied, on: CalendarDate, frame: SignalFrame): PayloadData => {
  const [registrations, households] = [occupied.people.length, householdsOf(occupied.people)];
  return {
    ...framed(frame, 'wonen', overcrowdingText(registrations, households, on)),
    matter: present({ address: occupied.text, bagId: occupied.bagId, registrations, households }),
  };
};

const personOf = (resident: Resident, registrationsIn12m: number | undefined): PayloadData =>
  present({
    ref: 'p1',
    name: resident.name,
    birthDate: resident.birthDate,
    bsn: resident.bsn,
    address: resident.dwelling.text,
    bagId: resident.dwelling.bagId,
    registrationsIn12m,
  });

/** S2 of one person at an address. */
export const registrationAnomaly = (
  { resident, anomalies }: { readonly resident: Resident; readonly anomalies: readonly Anomaly[] },
  occupied: Occupied,
  on: CalendarDate,
  frame: SignalFrame,
): PayloadData => ({
  ...framed(frame, 'brp', anomalyText(anomalies)),
  persons: [personOf(resident, recentRegistrations(occupied, on))],
});

/**
 * S2 of a resident whom an inspector of the municipality found at another address than that of the registration, with
 * who was with them where that is known. What was seen is the caller's; what is registered comes from the register.
 */
export const foundElsewhere = (
  resident: Resident,
  companion: { readonly name: string } | undefined,
  frame: SignalFrame,
): PayloadData => ({
  ...framed(frame, 'brp', anomalyText(['found-elsewhere'])),
  persons: [
    { ...personOf(resident, undefined), ...(companion === undefined ? {} : { accompaniedBy: 'p2' }) },
    ...(companion === undefined ? [] : [{ ref: 'p2', name: companion.name }]),
  ],
});
