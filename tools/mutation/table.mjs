import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { filesOf, libs } from './libs.mjs';
import { scoreOf } from './result.mjs';
import { explainedOf } from './survivors.mjs';

const resultsFile = new URL('results.json', import.meta.url);
const page = new URL('../../docs/mutation.md', import.meta.url);

const intro = `# Mutation testing

\`npm run test:mutation [-- covenant disclosure evidence vault]\` changes the source of the four libraries on which leaks and proofs
hang, one small change at a time (a condition turned, a call dropped, an empty text), and runs the specs that reach the
change. A mutant that no spec sees is a behaviour that nobody holds. The command fails on one that survives and is not
explained in \`tools/mutation/survivors/<lib>.json\`, and on an explanation that speaks of no mutant any more. It writes this page.

- StrykerJS makes the mutants; \`tools/mutation/runner.mjs\` runs the specs in its own process, without Jest around them: what
  Jest costs to start is many times what a mutant costs. \`describe\`, \`it\` and the hooks mean what they mean in Jest, \`expect\`
  is Jest's own. Every mutant gets fresh modules of the library, so that no cache carries one mutant into the next; only the
  tests that reach it run, those of the quickest file first. What a library does in a thread runs beside the tests there.
- Properties draw from one fixed seed here, or luck would decide which mutants live.
- A second run repeats only what changed (\`.mutation/<lib>.json\`, not committed); \`-- --fresh\` runs all again. \`-- --only <glob>\`
  mutates some files and brings their part of the table up to date; \`-- --changed\` those whose text is another than at their last
  run, which \`results.json\` holds and each run names: of them this page tells what was; \`-- --again\` tries only what lived at the
  last run of its file; \`-- --explained\` tries nothing and holds that against the explanations of today.
- What never ends is told by the work of its process (\`tools/mutation/endless.mjs\`) and not by the clock: far more of it than
  the tests take without the mutant, or nothing left to do and to wait for. So a busy machine makes a run slow, and no more:
  it hides no survivor and makes none up.
- CI mutates the decision core of the covenant anew (\`-- --core\`): every change there is a possible leak. It is a step of its own
  and no Jest test, for it must not share its two cores with other tests.
- Words of messages (of errors and of problems) are not mutated: people read them, no code does.

Killed: a test failed. Timed out: the tests never ended, mostly for an endless loop. Explained: survived, with a reason below.
No coverage: no test reaches it. Open: neither, at the last run of that file. Files: measured so far, of all. Score: killed and timed out, of all but the words.
`;

const row = (cells) => `| ${cells.join(' | ')} |`;
const code = (text) => `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;

const counted = ['killed', 'timeout', 'survived', 'noCoverage', 'unexplained', 'seconds'];
const sumOf = (files) =>
  Object.fromEntries(counted.map((name) => [name, files.reduce((total, one) => total + one[name], 0)]));

/** A file without code of its own (types, lists of names) is measured as soon as a run has gone over it. */
const rowOf = ([name, files]) => {
  const sum = sumOf(Object.values(files));
  const mutants = sum.killed + sum.timeout + sum.survived + sum.noCoverage;
  const explained = sum.survived + sum.noCoverage - sum.unexplained;
  const counts = [mutants, sum.killed, sum.timeout, sum.survived, sum.noCoverage, explained, sum.unexplained];
  return row([
    name,
    `${Object.keys(files).length} of ${filesOf(libs[name]).length}`,
    ...counts,
    `${scoreOf(sum)} %`,
    Math.round(sum.seconds),
  ]);
};
const heads = [
  'files',
  'mutants',
  'killed',
  'timed out',
  'survived',
  'no coverage',
  'explained',
  'open',
  'score',
  'seconds',
];
const table = (results) => [
  row(['lib', ...heads]),
  row(['---', ...heads.map(() => '--:')]),
  ...Object.entries(results).map(rowOf),
];

const leftOut = () =>
  Object.values(libs).flatMap(({ leftOut: list }) => list.map(([folder, reason]) => `- \`${folder}\`: ${reason}.`));

/** Survivors that have one reason stand under it together. */
const explanations = (name) => {
  const byReason = Map.groupBy(explainedOf(name), ({ reason }) => reason);
  if (byReason.size === 0) return [];
  const lines = [...byReason].flatMap(([reason, list]) => [
    `- ${reason}`,
    ...list.map(({ file, from, to }) => `  - ${file.replace(`libs/${name}/src/`, '')}: ${code(from)} → ${code(to)}`),
  ]);
  return ['', `### ${name}`, '', ...lines];
};

/** The results that are committed, by library and file. */
export const resultsNow = () => (existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) : {});

/** The whole page, from the results and explanations that are committed. */
export const pageOf = (results = resultsNow()) =>
  [
    intro,
    ...table(results),
    '',
    'Not mutated, and why:',
    '',
    ...leftOut(),
    '',
    '## Survivors and why they may live',
    ...Object.keys(libs).flatMap(explanations),
    '',
  ].join('\n');

/** Takes what a run found into the committed results, by file, and writes the page anew. */
export const writeTable = (name, { files }, unexplained) => {
  const open = Map.groupBy(unexplained, ({ file }) => file);
  const results = resultsNow();
  const there = new Set(filesOf(libs[name]));
  const all = { ...results[name] };
  for (const [file, totals] of Object.entries(files))
    all[file] = { ...totals, unexplained: open.get(file)?.length ?? 0 };
  const own = Object.fromEntries(
    Object.entries(all)
      .filter(([file]) => there.has(file))
      .toSorted(),
  );
  const next = { ...results, [name]: own };
  const inOrder = Object.fromEntries(Object.keys(libs).flatMap((lib) => (next[lib] ? [[lib, next[lib]]] : [])));
  writeFileSync(resultsFile, `${JSON.stringify(inOrder, null, 2)}\n`);
  writeFileSync(page, pageOf(inOrder));
};
