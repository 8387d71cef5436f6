import { randomUUID } from 'node:crypto';
import type { Projection, Row, RowChange } from '@knooppunt/kernel';
import { positionName } from '../src/index.js';
import type { ReadStore } from '../src/index.js';
import { at, filesProjection } from './fixtures.js';
import type { ReadStoreBench } from './fixtures.js';

/** An engine under test with a projection that nobody else uses. */
export class Scene {
  readonly name = `files-${randomUUID().slice(0, 8)}`;
  readonly projection = filesProjection(this.name);
  private moves = 0;

  private constructor(
    private readonly bench: ReadStoreBench,
    public store: ReadStore,
  ) {}

  static async open(bench: ReadStoreBench): Promise<Scene> {
    const scene = new Scene(bench, await bench.open());
    await scene.store.migrate([scene.projection]);
    return scene;
  }

  /** Applies changes as the next event would. */
  async apply(...changes: readonly RowChange[]): Promise<void> {
    const from = this.moves === 0 ? undefined : at(this.moves);
    await this.store.apply(this.projection, changes, { from, to: at(this.moves + 1) });
    this.moves += 1;
  }

  position(projection: Projection = this.projection) {
    return this.store.position(positionName(projection));
  }

  /** The rows of one table in key order, as a query sees them. */
  rows(table = 'files', projection: Projection = this.projection): Promise<Row[]> {
    const [first = '', second] = projection.tables[table]?.key ?? [];
    const query = this.store.db.selectFrom(this.store.tableName(projection, table)).selectAll().orderBy(first);
    return (second === undefined ? query : query.orderBy(second)).execute();
  }

  async reopen(): Promise<void> {
    await this.store.close();
    this.store = await this.bench.open();
    await this.store.migrate([this.projection]);
  }

  async close(): Promise<void> {
    await this.store.close();
    await this.bench.dispose();
  }
}
