/** A position without its leading zeros. */
export const shortPosition = (position: string): string => position.replace(/^0+(?=\d)/, '');
