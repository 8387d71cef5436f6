import { describe, expect, it } from '@jest/globals';
import { sourcePaths, textOf } from './source-tree.js';
import { trackedFiles } from './tracked-files.js';

const files = trackedFiles();
const specs = files.filter((path) => path.endsWith('.spec.ts'));

describe('the habits of this repository', () => {
  it('leave no test out by hand: what is missing here is named by a helper', () => {
    const left = new RegExp(String.raw`\b(it|test)\.(skip|todo|only)\b|\bdescribe\.only\b`);
    expect(specs.length).toBeGreaterThan(200);
    expect(specs.filter((path) => left.test(textOf(path)) && path !== 'test/docs/habits.spec.ts')).toEqual([]);
  });

  it('name decisions that are there', () => {
    const decisions = new Set(files.flatMap((path) => /^docs\/adr\/(\d{4})-[\w-]+\.md$/.exec(path)?.[1] ?? []));
    const pages = files.filter((path) => path.endsWith('.md') && !path.startsWith('test/fixtures/'));
    const lost = [...sourcePaths(), ...pages].flatMap((path) =>
      [...textOf(path).matchAll(/\bADR (\d{4})\b/g)]
        .filter(([, number = '']) => !decisions.has(number))
        .map(([name]) => `${path}: ${name}`),
    );
    expect(lost).toEqual([]);
  });

  it('number each decision by itself', () => {
    const numbers = files.flatMap((path) => /^docs\/adr\/(\d{4})-/.exec(path)?.[1] ?? []);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
