import { createHash, hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  caseDecider,
  contributionDecider,
  covenantDecider,
  erasureDecider,
  meetingDecider,
  partyDecider,
  personDecider,
  requestDecider,
  signalDecider,
} from '@knooppunt/cases';
import { decodeEvent } from '@knooppunt/event-store';
import { parseVerifierKey, Redecider, toBase64, Verifier } from '@knooppunt/evidence';
import type { Finding, LogRow, RedecideFinding } from '@knooppunt/evidence';
import { categoryOf } from '@knooppunt/kernel';
import type { Recorded } from '@knooppunt/kernel';
import { allProjections } from '@knooppunt/projections';
import { openEmbeddedReadStore, positionName } from '@knooppunt/read-store';
import { sha256, verifySignature } from '@knooppunt/testing';

type Folder = { readonly initial: unknown; readonly evolve: (state: never, event: never) => unknown };

/** Every fold that there is, by category of stream; the others hold single facts. */
const folders: Readonly<Record<string, Folder>> = {
  covenant: covenantDecider,
  party: partyDecider,
  person: personDecider,
  contribution: contributionDecider,
  signal: signalDecider,
  case: caseDecider,
  meeting: meetingDecider,
  request: requestDecider,
  erasure: erasureDecider,
};

const digestOf = (bytes: string | Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Maps, sets and large numbers in a form that JSON has, so that nothing of a state is lost. */
const plain = (_name: string, value: unknown): unknown => {
  if (value instanceof Map) return { map: [...value] };
  if (value instanceof Set) return { set: [...value] };
  return typeof value === 'bigint' ? { bigint: value.toString() } : value;
};

/** The events of rows. */
export const eventsOf = (rows: readonly LogRow[]): readonly Recorded[] => rows.map((row) => decodeEvent(row));

/** The state of every stream that is folded. */
const statesOf = (events: readonly Recorded[]): Readonly<Record<string, unknown>> => {
  const states = new Map<string, unknown>();
  for (const event of events) {
    const folder = folders[categoryOf(event.stream)];
    if (!folder) continue;
    const state = states.has(event.stream) ? states.get(event.stream) : folder.initial;
    states.set(event.stream, folder.evolve(state as never, event as never));
  }
  return JSON.parse(JSON.stringify(Object.fromEntries(states), plain)) as Readonly<Record<string, unknown>>;
};

/** What verify and redecide say. */
const verdictsOf = (rows: readonly LogRow[], key: string) => {
  const findings: Finding[] = [];
  const verifier = new Verifier({
    sha256,
    verifySignature,
    keys: key
      .trim()
      .split('\n')
      .map((line) => parseVerifierKey(sha256, line)),
    leafRecords: new Map(),
    gapFreePositions: true,
    report: (finding) => findings.push(finding),
  });
  for (const row of rows) verifier.add(row);
  const { cooperations, ...summary } = verifier.finish();
  const again: RedecideFinding[] = [];
  const redecider = new Redecider({
    digestOf,
    eventsOf: (stream) => eventsOf(rows.filter((row) => row.stream === stream)),
    report: (finding) => again.push(finding),
  });
  for (const event of eventsOf(rows)) redecider.add(event);
  const trees = cooperations.map((tree) => ({ ...tree, root: toBase64(tree.root) }));
  return {
    verify: { ...summary, cooperations: trees, named: findings },
    redecide: { ...redecider.finish(), named: again },
  };
};

/** The digest of every read model, version included. */
const digestsOf = async (events: readonly Recorded[]): Promise<Readonly<Record<string, string>>> => {
  const folder = mkdtempSync(join(tmpdir(), 'knooppunt-golden-'));
  const store = await openEmbeddedReadStore({ file: join(folder, 'read.sqlite') });
  try {
    await store.migrate(allProjections);
    const parts = allProjections.map((projection) => ({
      projection,
      changes: events.filter(({ type }) => projection.handles.includes(type)).flatMap((one) => projection.evolve(one)),
    }));
    await store.applyAll(parts, { from: undefined, to: events.at(-1)?.position ?? '' });
    const digests: Record<string, string> = {};
    for (const projection of allProjections) digests[positionName(projection)] = await store.digest(projection);
    return digests;
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
};

/** The digest of each line, so that a changed byte is named by its event. */
export const lineDigests = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => hash('sha256', line).slice(0, 32));

/** All that this build makes of a log (`key`: verifier keys, one to a line): digests of its lines, states, verdicts, digests of the read models. */
export const outcomeOf = async (lines: readonly string[], rows: readonly LogRow[], key: string) => {
  const events = eventsOf(rows);
  return {
    lines: lineDigests(lines),
    states: statesOf(events),
    verdicts: JSON.parse(JSON.stringify(verdictsOf(rows, key), plain)) as Readonly<Record<string, unknown>>,
    projections: await digestsOf(events),
  };
};
/** Parts of an outcome, each a file of its own. */
export const outcomeParts = ['lines', 'states', 'verdicts', 'projections'] as const;
