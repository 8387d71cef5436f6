const acceptable = new Set(['*/*', 'application/*', 'application/json', 'application/problem+json']);

const isRefused = (parameters: readonly string[]): boolean =>
  parameters.some((parameter) => /^\s*q=0(\.0{0,3})?\s*$/.test(parameter));

/** Does this Accept header allow JSON? Absent or empty means anything (RFC 9110). */
export const acceptsJson = (accept: string | undefined): boolean => {
  if (accept === undefined || accept.trim() === '') return true;
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.toLowerCase().split(';');
    return acceptable.has(type.trim()) && !isRefused(parameters);
  });
};
