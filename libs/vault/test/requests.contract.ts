import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OpenVault, VaultUnderTest } from './fixtures.js';

const id = '0c6a1b5e-2f7d-8a41-9b3c-5d2e7f8a9b0c';
const other = '0c6a1b5e-2f7d-8a41-9b3c-5d2e7f8a9b0d';
const at = '2026-03-02T09:30:00.000Z';
const said = (digest: string, moment = at, who = id) => ({ id: who, digest, at: moment });

/** What every register of requests does. */
export const requestsContract = (open: OpenVault): void => {
  describe('requests', () => {
    let under: VaultUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.end());

    it('says the same of a repeat, and tells another one apart', async () => {
      const { requests } = under.vault;
      expect(await requests.remember(said('a'))).toBe(true);
      expect(await requests.remember(said('a', '2026-03-02T09:31:00.000Z'))).toBe(true);
      expect(await requests.remember(said('b'))).toBe(false);
      expect(await requests.remember(said('a'))).toBe(true);
      expect(await requests.remember(said('b', at, other))).toBe(true);
    });

    it('lets one of many at once be the first', async () => {
      const { requests } = under.vault;
      const answers = await Promise.all(['a', 'b', 'c', 'd'].map((digest) => requests.remember(said(digest))));
      expect(answers.filter(Boolean)).toHaveLength(1);
    });

    it('forgets what is older than a day, and nothing before', async () => {
      const { requests } = under.vault;
      await requests.remember(said('a'));
      expect(await requests.remember(said('b', '2026-03-03T09:30:00.000Z'))).toBe(false);
      expect(await requests.remember(said('b', '2026-03-03T09:30:00.001Z'))).toBe(true);
    });
  });
};
