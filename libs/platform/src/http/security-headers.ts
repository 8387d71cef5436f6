type Headers = Readonly<Record<string, string>>;

const closed: Headers = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

const page =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * The headers of every answer, errors included. Source: API Design Rules transport/security-headers, OWASP REST.
 * `page`: the human documentation, which loads its own scripts; `anyOrigin`: the API description.
 */
export const securityHeaders = (rules: { page?: boolean; anyOrigin?: boolean } = {}): Headers => ({
  ...closed,
  ...(rules.page ? { 'content-security-policy': page } : {}),
  ...(rules.anyOrigin ? { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' } : {}),
});

/** Headers that tell more than they should; no answer has them. */
export const unwantedHeaders = ['etag', 'last-modified', 'server', 'x-powered-by'] as const;
