/** A piece of HTML that may stand as it is. Made by `html` only, so that nothing enters a page unescaped. */
export class Html {
  constructor(readonly text: string) {}
}

type Value = Html | string | number | readonly (Html | string)[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as it stands in HTML, in content and in quoted attributes alike. */
export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');

const textOf = (value: Value): string => {
  if (value instanceof Html) return value.text;
  return typeof value === 'object' ? value.map((one) => textOf(one)).join('') : escaped(String(value));
};

/** A template of HTML: what is filled in is escaped, unless it is HTML already; lists are put one after another. */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Html =>
  new Html(parts.map((part, at) => (at === 0 ? part : textOf(values[at - 1] ?? '') + part)).join(''));

export const nothing = html``;

/** Pieces with a separator between them. */
export const joined = (pieces: readonly (Html | string)[], separator: Html | string): Html =>
  html`${pieces.flatMap((piece, at) => (at === 0 ? [piece] : [separator, piece]))}`;

/** An id that may be an anchor: letters, digits and `-` stay, any other character becomes its number. */
export const anchorOf = (kind: string, name: string): string =>
  `${kind}-${name.replaceAll(/[^A-Za-z0-9-]/gu, (character) => `_${(character.codePointAt(0) ?? 0).toString(16)}_`)}`;

/** A table with a caption and a head for each column; the first cell of a row is its head. */
export const table = (
  caption: Html | string,
  columns: readonly (Html | string)[],
  rows: readonly { readonly id?: string; readonly cells: readonly (Html | string)[] }[],
  kind = '',
): Html =>
  html`<div class="frame ${kind}" role="region" tabindex="0" aria-label="${plain(caption)}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({
            id,
            cells: [head = '', ...cells],
          }) => html`<tr${id === undefined ? nothing : html` id="${id}"`}><th scope="row">${head}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
        )}
      </tbody>
    </table>
  </div> `;

const plain = (piece: Html | string): string =>
  piece instanceof Html ? unescaped(piece.text.replaceAll(/<[^>]*>/g, '')) : piece;

const characters = new Map(Object.entries(entities).map(([character, entity]) => [entity, character]));
const unescaped = (text: string): string =>
  text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => characters.get(entity) ?? '');
