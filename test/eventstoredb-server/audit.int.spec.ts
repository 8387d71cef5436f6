import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEventStoreDb } from '@knooppunt/event-store';
import { formatVerifierKey, leafRecordFile } from '@knooppunt/evidence';
import { EvidenceLog } from '@knooppunt/testing';
import { audit } from '../../apps/audit/src/cli.js';
import type { LogRecord } from './log.js';
import { startEventStoreDbServer } from './server.js';
import type { EventStoreDbServer } from './server.js';

/** A stream of several events, a checkpoint, and a tail. */
const log = ((): EvidenceLog => {
  const made = new EvidenceLog().found('rotterdam');
  for (const name of ['s1', 's2', 's2', 's2']) made.weigh('rotterdam', name);
  made.sign();
  return made.weigh('rotterdam', 's4');
})();

let data: string;
let server: EventStoreDbServer;

const run = async (...args: readonly string[]) => {
  let [out, err] = ['', ''];
  const code = await audit([...args, '--data', data, '--lang', 'en'], {
    out: (text) => (out += text),
    err: (text) => (err += text),
    isTty: false,
  });
  return { code, out, err };
};
const verify = async () => run('verify', '--json', '--eventstore', server.connectionString);
const findingsIn = ({ out }: { readonly out: string }) =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly kind: string; readonly code: string; readonly detail: string })
    .filter(({ kind }) => kind === 'finding')
    .map(({ code, detail }) => `${code} ${detail}`);

/** Changes a record that lies in the server's log, behind everybody's back. */
const tamper = (change: Partial<LogRecord>, at = 3): void => {
  const own = server.log.all.filter(({ stream }) => !stream.startsWith('$'));
  Object.assign(own[at] as LogRecord, change);
};
const recordAt = (at: number): LogRecord =>
  server.log.all.filter(({ stream }) => !stream.startsWith('$'))[at] as LogRecord;

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'knooppunt-audit-esdb-'));
  server = await startEventStoreDbServer();
  const store = await openEventStoreDb({ connectionString: server.connectionString });
  for (const { stream, revision, id, type, bytes } of log.rows) {
    await store.append(stream, [{ id, type, bytes }], revision === 0n ? 'no-stream' : revision - 1n);
  }
  await store.close();
  mkdirSync(join(data, 'evidence'));
  for (const [cooperation, leaves] of log.leaves) {
    writeFileSync(join(data, 'evidence', leafRecordFile(cooperation)), Buffer.concat([...leaves]));
  }
  writeFileSync(join(data, 'checkpoint.pub'), `${formatVerifierKey(log.signer.key)}\n`);
});
afterEach(async () => {
  await server.stop();
  rmSync(data, { recursive: true, force: true });
});

describe('the audit of an EventStoreDB', () => {
  it('finds nothing in a log as the hub left it, among events of the database itself', async () => {
    const { code, out, err } = await run('verify', '--eventstore', server.connectionString);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`Log verified: ${log.rows.length} events`);
    expect(await run('redecide', '--eventstore', server.connectionString)).toMatchObject({ code: 0, err: '' });
  });

  it('takes the address from a file, so that a password stands in no list of processes', async () => {
    const file = join(data, 'address');
    writeFileSync(file, `${server.connectionString}\n`);
    expect((await run('verify', '--eventstore', file)).code).toBe(0);
  });

  it('names an event whose bytes were changed: id column and tree both say so', async () => {
    const text = new TextDecoder().decode(recordAt(3).data);
    tamper({ data: new TextEncoder().encode(text.replace('T09:', 'T10:').replace('"actor":"', '"actor":"x')) });
    const result = await verify();
    expect(result.code).toBe(1);
    const findings = findingsIn(result);
    expect(findings).toContain('columns-differ id');
    expect(findings.some((finding) => finding.startsWith('event-altered'))).toBe(true);
  });

  it.each<readonly [string, () => Partial<LogRecord>, string]>([
    ['id', () => ({ id: '00000000-0000-4000-8000-000000000000' }), 'columns-differ id'],
    ['id, to that of the envelope', () => ({ id: log.rows[3]?.id ?? '' }), 'columns-differ id'],
    ['type', () => ({ type: 'SignalAccepted' }), 'columns-differ id, type'],
    ['stream', () => ({ stream: 'signal-elsewhere' }), 'columns-differ stream'],
  ])('names an event whose %s column was changed', async (_name, change, finding) => {
    tamper(change());
    const result = await verify();
    expect(result.code).toBe(1);
    expect(findingsIn(result)).toContain(finding);
  });

  it('names what is gone', async () => {
    const gone = server.log.all.indexOf(recordAt(3));
    server.log.all.splice(gone, 1);
    const findings = findingsIn(await verify());
    expect(findings.some((finding) => finding.startsWith('event-missing'))).toBe(true);
  });

  it('ends with one sentence, without the password, where no server answers', async () => {
    await server.stop();
    const named = server.connectionString.replace('esdb://', 'esdb://admin:geheim@');
    const { code, err } = await run('verify', '--eventstore', named);
    expect(code).toBe(2);
    expect(err).toContain('cannot be read (unavailable)');
    expect(err).not.toContain('geheim');
    expect((await run('verify', '--eventstore', join(data, 'nothing'))).code).toBe(2);
  });
});
