import { registry20261 } from './registry-2026-1.js';
import { registry20262 } from './registry-2026-2.js';

/** Canonical documents of every registry that was released, oldest first. None is ever changed or taken away. */
export const releasedRegistries: readonly string[] = [registry20261, registry20262];
