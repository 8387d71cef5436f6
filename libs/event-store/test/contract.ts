import { afterEach, beforeEach, describe } from '@jest/globals';
import { appendingContract } from './contract.appending.js';
import { concurrencyContract } from './contract.concurrency.js';
import { readingContract } from './contract.reading.js';
import type { ContractEngine, EngineTraits, OpenEngine } from './contract.support.js';

export type { ContractEngine, EngineTraits, OpenEngine } from './contract.support.js';

/**
 * The rules of the port `EventStore` as specs, for any engine. It opens one engine for each spec, writes to streams of
 * its own, and looks at the whole log only from the head that it found. Source: eventing §2.2.
 */
export const eventStoreContract = (name: string, open: OpenEngine, traits: EngineTraits): void => {
  describe(`event store contract: ${name}`, () => {
    let engine: ContractEngine;
    beforeEach(async () => {
      engine = await open();
    });
    afterEach(async () => {
      await engine.dispose();
    });
    appendingContract(() => engine);
    readingContract(() => engine, traits);
    concurrencyContract(() => engine);
  });
};
