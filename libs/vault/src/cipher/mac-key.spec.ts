import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { MacKey } from './mac-key.js';

const bytes = (maxLength: number) => fc.uint8Array({ maxLength });

describe('a key for many short messages', () => {
  it('gives HMAC-SHA256, whatever the key and wherever the message is parted', () => {
    fc.assert(
      fc.property(bytes(64), bytes(200), bytes(200), (key, beginning, rest) => {
        const mac = new MacKey(key);
        const expected = createHmac('sha256', key).update(beginning).update(rest).digest('binary');
        const ready = mac.beginning(beginning);
        expect(mac.digest(ready, rest)).toBe(expected);
        // nothing of one message is left for the next
        expect(mac.digest(ready, rest)).toBe(expected);
      }),
    );
  });

  it('gives what RFC 4231 says for its second test case', () => {
    const mac = new MacKey(Buffer.from('Jefe'));
    const digest = mac.digest(mac.beginning(Buffer.from('what do ya want ')), Buffer.from('for nothing?'));
    expect(Buffer.from(digest, 'binary').toString('hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('takes a key of a whole block, and none that would have to be hashed first', () => {
    const whole = new MacKey(new Uint8Array(64).fill(3));
    const expected = createHmac('sha256', new Uint8Array(64).fill(3)).update('m').digest('binary');
    expect(whole.digest(whole.beginning(Buffer.from('m')), new Uint8Array())).toBe(expected);
    expect(() => new MacKey(new Uint8Array(65))).toThrow(TypeError);
  });
});
