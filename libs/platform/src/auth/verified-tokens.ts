import { hash } from 'node:crypto';
import type { JWTPayload } from 'jose';

type Entry = { readonly payload: JWTPayload; readonly at: number };

/** For how long a verified signature counts, in milliseconds; it comes on top of the ten minutes for which remote keys are kept. */
export const verifiedForMs = 60_000;
const capacity = 1000;

/**
 * Remembers tokens whose signature has been verified, by digest, for a minute: a signature costs more than the rest of a
 * small request. Times and audience are not remembered; they are checked at every use.
 */
export class VerifiedTokens {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly uptimeMs: () => number = () => performance.now()) {}

  /** The payload of a token that was verified within the last minute. */
  find(token: string): JWTPayload | undefined {
    const entry = this.entries.get(hash('sha256', token, 'base64'));
    return entry && this.uptimeMs() - entry.at < verifiedForMs ? entry.payload : undefined;
  }

  /** Remembers a verified token; the oldest makes room. */
  keep(token: string, payload: JWTPayload): void {
    const key = hash('sha256', token, 'base64');
    this.entries.delete(key);
    if (this.entries.size >= capacity) this.entries.delete(this.entries.keys().next().value ?? '');
    this.entries.set(key, { payload, at: this.uptimeMs() });
  }
}
