import { exitCodes, explainStartFailure } from '@knooppunt/platform';

/** Why a program ends: what it says on standard error, and its exit code. */
export type Ending = { readonly sentence: string; readonly exitCode: number };

/**
 * What to say when a hub cannot start: busy port or data, a wrong configuration or wrong founding facts. Undefined for
 * what nobody foresaw.
 */
export const endingOf = (
  error: unknown,
  where: { readonly port: number; readonly data: string },
): Ending | undefined => {
  const failure = explainStartFailure(error, where);
  if (failure) return failure;
  const { faults } = error as { readonly faults?: readonly string[] };
  return faults && { sentence: faults.join('\n'), exitCode: exitCodes.configuration };
};
