import { createLocalJWKSet, createRemoteJWKSet, errors } from 'jose';
import type { FlattenedJWSInput, JSONWebKeySet, JWSHeaderParameters, JWTVerifyGetKey } from 'jose';
import { Refused } from '../http/platform-errors.js';

/** Finds the provider's key for a token. */
export type SigningKeys = JWTVerifyGetKey;

/** How long keys of an unreachable provider still count, in milliseconds. */
export const staleKeysLimitMs = 3_600_000;

// what the token is to blame for; everything else is the provider's absence
const blamesToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported ||
  error instanceof errors.JWSInvalid;

type LastGood = { readonly keys: JSONWebKeySet; readonly at: number };

/** Keys that are at hand: tests, or a provider in the same process. */
export const localSigningKeys = (keys: JSONWebKeySet): SigningKeys => createLocalJWKSet(keys);

/** How keys are kept; times in milliseconds. `uptimeMs` is a monotonic clock. */
export type KeepOptions = { readonly uptimeMs?: () => number; readonly cacheMs?: number; readonly cooldownMs?: number };

/**
 * Keys fetched from the provider and kept for ten minutes; a key that is not among them is looked for again, at most
 * every half minute. While the provider is away, the last keys count for an hour; after that
 * `platform/inlogdienst-onbereikbaar`.
 */
export const remoteSigningKeys = (address: URL, options: KeepOptions = {}): SigningKeys => {
  const { uptimeMs = () => performance.now(), cacheMs = 600_000, cooldownMs = 30_000 } = options;
  const remote = createRemoteJWKSet(address, {
    cacheMaxAge: cacheMs,
    cooldownDuration: cooldownMs,
    timeoutDuration: 3000,
  });
  let lastGood: LastGood | undefined;
  return async (header: JWSHeaderParameters, token: FlattenedJWSInput) => {
    try {
      const key = await remote(header, token);
      const keys = remote.jwks();
      if (keys) lastGood = { keys, at: uptimeMs() };
      return key;
    } catch (error) {
      if (blamesToken(error)) throw error;
      if (!lastGood || uptimeMs() - lastGood.at > staleKeysLimitMs) {
        throw new Refused('platform/inlogdienst-onbereikbaar');
      }
      return createLocalJWKSet(lastGood.keys)(header, token);
    }
  };
};
