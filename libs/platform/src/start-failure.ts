import { ConfigInvalid } from './config/reader.js';
import { DataLocked } from './lock.js';
import { exitCodes } from './node-version.js';

/** Why a program cannot start: one Dutch sentence (configuration: one per fault) and the exit code. */
export type StartFailure = { readonly sentence: string; readonly exitCode: number };

/** What to say and with which code to end when a start fails; undefined for what nobody foresaw. */
export const explainStartFailure = (
  error: unknown,
  where: { port: number; data: string },
): StartFailure | undefined => {
  if (error instanceof ConfigInvalid) {
    return { sentence: error.faults.join('\n'), exitCode: exitCodes.configuration };
  }
  if (error instanceof DataLocked) {
    return {
      sentence: `Er draait al een knooppunt op de gegevens in ${where.data}: stop dat eerst, of kies met KNOOPPUNT_DATA een andere map.`,
      exitCode: exitCodes.dataLocked,
    };
  }
  const code = (error as { code?: unknown }).code;
  if (code === 'EADDRINUSE') {
    return {
      sentence: `Poort ${where.port} is al in gebruik: stop het andere programma, of kies met KNOOPPUNT_PORT een andere poort.`,
      exitCode: exitCodes.portTaken,
    };
  }
  if (code === 'EACCES') {
    return {
      sentence: `Geen toegang tot poort ${where.port} of tot de map ${where.data}: kies een andere, of geef het recht.`,
      exitCode: exitCodes.configuration,
    };
  }
  return undefined;
};
