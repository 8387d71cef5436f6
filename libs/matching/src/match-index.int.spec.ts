import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Recorded, Uuid } from '@knooppunt/kernel';
import { openEmbeddedReadStore } from '@knooppunt/read-store';
import type { ReadStore } from '@knooppunt/read-store';
import { oin, recorded, uuid } from '@knooppunt/testing';
import { openEmbeddedVault, sealContextOf } from '@knooppunt/vault';
import type { Opener, Vault } from '@knooppunt/vault';
import { openMatchIndex } from './match-index.js';
import type { MatchIndex } from './match-index.js';
import { matchTables } from './match.tables.js';

type Value = { readonly ref: string; readonly kind: string; readonly value: string };
type BlockOf = { readonly name: string; readonly kind: string };

const cooperation = 'amsterdam-amstelland';
const theCase = uuid(900);
const otherCase = uuid(901);
const person = (name: string): BlockOf => ({ name, kind: 'person' });

describe('the match index', () => {
  let folder: string;
  let vault: Vault;
  let readStore: ReadStore;
  let index: MatchIndex;
  let opened: string[];
  let log: Recorded[];

  /** Notes which blocks are opened, and opens them. */
  const watched = (opener: Opener): Opener => ({
    open: (block, name, context) => {
      opened.push(name);
      return opener.open(block, name, context);
    },
    reach: () => opener.reach(),
    outputDigest: (keyId, canonical) => opener.outputDigest(keyId, canonical),
  });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'matching-'));
    vault = await openEmbeddedVault({ file: join(folder, 'keys.db'), rootKeyFile: join(folder, 'root.key') });
    readStore = await openEmbeddedReadStore({ file: join(folder, 'read.db') });
    opened = [];
    log = [];
    index = await openMatchIndex({ readStore, opener: watched(vault.opener) });
  });
  afterEach(async () => {
    await readStore.close();
    await vault.close();
    rmSync(folder, { recursive: true });
  });

  const append = (type: string, data: unknown, sealed?: Recorded['sealed']): Recorded => {
    const at = log.length;
    const [event] = recorded([{ type, data }], sealed ? { sealed } : {}) as [Recorded];
    const placed = { ...event, id: uuid(at + 1), position: String(at + 1).padStart(20, '0') };
    log.push(placed);
    return placed;
  };

  /** Seals tokens and a content block as a gateway does, keeps the keys and appends the event. */
  const supply = async (contribution: Uuid, blocks: readonly BlockOf[], values: readonly Value[]): Promise<void> => {
    const data = {
      contribution,
      way: 'signal',
      payloadType: 'S2',
      supplier: oin(363),
      supplierKind: 'COL',
      declaration: { lawful: true, quality: true },
      firstProcessed: '2026-03-01',
      blocks,
    };
    const event = append('ContributionSupplied', data);
    const tokens = values.map(({ ref, kind, value }) => ({
      ref,
      kind,
      token: vault.names.blindToken(cooperation, kind, value),
    }));
    const content = Object.fromEntries(blocks.map(({ name }) => [name, Buffer.from(`{"naam":"${name}"}`)]));
    const plain = { ...content, tokens: Buffer.from(JSON.stringify(tokens)) };
    const unit = await vault.sealer.seal(plain, sealContextOf(event), event.recordedAt);
    await vault.sealer.keep(contribution, unit.keys);
    log[log.length - 1] = { ...event, sealed: unit.sealed };
  };
  const takeIn = (contribution: Uuid, caseId = theCase): void =>
    void append('ContributionTakenIn', { case: caseId, contribution, blocks: [] });
  const follow = async (): Promise<void> => {
    for (const event of log) await index.reaction.react(event);
  };
  const pairs = async (caseId = theCase): Promise<readonly string[]> =>
    (await index.proposalsIn(caseId)).map(
      ({ a, b, kinds }) => `${a.contribution.slice(-1)}${a.ref} ${b.contribution.slice(-1)}${b.ref} ${kinds.join('+')}`,
    );
  const tokenRows = () => readStore.db.selectFrom(readStore.tableName(matchTables, 'tokens')).selectAll().execute();

  const bsn = (ref: string, value: string): Value => ({ ref, kind: 'bsn', value });
  /** Two contributions about the same person, taken into one case. */
  const twoOfOnePerson = async (): Promise<void> => {
    await supply(uuid(1), [person('p1'), person('p2')], [bsn('p1', '1'), bsn('p2', '2')]);
    await supply(uuid(2), [person('p1')], [bsn('p1', '2')]);
    takeIn(uuid(1));
    takeIn(uuid(2));
  };

  it('proposes persons of one case that share a token', async () => {
    await twoOfOnePerson();
    await follow();
    expect(await pairs()).toEqual(['1p2 2p1 bsn']);
  });

  it('opens the tokens block and no other', async () => {
    await twoOfOnePerson();
    await follow();
    expect(opened).toEqual(['tokens', 'tokens']);
  });

  it('holds no value, and tokens of persons and companies only', async () => {
    await supply(
      uuid(1),
      [person('p1'), { name: 'c1', kind: 'company' }, { name: 'matter', kind: 'matter' }],
      [
        bsn('p1', '999993653'),
        { ref: 'c1', kind: 'kvk', value: '69599084' },
        { ref: 'matter', kind: 'bag', value: '3' },
      ],
    );
    await follow();
    const rows = await tokenRows();
    expect(rows.map(({ ref, kind }) => `${ref} ${kind}`).toSorted()).toEqual(['c1 kvk', 'p1 bsn']);
    expect(JSON.stringify(rows)).not.toMatch(/999993653|69599084/);
  });

  it('proposes nothing across cases, and nothing for a contribution that no case took in', async () => {
    await supply(uuid(1), [person('p1')], [bsn('p1', '1')]);
    await supply(uuid(2), [person('p1')], [bsn('p1', '1')]);
    await supply(uuid(3), [person('p1')], [bsn('p1', '1')]);
    takeIn(uuid(1));
    takeIn(uuid(2), otherCase);
    await follow();
    expect([await pairs(), await pairs(otherCase), await pairs(uuid(902))]).toEqual([[], [], []]);
  });

  it('takes a pair off the list once both are linked to one subject', async () => {
    await twoOfOnePerson();
    append('SubjectLinked', { case: theCase, subject: uuid(70), contribution: uuid(1), block: 'p2', role: 'circle' });
    await follow();
    expect(await pairs()).toHaveLength(1);
    append('SubjectLinked', { case: theCase, subject: uuid(70), contribution: uuid(2), block: 'p1', role: 'circle' });
    await follow();
    expect(await pairs()).toEqual([]);
  });

  it.each([
    ['a key was destroyed', 'KeyDestroyed', { contribution: uuid(2), block: 'p1', keyId: uuid(5), receipt: 'x' }],
    ['its destruction began', 'ContributionUnderDestruction', { case: theCase, contribution: uuid(2) }],
  ])('drops every token of a contribution of which %s', async (_what, type, data) => {
    await twoOfOnePerson();
    append(type, data);
    await follow();
    expect(await pairs()).toEqual([]);
    expect(new Set((await tokenRows()).map(({ contribution }) => contribution))).toEqual(new Set([uuid(1)]));
  });

  it('leaves out a contribution whose keys were gone before it was read, and goes on', async () => {
    await twoOfOnePerson();
    await vault.destroyer.destroy(uuid(1));
    await follow();
    expect(new Set((await tokenRows()).map(({ contribution }) => contribution))).toEqual(new Set([uuid(2)]));
  });

  it('changes nothing when events come again, also after a restart', async () => {
    await twoOfOnePerson();
    append('KeyDestroyed', { contribution: uuid(1), block: 'p1', keyId: uuid(5), receipt: 'x' });
    await follow();
    const digest = await readStore.digest(matchTables);
    index = await openMatchIndex({ readStore, opener: vault.opener });
    await follow();
    expect(await readStore.digest(matchTables)).toBe(digest);
    expect(await pairs()).toEqual([]);
  });

  it('writes nothing for an event whose tokens were moved from another, and stays where it was', async () => {
    await supply(uuid(1), [person('p1')], [bsn('p1', '1')]);
    await supply(uuid(2), [person('p1')], [bsn('p1', '1')]);
    const [first, second] = log as [Recorded, Recorded];
    await index.reaction.react(first);
    const moved = { ...second, sealed: first.sealed } as Recorded;
    await expect(index.reaction.react(moved)).rejects.toMatchObject({ code: 'vault/seal-broken' });
    expect(await tokenRows()).toHaveLength(1);
    await index.reaction.react(second);
    expect(await tokenRows()).toHaveLength(2);
  });

  it('follows no event that it does not need', async () => {
    const event = append('CaseClosed', { case: theCase, reason: 'x' });
    expect(index.reaction.handles).not.toContain(event.type);
    await index.reaction.react(event);
    expect(opened).toEqual([]);
  });
});
