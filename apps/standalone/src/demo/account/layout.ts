/** A table of an account: columns named in the first row; the columns from `numbersFrom` on are set to the right. */
export type Table = {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly numbersFrom?: number;
};

/** A part of an account: a heading, paragraphs and tables in order. */
export type Section = { readonly heading: string; readonly blocks: readonly (string | Table)[] };

const lineWidth = 92;

/** A paragraph in lines of at most 92 characters; a longer word stands alone. */
export const wrapped = (text: string, indent = ''): string => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (indent.length + longer.length > lineWidth && line !== '') {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].map((one) => `${indent}${one}`).join('\n');
};

const lengthOf = (text: string): number => Array.from(text).length;
const padded = (text: string, width: number, right: boolean): string => {
  const space = ' '.repeat(Math.max(0, width - lengthOf(text)));
  return right ? space + text : text + space;
};

/** A table as aligned lines, with a rule below the head. */
export const tableText = ({ head, rows, numbersFrom = Number.POSITIVE_INFINITY }: Table): string => {
  const widths = head.map((title, at) => Math.max(lengthOf(title), ...rows.map((row) => lengthOf(row[at] ?? ''))));
  const line = (cells: readonly string[]): string =>
    `  ${widths
      .map((width, at) => padded(cells[at] ?? '', width, at >= numbersFrom))
      .join('  ')
      .trimEnd()}`;
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
};

/** An account as text for a terminal. */
export const accountText = (title: string, sections: readonly Section[]): string => {
  const body = sections.map(({ heading, blocks }) =>
    [
      heading.toUpperCase(),
      ...blocks.map((block) => (typeof block === 'string' ? wrapped(block) : tableText(block))),
    ].join('\n\n'),
  );
  return `${'═'.repeat(lineWidth)}\n${title}\n${'═'.repeat(lineWidth)}\n\n${body.join('\n\n\n')}\n`;
};
