import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';
import { decodeEvent } from '@knooppunt/event-store';
import type { EventStore, StoredEvent } from '@knooppunt/event-store';
import { CoverageRun, ImpactRun } from '@knooppunt/evidence';
import type { Envelope } from '@knooppunt/kernel';
import { Registries } from '@knooppunt/signals';
import { History } from '../index.js';

const file = new URL('../../../../test/golden/log.jsonl', import.meta.url);
const digestOf = (bytes: string | Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

const stored: readonly StoredEvent[] = (() => {
  const revisions = new Map<string, bigint>();
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line, at) => {
      const { id, type, stream } = JSON.parse(line) as Envelope;
      const revision = (revisions.get(stream) ?? -1n) + 1n;
      revisions.set(stream, revision);
      const bytes = new TextEncoder().encode(line);
      return { id, type, stream, revision, position: String(at + 1).padStart(20, '0'), bytes };
    });
})();

/** The golden log as a store, which counts how often it was asked for a page. */
const storeOf = (log: readonly StoredEvent[] = stored) => {
  const asked = { pages: 0 };
  const store: Pick<EventStore, 'read' | 'readAll' | 'head'> = {
    head: async () => log.at(-1)?.position,
    read: async (stream, { from = 0n, maxCount = 500 } = {}) =>
      log.filter((event) => event.stream === stream && event.revision >= from).slice(0, maxCount),
    readAll: async ({ after = '', maxCount = 500 } = {}) => {
      asked.pages++;
      return log.filter(({ position }) => position > after).slice(0, maxCount);
    },
  };
  return { store, asked };
};

const cooperation = 'amsterdam-amstelland';
const covenant = (() => {
  const came = stored.find(({ type }) => type === 'CovenantCameIntoForce') as StoredEvent;
  return JSON.parse((decodeEvent(came).data as { readonly document: string }).document) as CovenantDocument;
})();
const law = (() => {
  const came = stored.find(({ type }) => type === 'LawCameIntoForce') as StoredEvent;
  return JSON.parse((decodeEvent(came).data as { readonly document: string }).document) as LawDocument;
})();
const draft: CovenantDocument = { ...covenant, rules: covenant.rules.filter(({ id }) => id !== 'P-100') };

/** The same runs, fed by hand. */
const byHand = <Report>(
  run: {
    add(event: ReturnType<typeof decodeEvent>): void;
    takeBack(event: ReturnType<typeof decodeEvent>): void;
    finish(): Report;
  },
  log = stored,
): Report => {
  for (const one of log) {
    const event = decodeEvent(one);
    if (event.type !== 'DisclosureAborted') run.add(event);
    else run.takeBack(decodeEvent(stored.find(({ stream }) => stream === event.stream) as StoredEvent));
  }
  return run.finish();
};
const cooperations = new Set([cooperation]);

