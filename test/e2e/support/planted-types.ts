import { deliveryOf, castOfRegister } from '@knooppunt/agencies';
import type { Frame } from '@knooppunt/agencies';
import { fieldsOfBlock } from '@knooppunt/signals';
import type { BlockKind, FieldDefinition, FieldType, PayloadType } from '@knooppunt/signals';
import { readFileSync } from 'node:fs';
import type { Data } from './deliveries.js';
import { needlesOfDigest, needlesOfText } from './byte-search.js';
import type { Needle } from './byte-search.js';
import { nine, plant } from './planted.js';

const register = readFileSync(new URL('../../../deploy/demo/brp/persoonslijsten.csv', import.meta.url), 'utf8');
const cast = castOfRegister(register, { municipalities: ['0363', '0599'], on: '2022-05-02' });

/** Values that were planted: what to call them, and what would stand in a file. */
type Planted = { readonly name: string; readonly text: string };

let made = 0;
const digits = (length: number): string =>
  String((made += 1) * 7_919 + 5_000_000)
    .padStart(length, '4')
    .slice(-length);
/** A day that is nowhere else: long before anything that the log knows. */
const day = (): string => {
  made += 1;
  const year = 1911 + (made % 17);
  return `${year}-${String(1 + (made % 12)).padStart(2, '0')}-${String(1 + (made % 28)).padStart(2, '0')}`;
};
const company = (what: string): Data => ({ name: plant(what), kvkNr: digits(8), rsin: nine(digits(7)) });

/** Values of the kinds that can be told from all others; of the rest the generator's own are used. */
const makers: Readonly<Partial<Record<FieldType, (what: string) => unknown>>> = {
  name: plant,
  address: plant,
  text: plant,
  'long-text': plant,
  'company-name': plant,
  company,
  'opaque-token': (what) => plant(`${what}KenmerkVanEenSlachtoffer`).slice(0, 64),
  'document-number': () => `KNPLNT${digits(8)}`,
  bsn: () => nine(digits(7)),
  'v-number': () => `2${digits(9)}`,
  'bag-id': () => `036301${digits(10)}`,
  'kvk-number': () => digits(8),
  'wage-tax-number': () => `${nine(digits(7))}L01`,
  'turnover-tax-number': () => `${nine(digits(7))}B01`,
  'prosecution-number': () => `10/${digits(6)}-23`,
  'birth-date': day,
  date: day,
  count: () => Number(`4${digits(8)}`),
  money: () => Number(`4${digits(8)}`),
};

const isBounded = ({ least, most }: FieldDefinition): boolean => least !== undefined || most !== undefined;

/** Every field of a block: something planted where its kind can hold that, else what the generator made of it. */
const plantIn = (type: PayloadType, block: BlockKind, holder: Data): Data => ({
  ...holder,
  ...Object.fromEntries(
    fieldsOfBlock(type, block).flatMap((field) => {
      const make = isBounded(field) ? undefined : makers[field.type];
      return make ? [[field.name, make(`${type.id}${field.name}`)]] : [];
    }),
  ),
});

const explanations = (type: PayloadType, text: Data): Data =>
  '_text' in text
    ? {
        ...text,
        _text: Object.fromEntries(Object.keys(text['_text'] as Data).map((name) => [name, plant(`${type.id}${name}`)])),
      }
    : text;

/** A payload of a type with every field of it, and something that is nowhere else in each that can hold such a thing. */
export const plantedPayload = (type: PayloadType, frame: Frame): Data => {
  const whole = deliveryOf(type.id, 11, { cast, on: '2026-02-20', frame, extent: 'most' });
  const parties = (name: string, block: BlockKind): Data =>
    name in whole ? { [name]: (whole[name] as readonly Data[]).map((party) => plantIn(type, block, party)) } : {};
  return {
    ...whole,
    ...parties('persons', 'person'),
    ...parties('companies', 'company'),
    ...('matter' in whole ? { matter: plantIn(type, 'matter', whole['matter'] as Data) } : {}),
    ...('text' in whole ? { text: explanations(type, plantIn(type, 'text', whole['text'] as Data)) } : {}),
  };
};

const searchable = /^(?!\d{1,5}$)[^]{6,}$/;
/** So short that some sealed text in base64 draws it. */
const short = 8;

const valuesIn = (type: PayloadType, name: string, value: unknown): readonly Planted[] => {
  const called = `${type.id}.${name}`;
  const field = type.fields.find((one) => one.name === name);
  const inJson = [{ name: called, text: `"${name}":${JSON.stringify(value)}` }];
  if (field?.type === 'code' || field?.type === 'code-list') return inJson;
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([member, inner]) => valuesIn(type, `${name}.${member}`, inner));
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (!searchable.test(text)) return [];
  return text.length < short ? inJson : [{ name: called, text }];
};

/** Everything that was planted in a payload and can be told from all else. */
export const plantedIn = (type: PayloadType, payload: Data): readonly Planted[] => {
  const {
    persons = [],
    companies = [],
    matter = {},
    text = {},
  } = payload as Readonly<
    Record<'persons' | 'companies', readonly Data[] | undefined> & Record<'matter' | 'text', Data | undefined>
  >;
  return [...persons, ...companies, matter, text].flatMap((holder) =>
    Object.entries(holder)
      .filter(([name]) => !['ref', 'about', 'possibleVictim'].includes(name))
      .flatMap(([name, value]) => valuesIn(type, name, value)),
  );
};

/** What to look for: every planted value in each of its forms, and its digest. */
export const needlesOf = (planted: readonly Planted[]): readonly Needle[] =>
  planted.flatMap(({ name, text }) => [...needlesOfText(name, text), ...needlesOfDigest(name, text)]);
