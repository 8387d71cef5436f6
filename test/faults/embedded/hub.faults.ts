import { describe, expect, it, jest } from '@jest/globals';
import { amountOf } from './amount.js';
import { jumpClock } from './clock-jumps.js';
import { failDisk } from './failing-disk.js';
import { fillDisk } from './full-disk.js';
import { killHub } from './hub-kills.js';
import { withholdRecords } from './no-record.js';
import { canCompile } from './power-loss.js';
import { raceRevocations, skipTailCheck } from './revoke-races.js';
import { canMakeDisks } from './small-disk.js';

jest.setTimeout(7_200_000);

describe('the standalone hub', () => {
  it('is killed under load, and has lost and doubled nothing', () =>
    expect(killHub(amountOf(100))).resolves.toBeUndefined());

  it('answers 503 and shows nothing while a record cannot be written, on every route', async () => {
    expect((await withholdRecords()).faults).toEqual([]);
  });

  it('works on while its clock jumps', () => expect(jumpClock(amountOf(200))).resolves.toBeUndefined());

  it('sends no answer whose record lies after a revocation', async () => {
    const outcomes = Object.values(await raceRevocations(amountOf(10_000)));
    expect(outcomes.map(({ violations }) => violations)).toEqual(outcomes.map(() => 0));
  });

  it('is seen to send such answers where the check after the record is left out', async () => {
    const outcomes = Object.values(await raceRevocations(amountOf(500), skipTailCheck));
    expect(outcomes.reduce((sum, { violations }) => sum + violations, 0)).toBeGreaterThan(0);
  });
});

const onSmallDisks = canMakeDisks() ? describe : describe.skip;

onSmallDisks('the standalone hub on a small disk (a tmpfs; needs root and unshare)', () => {
  it('refuses while it is full and goes on by itself, with nothing lost', () =>
    expect(fillDisk(amountOf(30), 20)).resolves.toBeUndefined());
});

const onShim = canCompile() ? describe : describe.skip;

onShim('the standalone hub on a disk that fails (a preloaded library; needs gcc)', () => {
  it('ends by itself, acknowledges nothing after that, and has lost nothing when it begins again', () =>
    expect(failDisk(amountOf(20))).resolves.toBeUndefined());
});
