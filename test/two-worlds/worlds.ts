import { TestProvider } from '../e2e/support/identity.js';
import { FixedHub } from '../harness/fixed-hub.js';
import { tellAmsterdam } from './history/amsterdam.js';
import { Narrator, momentOf } from './history/narrator.js';
import type { Ids, Plot } from './history/plot.js';
import { tellMoreOfRotterdam, tellRotterdam } from './history/rotterdam.js';
import { firstWorld } from './history/variants.js';

/** A folder with a history, from which worlds are copied, and its ids by name. */
type Told = { readonly folder: FixedHub; readonly ids: Ids };
/** Two running worlds for one reader, and the ids of everything in either. */
export type Pair = {
  readonly hubs: readonly [FixedHub, FixedHub];
  readonly ids: Ids;
  readonly close: () => Promise<void>;
};

const afterPrefix = 9;
const afterHistory = 300;

/** The worlds of a test run: one beginning that all share byte for byte, one first world, and a second one per reader. */
export class Worlds {
  private constructor(
    private readonly provider: TestProvider,
    private readonly beginning: Told,
    private readonly first: Told,
  ) {}

  static async begin(): Promise<Worlds> {
    const provider = await TestProvider.start();
    const beginning = await FixedHub.start(provider, { at: momentOf(0) });
    const shared = await tellRotterdam(new Narrator(beginning));
    await beginning.stop();
    const first = await FixedHub.start(provider, { at: momentOf(afterPrefix), copyOf: beginning.folder });
    const ids = { ...shared, ...(await tellAmsterdam(new Narrator(first), firstWorld)) };
    await first.stop();
    return new Worlds(provider, { folder: beginning, ids: shared }, { folder: first, ids });
  }

  /** A copy of the first world beside a second one; without a plot, nothing ever happened in Amsterdam there. */
  async pair(plot: Plot | undefined): Promise<Pair> {
    const { provider, beginning, first } = this;
    const here = await FixedHub.start(provider, { at: momentOf(afterHistory), copyOf: first.folder.folder });
    const there = await FixedHub.start(provider, { at: momentOf(afterPrefix), copyOf: beginning.folder.folder });
    const told = plot ? await tellAmsterdam(new Narrator(there), plot) : {};
    const shared = Object.keys(told).filter((name) => first.ids[name] !== undefined);
    const moved = shared.filter((name) => first.ids[name] !== told[name]);
    if (moved.length > 0) throw new Error(`other ids in the second world: ${moved.join(', ')}`);
    const close = async (): Promise<void> => {
      await here.stop();
      await there.stop();
      here.remove();
      there.remove();
    };
    return { hubs: [here, there], ids: { ...told, ...first.ids }, close };
  }

  async end(): Promise<void> {
    this.beginning.folder.remove();
    this.first.folder.remove();
    await this.provider.close();
  }
}

/** Lets Rotterdam go on in the second world alone. */
export const goOnInRotterdam = async ({ hubs, ids }: Pair): Promise<Ids> => ({
  ...ids,
  ...(await tellMoreOfRotterdam(new Narrator(hubs[1]))),
});
