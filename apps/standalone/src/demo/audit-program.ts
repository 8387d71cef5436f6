import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** The two halves of an audit that the demonstration runs. */
export type AuditCommand = 'verify' | 'redecide';

/** What one run of the audit said in numbers. `exit`: 0 nothing found, 1 findings, 2 unreadable. */
export type AuditTotals = {
  readonly command: AuditCommand;
  readonly exit: number;
  readonly findings: number;
  /** Every count of the summary by its name, such as `events`, `streams`, `disclosures`, `fields`. */
  readonly counts: Readonly<Record<string, number>>;
  /** Events that no signed checkpoint covers yet (verify). */
  readonly uncovered: number;
  /** Facts by name whose source is sealed, taken as recorded (redecide). */
  readonly asRecorded: readonly string[];
};

type Summary = {
  readonly kind: string;
  readonly cooperations?: readonly { readonly tail: { readonly events: number } | null }[];
  readonly asRecorded?: Readonly<Record<string, number>>;
};

/** Reads the JSON lines of a run of the audit: a line per finding, and one summary. */
export const totalsOf = (command: AuditCommand, exit: number, lines: string): AuditTotals => {
  const written = lines
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Summary);
  const summary = written.findLast(({ kind }) => kind === 'summary');
  const counts = Object.entries<unknown>({ ...summary }).flatMap(([name, value]) =>
    typeof value === 'number' ? [[name, value] as const] : [],
  );
  const tails = summary?.cooperations?.map(({ tail }) => tail?.events ?? 0) ?? [];
  return {
    command,
    exit,
    findings: written.filter(({ kind }) => kind === 'finding').length,
    counts: Object.fromEntries(counts),
    uncovered: tails.reduce((sum, events) => sum + events, 0),
    asRecorded: Object.keys(summary?.asRecorded ?? {}),
  };
};

/** Where the log of an audit lies: in a data folder, or in an EventStoreDB with the signer's files in a folder. */
export type AuditedLog = { readonly data: string; readonly eventStoreDb?: string };

/** Runs the audit program as a process of its own: it reads a copy or over the line, without keys, and changes nothing. */
export const runAuditProgram =
  ({ data, eventStoreDb }: AuditedLog) =>
  async (command: AuditCommand): Promise<AuditTotals> => {
    const program = fileURLToPath(new URL('../../../audit/src/main.js', import.meta.url));
    const place = ['--data', data, ...(eventStoreDb === undefined ? [] : ['--eventstore', eventStoreDb])];
    const child = spawn(process.execPath, [...process.execArgv, program, command, '--json', ...place], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = new Promise<number>((resolve, reject) => {
      child.once('error', reject).once('close', (code) => resolve(code ?? 2));
    });
    const lines = await text(child.stdout);
    return totalsOf(command, await ended, lines);
  };
