import { readStoreContract } from '../test/contract.js';
import { embeddedBench } from '../test/embedded-bench.js';

readStoreContract('embedded', () => embeddedBench());
