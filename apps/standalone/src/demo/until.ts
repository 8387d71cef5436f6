import { StillWaiting } from './errors.js';

const patienceMs = 20_000;
const pollMs = 25;

/** Asks until there is an answer that will do, at most twenty seconds. Throws `standalone/still-waiting`. */
export const until = async <Found>(
  what: string,
  ask: () => Promise<Found | undefined>,
  everyMs = pollMs,
): Promise<Found> => {
  const end = performance.now() + patienceMs;
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new StillWaiting(what);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
};
