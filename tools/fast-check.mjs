// What a spec gets for `fast-check`: the package itself, drawing from KNOOPPUNT_SEED where that is set.
import * as fc from '../node_modules/fast-check/lib/fast-check.js';

const chosen = process.env.KNOOPPUNT_SEED;
if (chosen !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(chosen) });

export * from '../node_modules/fast-check/lib/fast-check.js';
