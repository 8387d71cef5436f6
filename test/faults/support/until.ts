/** Waits until something holds, and says what did not where it takes too long. Looks again every 25 ms. */
export const until = async (
  what: string,
  holds: () => boolean | Promise<boolean>,
  patienceMs = 300_000,
): Promise<number> => {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > patienceMs) throw new Error(`after ${patienceMs} ms still not so: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return performance.now() - began;
};

/** For as long as a fault lasts. */
export const lasting = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What lies at a share of the way through all values; 0.99 for the 99th percentile. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
