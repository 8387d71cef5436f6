import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Bench } from './bench.js';
import type { Benchmark } from './bench.js';
import { covenant } from './covenant/covenant.js';
import { dossier } from './dossier.js';
import { engines } from './engines.js';
import { fixturePart } from './fixture.js';
import { servePart } from './harness.js';
import type { Parts } from './harness.js';
import { root } from './hub.js';
import { intake } from './intake.js';
import { matching } from './matching.js';
import { rebuild } from './rebuild.js';
import { machine, publish, sectionsOf } from './report.js';
import type { Table } from './report.js';
import { verify } from './verify.js';

const benchmarks: Readonly<Record<string, Benchmark>> = {
  intake,
  dossier,
  verify,
  rebuild,
  matching,
  engines,
  covenant,
};
const partsOf: Readonly<Record<string, Parts>> = {
  ...Object.fromEntries(Object.entries(benchmarks).map(([name, { parts }]) => [name, parts])),
  fixture: { maker: fixturePart },
};

const usage = `Usage: npm run bench -- [${Object.keys(benchmarks).join('] [')}] [options]

  --short         small counts: does it run, no figures worth keeping
  --json          the tables as JSON on stdout
  --data DIR      keep the logs that are made here, and use those that are there
  --profile DIR   write a CPU profile of every part

A run in full rewrites its sections of docs/performance.md.
`;

const parsed = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        short: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        data: { type: 'string' },
        profile: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${usage}`);
    return process.exit(2);
  }
};

const asked = () => {
  const { values, positionals } = parsed();
  const unknown = positionals.filter((name) => !Object.hasOwn(benchmarks, name));
  if (values.help || unknown.length > 0) {
    process.stdout.write(usage);
    process.exit(unknown.length > 0 ? 2 : 0);
  }
  return { ...values, names: positionals.length > 0 ? positionals : Object.keys(benchmarks) };
};

const runAll = async (): Promise<void> => {
  const { names, short, json, data, profile } = asked();
  const folder = data ?? mkdtempSync(join(tmpdir(), 'knooppunt-bench-'));
  const tidy = (): void => {
    if (data === undefined) rmSync(folder, { recursive: true, force: true });
  };
  process.once('SIGINT', () => {
    tidy();
    process.exit(130);
  });
  const tables: Record<string, readonly Table[]> = {};
  const ran = `${new Date().toISOString().slice(0, 10)}, ${machine()}, Node ${process.version}, \`npm run bench\`.`;
  try {
    for (const name of names) {
      const asking = { short, folder: short ? join(folder, 'short') : folder };
      const bench = new Bench(name, profile === undefined ? asking : { ...asking, profiles: profile });
      const found = [await (benchmarks[name] as Benchmark).run(bench)].flat();
      tables[name] = found;
      if (!json) process.stdout.write(`${sectionsOf(found)}\n\n`);
      if (!short && profile === undefined) publish(join(root, 'docs/performance.md'), name, found, ran);
    }
    if (json) process.stdout.write(`${JSON.stringify({ ran, tables }, undefined, 2)}\n`);
  } finally {
    tidy();
  }
};

const [, , flag, benchmark = '', part = '', options = '{}'] = process.argv;
const served = flag === '--part' ? partsOf[benchmark]?.[part] : undefined;
if (served) await servePart(served, JSON.parse(options));
else await runAll();
