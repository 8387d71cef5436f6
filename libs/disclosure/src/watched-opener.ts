import type { Opener } from '@knooppunt/vault';

/** An opener that knows whether something could not be opened. */
export type WatchedOpener = Opener & { readonly hasFailed: () => boolean };

/** Watches an opener for the time of one answer. */
export const watched = (opener: Opener): WatchedOpener => {
  let failed = false;
  const watching = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work;
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  return {
    open: (...given) => watching(opener.open(...given)),
    outputDigest: (...given) => watching(opener.outputDigest(...given)),
    reach: () => opener.reach(),
    hasFailed: () => failed,
  };
};
