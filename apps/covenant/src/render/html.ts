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

/** Nothing at all. */
export const nothing = html``;

/** Pieces with a separator between them. */
export const joined = (pieces: readonly (Html | string)[], separator: Html | string): Html =>
  html`${pieces.flatMap((piece, at) => (at === 0 ? [piece] : [separator, piece]))}`;

/** An id that may be an anchor: letters, digits and `-` stay, any other character becomes its number. */
export const anchorOf = (kind: string, name: string): string =>
  `${kind}-${name.replaceAll(/[^A-Za-z0-9-]/gu, (character) => `_${(character.codePointAt(0) ?? 0).toString(16)}_`)}`;

const characters = new Map(Object.entries(entities).map(([character, entity]) => [entity, character]));

/** A piece of HTML as plain text, for attributes. */
const plain = (piece: Html | string): string =>
  piece instanceof Html
    ? piece.text
        .replaceAll(/<[^>]*>/g, '')
        .replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => characters.get(entity) ?? '')
    : piece;

/** What is wide scrolls by itself, with the keyboard too: it is a stop, and says what it is. */
export const frame = (name: Html | string, kind: string, inside: Html): Html =>
  html`<div class="frame ${kind}" role="group" tabindex="0" aria-label="${plain(name).trim()}">${inside}</div>`;

/** A row of a table: the first cell is its head. */
export type TableRow = { readonly id?: string; readonly cells: readonly (Html | string)[] };

/** Tables that are laid out as blocks on narrow screens say what they are, or they would no longer be tables to who listens. */
const rolesOf = (kind: string) => (role: string) => (kind.includes('rules') ? html` role="${role}"` : nothing);

const rowHtml = ({ id, cells: [head = '', ...cells] }: TableRow, role: (name: string) => Html): Html => {
  const anchor = id === undefined ? nothing : html` id="${id}"`;
  const rest = cells.map((cell) => html`<td${role('cell')}>${cell}</td>`);
  return html`<tr${anchor}${role('row')}><th scope="row"${role('rowheader')}>${head}</th>${rest}</tr>
`;
};

/** A table with a caption and a head for each column. `kind`: classes; `titled` where a heading says the caption already. */
export const table = (
  caption: Html | string,
  columns: readonly (Html | string)[],
  rows: readonly TableRow[],
  kind = '',
): Html => {
  const role = rolesOf(kind);
  const heads = columns.map((column) => html`<th scope="col" ${role('columnheader')}>${column}</th>`);
  const inside = html`<table${role('table')}>
<caption>${caption}</caption>
<thead${role('rowgroup')}><tr${role('row')}>${heads}</tr></thead>
<tbody${role('rowgroup')}>
${rows.map((row) => rowHtml(row, role))}</tbody>
</table>`;
  return frame(caption, kind, inside);
};
