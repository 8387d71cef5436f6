import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';

const isBegin = (line) => /(Starting (incremental )?compilation|File change detected)/.test(line);
const errorsIn = (line) => /Found (\d+) errors?\. Watching for file changes/.exec(line)?.[1];

/**
 * Listens to a compiler that watches. `onBuilt({ errors, tookMs })` is called after each build; what it says about errors goes
 * to `show`, its chatter nowhere.
 */
export const listenTo = (output, { show, onBuilt }) => {
  let began = performance.now();
  createInterface({ input: output }).on('line', (raw) => {
    const line = stripVTControlCharacters(raw);
    const errors = errorsIn(line);
    if (errors !== undefined) onBuilt({ errors: Number(errors), tookMs: performance.now() - began });
    else if (isBegin(line)) began = performance.now();
    else if (line.trim() !== '') show(line);
  });
};
