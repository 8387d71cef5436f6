const largest = 2 ** 31;

/**
 * The seed of a run (a whole number under 2^31): KNOOPPUNT_SEED where it is set, as in CI, which makes it of the commit;
 * another one each time where it is not. Printed in any case, with `what` it is for.
 */
export const seedOf = (what: string): number => {
  const chosen = process.env['KNOOPPUNT_SEED'];
  const seed = chosen === undefined ? Math.floor(performance.timeOrigin + performance.now() * 1000) : Number(chosen);
  if (chosen === '' || !Number.isSafeInteger(seed) || seed < 0)
    throw new Error(`KNOOPPUNT_SEED is no whole number: ${chosen}`);
  process.stdout.write(`${what}: again with KNOOPPUNT_SEED=${seed % largest}\n`);
  return seed % largest;
};
