/** Settings of a program that counts no requests: for tests and measurements that ask more than any caller should. */
export const noLimits = {
  KNOOPPUNT_RATE_PERSON: '0',
  KNOOPPUNT_RATE_ORGANISATION: '0',
  KNOOPPUNT_RATE_ADDRESS: '0',
} as const;
