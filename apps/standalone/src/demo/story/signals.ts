import {
  employerOf,
  foundElsewhereSignal,
  labourInspection,
  readRegister,
  residencePosition,
  signalsOfRegister,
} from '@knooppunt/agencies';
import type { KnownPerson, PayloadData, PersonList, RegisterSignal } from '@knooppunt/agencies';
import type { Uuid } from '@knooppunt/kernel';
import { adultFromOf, cloudEventTypeOf, findPayloadType } from '@knooppunt/signals';
import { problemOf } from '../api.js';
import type { Answer } from '../api.js';
import type { Member, Part } from '../cast.js';
import { NothingFound, UnexpectedAnswer } from '../errors.js';
import type { Delivered, Imported, RefusedDelivery, SignalsPlayed } from '../result.js';
import type { Stage } from '../stage.js';
import { writings } from '../writings.js';

/** Systems of the organisations, as their CloudEvents name them. */
const systems: Readonly<Record<string, string>> = {
  S1: 'wonen',
  S2: 'burgerzaken',
  S6: 'bvh',
  S15: 'loonheffingen',
  S19: 'inspecties',
  S24: 'indigo',
};

/** A child of the register, and the day on which the register knows it in Amsterdam; all else about it is made up. */
const foundChild = { bsn: '999996472', referenceDate: '2022-05-02' } as const;

/** A CloudEvent of a type, with an id of this run. */
export const eventOf = ({ api }: Stage, member: Member, type: string, data: PayloadData): object => {
  const definition = findPayloadType(type);
  if (!definition) throw new TypeError(`no payload type ${type}`);
  return {
    specversion: '1.0',
    id: api.newName(),
    source: `urn:nld:oin:${member.organisation}:systeem:${systems[type] ?? 'algemeen'}`,
    type: cloudEventTypeOf(definition),
    datacontenttype: 'application/json',
    data,
  };
};

const idOf = (answer: Answer): Uuid => {
  if (answer.status === 202) return (JSON.parse(answer.text) as { readonly id: Uuid }).id;
  const { code, detail } = problemOf(answer);
  throw new UnexpectedAnswer('POST /v1/leveringen', answer.status, code, detail);
};

/** Delivers one payload. Throws `standalone/unexpected-answer` for anything but 202. */
export const deliver = async (stage: Stage, part: Part, type: string, data: PayloadData): Promise<Delivered> => {
  const member = stage.cast[part];
  return { part, type, id: idOf(await stage.api.deliver(member, eventOf(stage, member, type, data))) };
};

/** Delivers what must be refused, and gives the refusal. Throws `standalone/unexpected-answer` where it is not refused. */
export const deliverRefused = async (
  stage: Stage,
  part: Part,
  type: string,
  data: PayloadData,
): Promise<RefusedDelivery> => {
  const member = stage.cast[part];
  const answer = await stage.api.deliver(member, eventOf(stage, member, type, data));
  const { code, detail, grondslag } = problemOf(answer);
  if (answer.status !== 403) throw new UnexpectedAnswer('POST /v1/leveringen', answer.status, code, detail);
  stage.report({ step: 'refused', part, type, basis: grondslag });
  return { part, type, status: answer.status, code, basis: grondslag };
};

type MunicipalPart = 'college' | 'rotterdamCollege';

const importFor = (stage: Stage, register: readonly PersonList[], part: MunicipalPart) => {
  const { cooperation, municipality = '' } = stage.cast[part];
  const found = signalsOfRegister(register, {
    municipality,
    referenceDate: stage.referenceDate,
    region: cooperation,
    firstProcessed: stage.today,
  });
  const count = (type: string): number => found.signals.filter((signal) => signal.type === type).length;
  const imported: Imported = {
    municipality,
    residents: found.residents,
    overcrowded: count('S1'),
    anomalies: count('S2'),
  };
  if (imported.overcrowded === 0) throw new NothingFound(municipality, stage.referenceDate);
  stage.report({ step: 'imported', municipality, residents: found.residents, signals: found.signals.length });
  return { imported, signals: found.signals };
};

const deliverAll = async (stage: Stage, part: Part, signals: readonly RegisterSignal[]) => {
  const delivered: (Delivered & { readonly signal: RegisterSignal })[] = [];
  for (const signal of signals) delivered.push({ ...(await deliver(stage, part, signal.type, signal.data)), signal });
  for (const [type, of] of Map.groupBy(delivered, (one) => one.type)) {
    stage.report({ step: 'delivered', part, type, count: of.length });
  }
  return delivered;
};

type Matter = { readonly address: string; readonly bagId?: string; readonly registrations: number };
type Person = KnownPerson & { readonly name: string; readonly bagId?: string };

