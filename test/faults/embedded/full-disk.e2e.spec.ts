import { describe, expect, it, jest } from '@jest/globals';
import { fillDisk } from './full-disk.js';
import { canMakeDisks } from './small-disk.js';

jest.setTimeout(600_000);

/** No engine of ours, but a right of the machine: a container without it is told so, and is no failure. */
const hasDisks = canMakeDisks();

describe('a hub whose disk is full (a small tmpfs)', () => {
  if (hasDisks) {
    it('refuses with 503 and goes on by itself when there is space again, with nothing lost', () =>
      expect(fillDisk(2, 10)).resolves.toBeUndefined());
  } else {
    it('is not tried on a machine that gives no disk of its own (root, unshare -m)', () => {
      process.stderr.write('a full disk is not tried: this machine gives no disk of its own (root, unshare -m)\n');
      expect(canMakeDisks()).toBe(false);
    });
  }
});
