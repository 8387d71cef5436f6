/** Is the long form asked for (KNOOPPUNT_FAULTS=long)? */
export const isLong = process.env['KNOOPPUNT_FAULTS'] === 'long';

/** How often something is done: in the long form, and otherwise. */
export const amountOf = (long: number, otherwise: number): number => (isLong ? long : otherwise);

/** The seed of a run: SEED where it is set, and printed in any case. */
export const seedOf = (what: string): number => {
  const seed = Number(process.env['SEED'] ?? Math.floor(performance.timeOrigin + performance.now() * 1000) % 1_000_000);
  process.stdout.write(`${what}: SEED=${seed}\n`);
  return seed;
};

/** Tells the figures of a run. */
export const report = (what: string, figures: object): void => {
  process.stdout.write(`${what}: ${JSON.stringify(figures)}\n`);
};

/** Throws with these sentences, if there are any. */
export const requireNone = (faults: readonly string[]): void => {
  if (faults.length > 0) throw new Error(`${faults.length} faults\n${faults.slice(0, 20).join('\n')}`);
};