const matterOf = ({ data }: RegisterSignal): Matter => data['matter'] as Matter;
const personOf = ({ data }: RegisterSignal): Person => (data['persons'] as readonly [Person])[0];
const isAtAddress = ({ signal }: { readonly signal: RegisterSignal }, { bagId }: Matter): boolean =>
  signal.type === 'S1' ? matterOf(signal).bagId === bagId : personOf(signal).bagId === bagId;

/** Two adults of the address of whom the register knows the whole date of birth, so that others can know them too. */
const adultsOf = (people: readonly Person[], on: string): readonly Person[] =>
  people
    .filter(({ birthDate }) => {
      const from = adultFromOf(birthDate);
      return from !== undefined && from <= on && /^\d{4}-(?!00)\d{2}-(?!00)\d{2}$/.test(birthDate ?? '');
    })
    .slice(0, 2);

const childSignal = ({ register, cast, today }: Stage): RegisterSignal => {
  const { cooperation, municipality = '' } = cast.college;
  return foundElsewhereSignal(register, {
    ...foundChild,
    municipality,
    region: cooperation,
    firstProcessed: today,
    companion: { name: writings.companion },
  });
};

const repeat = async (stage: Stage, data: PayloadData) => {
  const member = stage.cast.inspectorate;
  const event = eventOf(stage, member, 'S19', data);
  const first = await stage.api.deliver(member, event);
  const again = await stage.api.deliver(member, event);
  const id = idOf(first);
  stage.report({ step: 'delivered', part: 'inspectorate', type: 'S19', count: 1 });
  stage.report({ step: 'repeated' });
  return { id, isSame: first.status === again.status && first.text === again.text };
};

/** The municipalities import and submit, inspectorate and immigration add theirs, one is sent twice, one is refused. */
export const playSignals = async (stage: Stage): Promise<SignalsPlayed> => {
  const { seed, today, cast } = stage;
  const register = readRegister(stage.register);
  const amsterdam = importFor(stage, register, 'college');
  const rotterdam = importFor(stage, register, 'rotterdamCollege');
  const here = await deliverAll(stage, 'college', amsterdam.signals);
  const there = await deliverAll(stage, 'rotterdamCollege', rotterdam.signals);
  const [child] = await deliverAll(stage, 'college', [childSignal(stage)]);
  const [overcrowded] = here.map(({ signal }) => signal).filter(({ type }) => type === 'S1');
  if (!child || !overcrowded) throw new NothingFound(amsterdam.imported.municipality, stage.referenceDate);
  const matter = matterOf(overcrowded);
  const atAddress = here.filter((one) => isAtAddress(one, matter));
  const residents = adultsOf(
    atAddress.filter(({ type }) => type === 'S2').map(({ signal }) => personOf(signal)),
    today,
  );
  if (residents.length < 2) throw new NothingFound(amsterdam.imported.municipality, stage.referenceDate);
  const frame = { way: 'signal', region: cast.college.cooperation, firstProcessed: today } as const;
  const { address, bagId } = matter;
  const repeated = await repeat(
    stage,
    labourInspection(seed, { site: address, ...(bagId === undefined ? {} : { bagId }), on: today, frame }),
  );
  const sponsor = employerOf(seed);
  const positions = residents.map((person) =>
    residencePosition(seed, { person: knownOf(person), sponsor, on: today, frame }),
  );
  const positioned: Delivered[] = [];
  for (const data of positions) positioned.push(await deliver(stage, 'immigration', 'S24', data));
  stage.report({ step: 'delivered', part: 'immigration', type: 'S24', count: positioned.length });
  const refused = await deliverRefused(stage, 'college', 'S24', positions[0] ?? {});
  const plain = ({ part, type, id }: Delivered): Delivered => ({ part, type, id });
  const ids = (of: readonly Delivered[]): readonly Uuid[] => of.map(({ id }) => id);
  return {
    imported: [amsterdam.imported, rotterdam.imported],
    registrations: matter.registrations,
    delivered: [
      ...[...here, ...there, child].map(plain),
      { part: 'inspectorate', type: 'S19', id: repeated.id },
      ...positioned,
    ],
    cluster: [...ids(atAddress), child.id, repeated.id, ...ids(positioned)],
    elsewhere: ids(here.filter((one) => !isAtAddress(one, matter))),
    rotterdam: ids(there),
    child: child.id,
    residents: residents.map(({ name }) => name),
    repeated,
    refused,
  };
};

const knownOf = ({ name, birthDate }: Person) => ({ name, ...(birthDate === undefined ? {} : { birthDate }) });
