import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { freePort } from '../free-port.js';
import { filesUnder, findAll, needlesOfDigest, needlesOfText } from './support/byte-search.js';
import { oins } from './support/cast.js';
import { ChildHub } from './support/child-hub.js';
import { cloudEvent, signals } from './support/deliveries.js';
import { plant } from './support/planted.js';

jest.setTimeout(240_000);

/** Starts a command with this limit of core files. */
const withCore = (limit: string): readonly string[] => ['sh', '-c', `ulimit -S -c ${limit} && exec "$@"`, 'sh'];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'knooppunt-process-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a program', () => {
  it('in production does not start with flags by which memory can leave, and names them', async () => {
    const env = {
      NODE_ENV: 'production',
      NODE_OPTIONS: '--heapsnapshot-signal=SIGUSR2 --report-on-fatalerror --inspect=0',
    };
    const { code, err } = await new ChildHub({ port: 0, data: join(folder, 'none'), env }).ended;
    expect(code).toBe(4);
    expect(err).toContain('met --heapsnapshot-signal, --report-on-fatalerror, --inspect:');
  });

  it('that is killed while it works leaves nothing of a delivery in temporary files, output, stores or results, and had warned its operator', async () => {
    const [data, temporary] = [join(folder, 'data'), join(folder, 'tmp')];
    mkdirSync(temporary);
    const env = { TMPDIR: temporary, NODE_OPTIONS: '--report-on-fatalerror' };
    const settings = { port: await freePort(), data, under: withCore('unlimited'), env };
    const hub = await new ChildHub(settings).listening();
    const drop = (...names: readonly string[]): string => join(data, 'inlevermap', 'amsterdam-college', ...names);
    const planted = Array.from({ length: 40 }, () => plant('adres'));
    const lines = planted.map((address, at) => {
      const matter = { ...signals.S1.matter, address, ...(at % 3 === 0 ? { floorArea: plant('fout') } : {}) };
      return JSON.stringify(cloudEvent('S1', { ...signals.S1, matter }, { supplier: oins.college }));
    });
    const bytes = lines.join('\n');
    writeFileSync(drop('in', 'lijst.jsonl'), bytes);
    writeFileSync(drop('in', 'lijst.jsonl.klaar'), createHash('sha256').update(bytes).digest('hex'));
    while (readdirSync(drop('uit')).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const { out, err } = await hub.kill();
    const warned = err.split('\n').filter((line) => line.includes('"memory-dumps"'));
    const warnings = warned.map((line) => (JSON.parse(line) as { readonly what: string }).what);
    expect(warnings).toEqual(['report-on-fatalerror', 'core-files']);
    expect(readFileSync(drop('uit', 'lijst.jsonl.uitkomst.jsonl'), 'utf8')).toContain('"ontvangen":26');
    const needles = planted.flatMap((text) => [...needlesOfText(text, text), ...needlesOfDigest(text, text)]);
    const left = [...filesUnder(data), ...filesUnder(temporary)];
    const said = [out, err].map((text) => ({ name: 'output', bytes: Buffer.from(text) }));
    expect(findAll([...left, ...said], needles)).toEqual([]);

    // and it is this search that would find it: in a file that was forgotten
    writeFileSync(join(temporary, 'vergeten'), Buffer.from(planted[0] ?? '').toString('base64'));
    expect(findAll(filesUnder(temporary), needles)).toHaveLength(1);
  });
});
