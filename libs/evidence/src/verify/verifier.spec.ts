import { describe, expect, it } from '@jest/globals';
import { EvidenceLog, sha256, verifySignature } from '@knooppunt/testing';
import type { Finding } from './finding.js';
import { Verifier } from './verifier.js';
import type { LogRow, VerifySummary } from './verifier.js';

const positionOf = (at: number): string => String(at).padStart(20, '0');

/** Two cooperations, two checkpoints each, and one event that no checkpoint covers. */
const smallLog = (): EvidenceLog => {
  const log = new EvidenceLog().found('rotterdam').found('zeeland').weigh('rotterdam', 's1');
  log.sign();
  log.weigh('rotterdam', 's2').weigh('zeeland', 's3').weigh('rotterdam', 's4');
  log.sign();
  return log.weigh('rotterdam', 's5');
};

const text = (row: LogRow): string => new TextDecoder().decode(row.bytes);
const replaced = (log: EvidenceLog, position: number, change: (row: LogRow) => Partial<LogRow>): LogRow[] =>
  log.rows.map((row) => (row.position === positionOf(position) ? { ...row, ...change(row) } : row));
const withText =
  (from: string, to: string) =>
  (row: LogRow): Partial<LogRow> => ({ bytes: new TextEncoder().encode(text(row).replace(from, to)) });
/** Verifies rows with or without leaf records. */
const verified = (
  log: EvidenceLog,
  options: {
    readonly rows?: readonly LogRow[];
    readonly leaves?: ReadonlyMap<string, readonly Uint8Array[]>;
    readonly gapFreePositions?: boolean;
  } = {},
): { readonly findings: readonly Finding[]; readonly summary: VerifySummary } => {
  const findings: Finding[] = [];
  const verifier = new Verifier({
    sha256,
    verifySignature,
    keys: [log.signer.key],
    gapFreePositions: options.gapFreePositions ?? true,
    leafRecords: new Map(
      [...(options.leaves ?? log.leaves)].map(([cooperation, leaves]) => [
        cooperation,
        { size: leaves.length, at: (index) => leaves[index] },
      ]),
    ),
    report: (finding) => findings.push(finding),
  });
  for (const row of options.rows ?? log.rows) verifier.add(row);
  return { summary: verifier.finish(), findings };
};

/** Codes with positions, each once, in order. */
const told = ({ findings }: ReturnType<typeof verified>): string[] => [
  ...new Set(findings.map(({ code, position }) => `${code} ${position === null ? '-' : Number(position)}`)),
];
const noLeaves = new Map<string, Uint8Array[]>();

describe('a log as it was written', () => {
  it('is clean, and the tail that no checkpoint covers is named', () => {
    const log = smallLog();
    const { findings, summary } = verified(log);
    expect(findings).toEqual([]);
    expect(summary.events).toBe(13);
    expect(
      summary.cooperations.map(({ id, size, checkpoints, lastCovered, tail }) => ({
        id,
        size,
        checkpoints,
        covered: lastCovered?.size,
        tail,
      })),
    ).toEqual([
      {
        id: 'rotterdam',
        size: 8,
        checkpoints: 2,
        covered: 6,
        tail: { events: 2, from: positionOf(11), until: positionOf(13) },
      },
      {
        id: 'zeeland',
        size: 5,
        checkpoints: 2,
        covered: 4,
        tail: { events: 1, from: positionOf(12), until: positionOf(12) },
      },
    ]);
  });

  it('is clean without its leaf records too', () => {
    expect(verified(smallLog(), { leaves: noLeaves }).findings).toEqual([]);
  });

  it('may hold a checkpoint that came some events after the size it signs, and out of order', () => {
    const log = new EvidenceLog().found('rotterdam');
    const { rows } = log;
    log.sign();
    log.weigh('rotterdam', 's1');
    log.sign();
    expect(verified(log).findings).toEqual([]);
    expect(rows.at(-1)?.type).toBe('CheckpointSigned');
  });
});

