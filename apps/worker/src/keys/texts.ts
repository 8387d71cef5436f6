/** What the care of the keys says, in both languages: names of roots, months and counts; never a key. */
export type Texts = {
  readonly usage: string;
  readonly misuse: string;
  readonly badMonth: string;
  readonly notOver: (month: string) => string;
  readonly notNamed: string;
  readonly unreadable: string;
  readonly wasRetired: string;
  readonly notOpening: string;
  readonly away: string;
  readonly notPrepared: string;
  readonly root: (name: string, keks: number, isOurs: boolean) => string;
  readonly retiredRoots: (count: number) => string;
  readonly month: (month: string, keks: number, living: number) => string;
  readonly destroyed: (count: number) => string;
  readonly wouldRotate: (name: string, keks: number) => string;
  readonly rotated: (name: string, count: number) => string;
  readonly afterRotation: string;
  readonly noKeys: (month: string) => string;
  readonly wouldRetire: (month: string, keks: number) => string;
  readonly retired: (cooperation: string, supplier: string, rewrapped: number) => string;
  readonly afterRetiring: (month: string, count: number) => string;
};

const commands = `npm run keys -- status | rotate-root --to FILE | retire-month --month 2026-05 [--cooperation ID] [--supplier OIN]
                 [--dry-run] [--lang nl|en]`;

const nl: Texts = {
  usage: `Gebruik: ${commands}`,
  misuse: 'Deze opdracht is niet bekend, of mist iets.',
  badMonth: '--month is geen maand zoals 2026-05.',
  notOver: (month) => `${month} is nog niet voorbij: wat nu verzegeld wordt, zou worden geweigerd.`,
  notNamed:
    'Deze hoofdsleutel staat niet in KNOOPPUNT_OTHER_ROOT_KEY_FILES: start eerst alle programma’s met die instelling, anders opent een programma straks niets meer.',
  unreadable: 'Een bestand met een hoofdsleutel ontbreekt, is voor anderen leesbaar of is geen 32 bytes.',
  wasRetired: 'Deze hoofdsleutel is al eens vervangen: maak een nieuwe.',
  notOpening: 'De hoofdsleutel past niet bij deze kluis.',
  away: 'PostgreSQL antwoordt niet: kijk naar KNOOPPUNT_POSTGRES_URL en naar de server.',
  notPrepared: 'De tabellen van de kluis ontbreken: draai eerst het voorbereidende programma (prepare).',
  root: (name, keks, isOurs) =>
    `Hoofdsleutel ${name}: ${keks} maandsleutels${isOurs ? ' (de huidige van deze instellingen)' : ''}`,
  retiredRoots: (count) => `Vervangen hoofdsleutels: ${count}`,
  month: (month, keks, living) => `  ${month}: ${keks} maandsleutels, ${living} levende sleutels`,
  destroyed: (count) => `Vernietigde sleutels: ${count}`,
  wouldRotate: (name, keks) =>
    `Proef: ${keks} maandsleutels zouden onder hoofdsleutel ${name} komen. Er is niets veranderd.`,
  rotated: (name, count) =>
    `Onder hoofdsleutel ${name} gebracht: ${count} sleutels. Alle andere hoofdsleutels zijn vergeten.`,
  afterRotation:
    'Start nu alle programma’s met dit bestand als KNOOPPUNT_ROOT_KEY_FILE en zonder het oude, en vernietig daarna elke kopie van de oude hoofdsleutel.',
  noKeys: (month) => `Voor ${month} zijn er zulke maandsleutels niet.`,
  wouldRetire: (month, keks) =>
    `Proef: ${keks} maandsleutels van ${month} zouden worden vervangen. Er is niets veranderd.`,
  retired: (cooperation, supplier, rewrapped) => `  ${cooperation} ${supplier}: ${rewrapped} levende sleutels omgezet`,
  afterRetiring: (month, count) =>
    `${count} maandsleutels van ${month} vervangen. Wat in die maand gewist is, is onherstelbaar zodra ook de hoofdsleutel van nu vervangen en vernietigd is.`,
};

const en: Texts = {
  usage: `Usage: ${commands}`,
  misuse: 'This command is not known, or lacks something.',
  badMonth: '--month is not a month such as 2026-05.',
  notOver: (month) => `${month} is not over yet: what is being sealed now would be refused.`,
  notNamed:
    'This root key is not among KNOOPPUNT_OTHER_ROOT_KEY_FILES: start all programs with that setting first, or they will open nothing afterwards.',
  unreadable: 'A root key file is missing, can be read by others, or is not 32 bytes.',
  wasRetired: 'This root key was replaced before: make a new one.',
  notOpening: 'The root key does not belong to this vault.',
  away: 'PostgreSQL does not answer: see KNOOPPUNT_POSTGRES_URL and the server.',
  notPrepared: 'The tables of the vault are missing: run the preparing program (prepare) first.',
  root: (name, keks, isOurs) =>
    `Root key ${name}: ${keks} months' keys${isOurs ? ' (the present one of these settings)' : ''}`,
  retiredRoots: (count) => `Replaced root keys: ${count}`,
  month: (month, keks, living) => `  ${month}: ${keks} months' keys, ${living} living keys`,
  destroyed: (count) => `Destroyed keys: ${count}`,
  wouldRotate: (name, keks) => `Dry run: ${keks} months' keys would come under root key ${name}. Nothing was changed.`,
  rotated: (name, count) => `Brought under root key ${name}: ${count} keys. All other root keys are forgotten.`,
  afterRotation:
    'Now start all programs with this file as KNOOPPUNT_ROOT_KEY_FILE and without the old one; then destroy every copy of the old root key.',
  noKeys: (month) => `There are no such months' keys for ${month}.`,
  wouldRetire: (month, keks) => `Dry run: ${keks} months' keys of ${month} would be replaced. Nothing was changed.`,
  retired: (cooperation, supplier, rewrapped) => `  ${cooperation} ${supplier}: ${rewrapped} living keys moved`,
  afterRetiring: (month, count) =>
    `${count} months' keys of ${month} replaced. What was erased in that month is beyond recovery once the present root key is replaced and destroyed too.`,
};

/** By language. */
export const texts = { nl, en } as const;
