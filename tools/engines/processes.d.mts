/** A port on loopback for an engine that is yet to start: `wanted` if it is free, else one that nobody else is given. */
export declare const freePort: (wanted?: number) => Promise<number>;