describe('one changed byte', () => {
  it('inside a seal is pinned by the leaf record that the signed root proves', () => {
    const log = smallLog();
    const rows = replaced(log, 5, withText('c2VhbGVkLXRleHQ', 'c2VhbGVkLXRleHR'));
    expect(told(verified(log, { rows }))).toEqual(['event-altered 5']);
  });

  it('inside a seal is narrowed to the range between two checkpoints where there is no leaf record', () => {
    const log = smallLog();
    const rows = replaced(log, 8, withText('c2VhbGVkLXRleHQ', 'c2VhbGVkLXRleHR'));
    const { findings } = verified(log, { rows, leaves: noLeaves });
    expect(findings).toEqual([
      {
        code: 'checkpoint-mismatch',
        position: positionOf(6),
        until: positionOf(10),
        detail: `rotterdam at ${positionOf(11)}`,
      },
    ]);
  });

  it('in the tail is named, though no root says yet which of the two is true', () => {
    const log = smallLog();
    const rows = replaced(log, 13, withText('c2VhbGVkLXRleHQ', 'c2VhbGVkLXRleHR'));
    expect(told(verified(log, { rows }))).toEqual(['leaf-differs 13']);
  });

  it('in a leaf record does not accuse the log', () => {
    const log = smallLog();
    const leaves = new Map([...log.leaves].map(([id, list]) => [id, [...list]]));
    const own = leaves.get('rotterdam');
    if (own) own[2] = Uint8Array.from(own[2] as Uint8Array, (byte) => byte ^ 1);
    expect(told(verified(log, { leaves }))).toEqual(['leaf-record-differs 5']);
  });
});

describe('the positions of a log', () => {
  const moved = (log: EvidenceLog, by: (at: number) => number): readonly LogRow[] =>
    log.rows.map((row, at) => ({ ...row, position: positionOf(by(at)) }));
  const detailed = ({ findings }: ReturnType<typeof verified>): readonly string[] =>
    findings.map(({ code, position, detail }) => `${code} ${Number(position)} ${detail}`);

  it('are without gaps where the engine counts them, from one on', () => {
    const log = new EvidenceLog().found('rotterdam').weigh('rotterdam', 's1');
    expect(detailed(verified(log, { rows: moved(log, (at) => at + 2) }))).toEqual([
      'position-gap 2 after the beginning',
    ]);
    expect(detailed(verified(log, { rows: moved(log, (at) => (at < 2 ? at + 1 : at + 5)) }))).toEqual([
      `position-gap 7 after ${positionOf(2)}`,
    ]);
  });

  it('may have gaps where it does not, but never go back or stand still', () => {
    const log = new EvidenceLog().found('rotterdam').weigh('rotterdam', 's1');
    const apart = { gapFreePositions: false };
    expect(detailed(verified(log, { ...apart, rows: moved(log, (at) => 10 * at + 7) }))).toEqual([]);
    expect(detailed(verified(log, { ...apart, rows: moved(log, (at) => 7 - at) }))).toEqual([
      'position-order 6 position',
      'position-order 5 position',
    ]);
    expect(detailed(verified(log, { rows: moved(log, (at) => Math.min(at + 1, 2)) }))).toEqual([
      'position-order 2 position',
    ]);
  });
});

describe('what verify gives back', () => {
  it('is the envelope of each row that can be read, and how much it went through', () => {
    const log = smallLog();
    const findings: Finding[] = [];
    const verifier = new Verifier({
      sha256,
      verifySignature,
      keys: [log.signer.key],
      gapFreePositions: true,
      leafRecords: new Map(),
      report: (finding) => findings.push(finding),
    });
    const [first, second] = log.rows as [LogRow, LogRow];
    expect(verifier.add(first)).toEqual(JSON.parse(text(first)));
    expect(verifier.add({ ...second, bytes: new TextEncoder().encode('no line') })).toBeUndefined();
    const { events, streams, findings: count } = verifier.finish();
    expect([events, streams, count]).toEqual([2, 1, findings.length]);
    expect(count).toBeGreaterThan(0);
  });
});

describe('what is said of a cooperation as a whole', () => {
  const details = ({ findings }: ReturnType<typeof verified>): readonly string[] =>
    findings.map(({ code, detail }) => `${code} ${detail}`);

  it('is that it was never founded, or how much of it is gone', () => {
    const unfounded = new EvidenceLog().found('rotterdam').weigh('utrecht', 's1');
    expect(details(verified(unfounded))).toEqual(['cooperation-unfounded cooperation']);
    const log = new EvidenceLog().found('rotterdam');
    expect(details(verified(log, { rows: [] }))).toEqual(['log-shorter rotterdam misses all 2 events']);
  });

  it('is nothing where its leaf record is as empty as its log', () => {
    const log = new EvidenceLog().found('rotterdam');
    expect(details(verified(log, { leaves: new Map([...log.leaves, ['zeeland', []]]) }))).toEqual([]);
  });
});

