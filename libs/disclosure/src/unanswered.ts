import { isDomainError } from '@knooppunt/kernel';

/** Why a block could not be read, as the record says it: never in an answer, where it looks like what is withheld. */
export type Unanswered = 'key-destroyed' | 'key-unknown' | 'seal-broken' | 'vault-unavailable';

const reasons: Readonly<Record<string, Unanswered>> = {
  'vault/seal-broken': 'seal-broken',
  'vault/no-supplier': 'seal-broken',
  'vault/unknown-key': 'key-unknown',
  'vault/unavailable': 'vault-unavailable',
};

/** Runs what opens one seal. What fails there is that block's alone; any other fault is thrown on. */
export const openedOr = async <Value>(
  open: () => Promise<Value | 'destroyed'>,
): Promise<Value | { readonly unanswered: Unanswered }> => {
  try {
    const opened = await open();
    return opened === 'destroyed' ? { unanswered: 'key-destroyed' } : opened;
  } catch (error) {
    const reason = isDomainError(error) ? reasons[error.code] : undefined;
    if (reason === undefined) throw error;
    return { unanswered: reason };
  }
};
