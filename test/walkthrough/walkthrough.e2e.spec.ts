import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { StoredDisclosure } from '@knooppunt/cases';
import type { Recorded } from '@knooppunt/kernel';
import { audit } from '../../apps/audit/src/cli.js';
import { filesUnder } from '../e2e/support/byte-search.js';
import { amsterdam, oins } from '../e2e/support/cast.js';
import { accepted, idOf } from '../e2e/support/client.js';
import { declaration, explanations } from '../e2e/support/deliveries.js';
import { TestHub } from '../e2e/support/hub.js';
import { Play, piecesOf } from '../e2e/support/play.js';
import { blocksOf, page, withBlocks } from '../docs/blocks.js';
import { shownJson, shownText } from './shown.js';

jest.setTimeout(120_000);

let hub: TestHub;
let play: Play;
const copy = mkdtempSync(join(tmpdir(), 'knooppunt-walkthrough-'));
const shown = new Map<string, string>();
const show = (name: string, value: unknown): void =>
  void shown.set(name, typeof value === 'string' ? shownText(value) : shownJson(value));
const ofType = (events: readonly Recorded[], type: string): readonly Recorded[] =>
  events.filter((event) => event.type === type);
const runAudit = async (...args: readonly string[]): Promise<{ readonly code: number; readonly text: string }> => {
  let text = '';
  const code = await audit([...args, '--lang', 'en'], {
    out: (part) => void (text += part),
    err: (part) => void (text += part),
    isTty: false,
  });
  return { code, text };
};

beforeAll(async () => {
  hub = await TestHub.start();
  play = new Play(hub);
});
afterAll(async () => {
  await hub.end();
  rmSync(copy, { recursive: true, force: true });
});

