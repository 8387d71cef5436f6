import {
  employerOf,
  foundElsewhereSignal,
  labourInspection,
  readRegister,
  residencePosition,
  signalsOfRegister,
} from '@knooppunt/agencies';
import type { KnownPerson, PayloadData, PersonList, RegisterSignal } from '@knooppunt/agencies';
import { isCalendarDate } from '@knooppunt/kernel';
import type { CalendarDate, Uuid } from '@knooppunt/kernel';
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

type Matter = { readonly address: string; readonly bagId?: string; readonly registrations: number };
type Person = KnownPerson & { readonly name: string; readonly bagId?: string };

const matterOf = ({ data }: RegisterSignal): Matter => data['matter'] as Matter;
const personOf = ({ data }: RegisterSignal): Person => (data['persons'] as readonly [Person])[0];
const isAtAddress = (signal: RegisterSignal, { bagId }: Matter): boolean =>
  signal.type === 'S1' ? matterOf(signal).bagId === bagId : personOf(signal).bagId === bagId;

const importFor = (stage: Stage, register: readonly PersonList[], part: 'college' | 'rotterdamCollege') => {
  const { cooperation, municipality = '' } = stage.cast[part];
  const { residents, signals } = signalsOfRegister(register, {
    municipality,
    referenceDate: stage.referenceDate,
    region: cooperation,
    firstProcessed: stage.today,
  });
  const ofType = (type: string): readonly RegisterSignal[] => signals.filter((signal) => signal.type === type);
  const [overcrowded] = ofType('S1');
  if (!overcrowded) throw new NothingFound(municipality, stage.referenceDate);
  const imported: Imported = {
    municipality,
    residents,
    overcrowded: ofType('S1').length,
    anomalies: ofType('S2').length,
  };
  stage.report({ step: 'imported', municipality, residents, signals: signals.length });
  return { imported, signals, matter: matterOf(overcrowded) };
};

/** Two adults of the address of whom the register knows the whole date of birth, so that others can know them too. */
const adultsOf = (people: readonly Person[], on: CalendarDate): readonly Person[] =>
  people
    .filter(({ birthDate }) => {
      const from = adultFromOf(birthDate);
      return from !== undefined && from <= on && isCalendarDate(birthDate);
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

/** What the municipalities find, before anything is delivered. Throws `standalone/nothing-found`. */
const findSignals = (stage: Stage) => {
  const register = readRegister(stage.register);
  const amsterdam = importFor(stage, register, 'college');
  const rotterdam = importFor(stage, register, 'rotterdamCollege');
  const { signals, matter } = amsterdam;
  const people = signals.filter((signal) => signal.type === 'S2' && isAtAddress(signal, matter)).map(personOf);
  const residents = adultsOf(people, stage.today);
  if (residents.length < 2) throw new NothingFound(amsterdam.imported.municipality, stage.referenceDate);
  return { amsterdam, rotterdam, residents, child: childSignal(stage) };
};

const deliverAll = async (stage: Stage, part: Part, payloads: readonly (readonly [string, PayloadData])[]) => {
  const delivered: Delivered[] = [];
  for (const [type, data] of payloads) delivered.push(await deliver(stage, part, type, data));
  for (const [type, of] of Map.groupBy(delivered, (one) => one.type)) {
    stage.report({ step: 'delivered', part, type, count: of.length });
  }
  return delivered;
};

const deliverFound = (stage: Stage, part: Part, signals: readonly RegisterSignal[]) =>
  deliverAll(
    stage,
    part,
    signals.map(({ type, data }) => [type, data]),
  );

/** Delivers the same event twice, as a system does that missed the answer. */
const deliverTwice = async (stage: Stage, part: Part, type: string, data: PayloadData) => {
  const member = stage.cast[part];
  const event = eventOf(stage, member, type, data);
  const first = await stage.api.deliver(member, event);
  const again = await stage.api.deliver(member, event);
  const id = idOf(first);
  stage.report({ step: 'delivered', part, type, count: 1 });
  stage.report({ step: 'repeated' });
  return { id, isSame: first.status === again.status && first.text === again.text };
};

/** What inspectorate and immigration know about the address and two of its residents: made with the seed. */
const madeUp = ({ seed, today, cast }: Stage, { address, bagId }: Matter, residents: readonly Person[]) => {
  const frame = { way: 'signal', region: cast.college.cooperation, firstProcessed: today } as const;
  const site = { site: address, ...(bagId === undefined ? {} : { bagId }) };
  return {
    inspection: labourInspection(seed, { ...site, on: today, frame }),
    positions: residents.map(({ name, birthDate }) =>
      residencePosition(seed, {
        person: { name, ...(birthDate === undefined ? {} : { birthDate }) },
        sponsor: employerOf(seed),
        on: today,
        frame,
      }),
    ),
  };
};

/** The municipalities import and submit, inspectorate and immigration add theirs, one is sent twice, one is refused. */
export const playSignals = async (stage: Stage): Promise<SignalsPlayed> => {
  const { amsterdam, rotterdam, residents, child } = findSignals(stage);
  const { signals, matter } = amsterdam;
  const { inspection, positions } = madeUp(stage, matter, residents);
  const isHere = (signal: RegisterSignal): boolean => isAtAddress(signal, matter);
  const here = await deliverFound(stage, 'college', signals.filter(isHere));
  const elsewhere = await deliverFound(
    stage,
    'college',
    signals.filter((signal) => !isHere(signal)),
  );
  const there = await deliverFound(stage, 'rotterdamCollege', rotterdam.signals);
  const found = await deliver(stage, 'college', child.type, child.data);
  stage.report({ step: 'delivered', part: 'college', type: child.type, count: 1 });
  const repeated = await deliverTwice(stage, 'inspectorate', 'S19', inspection);
  const inspected: Delivered = { part: 'inspectorate', type: 'S19', id: repeated.id };
  const positioned = await deliverAll(
    stage,
    'immigration',
    positions.map((data) => ['S24', data]),
  );
  const refused = await deliverRefused(stage, 'college', 'S24', positions[0] ?? {});
  const cluster = [...here, found, inspected, ...positioned];
  return {
    imported: [amsterdam.imported, rotterdam.imported],
    registrations: matter.registrations,
    delivered: [...here, ...elsewhere, ...there, found, inspected, ...positioned],
    cluster: idsOf(cluster),
    elsewhere: idsOf(elsewhere),
    rotterdam: idsOf(there),
    child: found.id,
    residents: residents.map(({ name }) => name),
    repeated,
    refused,
  };
};

const idsOf = (delivered: readonly Delivered[]): readonly Uuid[] => delivered.map(({ id }) => id);
