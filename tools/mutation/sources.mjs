import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

// A result speaks of the text that was mutated. Each says in `results.json` which text that was, so that nobody takes
// what was found of an older one for what holds today.

const sourceOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);

/** What some files are now: to be asked before they are mutated, for they may change meanwhile. */
export const sourcesOf = (files) => new Map(files.map((file) => [file, sourceOf(file)]));

/** The totals of files with the texts that they were found of. */
export const withSources = (totals, sources) =>
  Object.fromEntries(
    Object.entries(totals).map(([file, found]) => [file, { ...found, source: sources.get(file) ?? sourceOf(file) }]),
  );

/** The files that no run has gone over since they were last changed. */
export const changedSince = (files, results = {}) => files.filter((file) => results[file]?.source !== sourceOf(file));
