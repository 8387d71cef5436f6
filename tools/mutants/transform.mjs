import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createTransformer as swcTransformer } from '@swc/jest';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../..', import.meta.url));
const all = parse(readFileSync(`${root}test/two-worlds/mutants/source.yaml`, 'utf8'));
const chosen = all[process.env.KNOOPPUNT_SOURCE_MUTANT ?? ''];

/** Translates as always, but for the one file that the chosen mutant changes. */
export const createTransformer = (options) => {
  const swc = swcTransformer(options);
  const isChanged = (file) => chosen !== undefined && file === `${root}${chosen.file}`;
  const changed = (text, file) => {
    if (!isChanged(file)) return text;
    if (text.split(chosen.find).length !== 2) throw new Error(`${chosen.file} does not hold the text once`);
    return text.replace(chosen.find, () => chosen.instead);
  };
  return {
    ...swc,
    process: (text, file, given) => swc.process(changed(text, file), file, given),
    processAsync: (text, file, given) => swc.processAsync(changed(text, file), file, given),
    // what is kept of a translation must not outlive its mutant
    getCacheKey: (text, file, given) =>
      createHash('sha256')
        .update(swc.getCacheKey(text, file, given))
        .update(isChanged(file) ? `\0${chosen.find}\0${chosen.instead}` : '')
        .digest('hex'),
  };
};
export default { createTransformer };