describe('the history of a hub', () => {
  it('gives the effect of a draft over all that was recorded, page by page', async () => {
    const { store, asked } = storeOf();
    const report = await new History({ store }).effect({ cooperation, draft });
    expect(report).toEqual(byHand(new ImpactRun({ draft, cooperations, digestOf })));
    expect(report.totals.refused).toBeGreaterThan(0);
    expect(report.aborted).toBe(1);
    expect(asked.pages).toBeGreaterThan(2);
  });

  it('puts another law with the draft where one is given', async () => {
    const caps = [...law.caps, { id: 'W-99', cap: 'withhold', in: ['2000-01-01', 'open'], basis: 'spec' } as const];
    const stricter: LawDocument = { ...law, caps };
    const report = await new History({ store: storeOf().store }).effect({ cooperation, draft, law: stricter });
    expect(report).toEqual(byHand(new ImpactRun({ draft, law: stricter, cooperations, digestOf })));
    expect(report.totals.kept).toBe(0);
  });

  it('gives the coverage of the rules', async () => {
    const report = await new History({ store: storeOf().store }).coverage({ cooperation });
    expect(report).toEqual(byHand(new CoverageRun({ cooperations, digestOf })));
  });

  it('says how far it is, up to where the log ended when it began', async () => {
    const seen: number[] = [];
    const onProgress = ({ events, at, until }: { events: number; at: string; until: string }): void => {
      seen.push(events);
      expect([at <= until, until]).toEqual([true, stored.at(-1)?.position]);
    };
    await new History({ store: storeOf().store }).coverage({ cooperation }, { onProgress });
    expect(seen.at(-1)).toBe(stored.length);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  it('leaves out what was appended since it began', async () => {
    const { store } = storeOf();
    // in the middle of a page, at an event that counts, with another that counts behind it
    const at = stored.findIndex(({ type }, index) => index > 110 && type === 'DisclosureRecorded');
    const until = stored[at] as StoredEvent;
    const early = await new History({ store: { ...store, head: async () => until.position } }).coverage({
      cooperation,
    });
    expect(early).toEqual(byHand(new CoverageRun({ cooperations, digestOf }), stored.slice(0, at + 1)));
    const all = await new History({ store }).coverage({ cooperation });
    expect(early.disclosures).toBeLessThan(all.disclosures);
  });

  it('judges by the registries that it is given', async () => {
    const registries = new Registries(() => 'sha256:other', []);
    const report = await new History({ store: storeOf().store, registries }).effect({ cooperation, draft });
    expect(report).toEqual(byHand(new ImpactRun({ draft, cooperations, digestOf, registries })));
    expect(report.unjudged['registry-unknown']).toBeGreaterThan(0);
  });

  it('says nothing of another cooperation, not of its covenant either', async () => {
    const others = stored
      .filter(({ type }) =>
        ['LawCameIntoForce', 'CovenantCameIntoForce', 'DisclosureRecorded', 'DisclosureAborted'].includes(type),
      )
      .map((event, at): StoredEvent => {
        const { data, ...envelope } = JSON.parse(new TextDecoder().decode(event.bytes)) as Envelope & { data: object };
        const stream = event.stream.replace(cooperation, 'rotterdam').replace(/^(disclosure-.{8}).{4}/, '$1ffff');
        const version = {
          ...data,
          ...('document' in data ? { version: 'r', digest: `sha256:${'f'.repeat(64)}` } : {}),
        };
        const text = JSON.stringify({ ...envelope, stream, cooperation: 'rotterdam', data: version });
        const position = `${stored.at(-1)?.position}-${String(at).padStart(5, '0')}`;
        return { ...event, stream, position, bytes: new TextEncoder().encode(text) };
      });
    const { store: alone } = storeOf();
    const { store: both } = storeOf([...stored, ...others]);
    expect(others.length).toBeGreaterThan(3);
    expect(await new History({ store: both }).coverage({ cooperation })).toEqual(
      await new History({ store: alone }).coverage({ cooperation }),
    );
    expect(await new History({ store: both }).effect({ cooperation, draft })).toEqual(
      await new History({ store: alone }).effect({ cooperation, draft }),
    );
    const theirs = await new History({ store: both }).coverage({ cooperation: 'rotterdam' });
    expect(theirs.disclosures).toBeGreaterThan(0);
  });

  it('is empty of an empty log', async () => {
    const report = await new History({ store: storeOf([]).store }).effect({ cooperation, draft });
    expect([report.disclosures, report.groups]).toEqual([0, []]);
  });

  it('gives way to others again and again, however long it takes', async () => {
    let turns = 0;
    let isOver = false;
    const others = (): void => {
      turns++;
      if (!isOver) setImmediate(others);
    };
    setImmediate(others);
    // Every look at this clock is a millisecond later: the slices are counted, not measured.
    let now = 0;
    await new History({ store: storeOf().store, sliceMs: 10, nowMs: () => now++ }).effect({ cooperation, draft });
    isOver = true;
    expect(turns).toBeGreaterThan(stored.length / 20);
  });

  it('ends when whoever asked gives up, and answers the next one', async () => {
    const history = new History({ store: storeOf().store, sliceMs: 0 });
    const leaving = AbortSignal.abort(new Error('gone'));
    await expect(history.effect({ cooperation, draft }, { signal: leaving })).rejects.toThrow('gone');
    expect((await history.effect({ cooperation, draft })).disclosures).toBeGreaterThan(0);
  });

  it('answers one question at a time', async () => {
    const { store } = storeOf();
    let under = 0;
    let most = 0;
    const counting: typeof store = {
      ...store,
      head: async () => {
        most = Math.max(most, ++under);
        return store.head();
      },
    };
    const history = new History({ store: counting });
    const leave = (): void => void under--;
    await Promise.all([1, 2, 3].map(() => history.coverage({ cooperation }).then(leave)));
    expect(most).toBe(1);
  });

  it('refuses a draft under a semantics that this build does not hold', async () => {
    const strange = { ...draft, semantics: 'covenant/9' };
    await expect(new History({ store: storeOf().store }).effect({ cooperation, draft: strange })).rejects.toMatchObject(
      {
        code: 'covenant/unknown-semantics',
      },
    );
  });
});
