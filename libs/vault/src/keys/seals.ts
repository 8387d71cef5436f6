import { randomUUID } from 'node:crypto';
import type { Instant, SealedBlock, Uuid } from '@knooppunt/kernel';
import { ivBytes } from '../cipher/aead.js';
import { openBlock, sealBlock } from '../cipher/block.js';
import { expand, mac } from '../cipher/derive.js';
import type { RandomPool } from '../cipher/random-pool.js';
import { UnknownKey } from '../errors.js';
import type { Opened, Opener, SealContext, SealedUnit, Sealer, WrappedKey } from '../port.js';
import type { KeyRing } from './key-ring.js';
import type { KeyTree } from './key-tree.js';
import type { KeyStore } from './store.js';

/** The sealing half: fresh keys out, nothing in. */
export class TreeSealer implements Sealer {
  constructor(
    private readonly tree: KeyTree,
    private readonly store: Pick<KeyStore, 'keep' | 'discard'>,
    private readonly random: RandomPool,
  ) {}

  async seal(blocks: Readonly<Record<string, Uint8Array>>, context: SealContext, at: Instant): Promise<SealedUnit> {
    const kek = await this.tree.kekFor(context.cooperation, context.supplier, at);
    const keys: WrappedKey[] = [];
    const sealed = Object.entries(blocks).map(([name, plain]): readonly [string, SealedBlock] => {
      const keyId = randomUUID();
      const { key, wrapped } = this.tree.fresh(kek, keyId);
      const block = sealBlock(name, plain, context, { keyId, key, iv: this.random.take(ivBytes) });
      key.fill(0);
      keys.push({ keyId, block: name, wrapped, kek: kek.id });
      return [name, block];
    });
    return { sealed: Object.fromEntries(sealed), keys };
  }

  async keep(owner: Uuid, keys: readonly WrappedKey[]): Promise<void> {
    if (keys.length > 0) await this.tree.knowing(this.store.keep(owner, keys));
  }

  async discard(keyIds: readonly Uuid[]): Promise<void> {
    if (keyIds.length > 0) await this.store.discard(keyIds);
  }

  async textDigest(unit: SealedUnit, block: string, text: string): Promise<string> {
    const key = unit.keys.find((candidate) => candidate.block === block);
    if (!key) throw new UnknownKey(block);
    const dataKey = this.tree.unwrap(await this.tree.kek(key.kek), key.keyId, key.wrapped);
    return mac(expand(dataKey, 'kp1/text'), text);
  }
}

/** The opening half. */
export class RingOpener implements Opener {
  constructor(
    private readonly ring: KeyRing,
    private readonly store: Pick<KeyStore, 'applied'>,
  ) {}

  async reach(): Promise<void> {
    await this.store.applied();
  }

  async open(block: SealedBlock, name: string, context: SealContext): Promise<Opened> {
    const key = await this.ring.get(block.keyId);
    return key === 'destroyed' ? key : openBlock(name, block, context, key);
  }

  async outputDigest(keyId: Uuid, canonical: string): Promise<string | undefined> {
    const key = await this.ring.get(keyId);
    return key === 'destroyed' ? undefined : mac(expand(key.key, 'kp1/output'), canonical);
  }
}
