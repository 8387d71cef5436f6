import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { covenant } from '../src/cli.js';

/** What a run of the command line left: its exit code, and what it wrote. */
export type Run = { readonly code: number; readonly out: string; readonly err: string };

/** Runs the command line as a user does, without a terminal; `answers` are typed in where it asks. */
export const run = async (args: readonly string[], answers?: readonly string[]): Promise<Run> => {
  let [out, err] = ['', ''];
  const waiting = [...(answers ?? [])];
  const code = await covenant(args, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    isTty: false,
    ...(answers && {
      ask: (question: string) => {
        err += question;
        return Promise.resolve(waiting.shift() ?? '');
      },
    }),
  });
  return { code, out, err };
};

/** The lines of JSON that a run wrote. */
export const linesOf = ({ out }: Pick<Run, 'out'>): readonly Readonly<Record<string, unknown>>[] =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

/** Signs a covenant as who read it does: with its digest, as `check` tells it. */
export const signRead = async (file: string, ...args: readonly string[]): Promise<Run> => {
  const { digest } = linesOf(await run(['check', file, '--json'])).at(-1) ?? {};
  return run(['sign', file, ...args, '--digest', String(digest)]);
};

/** A folder of a spec's own, which `remove` takes away with everything in it. */
export const ownFolder = (): { readonly path: (name: string) => string; readonly remove: () => void } => {
  const folder = mkdtempSync(join(tmpdir(), 'knooppunt-covenant-spec-'));
  return {
    path: (name) => join(folder, name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

/** Where a file of the repository lies. */
export const inRepository = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** Copies the documents of the demonstration into a folder, as a lawyer has them: the law beside the covenant. */
export const copyDemonstration = (
  path: (name: string) => string,
): { readonly covenant: string; readonly law: string } => {
  const [covenantFile, law] = [path('convenant.yaml'), path('law-wgs-riec.yaml')];
  cpSync(inRepository('deploy/demo/convenant.yaml'), covenantFile);
  cpSync(inRepository('deploy/demo/law-wgs-riec.yaml'), law);
  return { covenant: covenantFile, law };
};
