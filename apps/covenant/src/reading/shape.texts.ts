import type { InBoth } from '@knooppunt/platform';

type Sentence = readonly [form: RegExp, nl: string, en: string];

/** What a fault of shape means, by its own words. `$1`: what those name. */
const sentences: readonly Sentence[] = [
  [
    /^no text$/,
    'hier hoort een tekst; een nummer of dag staat tussen aanhalingstekens',
    'a text belongs here; a number or day stands between quotation marks',
  ],
  [
    /^a character that nobody sees, (.*)$/,
    'hier staat een teken dat niemand ziet ($1); wie tekent, moet kunnen lezen wat er staat',
    'here is a character that nobody sees ($1); who signs must be able to read what it says',
  ],
  [/^not true or false$/, 'hier hoort true of false', 'true or false belongs here'],
  [/^not one of (.*)$/, 'hier hoort een van deze woorden: $1', 'one of these words belongs here: $1'],
  [/^no list$/, 'hier hoort een lijst', 'a list belongs here'],
  [/^empty$/, 'dit mag niet leeg zijn', 'this may not be empty'],
  [/^no (?:map|object)$/, 'hier horen namen, elk met een waarde', 'names belong here, each with a value'],
  [
    /^a name of another form$/,
    'een naam begint met een letter en heeft verder letters, cijfers, - en _',
    'a name begins with a letter and has letters, digits, - and _',
  ],
  [/^unknown member `(.*)`$/s, '“$1” betekent hier niets', '`$1` means nothing here'],
  [/^no `(.*)`$/, '“$1” ontbreekt', '`$1` is missing'],
  [/^no calendar day$/, 'hier hoort een dag die bestaat (JJJJ-MM-DD)', 'a day that exists belongs here (YYYY-MM-DD)'],
  [
    /^no digest$/,
    'hier hoort een vingerafdruk: sha256: en 64 cijfers en letters a tot en met f',
    'a digest belongs here: sha256: and 64 digits and letters a to f',
  ],
  [
    /^not two days$/,
    'hier horen twee dagen, de eerste en de laatste; die mag ook open zijn',
    'two days belong here, the first and the last, which may be open',
  ],
];

/** What should be where a fault of shape lies, as half a sentence in both languages. */
export const shapeWords = (what: string): InBoth => {
  const known = sentences.find(([form]) => form.test(what));
  if (known === undefined) return { nl: what, en: what };
  const [form, nl, en] = known;
  const [, named = ''] = form.exec(what) ?? [];
  return { nl: nl.replace('$1', () => named), en: en.replace('$1', () => named) };
};