describe('bytes that cannot be read', () => {
  it('count as a leaf of the cooperation that their stream belongs to, or that they seem to name', () => {
    const log = smallLog();
    const rows = replaced(log, 5, withText('"schemaVersion":1', '"schemaVersion":'));
    expect(told(verified(log, { rows }))).toEqual(['bytes-unreadable 5', 'event-altered 5']);
    const nameless = replaced(log, 5, () => ({ bytes: new TextEncoder().encode('nothing') }));
    expect(told(verified(log, { rows: nameless }))).toEqual(['bytes-unreadable 5', 'event-missing 6']);
    const founded = replaced(log, 2, () => ({ bytes: new TextEncoder().encode('nothing') }));
    expect(told(verified(log, { rows: founded }))).toEqual(['bytes-unreadable 2', 'event-altered 2']);
  });
});

describe('an event of another cooperation than its stream', () => {
  it('is found, and counts for the stream', () => {
    const log = new EvidenceLog().found('rotterdam').found('zeeland').weigh('rotterdam', 's1');
    const { stream } = log.rows[4] as LogRow;
    log.append('zeeland', stream, {
      type: 'SignalAccepted',
      data: { signal: '00000000-0000-4000-8000-000000000001' },
    });
    const { findings, summary } = verified(log, { leaves: noLeaves });
    expect(findings.map(({ code, detail }) => `${code} ${detail}`)).toEqual(['cooperation-differs cooperation']);
    expect(summary.cooperations.map(({ id, size }) => [id, size])).toEqual([
      ['rotterdam', 4],
      ['zeeland', 2],
    ]);
  });
});

describe('columns that are not what the envelope says', () => {
  it.each<readonly [string, Partial<LogRow>, string[]]>([
    ['id', { id: '00000000-0000-4000-8000-000000000000' }, ['columns-differ 5']],
    ['type', { type: 'SignalAccepted' }, ['columns-differ 5']],
    ['stream', { stream: 'signal-elsewhere' }, ['columns-differ 5']],
    ['revision', { revision: 7n }, ['revision-gap 5']],
  ])('are found: %s', (_name, change, expected) => {
    const log = smallLog();
    expect(told(verified(log, { rows: replaced(log, 5, () => change) }))).toEqual(expected);
  });
});

describe('a gap in a stream', () => {
  it('is told with the revision that was expected', () => {
    const log = smallLog();
    const { findings } = verified(log, { rows: replaced(log, 2, () => ({ revision: 5n })) });
    expect(findings.map(({ code, detail }) => `${code} ${detail}`)).toEqual(['revision-gap expected 1']);
  });
});

describe('columns of which several are not what the envelope says', () => {
  it('are named together', () => {
    const log = smallLog();
    const rows = replaced(log, 5, () => ({ id: '00000000-0000-4000-8000-000000000000', type: 'SignalAccepted' }));
    expect(verified(log, { rows }).findings.map(({ detail }) => detail)).toEqual(['id, type']);
  });
});

describe('an event whose stream is told in two ways', () => {
  /** A stream of two events, in the rows 3 and 4. */
  const twoEvents = (): EvidenceLog => {
    const log = new EvidenceLog().found('rotterdam').weigh('rotterdam', 's1');
    const { stream } = log.rows[2] as LogRow;
    return log.append('rotterdam', stream, {
      type: 'SignalAccepted',
      data: { signal: stream.slice('signal-'.length) },
    });
  };
  const elsewhere = 'signal-00000000-0000-4000-8000-000000000009';

  it('counts in the one that its envelope names', () => {
    const log = twoEvents();
    for (const position of [3, 4]) {
      const rows = replaced(log, position, () => ({ stream: elsewhere }));
      expect(told(verified(log, { rows }))).toEqual([`columns-differ ${position}`]);
    }
  });

  it('counts in that of its column where its revision fits there alone', () => {
    const log = twoEvents();
    const { stream } = log.rows[3] as LogRow;
    const rows = replaced(log, 4, withText(stream, elsewhere));
    expect(told(verified(log, { rows, leaves: noLeaves }))).toEqual(['columns-differ 4']);
    const first = replaced(log, 3, withText(stream, elsewhere));
    expect(told(verified(log, { rows: first, leaves: noLeaves }))).toEqual(['columns-differ 3', 'revision-gap 4']);
  });

  it('counts in that of its column where it cannot be read', () => {
    const log = twoEvents();
    const rows = replaced(log, 3, withText('"schemaVersion":1', '"schemaVersion":'));
    expect(told(verified(log, { rows, leaves: noLeaves }))).toEqual(['bytes-unreadable 3']);
  });
});

