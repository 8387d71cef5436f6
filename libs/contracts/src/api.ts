/** Version of the API (semver), told in every answer. */
export const apiVersion = '1.0.0';

/** What the description of the API says of itself (OpenAPI `info` and `servers`). Dutch first: API Design Rules, doc-language. */
export const api = {
  title: 'Knooppunt',
  description:
    'Informatie-uitwisseling van de RIEC’s en het LIEC: leveringen, weging, casussen, overleggen en hun verantwoording.',
  contact: { name: 'Team Knooppunt', url: 'https://knooppunt.example', email: 'team@knooppunt.example' },
  server: 'https://knooppunt.example',
} as const;
