import type { Uuid } from '@knooppunt/kernel';
import { TokensMalformed } from './errors.js';

/** What the gateway sealed: the name of a block, a kind of token, and the token, blinded already. */
export type SealedToken = { readonly ref: string; readonly kind: string; readonly token: string };

const code = /^[a-z][a-z0-9-]{0,31}$/;
// HMAC-SHA256 in base64url. Anything else may be a value that was never blinded, and would lie in a read model.
const blinded = /^[A-Za-z0-9_-]{43}$/;

const isToken = (value: unknown): value is SealedToken => {
  if (typeof value !== 'object' || value === null) return false;
  const { ref, kind, token } = value as Partial<Record<keyof SealedToken, unknown>>;
  const isText = typeof ref === 'string' && typeof kind === 'string' && typeof token === 'string';
  return isText && code.test(ref) && code.test(kind) && blinded.test(token);
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** The tokens of an opened tokens block: JSON `[{ ref, kind, token }]`. Throws `TokensMalformed` on anything else. */
export const tokensIn = (plain: Uint8Array, contribution: Uuid): readonly SealedToken[] => {
  const list = parsed(new TextDecoder().decode(plain));
  if (!Array.isArray(list) || !list.every(isToken)) throw new TokensMalformed(contribution);
  return list;
};
