import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A real server for the tests of one file; it ends with `stop`, and also when this process is killed. */
export type TestServer = { readonly connectionString: string; readonly pid: number; stop(): Promise<void> };

const program = fileURLToPath(new URL('./throwaway.ts', import.meta.url));

/** Starts a server in a process of its own; undefined where none is installed. */
export const startServer = async (): Promise<TestServer | undefined> => {
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const said = JSON.parse(line) as { readonly connectionString?: string; readonly pid?: number };
  const { connectionString, pid } = said;
  if (connectionString === undefined || pid === undefined) return undefined;
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await gone;
  };
  return { connectionString, pid, stop };
};
