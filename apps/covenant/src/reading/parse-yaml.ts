import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import type { Document, ParsedNode, YAMLError } from 'yaml';
import { brokenYaml, filled } from '@knooppunt/platform';
import type { InBoth } from '@knooppunt/platform';
import { DocumentRefused } from './document-refused.js';
import type { DocumentFault, Place } from './document-refused.js';
import { PlaceIndex } from './place-index.js';
import type { Path } from './place-index.js';
import { yamlSentences } from './yaml.texts.js';

/** One YAML document: its plain value, and where everything stands. */
export type ParsedDocument = { readonly value: unknown; readonly places: PlaceIndex };

const deepest = 24;

/** The tags that say what YAML 1.2 would have taken the value for anyhow. */
const isPlainTag = (tag: string): boolean => /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/.test(tag);

/** Turns the nodes of one document into plain values, notes places, and collects what a covenant may not hold. */
class Reader {
  readonly faults: DocumentFault[] = [];

  constructor(
    readonly file: string,
    private readonly lines: LineCounter,
    private readonly places: PlaceIndex,
  ) {}

  placeAt(offset: number): Place {
    const { line, col } = this.lines.linePos(offset);
    return { file: this.file, line: Math.max(1, line), column: Math.max(1, col) };
  }

  fault(code: keyof typeof yamlSentences, offset: number, what: string | InBoth = ''): void {
    const { nl, en } = typeof what === 'string' ? { nl: what, en: what } : what;
    const template = yamlSentences[code];
    const sentence = { nl: filled(template, 'nl', { what: nl }), en: filled(template, 'en', { what: en }) };
    this.faults.push({ ...this.placeAt(offset), code, sentence });
  }

  read(node: ParsedNode | null, path: Path): unknown {
    if (node === null) return null;
    const [offset] = node.range;
    this.places.note(
      path,
      this.placeAt(offset),
      isScalar(node) && typeof node.value === 'string' ? node.value : undefined,
    );
    if (isAlias(node)) return this.fault('alias', offset, `*${node.source}`);
    if (node.tag !== undefined && !isPlainTag(node.tag)) return this.fault('tag', offset, node.tag);
    if (path.length > deepest) return this.fault('too-deep', offset);
    if (isSeq(node)) return node.items.map((item, at) => this.read(item, [...path, at]));
    if (isMap(node)) return this.readMap(node.items, path);
    return (node as { readonly value: unknown }).value;
  }

  private readMap(items: readonly { key: unknown; value: unknown }[], path: Path): unknown {
    const entries = items.flatMap(({ key, value }) => {
      const offset = (key as ParsedNode | null)?.range[0] ?? 0;
      if (!isScalar(key) || typeof key.value !== 'string') {
        this.fault('key-form', offset);
        return [];
      }
      const inside = [...path, key.value];
      const read = this.read(value as ParsedNode | null, inside);
      // A member is where its name stands: that is the line that a reader looks for.
      this.places.note(inside, this.placeAt(offset), key.value);
      return [[key.value, read] as const];
    });
    return Object.fromEntries(entries);
  }
}

const errorCodes: Partial<Record<YAMLError['code'], keyof typeof yamlSentences>> = {
  DUPLICATE_KEY: 'duplicate-key',
  BAD_ALIAS: 'alias',
  NON_STRING_KEY: 'key-form',
  TAG_RESOLVE_FAILED: 'tag',
  RESOURCE_EXHAUSTION: 'too-deep',
};

const faultsOfParser = (document: Document.Parsed, reader: Reader): void => {
  for (const { code, pos, message } of [...document.errors, ...document.warnings]) {
    const known = errorCodes[code];
    if (known === undefined) reader.fault('broken-yaml', pos[0], brokenYaml[code] ?? code);
    else reader.fault(known, pos[0], message.split('\n')[0]);
  }
  if (document.directives.yaml.explicit === true) reader.fault('directive', 0);
};

const documentsIn = (file: string, text: string, lines: LineCounter): readonly Document.Parsed[] => {
  try {
    const found = parseAllDocuments(text, {
      lineCounter: lines,
      uniqueKeys: true,
      stringKeys: true,
      prettyErrors: false,
      version: '1.2',
      schema: 'core',
      merge: false,
      logLevel: 'silent',
    });
    return 'empty' in found ? [] : found;
  } catch (error) {
    // the parser calls itself once per level of nesting
    if (!(error instanceof RangeError)) throw error;
    throw new DocumentRefused([{ file, code: 'too-deep', sentence: yamlSentences['too-deep'] }]);
  }
};

/**
 * The documents of a YAML 1.2 text as plain values with their places. Throws `DocumentRefused` with every fault of the first
 * document that has any: broken-yaml, duplicate-key, alias, tag, key-form, directive, too-deep; empty where there is none.
 */
export const parseYaml = (file: string, text: string): readonly ParsedDocument[] => {
  const lines = new LineCounter();
  const parsed = documentsIn(file, text, lines).map((document) => {
    const places = new PlaceIndex(file);
    const reader = new Reader(file, lines, places);
    faultsOfParser(document, reader);
    const value = reader.faults.length > 0 ? undefined : reader.read(document.contents, []);
    if (reader.faults.length > 0) throw new DocumentRefused(reader.faults);
    return { value, places };
  });
  if (parsed.every(({ value }) => value === null)) {
    throw new DocumentRefused([{ file, line: 1, column: 1, code: 'empty', sentence: yamlSentences.empty }]);
  }
  return parsed;
};
