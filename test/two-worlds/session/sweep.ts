import { payloadTypes } from '@knooppunt/signals';
import type { Operation } from './document.js';
import { ask, asPersona, firstOf, pathsOf, scenesOf } from './scene.js';
import type { Script } from './scene.js';

/** Values that the second worlds hide, by the name of their field. */
const hiddenValues: Readonly<Record<string, string>> = {
  name: 'Zohra Onbekend',
  birthDate: '1955-12-31',
  bsn: '990008964',
  address: 'Zwijgstraat 1, 1011 AA Amsterdam',
  employer: 'Geheim Uitzendbureau Noord',
};
const isLong = process.env['KNOOPPUNT_LONG'] === '1';
const fields = isLong
  ? [...new Set(payloadTypes.flatMap((type) => type.fields.map(({ name }) => name)))]
  : ['name', 'birthDate'];

/** Ways in which other systems let a caller filter, sort or add up a field (leaks-and-faults, classes 1 to 3 and 6). */
const ofField = (field: string, value: string): readonly (readonly [name: string, value: string])[] => [
  [field, value],
  [`${field}[prefix]`, value.slice(0, 2)],
  [`${field}__regex`, '^.*$'],
  [`filter[${field}]`, value],
  [`persons.${field}`, value],
  [`persons[0].${field}`, value],
  [`/persons/0/${field}`, value],
  [field.toUpperCase(), value],
  [`${field}\u200b`, value],
  ['sort', field],
  ['sort', `-persons.${field}`],
  ['order_by', `${field} desc`],
  ['velden', field],
  ['groepeer', field],
  ['aggregaat', `max(${field})`],
];

/** The same for no field by name: search, suggestion, projection, expansion, history, explanation (classes 7 to 10, 15 and 28). */
const ofNoField: readonly (readonly [name: string, value: string])[] = [
  ['q', 'Geheim'],
  ['zoek', 'Zo'],
  ['suggestie', 'G'],
  ['velden', '*'],
  ['fields', '*'],
  ['expand', 'verzoeken'],
  ['include', 'betrokkenen,inbreng.persons'],
  ['revisie', '0'],
  ['tot', '2026-03-02T09:00:00Z'],
  ['uitleg', 'ja'],
  ['telling', 'ja'],
  ['$filter', "name eq 'Zohra Onbekend'"],
  ['organisatie', '00000099000000001000'],
  ['samenwerkingsverband', 'rotterdam'],
];

const queries: readonly string[] = [
  ...fields.flatMap((field) => ofField(field, hiddenValues[field] ?? 'a')),
  ...ofNoField,
].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);

/** Asks every GET with every way of asking by a hidden field: each is refused as what no operation knows. */
export async function* sweep(script: Script): AsyncGenerator<Operation> {
  const by = asPersona(firstOf(script));
  for (const scene of scenesOf(script, 'GET')) {
    const { own, others } = pathsOf(scene);
    const { path } = own[0] ?? others[0] ?? { path: scene.operation.path };
    for (const query of queries) {
      await ask(scene, `with ${decodeURIComponent(query)}`, { ...by, path: `${path}?${query}` });
    }
    yield scene.operation;
  }
}
