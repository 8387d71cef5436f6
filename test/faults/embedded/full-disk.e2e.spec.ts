import { describe, expect, it, jest } from '@jest/globals';
import { fillDisk } from './full-disk.js';
import { canMakeDisks } from './small-disk.js';

jest.setTimeout(180_000);

const onSmallDisks = canMakeDisks() ? describe : describe.skip;

onSmallDisks('a hub whose disk is full (a small tmpfs; needs root and unshare)', () => {
  it('refuses with 503 and goes on by itself when there is space again, with nothing lost', () =>
    expect(fillDisk(2, 10)).resolves.toBeUndefined());
});
