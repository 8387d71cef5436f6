import type { Projection } from '@knooppunt/kernel';
import { UnknownProjection } from './errors.js';
import { positionName } from './naming.js';
import type { Versioned } from './naming.js';

/** The projections whose tables are known to be there. */
export class Declared {
  private readonly projections = new Map<string, Projection>();

  add(projection: Projection): void {
    this.projections.set(positionName(projection), projection);
  }

  /** Throws `UnknownProjection`. */
  get(projection: Versioned): Projection {
    const name = positionName(projection);
    const known = this.projections.get(name);
    if (!known) throw new UnknownProjection(name);
    return known;
  }
}
