import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { ItemProblem } from '@knooppunt/platform';
import type { FileRefused } from './errors.js';
import { chunksOf } from './open-file.js';
import type { DropRow } from './row.js';

const lineFeed = 0x0a;

/** What became of one row. */
export type RowOutcome = { readonly status: 202; readonly id: string } | ItemProblem;

/** How many rows of a file have an outcome that is on disk, and what these were. `isFinished`: nothing follows. */
export type Tally = { readonly rows: number; readonly accepted: number; readonly isFinished: boolean };

type WrittenFault = { readonly pointer?: string; readonly code: string; readonly tekst?: string };

const faultsOf = ({ probleem }: ItemProblem): readonly WrittenFault[] =>
  (probleem['fouten'] ?? []) as readonly WrittenFault[];

/** The line of one row: its number, and the id, or why not with every fault at once; never a value of it. */
export const lineOfRow = ({ line, columnOf }: DropRow, outcome: RowOutcome): object => {
  if ('id' in outcome) return { regel: line, status: outcome.status, id: outcome.id };
  const { status, probleem } = outcome;
  const placed = faultsOf(outcome).map(({ pointer = '', code, tekst }) => {
    const kolom = columnOf?.(pointer);
    return { ...(kolom === undefined ? {} : { kolom }), pointer, code, tekst };
  });
  return {
    regel: line,
    status,
    code: probleem['code'],
    uitleg: probleem['detail'],
    fouten: placed,
    grondslag: probleem['grondslag'],
  };
};

/** The last line of a file that was worked through. */
export const lineOfEnd = ({ rows, accepted }: Omit<Tally, 'isFinished'>, correlation: string): object => ({
  klaar: true,
  rijen: rows,
  ontvangen: accepted,
  geweigerd: rows - accepted,
  correlatie: correlation,
});

/** The last line of a file that is refused as a whole, or from somewhere on. */
export const lineOfRefusedFile = ({ line }: FileRefused, problem: ItemProblem, correlation: string): object => ({
  klaar: true,
  bestand: 'geweigerd',
  status: problem.status,
  code: problem.probleem['code'],
  uitleg: problem.probleem['detail'],
  ...(line === undefined ? {} : { regel: line }),
  fouten: faultsOf(problem).map(({ pointer = '', code, tekst }) => ({
    ...(pointer === '' ? {} : { kolom: Number(pointer.slice(1)) }),
    code,
    tekst,
  })),
  correlatie: correlation,
});

const tallied = (tally: Tally, line: Buffer): Tally => {
  const { klaar, status } = JSON.parse(line.toString('utf8')) as { readonly klaar?: boolean; readonly status?: number };
  if (klaar === true) return { ...tally, isFinished: true };
  return { ...tally, rows: tally.rows + 1, accepted: tally.accepted + (status === 202 ? 1 : 0) };
};

/**
 * What became of the rows of one file, a line of JSON for each, durable as soon as it is written. It is also where a restart
 * goes on: what has a line here was done.
 */
export class ResultFile {
  private constructor(
    private readonly handle: FileHandle,
    private counted: Tally,
    private size: number,
  ) {}

  /** Opens it, or what a crash left of it: a line that was not written whole is cut off. */
  static async open(path: string): Promise<ResultFile> {
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o640);
    let tally: Tally = { rows: 0, accepted: 0, isFinished: false };
    let [size, rest] = [0, Buffer.alloc(0)];
    for await (const chunk of chunksOf(handle)) {
      let bytes = Buffer.concat([rest, chunk]);
      for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed)) {
        tally = tallied(tally, bytes.subarray(0, end));
        size += end + 1;
        bytes = bytes.subarray(end + 1);
      }
      rest = bytes;
    }
    await handle.truncate(size);
    return new ResultFile(handle, tally, size);
  }

  get tally(): Tally {
    return this.counted;
  }

  /** Adds lines; resolves once they are on disk. */
  async append(lines: readonly object[]): Promise<void> {
    if (lines.length === 0) return;
    const written = lines.map((line) => Buffer.from(`${JSON.stringify(line)}\n`));
    const bytes = Buffer.concat(written);
    await this.handle.write(bytes, 0, bytes.length, this.size);
    await this.handle.datasync();
    this.size += bytes.length;
    this.counted = written.reduce(tallied, this.counted);
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}
