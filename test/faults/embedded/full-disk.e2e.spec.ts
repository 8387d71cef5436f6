import { describe, it, jest } from '@jest/globals';
import { fillDisk } from './full-disk.js';
import { canMakeDisks } from './small-disk.js';

jest.setTimeout(180_000);

const onSmallDisks = canMakeDisks() ? describe : describe.skip;

onSmallDisks('a hub whose disk is full (a small tmpfs; needs root and unshare)', () => {
  // oxlint-disable-next-line jest/expect-expect -- the function throws what it finds
  it('refuses with 503 and goes on by itself when there is space again, with nothing lost', () => fillDisk(2, 10));
});