describe('a log that somebody edited', () => {
  it('with an event taken out names the gap and the missing leaf', () => {
    const log = smallLog();
    const rows = log.rows.filter(({ position }) => position !== positionOf(8));
    expect(told(verified(log, { rows }))).toEqual(['position-gap 9', 'event-missing 10']);
  });

  it('with an event put in names it', () => {
    const log = smallLog();
    const strange = { ...(log.rows[7] as LogRow), id: '00000000-0000-4000-8000-000000000000', stream: 'signal-x1' };
    const extra = {
      ...strange,
      bytes: new TextEncoder().encode(
        text(log.rows[7] as LogRow)
          .replace(/"id":"[^"]+"/, `"id":"${strange.id}"`)
          .replace(/"stream":"[^"]+"/, '"stream":"signal-x1"'),
      ),
    };
    const rows = [...log.rows.slice(0, 8), extra, ...log.rows.slice(8)].map((row, at) => ({
      ...row,
      position: positionOf(at + 1),
    }));
    expect(told(verified(log, { rows }))).toContain('event-inserted 9');
    expect(verified(log, { rows }).findings.filter(({ code }) => code.startsWith('event-'))).toHaveLength(1);
  });

  it('with two events in the other order names both', () => {
    const log = smallLog();
    const [a, b] = [log.rows[7] as LogRow, log.rows[9] as LogRow];
    const rows = log.rows.with(7, { ...b, position: a.position }).with(9, { ...a, position: b.position });
    expect(told(verified(log, { rows }))).toEqual(['event-missing 8', 'leaf-differs 10']);
  });

  it('with its end cut off is shorter than its leaf record', () => {
    const log = smallLog();
    expect(told(verified(log, { rows: log.rows.slice(0, 12) }))).toEqual(['log-shorter 11']);
  });

  it('with a whole cooperation taken out misses what the leaf record has', () => {
    const log = smallLog();
    const rows = log.rows.filter(({ bytes }) => !new TextDecoder().decode(bytes).includes('zeeland'));
    expect(told(verified(log, { rows }))).toContain('log-shorter -');
    expect(told(verified(log, { rows: [] }))).toEqual(['log-shorter -']);
  });

  it('and its leaf record too still fails against the signed root', () => {
    const log = smallLog();
    const rows = replaced(log, 5, withText('c2VhbGVkLXRleHQ', 'c2VhbGVkLXRleHR'));
    const forged = new EvidenceLog();
    for (const row of rows) {
      const { cooperation, stream, ...message } = JSON.parse(text(row)) as {
        cooperation: string;
        stream: string;
        type: string;
        data: unknown;
        sealed?: unknown;
      };
      forged.append(cooperation, stream, message);
    }
    expect(told(verified(log, { rows, leaves: forged.leaves }))).toContain('checkpoint-mismatch 1');
  });

  it('and signed again with another key names the checkpoint', () => {
    const log = smallLog();
    const other = smallLog();
    expect(told(verified(log, { rows: other.rows, leaves: other.leaves }))).toEqual([
      'key-unknown 6',
      'key-unknown 7',
      'key-unknown 11',
      'key-unknown 12',
    ]);
  });

  it('with a checkpoint of another cooperation names it', () => {
    const log = smallLog();
    const taken = text(log.rows[6] as LogRow);
    const data = /"data":(\{[^}]*\})/.exec(taken)?.[1] ?? '';
    const rows = replaced(log, 6, (row) => ({
      bytes: new TextEncoder().encode(text(row).replace(/"data":\{[^}]*\}/, `"data":${data}`)),
    }));
    expect(told(verified(log, { rows }))).toContain('checkpoint-misplaced 6');
  });
});

