import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { covenantDigest, formatPublicKey, keyIdOf, signatureOf, signedBytes } from '@knooppunt/covenant';
import type { CovenantDocument, CovenantSignature, LawDocument, SignatureStatement } from '@knooppunt/covenant';
import type { DigestOf } from '@knooppunt/kernel';

export const digestOf: DigestOf = (bytes) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** A key pair of one organisation, made and kept outside the hub. */
export class Signer {
  readonly privateKey: KeyObject;
  readonly publicKey: string;
  readonly keyId: string;

  constructor(readonly organisation: string) {
    const pair = generateKeyPairSync('ed25519');
    this.privateKey = pair.privateKey;
    const raw = new Uint8Array(Buffer.from(pair.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'));
    this.publicKey = formatPublicKey(raw);
    this.keyId = keyIdOf(raw, digestOf);
  }

  /** A signature document over a text; `change` lets it say something else than the text is. */
  sign(text: SigningText, at: string, change: Partial<SignatureStatement> = {}): CovenantSignature {
    const statement: SignatureStatement = { ...statementOf(text), organisation: this.organisation, at, ...change };
    return signatureOf(statement, this.keyId, sign(null, signedBytes(statement), this.privateKey));
  }
}

/** What a signature is put under. */
export type SigningText = {
  readonly cooperation: string;
  readonly covenant: CovenantDocument;
  readonly law: LawDocument;
};

const statementOf = ({ cooperation, covenant, law }: SigningText): Omit<SignatureStatement, 'organisation' | 'at'> => ({
  cooperation,
  covenant: covenant.covenant,
  version: covenant.version,
  digest: covenantDigest(covenant, digestOf),
  law: { name: law.wet, version: law.version, digest: covenantDigest(law, digestOf) },
});
