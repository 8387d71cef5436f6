import {
  createHash,
  generateKeyPairSync,
  sign as signBytes,
  verify as verifyBytes,
  createPublicKey,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Position } from '@knooppunt/kernel';
import { Sequencer, verifierKeyOf } from '@knooppunt/evidence';
import type { LogRow, Sha256, Sign, VerifierKey, VerifySignature } from '@knooppunt/evidence';

/** SHA-256 of node, for specs. */
export const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest();

const keyObjects = new Map<string, KeyObject>();
const keyObjectOf = (publicKey: Uint8Array): KeyObject => {
  const x = Buffer.from(publicKey).toString('base64url');
  const made = keyObjects.get(x) ?? createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  keyObjects.set(x, made);
  return made;
};

/** Ed25519 of node over raw public keys, for specs. */
export const verifySignature: VerifySignature = (publicKey, message, signature) =>
  verifyBytes(null, message, keyObjectOf(publicKey), signature);

/** A fresh signing key under a name. */
export const newNoteSigner = (name: string): { readonly key: VerifierKey; readonly sign: Sign } => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url');
  return { key: verifierKeyOf(sha256, name, raw), sign: (message) => signBytes(null, message, privateKey) };
};

const uuidOf = (text: string): string => {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
};

const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** The bytes of one envelope, every member in its place. */
export const envelopeBytes = (event: {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly cooperation: string;
  readonly data: unknown;
  readonly sealed?: unknown;
}): Uint8Array => {
  const { id, type, stream, cooperation, data, sealed } = event;
  const envelope = {
    id,
    type,
    schemaVersion: 1,
    stream,
    cooperation,
    recordedAt: '2026-03-01T09:30:00.000Z',
    actor: 'system:spec',
    organisation: null,
    role: null,
    purpose: null,
    commandId: uuidOf(`command ${id}`),
    correlation: 'spec',
    causation: null,
    traceId: '0af7651916cd43dd8448eb211c80319c',
    data,
    ...(sealed === undefined ? {} : { sealed }),
  };
  return new TextEncoder().encode(JSON.stringify(envelope));
};

/** A small log as rows, its leaf records, and the key that signed its checkpoints. */
export class EvidenceLog {
  readonly rows: LogRow[] = [];
  readonly leaves = new Map<string, Uint8Array[]>();
  readonly signer = newNoteSigner('knooppunt.example');
  private readonly sequencer = new Sequencer({ sha256, key: this.signer.key });
  private readonly revisions = new Map<string, bigint>();

  /** Appends an event of any type. */
  append(
    cooperation: string,
    stream: string,
    message: { readonly type: string; readonly data: unknown; readonly sealed?: unknown },
  ): this {
    const revision = (this.revisions.get(stream) ?? -1n) + 1n;
    this.revisions.set(stream, revision);
    const position: Position = String(this.rows.length + 1).padStart(20, '0');
    const id = uuidOf(`event ${position}`);
    const { type } = message;
    const bytes = envelopeBytes({ id, stream, cooperation, ...message });
    this.rows.push({ position, stream, revision, id, type, bytes });
    const observed = this.sequencer.observe({ cooperation, type, bytes });
    this.leaves.set(cooperation, [...(this.leaves.get(cooperation) ?? []), observed.leaf]);
    return this;
  }

  /** Law and covenant of a cooperation. */
  found(cooperation: string): this {
    const stream = `covenant-${cooperation}`;
    const common = { version: '1', semantics: 's1', document: '{}' };
    this.append(cooperation, stream, {
      type: 'LawCameIntoForce',
      data: { law: 'wgs', ...common, digest: digestOf('law') },
    });
    return this.append(cooperation, stream, {
      type: 'CovenantCameIntoForce',
      data: { covenant: 'riec', ...common, digest: digestOf('covenant'), registry: digestOf('registry') },
    });
  }

  /** A weighing with a sealed text. */
  weigh(cooperation: string, name: string): this {
    const signal = uuidOf(name);
    return this.append(cooperation, `signal-${signal}`, {
      type: 'SignalRejected',
      data: { signal, organisation: '00000099000000001000', reason: 'not-necessary' },
      sealed: {
        text: { keyId: uuidOf(`key ${name}`), check: 'Y2hlY2s', iv: 'aXZpdml2aXZpdml2', ct: 'c2VhbGVkLXRleHQ' },
      },
    });
  }

  /** Signs what is due; gives how many checkpoints came. */
  sign(): number {
    const due = this.sequencer.due();
    for (const cooperation of due) {
      const next = this.sequencer.next(cooperation, this.signer.sign);
      if (next) this.append(cooperation, next.stream, { type: 'CheckpointSigned', data: next.data });
    }
    return due.length;
  }
}
