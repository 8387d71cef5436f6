import { appendFileSync } from 'node:fs';

/**
 * What came of one fault. `fault`: which, as `tools/faults/page.mjs` knows it. `unrecorded`: answers with content whose record was
 * not in the log before them. Null: not looked at by this one. `more`: what else was counted or measured.
 */
export type Figure = {
  readonly fault: string;
  readonly times: number;
  readonly acknowledged: number | null;
  readonly lost: number | null;
  readonly doubled: number | null;
  readonly unrecorded: number | null;
  readonly seed: number | null;
  readonly tookMs: number;
  readonly more?: Readonly<Record<string, number>>;
};

const file = process.env['KNOOPPUNT_FAULTS_FIGURES'];

/** Tells a figure, and adds it as a line to the file that KNOOPPUNT_FAULTS_FIGURES names, if it names one. */
export const noteFigure = (figure: Figure): void => {
  const line = JSON.stringify({ ...figure, tookMs: Math.round(figure.tookMs) });
  process.stdout.write(`figure: ${line}\n`);
  if (file !== undefined) appendFileSync(file, `${line}\n`);
};
