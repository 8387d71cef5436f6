/**
 * To `toEqual` a list of `undefined` is as good as an empty one, so that what was looked up and was not there would pass. For
 * `expect.addEqualityTesters`: two lists of different lengths are not equal.
 */
export const sameLength = (a, b) => (Array.isArray(a) && Array.isArray(b) && a.length !== b.length ? false : undefined);
