import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What one round measured; units stand in the names. */
export type Sample = Readonly<Record<string, number>>;
/** What a part can be asked; every answer travels as JSON. */
export type Asked = Readonly<Record<string, (argument: never) => unknown>> & { readonly close: () => Promise<void> };
/** A part of a benchmark: opened once in a process of its own, then asked round after round. */
export type Part = (options: never) => Promise<Asked>;
/** The parts of a benchmark by name. */
export type Parts = Readonly<Record<string, Part>>;

type Question = { readonly ask: string; readonly argument?: unknown };
type Answer = { readonly value?: unknown; readonly error?: string };

/** Memory that this process held at most, in MB (2^20). Source: proc(5) VmHWM; unlike ru_maxrss it does not count the parent. */
const peakRssMb = (): number => {
  const [, kb] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kb) / 1024;
};

/** Runs in the child: opens the part and answers what the parent asks, one question after the other. */
export const servePart = async (part: Part, options: unknown): Promise<void> => {
  const opened = await part(options as never);
  const answer = async ({ ask, argument }: Question): Promise<unknown> => {
    if (ask === 'peakRssMb') return peakRssMb();
    const asked = opened[ask];
    if (!asked) throw new TypeError(`a part cannot be asked \`${ask}\``);
    return asked(argument as never);
  };
  process.on('message', (question: Question) => {
    answer(question).then(
      (value) => process.send?.({ value }, () => question.ask === 'close' && process.disconnect()),
      (error: unknown) => process.send?.({ error: error instanceof Error ? (error.stack ?? '') : String(error) }),
    );
  });
  // Also when the parent fell: no part stays behind.
  process.on('disconnect', () => process.exit());
  process.send?.({});
};

/** A part at work in its own process, as the parent sees it. */
export class Running {
  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
  ) {}

  /** Starts `main.js --part <benchmark> <part> <options>`; `nodeOptions` such as `--cpu-prof` go to that process alone. */
  static async start(
    [benchmark, part]: readonly [string, string],
    options: unknown,
    nodeOptions: readonly string[] = [],
  ): Promise<Running> {
    const [, script = ''] = process.argv;
    const child = fork(script, ['--part', benchmark, part, JSON.stringify(options)], {
      execArgv: [...process.execArgv, '--disable-warning=ExperimentalWarning', ...nodeOptions],
      // What a hub logs is written and thrown away, as a service manager would take it.
      stdio: ['ignore', 'ignore', process.env['BENCH_STDERR'] === undefined ? 'ignore' : 'inherit', 'ipc'],
    });
    const running = new Running(`${benchmark}/${part}`, child);
    await running.answered();
    return running;
  }

  /** Asks the part one thing; questions to one part are put one at a time. */
  async ask<Result>(ask: string, argument?: unknown): Promise<Result> {
    const answer = this.answered();
    this.child.send({ ask, argument });
    return (await answer) as Result;
  }

  /** Ends the part in good order; gives the most memory that it held, in MB. */
  async stop(): Promise<number> {
    const peak = await this.ask<number>('peakRssMb');
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    await this.ask('close');
    await gone;
    return peak;
  }

  private answered(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const settle = (deed: () => void) => {
        this.child.off('message', heard).off('exit', ended);
        deed();
      };
      const heard = ({ value, error }: Answer): void =>
        settle(() => (error === undefined ? resolve(value) : reject(new Error(`${this.name}: ${error}`))));
      const ended = (code: number | null): void =>
        settle(() => reject(new Error(`${this.name} ended with ${code}; BENCH_STDERR=1 shows what it said`)));
      this.child.on('message', heard).on('exit', ended);
    });
  }
}

/**
 * Takes turns: every contestant once per round, the order turned by one each round, so that what the machine does
 * meanwhile falls on all of them alike. The first round warms up and is thrown away.
 */
export const interleave = async <Name extends string>(
  rounds: number,
  contestants: Readonly<Record<Name, () => Promise<Sample>>>,
): Promise<Readonly<Record<Name, readonly Sample[]>>> => {
  const names = Object.keys(contestants) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as Record<Name, Sample[]>;
  for (let round = 0; round <= rounds; round++) {
    const turned = names.map((_, at) => names[(at + round) % names.length] as Name);
    for (const name of turned) {
      const sample = await contestants[name]();
      if (round > 0) samples[name].push(sample);
    }
  }
  return samples;
};

/** The value in the middle; of an even number the mean of the two. NaN of none. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
};

/** The smallest value that so large a share of all does not exceed (nearest rank). NaN of none. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * values.length) - 1)] ?? Number.NaN;

/** The median of one figure over the rounds. */
export const middleOf = (samples: readonly Sample[], figure: string): number =>
  median(samples.map((sample) => sample[figure] ?? Number.NaN));

/** The median of the ratios round by round: what disturbed one round disturbs one ratio. */
export const ratioOf = (figure: string, over: readonly Sample[], under: readonly Sample[]): number =>
  median(over.map((sample, round) => (sample[figure] ?? Number.NaN) / (under[round]?.[figure] ?? Number.NaN)));
