import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';
import { covenantDigest } from '@knooppunt/covenant';
import { stringify } from 'yaml';
import { audit } from '../../apps/audit/src/cli.js';
import { runLaw } from '../../apps/worker/src/law/run-law.js';
import { oins } from './support/cast.js';
import { accepted, idOf } from './support/client.js';
import type { Answer } from './support/client.js';
import { demoCovenant, law } from './support/covenants.js';
import { deliver, signals } from './support/deliveries.js';
import { TestHub } from './support/hub.js';
import { Play, piecesOf } from './support/play.js';
import { digestOf } from './support/signing.js';

jest.setTimeout(600_000);

const demo = new URL('../../deploy/demo/', import.meta.url);
const kept = ['P-001', 'P-002', 'P-003', 'P-408', 'P-409', 'P-412', 'P-421', 'P-422', 'C-17', 'C-61'];
const { assertions: _assertions, ...whole } = demoCovenant;
const covenant: CovenantDocument = { ...whole, rules: whole.rules.filter(({ id }) => kept.includes(id)) };

/** Nobody reads why it is a signal any more: an article that came later. */
const cap = {
  id: 'W-99',
  cap: 'withhold',
  phase: 'weging',
  type: ['S1'],
  fields: ['_text'],
  in: ['2026-01-01', 'open'],
  basis: 'WGS 2.23(1)',
} as unknown as LawDocument['caps'][number];
const narrower: LawDocument = { ...law, version: '2026.2', caps: [...law.caps, cap] };
const wider: LawDocument = { ...law, version: '2026.3' };
const digest = (document: LawDocument): string => covenantDigest(document, digestOf);

const folder = mkdtempSync(join(tmpdir(), 'knooppunt-law-'));
const founding = join(folder, 'founding.yaml');
const written = (name: string, document: object): string => {
  const file = join(folder, name);
  writeFileSync(file, stringify(document));
  return file;
};

let hub: TestHub;
let signal: string;