// The steps follow each other: each begins where the one before ended.
describe('one disclosure, from the delivery to the replay', () => {
  it('an agency delivers a signal, and a repeat of it is no second one', async () => {
    // #region deliver
    const event = {
      specversion: '1.0',
      id: 'melding-2026-0117',
      source: `urn:nld:oin:${oins.college}:systeem:wonen`,
      type: 'nl.samenwerkingsverbanden.inschrijvingsafwijking.v1',
      datacontenttype: 'application/json',
      data: {
        way: 'signal',
        declaration,
        report: { phenomenon: 'mensenhandel', region: 'amsterdam-amstelland', task: 'wonen' },
        persons: [
          { ref: 'p1', name: 'Sanne Kind', birthDate: '2018-05-04', bsn: '999996964', registrationsIn12m: 12 },
          { ref: 'p2', name: 'Igor Volwassen', birthDate: '1980-02-01', accompaniedBy: 'p1' },
        ],
        text: { _text: explanations },
      },
    };
    const college = await hub.system(oins.college, amsterdam);
    const answer = await college.raw('POST', '/v1/leveringen', JSON.stringify(event));
    const again = await college.raw('POST', '/v1/leveringen', JSON.stringify(event));

    expect(answer.status).toBe(202);
    expect(again.body).toEqual(answer.body);
    // #endregion
    show('202', answer.body);
    play.signals.set('S2', idOf(answer));
    play.supplies.set('S2', idOf(answer));
  });

  it('what is stored holds no word of it', async () => {
    // #region stored
    await hub.settled();
    const [supplied] = ofType(await hub.events(), 'ContributionSupplied');

    expect(Object.keys(supplied?.sealed ?? {})).toEqual(['facts', 'p1', 'p2', 'text', 'tokens']);
    for (const { name, bytes } of filesUnder(hub.folder)) {
      const words = ['Igor Volwassen', '999996964', 'familieband'].filter((word) => bytes.includes(word));
      expect([name, words]).toEqual([name, []]);
    }
    // #endregion
    const { data, sealed } = supplied as Recorded;
    show('ContributionSupplied', { type: 'ContributionSupplied', data, sealed: { p2: sealed?.['p2'], '…': '…' } });
  });

  it('the signal is weighed, and a case comes of it', async () => {
    // #region weigh
    const signal = play.signals.get('S2') ?? '';
    await play.prepare(signal, [oins.police]);
    await play.command('police', `/v1/signalen/${signal}/_voldoet`, {});
    await hub.settled();
    await play.openCase();

    const types = (await hub.events()).filter(({ stream }) => stream === `signal-${signal}`).map(({ type }) => type);
    expect(types).toEqual([
      'SignalSubmitted',
      'WeighingPrepared',
      'CriteriaMetRecorded',
      'SignalAccepted',
      'SignalTakenIntoCase',
    ]);
    // #endregion
    await play.link();
    await play.recordNecessity();
    await play.meet();
  });

  it('the mayor reads, and the record lies in the log before the answer is sent', async () => {
    // #region read
    const mayor = await hub.as('mayor');
    const before = await hub.standalone.engines.store.head();
    const answer = accepted(await mayor.get(`/v1/overleggen/${play.meeting}/dossier`));
    const [record] = ofType(await hub.events(before), 'DisclosureRecorded');

    expect(record?.stream).toBe(`disclosure-${String(answer.body['verstrekking'])}`);
    expect(answer.text).toContain('Igor Volwassen');
    expect(JSON.stringify(record?.data)).not.toContain('Igor');
    // #endregion
    const [piece] = piecesOf(answer);
    show('dossier', { ...piece, blokken: piece?.blokken.filter(({ blok }) => blok === 'p2') });
    const { decisions, ...rest } = (record as Recorded).data as StoredDisclosure;
    const { view, recipientKind, folded, facts } = rest;
    const aboutPersons = decisions.filter(({ kind }) => kind === 'person').slice(0, 1);
    show('DisclosureRecorded', { view, recipientKind, folded, facts, decisions: aboutPersons });
  });

  it('who is outside the case gets what does not exist', async () => {
    // #region outside
    const kmar = await hub.as('kmar');
    const headers = { 'x-correlation-id': '00000000-0000-4000-8000-000000000042' };
    const forbidden = await kmar.get(`/v1/overleggen/${play.meeting}/dossier`, headers);
    const unknown = await kmar.get('/v1/overleggen/00000000-0000-4000-8000-000000000000/dossier', headers);

    expect(forbidden.status).toBe(404);
    expect(forbidden.text).toBe(unknown.text);
    // #endregion
    show('404', forbidden.body);
  });

  it('an auditor verifies the log and decides every disclosure again, without any key', async () => {
    await hub.standalone.sequencer.checkpoint();
    await hub.close();
    // #region audit
    cpSync(hub.folder, copy, { recursive: true, filter: (path) => !/(vault\.sqlite.*|\.key)$/.test(path) });
    expect(readdirSync(copy).toSorted()).not.toContain('vault.sqlite');
    const verified = await runAudit('verify', '--data', copy);
    const redecided = await runAudit('redecide', '--data', copy);

    expect([verified.code, redecided.code]).toEqual([0, 0]);
    // #endregion
    show('verify', verified.text);
    show('redecide', redecided.text);
  });

  it('and finds what somebody with access to the file changed', async () => {
    // #region forged
    const database = new DatabaseSync(join(copy, 'events.sqlite'));
    const forgery = `UPDATE events SET data = CAST(replace(CAST(data AS TEXT), '"BURG"', '"NVWA"') AS BLOB)
                     WHERE type = 'DisclosureRecorded'`;
    expect(database.prepare(forgery).run().changes).toBeGreaterThan(0);
    database.close();

    const { code, text } = await runAudit('verify', '--data', copy);
    expect(code).toBe(1);
    // #endregion
    show('forged', text);
  });
});

describe('docs/walkthrough.md', () => {
  it('shows what came out', () => {
    const file = new URL('../../docs/walkthrough.md', import.meta.url);
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, withBlocks(page(), 'output', shown));
    expect(Object.fromEntries(blocksOf(page(), 'output'))).toEqual(Object.fromEntries(shown));
  });
});
