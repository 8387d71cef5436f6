import { createHash, createPublicKey, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkCheckpoint, parseVerifierKey } from '@knooppunt/evidence';
import type { Uuid } from '@knooppunt/kernel';
import type { AuditCommand, AuditTotals } from '../audit-program.js';
import type { AuditPlayed, MeetingPlayed } from '../result.js';
import type { Stage } from '../stage.js';
import { until } from '../until.js';

/** The log itself, where it lies on this machine. */
export type LocalLog = {
  readonly data: string;
  readonly audit: (command: AuditCommand) => Promise<AuditTotals>;
};

type IjkPunt = {
  readonly oorsprong: string;
  readonly omvang: number;
  readonly wortel: string;
  readonly sleutelnaam: string;
  readonly handtekening: string;
};
/** Facts of a record: source, value, names. */
type Facts = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
type Verstrekking = {
  readonly vastlegging: {
    readonly circumstances: readonly Facts[];
    readonly decisions: readonly { readonly facts: Facts }[];
  };
};

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const verifySignature = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
  const x = Buffer.from(publicKey).toString('base64url');
  return verify(null, message, createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }), signature);
};

/** Is this checkpoint signed with the key whose public half lies in the data folder? Undefined where another hub's lies there. */
const signatureOf = (data: string, point: IjkPunt | undefined): 'good' | 'bad' | undefined => {
  const file = join(data, 'checkpoint.pub');
  if (!point || !existsSync(file)) return undefined;
  const key = parseVerifierKey(sha256, readFileSync(file, 'utf8'));
  const { oorsprong: origin, omvang: size, wortel: root, sleutelnaam: keyName, handtekening: signature } = point;
  const checked = checkCheckpoint({ checkpoint: '', origin, size, root, keyName, signature }, [key], verifySignature);
  if (checked === 'no-key') return undefined;
  return checked === 'good' ? 'good' : 'bad';
};

const unsetIn = ({ vastlegging: { circumstances, decisions } }: Verstrekking): readonly string[] =>
  [...circumstances, ...decisions.map(({ facts }) => facts)].flatMap((facts) =>
    Object.values(facts['unset'] ?? {}).flat(),
  );

/** Marks that decisions of these disclosures asked for and that nothing sets yet, as the auditor reads the records. */
const unsetMarks = async ({ api, cast }: Stage, disclosures: readonly Uuid[]): Promise<readonly string[]> => {
  const auditor = api.as(cast.auditor);
  const names = new Set<string>();
  for (const id of disclosures) {
    for (const name of unsetIn(await auditor.get<Verstrekking>(`/v1/verstrekkingen/${id}`))) names.add(name);
  }
  return [...names].toSorted();
};

const betweenAsksMs = 500;

/** Checkpoints, the newest of which was signed after this was asked, so that it covers all that went before. */
const pointsAfter = async ({ api, cast }: Stage): Promise<readonly IjkPunt[]> => {
  const ask = () => api.as(cast.auditor).all<IjkPunt>('/v1/ijkpunten');
  const before = (await ask()).length;
  return until(
    'the next checkpoint',
    async () => {
      const points = await ask();
      return points.length > before ? points : undefined;
    },
    betweenAsksMs,
  );
};

/**
 * The auditor reads checkpoints and records over HTTP. Where the log lies on this machine, the audit program goes through
 * it too; a checkpoint that another key signed says that the folder is of another hub, and then it does not.
 */
export const playAudit = async (
  stage: Stage,
  { readings }: MeetingPlayed,
  log: LocalLog | undefined,
): Promise<AuditPlayed> => {
  stage.report({ step: 'auditing' });
  const points = await pointsAfter(stage);
  const unset = await unsetMarks(
    stage,
    readings.map(({ disclosure }) => disclosure),
  );
  const signature = log && signatureOf(log.data, points.at(-1));
  const totals: AuditTotals[] = [];
  if (log && signature === 'good') {
    for (const command of ['verify', 'redecide'] as const) totals.push(await log.audit(command));
  }
  return { checkpoints: points.length, unset, totals, ...(signature === undefined ? {} : { signature }) };
};
