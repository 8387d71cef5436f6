import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { digestOfDecisions, drawn } from '../../test/fresh-process.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

describe('the compiled engine in a process of its own', () => {
  it('decides what it decides here, and allocates nothing for it', () => {
    const said = execFileSync(process.execPath, [
      '--expose-gc',
      '--experimental-transform-types',
      '--disable-warning=ExperimentalWarning',
      '--import',
      at('../../../../tools/resolve-typescript.mjs'),
      at('../../test/fresh-process.ts'),
      'say',
    ]);
    const { digest, bytes } = JSON.parse(said.toString()) as { readonly digest: string; readonly bytes: number };
    expect(digest).toBe(digestOfDecisions(drawn()));
    // the smallest object takes 16 bytes: not one for each round, which decides twice and explains once
    expect(bytes).toBeLessThan(16);
  });
});
