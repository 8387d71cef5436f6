import { describe, expect, it } from '@jest/globals';
import { ReadingProgress } from './progress.js';

/** What is told on a terminal while so many of a thousand events have been read, each at its moment. */
const told = (isTty: boolean, steps: readonly (readonly [atMs: number, done: number])[]): readonly string[] => {
  const lines: string[] = [];
  let now = 0;
  const progress = new ReadingProgress(
    { out: () => {}, err: (text) => void lines.push(text), isTty },
    'en',
    1_000,
    () => now,
  );
  for (const [atMs, done] of steps) {
    now = atMs;
    progress.at(done);
  }
  progress.end();
  return lines;
};

describe('the progress of a long reading', () => {
  it('says how far it is, how fast, and how long yet', () => {
    const [line = ''] = told(true, [[1_000, 250]]);
    expect(line).toContain(' 25 %');
    expect(line).toContain('250 of 1,000 events, 250/s, 3 s left');
  });

  it('is told now and then, not at every event, and wiped out at the end', () => {
    const lines = told(
      true,
      Array.from({ length: 1_000 }, (_, at) => [at, at]),
    );
    expect(lines).toHaveLength(5);
    expect(lines.at(-1)).toBe('\r\u001B[2K');
  });

  it('is silent where nobody looks', () => {
    expect(told(false, [[1_000, 250]])).toEqual([]);
  });
});
