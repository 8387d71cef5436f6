import { jest } from '@jest/globals';
import { readStoreContract } from '../test/contract.js';
import { embeddedBench } from '../test/embedded-bench.js';

// A bound for a machine under load; nothing here waits for time to pass.
jest.setTimeout(60_000);

readStoreContract('embedded', () => embeddedBench());
