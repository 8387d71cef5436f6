/** Kinds of registered numbers and designations that files spell in more than one way. */
export type IdKind =
  'bsn' | 'rsin' | 'vnr' | 'kvk' | 'vestiging' | 'bag' | 'plate' | 'document' | 'cadastral' | 'parket';

const compact = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Numbers that registers pad with zeros and people do not. */
const lengths: Partial<Readonly<Record<IdKind, number>>> = { bsn: 9, rsin: 9, vnr: 10, kvk: 8, vestiging: 12, bag: 16 };

/** Letters, digits and separators of a cadastral designation, whatever stands between: `asd15-ab-01234-a12` is `ASD15AB1234A12`. */
const cadastral = (text: string): string =>
  compact(text.toUpperCase().replaceAll(/(?<=[^\p{L}\p{N}]|[A-Z])0+(?=\d)/gu, '')).replace(
    /^(\p{L}{3})(\d)(?=\p{L})/u,
    '$10$2',
  );

/**
 * The normal form of an id: capitals, letters and digits only, and the zeros in front that a register writes. What two
 * files spell alike is one, what differs in a digit is two. Idempotent; it judges nothing (`checks/` do).
 */
export const foldId = (kind: IdKind, text: string): string => {
  if (kind === 'cadastral') return cadastral(text);
  const bare = compact(text);
  const length = lengths[kind];
  return length !== undefined && /^\d+$/.test(bare) ? bare.padStart(length, '0') : bare;
};