describe('a checkpoint', () => {
  const signedAt = 6;
  const withData = (log: EvidenceLog, change: (data: Record<string, unknown>) => object): readonly LogRow[] =>
    replaced(log, signedAt, (row) => {
      const envelope = JSON.parse(text(row)) as { data: Record<string, unknown> };
      return { bytes: new TextEncoder().encode(JSON.stringify({ ...envelope, data: change(envelope.data) })) };
    });
  const foundWith = (change: (data: Record<string, unknown>) => object): readonly string[] => {
    const log = smallLog();
    return told(verified(log, { rows: withData(log, change), leaves: noLeaves })).filter((one) =>
      one.endsWith(` ${signedAt}`),
    );
  };

  it.each<readonly [string, (data: Record<string, unknown>) => object, string]>([
    ['under another id', (data) => ({ ...data, checkpoint: '00000000-0000-8000-8000-000000000001' }), 'misplaced'],
    ['of another size than its id', (data) => ({ ...data, size: 2 }), 'misplaced'],
    ['of another log', (data) => ({ ...data, origin: 'knooppunt.example/zeeland' }), 'misplaced'],
    ['of another root', (data) => ({ ...data, root: 'A'.repeat(43) + '=' }), 'signature-bad'],
    ['whose root is no hash', (data) => ({ ...data, root: 'AAAA' }), 'signature-bad'],
    ['whose signature is no signature', (data) => ({ ...data, signature: 'AAAA' }), 'signature-bad'],
  ])('%s is found', (_what, change, code) => {
    expect(foundWith(change)).toEqual([`${code === 'misplaced' ? 'checkpoint-misplaced' : code} ${signedAt}`]);
  });

  it('in another stream than its own is found', () => {
    const log = smallLog();
    const rows = replaced(log, signedAt, () => ({ stream: 'checkpoint-00000000-0000-8000-8000-000000000001' }));
    expect(told(verified(log, { rows, leaves: noLeaves }))).toContain(`checkpoint-misplaced ${signedAt}`);
  });

  it('whose envelope is wrong signs nothing', () => {
    const log = smallLog();
    const rows = withData(log, (data) => ({ ...data, more: 1 }));
    const { summary, findings } = verified(log, { rows, leaves: noLeaves });
    expect(findings.filter(({ position }) => position === positionOf(signedAt)).map(({ code }) => code)).toEqual([
      'data-misfit',
    ]);
    expect(summary.cooperations[0]?.checkpoints).toBe(1);
  });

  it('is told with the name of its key, and counts only where its signature is good', () => {
    const log = smallLog();
    const other = smallLog();
    const { findings, summary } = verified(log, { rows: other.rows, leaves: other.leaves });
    expect(new Set(findings.map(({ detail }) => detail))).toEqual(new Set(['knooppunt.example']));
    expect(summary.cooperations.map(({ checkpoints }) => checkpoints)).toEqual([0, 0]);
  });
});

describe('an event that the catalogue does not allow', () => {
  it.each([
    ['an unknown type', 'SignalRejected', 'SignalVanished', 'type-unknown 5'],
    ['a schema version to come', '"schemaVersion":1', '"schemaVersion":2', 'version-unknown 5'],
    ['a text in the clear', '"reason":"not-necessary"', '"reason":"te weinig bewijs"', 'data-misfit 5'],
    ['an unknown member', '"reason"', '"remark":"x","reason"', 'data-misfit 5'],
    ['a day that does not exist', '2026-03-01T', '2026-13-41T', 'envelope-misfit 5'],
    ['white space', '{"id"', '{ "id"', 'bytes-not-canonical 5'],
    ['a member twice', '"reason"', '"reason":"a","reason"', 'bytes-not-canonical 5'],
    ['a seal that is no seal', '"ct":"', '"ct":"%', 'sealed-misfit 5'],
  ])('is found: %s', (_name, from, to, expected) => {
    const log = smallLog();
    expect(told(verified(log, { rows: replaced(log, 5, withText(from, to)) }))).toContain(expected);
  });

  it('is told without any of its values', () => {
    const log = smallLog();
    const rows = replaced(log, 5, withText('"reason"', '"jan de vries":"x","reason"'));
    expect(JSON.stringify(verified(log, { rows }).findings)).not.toContain('vries');
  });

  it('belongs to no cooperation that was never founded', () => {
    const log = new EvidenceLog().found('rotterdam').weigh('utrecht', 's1');
    expect(told(verified(log))).toEqual(['cooperation-unfounded 3']);
  });
});
