import { registry20261 } from './registry-2026-1.js';

/** Canonical documents of every registry that was released, oldest first. None is ever changed or taken away. */
export const releasedRegistries: readonly string[] = [registry20261];
