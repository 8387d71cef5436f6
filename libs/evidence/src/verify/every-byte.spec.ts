import { describe, expect, it } from '@jest/globals';
import { positionOf, replaced, smallLog, verified } from '../../test/small-log.js';

// A file of its own: it verifies a log a thousand times and more.

describe('one changed byte', () => {
  it('is found and its position named: every byte of a sealed event and of the tail, some of all others', () => {
    const log = smallLog();
    const whole = new Set([5, 13].map(positionOf));
    for (const row of log.rows) {
      const stride = whole.has(row.position) ? 1 : 23;
      for (let at = 0; at < row.bytes.length; at += stride) {
        const bytes = Uint8Array.from(row.bytes);
        bytes[at] = (bytes[at] as number) ^ 0x01;
        const { findings } = verified(log, { rows: replaced(log, Number(row.position), () => ({ bytes })) });
        expect(findings.some(({ position }) => position === row.position)).toBe(true);
      }
    }
  });
});
