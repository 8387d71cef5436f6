import { existsSync, readFileSync } from 'node:fs';

const fileOf = (name) => new URL(`survivors/${name}.json`, import.meta.url);
const keyOf = ({ file, mutator, line, from, to }) => JSON.stringify([file, mutator, line, from, to]);

/** The explained survivors of a library. */
export const explainedOf = (name) =>
  existsSync(fileOf(name)) ? JSON.parse(readFileSync(fileOf(name), 'utf8')).survivors : [];

/** Which living mutants nobody has explained, and which explanations of mutated files speak of none. */
export const judge = (name, { alive, files }) => {
  const explained = explainedOf(name);
  const known = new Set(explained.map(keyOf));
  const met = new Set(alive.map(keyOf));
  return {
    unexplained: alive.filter((one) => !known.has(keyOf(one))),
    stale: explained.filter((one) => Object.hasOwn(files, one.file) && !met.has(keyOf(one))),
  };
};
