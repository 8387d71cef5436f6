import { describe, expect, it } from '@jest/globals';
import { parseSecurityTxt } from './security-txt.js';

const now = Date.parse('2026-03-01T09:30:00.000Z');
const contact = 'Contact: https://riec.example/melden';
const expires = 'Expires: 2026-09-01T00:00:00Z';
const of = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

describe('a security.txt', () => {
  it.each([
    of(contact, expires),
    of(
      '# wie meldt',
      '',
      'contact: mailto:cert@riec.example',
      'Contact: tel:+31-70-1234567',
      'EXPIRES: 2026-09-01T02:00:00+02:00',
    ),
    of('-----BEGIN PGP SIGNED MESSAGE-----', 'Hash: SHA512', '', contact, expires, 'Preferred-Languages: nl, en'),
    of(contact, expires).replaceAll('\n', '\r\n'),
  ])('is taken as it is: %j', (text) => {
    expect(parseSecurityTxt(text, now)).toEqual({ text, expires: Date.parse('2026-09-01T00:00:00Z') });
  });

  it.each([
    ['no-contact', of(expires)],
    ['no-contact', of(expires, '# Contact: https://riec.example')],
    ['contact-unfit', of('Contact: cert@riec.example', expires)],
    ['contact-unfit', of('Contact: http://riec.example', expires)],
    ['contact-unfit', of(contact, 'Contact: javascript:alert(1)', expires)],
    ['not-one-expires', of(contact)],
    ['not-one-expires', of(contact, 'Expires:')],
    ['not-one-expires', of(contact, expires, expires)],
    ['expires-unfit', of(contact, 'Expires: 1 september 2026')],
    ['expires-unfit', of(contact, 'Expires: 2026-99-01T00:00:00Z')],
    ['expired', of(contact, 'Expires: 2026-03-01T09:30:00Z')],
    ['too-large', of(contact, expires, '#'.repeat(40_000))],
  ])('is refused as %s', (fault, text) => {
    expect(parseSecurityTxt(text, now)).toBe(fault);
  });
});
