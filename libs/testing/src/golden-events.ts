import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';
import type { Envelope, Recorded } from '@knooppunt/kernel';

const file = new URL('../../../test/golden/log.jsonl', import.meta.url);
let read: readonly string[] | undefined;
/** Read when it is first asked for: who needs none of it reads no file. */
const linesOf = (): readonly string[] => (read ??= readFileSync(file, 'utf8').trimEnd().split('\n'));

/** SHA-256 as `sha256:` and hexadecimal digits. */
export const digestOf = (bytes: string | Uint8Array): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** The events of the golden log, in order; fresh objects at each call. */
export const goldenEvents = (): Recorded[] => {
  const revisions = new Map<string, bigint>();
  return linesOf().map((line, at) => {
    const envelope = JSON.parse(line) as Envelope;
    const revision = (revisions.get(envelope.stream) ?? -1n) + 1n;
    revisions.set(envelope.stream, revision);
    return { ...envelope, revision, position: String(at + 1).padStart(20, '0') };
  });
};

const documentOf = (type: string): object => {
  const found = goldenEvents().find((event) => event.type === type);
  return JSON.parse((found?.data as { readonly document: string } | undefined)?.document ?? '{}') as object;
};

/** The law that the golden log was decided under. */
export const goldenLaw = (): LawDocument => documentOf('LawCameIntoForce') as LawDocument;
/** The covenant that the golden log was decided under. */
export const goldenCovenant = (): CovenantDocument => documentOf('CovenantCameIntoForce') as CovenantDocument;
