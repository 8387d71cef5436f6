import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = (name: string): string => fileURLToPath(new URL(`./${name}`, import.meta.url));

/** A process of its own that destroys keys, step by step, and can be killed at any of them. */
export type DestroyingProcess = {
  /** Begins to destroy. */
  go(): void;
  /** Resolves once the process has said this many lines that begin so; gives what it said until then. */
  said(start: string, times?: number): Promise<readonly string[]>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
};

export const startDestroying = async (
  paths: { readonly file: string; readonly rootKeyFile: string },
  owners: readonly string[],
): Promise<DestroyingProcess> => {
  const child = spawn(
    process.execPath,
    [
      '--experimental-transform-types',
      '--disable-warning=ExperimentalWarning',
      '--import',
      here('../../../../tools/resolve-typescript.mjs'),
      here('destroy.program.ts'),
      paths.file,
      paths.rootKeyFile,
      ...owners,
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const gone = once(child, 'exit');
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  const said = async (start: string, times = 1): Promise<readonly string[]> => {
    while (lines.filter((line) => line.startsWith(start)).length < times) {
      const next = await Promise.race([once(reader, 'line'), gone]);
      if (child.exitCode !== null) throw new Error(`the process ended with ${String(next[0])}`);
    }
    return [...lines];
  };
  await said('open');
  return {
    go: () => void child.stdin.write('go\n'),
    said,
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
};
