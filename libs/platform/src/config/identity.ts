import { isLoopback } from './reader.js';
import type { SettingsReader } from './reader.js';

/** People and organisations come from an OpenID provider; without one, the demonstration provider in the process. */
export type IdentityConfig =
  | { readonly kind: 'demo' }
  | {
      readonly kind: 'oidc';
      readonly issuer: string;
      readonly jwks: string;
      readonly tokenType: string;
      readonly name: string;
    };

/** An OpenID provider of somebody else. */
export type OidcConfig = Extract<IdentityConfig, { kind: 'oidc' }>;

/** The short name of the provider; part of what a person id is derived from, so it never changes. */
export const readProviderName = (reader: SettingsReader): string => reader.text('OIDC_NAME', 'oidc');

/**
 * The provider that the environment names; the keys are read at `OIDC_JWKS`. `OIDC_HTTP=allowed` lets both be plain http
 * within a network of containers on one machine; in production it changes nothing.
 */
export const readOidc = (reader: SettingsReader): OidcConfig => {
  const issuer = reader.text('OIDC_ISSUER');
  const named = reader.env['OIDC_JWKS'];
  const jwks = named ?? `${issuer.replace(/\/$/, '')}/jwks`;
  const isHttpAllowed = reader.env['OIDC_HTTP'] === 'allowed';
  return {
    kind: 'oidc',
    issuer: issuer === '' ? issuer : reader.url('OIDC_ISSUER', issuer, isHttpAllowed),
    // Derived from the issuer it has the same faults, which are said once.
    jwks: named === undefined ? jwks : reader.url('OIDC_JWKS', named, isHttpAllowed),
    tokenType: reader.text('OIDC_TOKEN_TYPE', 'at+jwt'),
    name: readProviderName(reader),
  };
};

/** The same, or the demonstration provider, where that is allowed. */
export const readIdentity = (reader: SettingsReader, host: string): IdentityConfig => {
  if (reader.env['OIDC_ISSUER'] !== undefined) return readOidc(reader);
  if (reader.isProduction) {
    reader.fault('OIDC_ISSUER ontbreekt: de demonstratie-inlogdienst mag niet in productie.');
  }
  if (!isLoopback(host)) {
    reader.fault(
      'OIDC_ISSUER ontbreekt: de demonstratie-inlogdienst werkt alleen op dit apparaat zelf (KNOOPPUNT_HOST).',
    );
  }
  return { kind: 'demo' };
};
