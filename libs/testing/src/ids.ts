/** A fixed uuid for specs: `uuid(7)` ends in 7. */
export const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
/** A fixed test OIN for specs: prefix 00000099, as demonstration organisations carry it (OIN-stelsel 3.0). */
export const oin = (number: number): string => `00000099${String(number).padStart(12, '0')}`;
/** A fixed `sha256:` digest for specs. */
export const digest = (number: number): string => `sha256:${String(number).padStart(64, '0')}`;
