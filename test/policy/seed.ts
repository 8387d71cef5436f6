/** The seed of a run: KNOOPPUNT_SEED where it is set, another one each time where it is not; printed in any case. */
export const seedOf = (what: string): number => {
  const chosen = process.env['KNOOPPUNT_SEED'];
  const seed =
    chosen === undefined ? Math.floor(performance.timeOrigin + performance.now() * 1000) % 2 ** 31 : Number(chosen);
  process.stdout.write(`${what}: again with KNOOPPUNT_SEED=${seed}\n`);
  return seed;
};
