import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import type { Document, YAMLError } from 'yaml';
import { filled } from '../command-line/language.js';
import type { InBoth, Language } from '../command-line/language.js';
import { brokenYaml } from './broken-yaml.js';

const sentences = {
  away: { nl: '{file} is er niet, of is niet te lezen.', en: '{file} is not there, or cannot be read.' },
  broken: {
    nl: '{file}, regel {line}: dit is geen geldige YAML: {what}.',
    en: '{file}, line {line}: this is no valid YAML: {what}.',
  },
  twice: {
    nl: '{file}, regel {line}: deze naam staat hier twee keer.',
    en: '{file}, line {line}: this name stands here twice.',
  },
  alias: { nl: '{file}: een verwijzing (*) mag hier niet.', en: '{file}: an alias (*) may not be used here.' },
} as const satisfies Readonly<Record<string, InBoth>>;

/** What a file holds as plain values, or why it cannot be used: sentences with file and line, and nothing of what stands there. */
export type YamlFile = { readonly value?: unknown; readonly faults: readonly string[] };

const textIn = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

const valueOf = (document: Document): { readonly value: unknown } | undefined => {
  try {
    return { value: document.toJS({ maxAliasCount: 0 }) as unknown };
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
};

/** Reads a file of a deployment (YAML 1.2, JSON among it); every fault at once. Aliases and names that stand twice are refused. */
export const readYamlFile = (file: string, lang: Language = 'nl'): YamlFile => {
  const text = textIn(file);
  if (text === undefined) return { faults: [filled(sentences.away, lang, { file })] };
  const document = parseDocument(text, { uniqueKeys: true });
  const said = ({ code, linePos }: YAMLError): string => {
    const line = String(linePos?.[0].line ?? 1);
    if (code === 'DUPLICATE_KEY') return filled(sentences.twice, lang, { file, line });
    return filled(sentences.broken, lang, { file, line, what: brokenYaml[code]?.[lang] ?? code });
  };
  const faults = [...new Set([...document.errors, ...document.warnings].map(said))];
  if (faults.length > 0) return { faults };
  const read = valueOf(document);
  return read ? { ...read, faults } : { faults: [filled(sentences.alias, lang, { file })] };
};
