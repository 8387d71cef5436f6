const share = Number(process.env['KNOOPPUNT_FAULTS_SHARE'] ?? 1);

/** How often the long form does something; KNOOPPUNT_FAULTS_SHARE, between 0 and 1, makes less of it. */
export const amountOf = (count: number): number => Math.max(1, Math.round(count * share));

/** Tells the figures of a run. */
export const report = (what: string, figures: object): void => {
  process.stdout.write(`${what}: ${JSON.stringify(figures)}\n`);
};

/** Throws with these sentences, if there are any. */
export const requireNone = (faults: readonly string[]): void => {
  if (faults.length > 0) throw new Error(`${faults.length} faults\n${faults.slice(0, 20).join('\n')}`);
};
