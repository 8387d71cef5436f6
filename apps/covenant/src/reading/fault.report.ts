import { findUnseen } from '@knooppunt/covenant';
import { painted } from '@knooppunt/platform';
import type { Language, Terminal } from '@knooppunt/platform';
import type { DocumentFault } from './document-refused.js';

const placeOf = ({ file, line, column }: DocumentFault): string =>
  [file, ...(line === undefined ? [] : [line, column ?? 1])].join(':');

/** A text of which no character steers the terminal that it is shown on: each by its name instead. */
const shown = (text: string): string => {
  const unseen = findUnseen(text);
  if (unseen === undefined) return text.replaceAll('\n', ' ');
  const characters = Array.from(text);
  return shown(characters.toSpliced(unseen.at, 1, `<${unseen.name}>`).join(''));
};

/** One line about a fault, in the form that editors jump to: `file:line:column: rule: sentence [code]`. */
export const faultText = (fault: DocumentFault, language: Language, terminal: Pick<Terminal, 'hasColours'>): string => {
  const rule = fault.rule === undefined ? '' : `${fault.rule}: `;
  const place = painted(terminal, 'bold', placeOf(fault));
  return `${place}: ${shown(`${rule}${fault.sentence[language]}`)} [${fault.code}]\n`;
};

/** The same for machines. */
export const faultJson = ({ sentence, ...fault }: DocumentFault, language: Language): unknown => ({
  kind: 'fault',
  ...fault,
  sentence: sentence[language],
});
