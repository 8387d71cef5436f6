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

/**
 * Keys fetched from the provider and kept for ten minutes. While the provider is away, the last keys count for an hour;
 * after that `platform/inlogdienst-onbereikbaar`. `uptimeMs` is a monotonic clock.
 */
export const remoteSigningKeys = (address: URL, uptimeMs: () => number = () => performance.now()): SigningKeys => {
  const remote = createRemoteJWKSet(address, { cacheMaxAge: 600_000, cooldownDuration: 30_000, timeoutDuration: 3000 });
  let lastGood: LastGood | undefined;
  const keepKeys = () => {
    const keys = remote.jwks();
    if (keys && remote.fresh) lastGood = { keys, at: uptimeMs() };
  };
  return async (header: JWSHeaderParameters, token: FlattenedJWSInput) => {
    try {
      const key = await remote(header, token);
      keepKeys();
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
