import type { Clock } from '../clock.js';
import type { OidcConfig } from '../config/identity.js';
import { AccessTokenVerifier } from './access-token.verifier.js';
import type { VerifierOptions } from './access-token.verifier.js';
import { remoteSigningKeys } from './signing-keys.js';

/** Verifies the tokens of a provider that the configuration names; its keys are fetched when they are first needed. */
export const verifierFor = (
  { issuer, jwks, tokenType, name }: OidcConfig,
  { clock, serves }: { readonly clock: Clock; readonly serves: VerifierOptions['serves'] },
): AccessTokenVerifier =>
  new AccessTokenVerifier({
    issuer,
    provider: name,
    keys: remoteSigningKeys(new URL(jwks)),
    tokenType,
    serves,
    clock,
  });
