import { describe, expect, it, jest } from '@jest/globals';
import { amountOf } from './amount.js';
import { canCompile, cutPower, failSync } from './power-loss.js';
import { killStore } from './store-kills.js';

jest.setTimeout(7_200_000);

describe('the process of the embedded store', () => {
  it('is killed, and has lost and doubled nothing', async () => {
    const { faults } = await killStore(amountOf(1_000));
    expect(faults).toEqual([]);
  });
});

const onShim = canCompile() ? describe : describe.skip;

onShim('the disk of the embedded store (a preloaded library; needs gcc)', () => {
  it('loses its power, and nothing that was acknowledged is lost', async () => {
    const { faults } = await cutPower(amountOf(500));
    expect(faults).toEqual([]);
  });

  it('fails a sync, and nothing is acknowledged after that, and nothing lost', async () => {
    const { faults, acksAfterRefusal, refused } = await failSync(amountOf(200));
    expect([faults, acksAfterRefusal]).toEqual([[], 0]);
    expect(refused).toBeGreaterThan(0);
  });

  it('loses its power under an engine that waits for no disk, and the checker sees it', async () => {
    const { faults } = await cutPower(amountOf(20), 'no-fsync');
    expect(faults).not.toEqual([]);
  });
});
