import { parseArgs } from 'node:util';

/** Ends with 2: what was asked, and how it is asked. */
export const misused = (why, usage) => {
  process.stderr.write(`${why}\nUsage: ${usage}\n`);
  process.exit(2);
};

/** What a tool of ours was asked, as `parseArgs` gives it. `--help` says how, and ends with 0; what is not known ends with 2. */
export const askedOf = (usage, config) => {
  try {
    const asked = parseArgs({ ...config, options: { ...config.options, help: { type: 'boolean', default: false } } });
    if (!asked.values.help) return asked;
  } catch (error) {
    return misused(error.message, usage);
  }
  process.stdout.write(`Usage: ${usage}\n`);
  return process.exit(0);
};
