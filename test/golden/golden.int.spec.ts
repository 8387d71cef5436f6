import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventCatalogue } from '@knooppunt/cases';
import { categoryOf } from '@knooppunt/kernel';
import type { EventDefinition } from '@knooppunt/kernel';
import * as fc from 'fast-check';
import { expectedFile, goldenFolder, goldenLines, keyFile, logFile, rowsOf } from './golden-log.js';
import { withAdditions } from './additions.js';
import { eventsOf, lineDigests, outcomeOf, outcomeParts } from './outcome.js';

jest.setTimeout(300_000);

const catalogue: Readonly<Record<string, EventDefinition>> = eventCatalogue;
const read = (name: string): unknown => JSON.parse(readFileSync(expectedFile(name), 'utf8'));

type Outcome = Awaited<ReturnType<typeof outcomeOf>>;
let lines: readonly string[];
let outcome: Outcome;

type Told = { readonly lines: readonly string[]; readonly keys: string };

/** Plays the log anew: only while the shape of events may still change. */
const toldAnew = async (): Promise<Told> => {
  const { tellGoldenLog } = await import('./telling.js');
  const { lines: told, key } = await tellGoldenLog();
  return withAdditions(told, eventsOf(rowsOf(told)), key);
};

/** The log that is there, with what was added since behind it. */
const toldOn = (): Told => {
  const there = goldenLines();
  return withAdditions(there, eventsOf(rowsOf(there)), readFileSync(keyFile, 'utf8'));
};

const update = async (told: Told): Promise<void> => {
  mkdirSync(join(goldenFolder, 'expected'), { recursive: true });
  writeFileSync(logFile, `${told.lines.join('\n')}\n`);
  writeFileSync(keyFile, told.keys);
  const made = await outcomeOf(told.lines, rowsOf(told.lines), told.keys);
  for (const part of outcomeParts) writeFileSync(expectedFile(part), `${JSON.stringify(made[part], null, 1)}\n`);
};

beforeAll(async () => {
  if (process.env['UPDATE_GOLDEN'] === '1') await update(await toldAnew());
  if (process.env['UPDATE_GOLDEN'] === 'additions') await update(toldOn());
  lines = goldenLines();
  outcome = await outcomeOf(lines, rowsOf(lines), readFileSync(keyFile, 'utf8'));
});

describe('the golden log', () => {
  it('holds every event type of the catalogue in every schema version that there was', () => {
    const held = new Set(
      lines.map((line) => {
        const { type, schemaVersion } = JSON.parse(line) as { readonly type: string; readonly schemaVersion: number };
        return `${type}@${schemaVersion}`;
      }),
    );
    const known = Object.entries(catalogue).flatMap(([type, { version }]) =>
      Array.from({ length: version }, (_, at) => `${type}@${at + 1}`),
    );
    expect(known.filter((name) => !held.has(name))).toEqual([]);
    expect([...held].filter((name) => !known.includes(name))).toEqual([]);
  });

  it.each(outcomeParts)('gives the %s that it always gave', (part) => {
    expect(outcome[part]).toEqual(read(part));
  });

  it('is clean: every disclosure was permitted, every checkpoint agrees', () => {
    expect(outcome.verdicts).toMatchObject({
      verify: { findings: 0, named: [] },
      redecide: { findings: 0, named: [], events: lines.length },
    });
    const { disclosures } = outcome.verdicts['redecide'] as { readonly disclosures: number };
    expect(disclosures).toBeGreaterThan(50);
  });

  it('holds states of every category that is folded', () => {
    const categories = new Set(Object.keys(outcome.states).map((stream) => categoryOf(stream)));
    expect(categories).toEqual(
      new Set(['case', 'contribution', 'covenant', 'erasure', 'meeting', 'party', 'person', 'request', 'signal']),
    );
  });

  it('fails, by the line, on one changed byte of it', () => {
    const expected = read('lines') as readonly string[];
    fc.assert(
      fc.property(fc.nat({ max: lines.length - 1 }), fc.nat(), fc.integer({ min: 1, max: 127 }), (line, at, mask) => {
        const bytes = Buffer.from(lines[line] ?? '');
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ mask;
        const changed = lineDigests(lines.with(line, bytes.toString('latin1')));
        expect(changed.flatMap((digest, nth) => (digest === expected[nth] ? [] : [nth]))).toEqual([line]);
      }),
      { numRuns: 30 },
    );
  });

  it('gives another outcome for another log: verify names a changed event, and states and read models move', async () => {
    const at = lines.findIndex((line) => line.includes('"type":"CaseOpened"'));
    const forged = lines.with(at, (lines[at] ?? '').replace('casusoverleg', 'integrale-aanpak'));
    const other = await outcomeOf(forged, rowsOf(forged), readFileSync(keyFile, 'utf8'));
    expect(forged[at]).not.toBe(lines[at]);
    expect(other.verdicts['verify']).not.toEqual(outcome.verdicts['verify']);
    expect(other.states).not.toEqual(outcome.states);
    expect(other.projections).not.toEqual(outcome.projections);
  });
});
