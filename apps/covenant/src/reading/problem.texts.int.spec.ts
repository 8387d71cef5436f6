import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { inRepository } from '../../test/run.js';
import { problemSentences } from './problem.texts.js';

const place = inRepository('libs/covenant/src');
const sources = [
  join(place, 'validate.ts'),
  ...readdirSync(join(place, 'validate')).map((name) => join(place, 'validate', name)),
].filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
const codes = new Set(
  sources.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/problem\(\s*'([a-z-]+)'/g)].map(([, code = '']) => code),
  ),
);

describe('the sentences of problems', () => {
  it('are there for every code that validation knows, and for no other', () => {
    expect(codes.size).toBeGreaterThan(25);
    expect(Object.keys(problemSentences).toSorted()).toEqual([...codes].toSorted());
  });

  it.each(Object.entries(problemSentences))('say what is wrong, in both languages: %s', (_code, { nl, en }) => {
    expect(nl).toMatch(/^.{15,}\.$/);
    expect(en).toMatch(/^.{15,}\.$/);
    expect(nl).not.toBe(en);
  });
});
