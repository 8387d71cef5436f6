import { randomUUID } from 'node:crypto';
import type { Instant, Uuid } from '@knooppunt/kernel';
import type { SealContext, Vault, WrappedKey } from '../src/index.js';

/** A vault under test: `reopen` closes it and opens the same store again, `end` closes it and removes what it wrote. */
export type VaultUnderTest = {
  readonly vault: Vault;
  reopen(): Promise<Vault>;
  end(): Promise<void>;
};
export type OpenVault = () => Promise<VaultUnderTest>;

export const march: Instant = '2026-03-01T09:30:00.000Z';
export const april: Instant = '2026-04-01T09:30:00.000Z';
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textOf = (opened: Uint8Array | 'destroyed'): string =>
  opened === 'destroyed' ? opened : new TextDecoder().decode(opened);

export const context: SealContext = {
  cooperation: 'amsterdam-amstelland',
  supplier: '00000099000000000363',
  eventId: '11111111-1111-4111-8111-111111111111',
  eventType: 'ContributionSupplied',
  label: `sha256:${'0'.repeat(64)}`,
};

/** A contribution on its way into the register; each call seals anew, as each try of a gateway does. */
export const contributionOf = async (
  vault: Vault,
  contribution: Uuid,
  content: string,
  registeredAt: Instant = march,
): Promise<{
  readonly row: Parameters<Vault['register']['register']>[0];
  readonly keys: readonly WrappedKey[];
  readonly sealed: Awaited<ReturnType<Vault['sealer']['seal']>>['sealed'];
}> => {
  const unit = await vault.sealer.seal({ p1: bytes(content), tokens: bytes('[]') }, context, registeredAt);
  const row = {
    contribution,
    stream: `contribution-${contribution}`,
    topic: 'signals.college',
    content: bytes(content),
    bytes: bytes(JSON.stringify(unit.sealed)),
    registeredAt,
  };
  return { row, keys: unit.keys, sealed: unit.sealed };
};

/** Registers a contribution and gives it back. */
export const registered = async (vault: Vault, content: string, at: Instant = march) => {
  const one = await contributionOf(vault, randomUUID(), content, at);
  return { ...one, ...(await vault.register.register(one.row, one.keys)) };
};
