import { misfits } from '@knooppunt/kernel';
import type { ClearScalar } from '@knooppunt/kernel';
import { kinds } from '@knooppunt/signals';

type Entry = Readonly<Record<string, unknown>>;
type Lists = {
  readonly cooperations: readonly Entry[];
  readonly organisations: readonly Entry[];
  readonly people: readonly Entry[];
};

const bureauKind = 'RIEC';
const lists = ['cooperations', 'organisations', 'people'] as const;
const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const is = (scalar: ClearScalar, value: unknown): boolean => misfits(scalar, value).length === 0;
const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const isId = (value: unknown): boolean => typeof value === 'string' && /^[a-z][a-z0-9-]{1,59}$/.test(value);
const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one: unknown) => typeof one === 'string') : [];
const isDistinctList = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && new Set(textsIn(value)).size === value.length;
const saidIf = (isWrong: boolean, sentence: string): readonly string[] => (isWrong ? [sentence] : []);
/** How an entry is called in a sentence: by what it calls itself, else by its place in the list. */
const calledBy = (name: unknown, what: string, at: number): string => (isText(name) ? name : `${what} ${at + 1}`);

const duplicatesIn = (entries: readonly Entry[], key: string, what: string): readonly string[] => {
  const values = entries.map((entry) => entry[key]).filter(isText);
  return [...new Set(values.filter((value, at) => values.indexOf(value) !== at))].map(
    (value) => `${what} ${value} staat er meer dan één keer.`,
  );
};

const faultsOfCooperation = (entry: Entry, at: number, { organisations }: Lists): readonly string[] => {
  const called = calledBy(entry['id'], 'samenwerkingsverband', at);
  const bureaus = organisations.filter(
    ({ kind, cooperations }) => kind === bureauKind && textsIn(cooperations).includes(String(entry['id'])),
  );
  return [
    ...saidIf(!isId(entry['id']), `Het kenmerk van ${called} bestaat niet uit kleine letters, cijfers en streepjes.`),
    ...saidIf(bureaus.length !== 1, `Het samenwerkingsverband ${called} heeft niet precies één bureau (soort RIEC).`),
  ];
};

const unknownPlaces = (entry: Entry, called: string, { cooperations }: Lists): readonly string[] => [
  ...saidIf(
    !isDistinctList(entry['cooperations']),
    `Bij ${called} staan geen samenwerkingsverbanden, of een ervan twee keer.`,
  ),
  ...textsIn(entry['cooperations'])
    .filter((id) => !cooperations.some((known) => known['id'] === id))
    .map((id) => `Het samenwerkingsverband '${id}' van ${called} staat niet in de lijst.`),
];

const faultsOfOrganisation = (entry: Entry, at: number, all: Lists): readonly string[] => {
  const { oin, kind, name, region, municipality } = entry;
  const called = calledBy(name, 'organisatie', at);
  const isKnownRegion = region === 'national' || all.cooperations.some(({ id }) => id === region);
  return [
    ...saidIf(!is('oin', oin), `De OIN van ${called} heeft geen twintig cijfers.`),
    ...saidIf(!kinds.includes(String(kind)), `De soort van ${called} is onbekend.`),
    ...saidIf(!is('label', name), `De naam van ${called} ontbreekt of heeft tekens die er niet in mogen.`),
    ...saidIf(!isKnownRegion, `De regio van ${called} is geen samenwerkingsverband uit de lijst, en niet 'national'.`),
    ...saidIf(
      municipality !== undefined && !(typeof municipality === 'string' && /^\d{4}$/.test(municipality)),
      `De gemeentecode van ${called} heeft geen vier cijfers.`,
    ),
    ...unknownPlaces(entry, called, all),
  ];
};

const faultsOfPerson = (entry: Entry, at: number, all: Lists): readonly string[] => {
  const { sub, name, organisation, roles, cooperations } = entry;
  const called = calledBy(sub, 'persoon', at);
  const employer = all.organisations.find(({ oin }) => oin === organisation);
  const elsewhere = textsIn(cooperations).filter((id) => employer && !textsIn(employer['cooperations']).includes(id));
  const isRoleList = isDistinctList(roles) && textsIn(roles).every((role) => is('code', role));
  return [
    ...saidIf(!isText(sub), `${called} heeft geen 'sub': daaraan kent de inlogdienst iemand.`),
    ...saidIf(!isText(name), `De naam van ${called} ontbreekt.`),
    ...saidIf(!employer, `De organisatie van ${called} staat niet in de lijst.`),
    ...saidIf(!isRoleList, `Bij ${called} staan geen rollen, of een ervan twee keer.`),
    ...elsewhere.map((id) => `De organisatie van ${called} hoort niet bij samenwerkingsverband '${id}'.`),
    ...unknownPlaces(entry, called, all),
  ];
};

const listsOf = (written: Entry): Lists | undefined => {
  const found = lists.map((name) => written[name]);
  if (!found.every((list) => Array.isArray(list) && list.every(isEntry))) return undefined;
  const [cooperations = [], organisations = [], people = []] = found as readonly (readonly Entry[])[];
  return { cooperations, organisations, people };
};

/** Every fault of founding facts as they were written, in Dutch sentences, all at once; empty where they can be used. */
export const faultsOf = (written: unknown): readonly string[] => {
  const all = isEntry(written) ? listsOf(written) : undefined;
  if (!isEntry(written) || !all) return ['De beginfeiten noemen geen cooperations, organisations en people.'];
  return [
    ...saidIf(!isText(written['law']), 'De beginfeiten noemen geen bestand met de wet (law).'),
    ...saidIf(!isText(written['covenant']), 'De beginfeiten noemen geen bestand met het convenant (covenant).'),
    ...saidIf(all.cooperations.length === 0, 'De beginfeiten noemen geen enkel samenwerkingsverband.'),
    ...duplicatesIn(all.cooperations, 'id', 'Het samenwerkingsverband'),
    ...duplicatesIn(all.organisations, 'oin', 'De organisatie met OIN'),
    ...duplicatesIn(all.people, 'sub', 'De persoon'),
    ...all.cooperations.flatMap((entry, at) => faultsOfCooperation(entry, at, all)),
    ...all.organisations.flatMap((entry, at) => faultsOfOrganisation(entry, at, all)),
    ...all.people.flatMap((entry, at) => faultsOfPerson(entry, at, all)),
  ];
};
