import { readFileSync } from 'node:fs';

/** Flags of Node by which the memory of the process, and so content, can end in a file or on a port. */
const flags =
  /^--(heapsnapshot-signal|heapsnapshot-near-heap-limit|heap-prof|report-on-signal|report-on-fatalerror|report-uncaught-exception|abort-on-uncaught-exception|inspect|inspect-brk|inspect-wait|inspect-port|debug-port)(?==|$)/;

/** What a process was started with. */
export type Launch = { readonly arguments: readonly string[]; readonly options: string; readonly limits: string };

const limitsHere = (): string => {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    // not Linux: nothing is known
    return '';
  }
};

const here = (): Launch => ({
  arguments: process.execArgv,
  options: process.env['NODE_OPTIONS'] ?? '',
  limits: limitsHere(),
});

/** By which flags memory can leave this process, without their values. */
export const dumpingFlags = ({ arguments: own, options }: Launch = here()): readonly string[] =>
  [...own, ...options.split(/\s+/)].flatMap((word) => flags.exec(word.replaceAll('_', '-'))?.[1] ?? []);

/** Would a crash write a core file? Undefined where the system does not say. */
export const writesCore = ({ limits }: Launch = here()): boolean | undefined => {
  const [, soft] = /^Max core file size\s+(\S+)/m.exec(limits) ?? [];
  return soft === undefined ? undefined : soft !== '0';
};

/** Turns the reports of Node off, whatever it was started with: they hold arguments, settings and the top of the heap. */
export const withoutReports = (): void => {
  const { report } = process;
  report.reportOnFatalError = false;
  report.reportOnUncaughtException = false;
  report.reportOnSignal = false;
};

/** What to say where a flag is no good in production. */
export const dumpSentence = (found: readonly string[]): string =>
  `Node is gestart met ${found.map((flag) => `--${flag}`).join(', ')}: zo kan geheugen met persoonsgegevens naar buiten. In productie mag dat niet.`;
