import { painted } from '@knooppunt/platform';
import type { Language, Terminal } from '@knooppunt/platform';
import type { DocumentFault } from './document-refused.js';

const placeOf = ({ file, line, column }: DocumentFault): string =>
  [file, ...(line === undefined ? [] : [line, column ?? 1])].join(':');

/** One line about a fault, in the form that editors jump to: `file:line:column: rule: sentence [code]`. */
export const faultText = (fault: DocumentFault, language: Language, terminal: Pick<Terminal, 'hasColours'>): string => {
  const rule = fault.rule === undefined ? '' : `${fault.rule}: `;
  const place = painted(terminal, 'bold', placeOf(fault));
  return `${place}: ${rule}${fault.sentence[language]} [${fault.code}]\n`;
};

/** The same for machines. */
export const faultJson = ({ sentence, ...fault }: DocumentFault, language: Language): unknown => ({
  kind: 'fault',
  ...fault,
  sentence: sentence[language],
});
