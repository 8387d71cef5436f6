import type { CalendarDate } from '@knooppunt/kernel';
import { fieldsOfBlock, findPayloadType } from '@knooppunt/signals';
import type { FieldDefinition, PayloadType } from '@knooppunt/signals';
import { UnknownPayloadType } from '../errors.js';
import { framed, inCase, present } from '../frame.js';
import type { Frame, PayloadData } from '../frame.js';
import type { Cast, CastPerson } from './cast.js';
import { explanationsOf, taskOf } from './explanations.js';
import { randomOf } from './random.js';
import type { Random } from './random.js';
import { inExtreme, inventedBsn, valueOf } from './values.js';
import type { Extreme, Scene } from './values.js';

/** What a delivery is made with. The same arguments give the same delivery. */
export type DeliveryOptions = {
  readonly cast: Cast;
  readonly on: CalendarDate;
  readonly frame: Frame;
  /** `ordinary`: as an agency would fill it; `least`: what is required and nothing else; `most`: every field, as many parties as may be. */
  readonly extent?: 'ordinary' | 'least' | 'most';
  readonly extreme?: Extreme;
};

type Making = DeliveryOptions & { readonly type: PayloadType; readonly seed: number; readonly random: Random };
type Party = { readonly ref: string; readonly person: CastPerson };

const isSignal = ({ frame }: Making): boolean => frame.way === 'signal';

/** Required fields always; others as the extent says, three in four where it says nothing. */
const isWanted = ({ extent = 'ordinary', random }: Making, { required }: FieldDefinition): boolean => {
  if (required === true || extent === 'most') return true;
  return extent === 'ordinary' && random.between(1, 4) > 1;
};

const fill = (making: Making, fields: readonly FieldDefinition[], scene: Scene): PayloadData =>
  present(
    Object.fromEntries(
      fields.filter((field) => isWanted(making, field)).map((field) => [field.name, valueOf(field, scene)]),
    ),
  );

/** The fields that this way may bring in this phase: of a confiscation a signal brings the seizure and no amount (W-12b). */
const allowed = (making: Making, fields: readonly FieldDefinition[]): readonly FieldDefinition[] =>
  isSignal(making) && making.type.id === 'S13' ? fields.filter(({ category }) => category !== 'FIN') : fields;

const needs = (type: PayloadType, kind: 'person' | 'company'): boolean =>
  fieldsOfBlock(type, kind).some(({ required }) => required === true) || fieldsOfBlock(type, 'matter').length === 0;

const howMany = (making: Making, kind: 'person' | 'company', highest: number): number => {
  const { extent = 'ordinary', random, type } = making;
  if (highest === 0 || fieldsOfBlock(type, kind).length === 0) return 0;
  if (extent === 'most') return highest;
  if (extent === 'least') return needs(type, kind) ? 1 : 0;
  return random.between(1, Math.min(2, highest));
};

/** Somebody of the cast. Where a number is required and the register knows none, one is made up outside its range. */
const castIn = ({ cast, random, type }: Making): CastPerson => {
  const person = random.pick(cast);
  const isNeeded = fieldsOfBlock(type, 'person').some((field) => field.name === 'bsn' && field.required === true);
  return isNeeded && person.bsn === undefined ? { ...person, bsn: inventedBsn(random) } : person;
};

const partiesOf = (making: Making, kind: 'person' | 'company', highest: number): readonly Party[] =>
  Array.from({ length: howMany(making, kind, highest) }, (_, at) => ({
    ref: `${kind === 'person' ? 'p' : 'c'}${at + 1}`,
    person: castIn(making),
  }));

/** Texts of the type itself; the explanations of a signal are part of its frame. */
const ownTexts = (making: Making, scene: Scene): PayloadData =>
  fill(
    making,
    fieldsOfBlock(making.type, 'text').filter(({ type }) => type !== 'explanations'),
    scene,
  );

const frameOf = (making: Making): PayloadData => {
  const { frame, type, extreme } = making;
  if (frame.way !== 'signal') return inCase(frame);
  const texts = Object.entries(explanationsOf(type)).map(([name, text]) => [name, inExtreme(text, 'text', extreme)]);
  return framed(frame, taskOf(type), Object.fromEntries(texts) as ReturnType<typeof explanationsOf>);
};

const handlingOf = ({ type, random, extent }: Making): PayloadData => {
  const codes = present({
    handlingCode: extent === 'most' ? random.pick(['H0', 'H1', 'H2', 'H3']) : undefined,
    bpgCode: type.needsBpgCode === true ? random.pick(['a', 'b']) : undefined,
  });
  return Object.keys(codes).length === 0 ? {} : { handling: codes };
};

/**
 * A delivery of any payload type of the registry, from a seed: people and addresses of the cast, companies of the test
 * set, Dutch texts; all of it belongs together. Throws `agencies/unknown-payload-type`.
 */
export const deliveryOf = (typeId: string, seed: number, options: DeliveryOptions): PayloadData => {
  const type = findPayloadType(typeId);
  if (type === undefined) throw new UnknownPayloadType(typeId);
  const making: Making = { ...options, type, seed, random: randomOf(seed, `${typeId} delivery`) };
  const persons = partiesOf(making, 'person', type.maxPersons);
  const companies = partiesOf(making, 'company', type.maxCompanies);
  const place = persons[0]?.person ?? castIn(making);
  const sceneOf = (person: CastPerson, ref?: string): Scene => ({
    random: making.random,
    seed: making.seed + (ref === undefined ? 0 : Number(ref.slice(1)) - 1),
    person,
    on: options.on,
    extreme: options.extreme,
    others: persons.map((party) => party.ref).filter((other) => other !== ref),
  });
  const filled = (kind: 'person' | 'company', { ref, person }: Party): PayloadData => ({
    ref,
    ...fill(making, allowed(making, fieldsOfBlock(type, kind)), sceneOf(person, ref)),
  });
  const matter = fill(making, allowed(making, fieldsOfBlock(type, 'matter')), sceneOf(place));
  const text = ownTexts(making, sceneOf(place));
  const frame = frameOf(making);
  return {
    ...frame,
    ...handlingOf(making),
    ...(persons.length === 0 ? {} : { persons: persons.map((party) => filled('person', party)) }),
    ...(companies.length === 0 ? {} : { companies: companies.map((party) => filled('company', party)) }),
    ...(Object.keys(matter).length === 0 ? {} : { matter }),
    ...(Object.keys(text).length === 0 ? {} : { text: { ...(frame['text'] as PayloadData | undefined), ...text } }),
  };
};
