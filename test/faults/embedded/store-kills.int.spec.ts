import { describe, expect, it, jest } from '@jest/globals';
import { killStore } from './store-kills.js';

jest.setTimeout(400_000);

describe('the process of the embedded store, killed at random and at named points', () => {
  it('has lost and doubled nothing that it acknowledged, and keeps no append in part', async () => {
    const { kills, acknowledged, faults } = await killStore(15);
    expect([kills, faults]).toEqual([15, []]);
    expect(acknowledged).toBeGreaterThan(0);
  });

  it('is seen to lose events where an acknowledgement does not wait for the commit', async () => {
    const { faults } = await killStore(2, 'acknowledge-early');
    expect(faults.filter((fault) => fault.includes('lost'))).not.toEqual([]);
  });
});