const run = async (...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> => {
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  const env = { KNOOPPUNT_DATA: hub.folder, KNOOPPUNT_FOUNDING: founding };
  return { code: await runLaw(args, { env, now: hub.clock.now(), say, complain: say }), said: lines.join('\n') };
};
const readByPolice = async (): Promise<Answer> =>
  accepted(await (await hub.as('police')).get(`/v1/signalen/${signal}`));
const fieldsOf = (answer: Answer): readonly string[] =>
  piecesOf(answer).flatMap(({ blokken }) => blokken.flatMap(({ velden }) => velden.map(({ veld }) => veld)));
const laws = async (): Promise<readonly (readonly string[])[]> => {
  const { body } = accepted(await (await hub.as('college')).get('/v1/convenanten'));
  const items = body['items'] as readonly { readonly versie: string; readonly toestand: string }[];
  return items.map(({ versie, toestand }) => [versie, toestand]);
};

beforeAll(async () => {
  for (const name of ['founding.yaml', 'law-wgs-riec.yaml']) cpSync(new URL(name, demo), join(folder, name));
  written('convenant.yaml', covenant);
  hub = await TestHub.start({ founding });
  signal = idOf(await deliver(hub, 'S1', signals.S1));
  await hub.settled();
  await new Play(hub).prepare(signal, [oins.police]);
  await hub.settled();
});
afterAll(async () => {
  await hub.end();
  rmSync(folder, { recursive: true, force: true });
});

describe('a version of the law', () => {
  it('is left alone while a hub runs on the data', async () => {
    expect(fieldsOf(await readByPolice())).toContain('_text');
    const file = written('law-2.yaml', narrower);
    expect(await run('check', file)).toMatchObject({ code: 6 });
    expect(await run('bring', file, '--digest', digest(narrower))).toMatchObject({ code: 6 });
    await hub.close();
  });

  it('says what it changes for each covenant in force, and changes nothing by saying so', async () => {
    const { code, said } = await run('check', join(folder, 'law-2.yaml'));
    expect(said).toContain('amsterdam-amstelland: wet 2026.1 naar 2026.2');
    expect(said).toContain('rotterdam: wet 2026.1 naar 2026.2');
    expect(said).toMatch(/ruimer: 0 .*, enger: [1-9]/);
    expect(said).toContain(digest(narrower));
    expect(code).toBe(0);
    await hub.open();
    expect((await laws()).map(([version]) => version)).toEqual(['2026.1', '1.1.0']);
    await hub.close();
  });

  it('is refused where it is none, is another law, or speaks a language that nobody holds', async () => {
    expect(await run('check', written('none.yaml', { wet: 'x' }))).toMatchObject({ code: 2 });
    expect(await run('check', join(folder, 'nergens.yaml'))).toMatchObject({ code: 2 });
    expect(await run('nee', join(folder, 'law-2.yaml'))).toMatchObject({ code: 2 });
    expect(await run('check')).toMatchObject({ code: 2 });
    const other = { ...narrower, wet: 'andere-wet' };
    const refused = await run('bring', written('other.yaml', other), '--digest', digest(other));
    expect(refused.code).toBe(1);
    expect(refused.said).toContain('other-law');
    const kindless = { ...narrower, kinds: { ...law.kinds, participants: ['POL'] } };
    const unfit = await run('bring', written('kindless.yaml', kindless), '--digest', digest(kindless));
    expect(unfit.code).toBe(1);
    expect(unfit.said).toContain('unknown-kind');
  });

  it('loosens nothing silently: more than before is brought only where that is said', async () => {
    const loosened = { ...law, version: '2026.4', caps: law.caps.filter(({ id }) => id !== 'W-11') };
    const file = written('looser.yaml', loosened);
    const refused = await run('bring', file, '--digest', digest(loosened));
    expect(refused.code).toBe(1);
    expect(refused.said).toMatch(/RUIMER .*[^]*--wider/);
  });

  it('comes into force in every cooperation, by an event, under the digest that was read', async () => {
    const file = join(folder, 'law-2.yaml');
    expect(await run('bring', file)).toMatchObject({ code: 2 });
    expect(await run('bring', file, '--digest', digest(wider))).toMatchObject({ code: 2 });
    const brought = await run('bring', file, '--digest', digest(narrower));
    expect([brought.code, brought.said]).toEqual([0, expect.stringContaining('rotterdam: wet 2026.2 is in werking')]);
    const again = await run('bring', file, '--digest', digest(narrower));
    expect([again.code, again.said]).toEqual([0, expect.stringContaining('is al in werking')]);
    await hub.open();
    const events = (await hub.events()).filter(({ actor }) => actor === 'system:law');
    expect(events.map(({ type, stream }) => `${type} ${stream}`)).toEqual([
      'LawCameIntoForce covenant-amsterdam-amstelland',
      'LawCameIntoForce covenant-rotterdam',
    ]);
  });

  it('decides from then on, and the covenant that was checked against the other is flagged', async () => {
    const events = await hub.eventsOf(async () => expect(fieldsOf(await readByPolice())).not.toContain('_text'));
    const record = events.find(({ type }) => type === 'DisclosureRecorded');
    expect(record?.covenant?.law).toBe(digest(narrower));
    expect(await laws()).toEqual([
      ['2026.1', 'opgevolgd'],
      ['1.1.0', 'in-werking'],
      ['2026.2', 'in-werking'],
    ]);
    const { body } = accepted(await (await hub.as('college')).get('/v1/convenanten/1.1.0'));
    expect(body['wet']).toMatchObject({ versie: '2026.1', verouderd: true });
  });

  it('leaves what was decided under the former to be decided again under it', async () => {
    await hub.settled();
    let out = '';
    const code = await audit(['redecide', '--json', '--data', hub.folder], {
      out: (text) => (out += text),
      err: (text) => (out += text),
      isTty: false,
    });
    expect([code, out.split('\n').filter((line) => line.includes('"finding"'))]).toEqual([0, []]);
    const digests = (await hub.events()).flatMap(({ type, covenant: pinned }) =>
      type === 'DisclosureRecorded' && pinned ? [pinned.law] : [],
    );
    expect(new Set(digests)).toEqual(new Set([digest(law), digest(narrower)]));
  });

  it('is one text to a number, and what is over does not come back', async () => {
    await hub.close();
    const other = { ...narrower, caps: [...law.caps, { ...cap, basis: 'WGS 2.23(2)' }] };
    const reused = await run('bring', written('reused.yaml', other), '--digest', digest(other));
    expect([reused.code, reused.said]).toEqual([1, expect.stringContaining('version-reused')]);
    const old = await run('bring', join(folder, 'law-wgs-riec.yaml'), '--digest', digest(law));
    expect([old.code, old.said]).toEqual([1, expect.stringContaining('version-not-newer')]);
    expect(await run('bring', written('wider.yaml', wider), '--digest', digest(wider), '--wider')).toMatchObject({
      code: 0,
    });
    await hub.open();
    expect(fieldsOf(await readByPolice())).toContain('_text');
  });
});
