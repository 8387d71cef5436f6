import { textOf } from './source-tree.js';

/** The walkthrough as it is. */
export const page = (): string => textOf('docs/walkthrough.md');

/** Kinds of generated blocks: `code` from a region of a spec (`file#region`), `output` from what the spec of the walkthrough saw. */
export type BlockKind = 'code' | 'output';

const pattern = (kind: BlockKind): RegExp =>
  new RegExp(`(<!-- ${kind}: (\\S+) -->\\n+\`\`\`[a-z]*\\n)([^]*?)(\\n\`\`\`\\n)`, 'g');

/** The generated blocks of a page by name, in order. */
export const blocksOf = (text: string, kind: BlockKind): ReadonlyMap<string, string> =>
  new Map([...text.matchAll(pattern(kind))].map(([, , name = '', body = '']) => [name, body]));

/** The page with these blocks in the place of those of before; a block without a new text stays. */
export const withBlocks = (text: string, kind: BlockKind, blocks: ReadonlyMap<string, string>): string =>
  text.replaceAll(
    pattern(kind),
    (_all, before: string, name: string, body: string, after: string) => before + (blocks.get(name) ?? body) + after,
  );

/** The lines of a file between `// #region name` and its `// #endregion`, without their common indent. */
export const regionOf = (source: string, name: string): string | undefined => {
  const lines = source.split('\n');
  const from = lines.findIndex((line) => line.trim() === `// #region ${name}`);
  const to = lines.findIndex((line, at) => at > from && line.trim() === '// #endregion');
  if (from < 0 || to < 0) return undefined;
  const inside = lines.slice(from + 1, to);
  const indents = inside.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  return inside.map((line) => line.slice(indent)).join('\n');
};
