import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { eventIdOf, uuidV5, uuidV8FromBytes } from './uuid.js';

const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

describe('derived uuids', () => {
  it('are the example of RFC 9562 A.4 for version 5', () => {
    expect(uuidV5(dns, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
    expect(uuidV5(dns.toUpperCase(), new TextEncoder().encode('www.example.com'))).toBe(uuidV5(dns, 'www.example.com'));
  });

  it('are the example of RFC 9562 B.2 for version 8', () => {
    const namespace = Buffer.from(dns.replaceAll('-', ''), 'hex');
    const digest = createHash('sha256').update(namespace).update('www.example.com').digest();
    expect(uuidV8FromBytes(digest)).toBe('5c146b14-3c52-8afd-938a-375d0df1fbf6');
  });

  it('take no namespace that is no uuid, and no fewer than 16 bytes', () => {
    expect(() => uuidV5('', 'name')).toThrow('no uuid');
    expect(() => uuidV5('6ba7b810', 'name')).toThrow('no uuid');
    expect(() => uuidV8FromBytes(new Uint8Array(15))).toThrow('16 bytes');
  });

  it('leave the bytes that they are made of as they were', () => {
    const bytes = new Uint8Array(32).fill(255);
    uuidV8FromBytes(bytes);
    expect(bytes.every((byte) => byte === 255)).toBe(true);
  });

  it('name each event of a command by its place', () => {
    const ids = [0, 1, 10].map((index) => eventIdOf(dns, index));
    expect(new Set(ids).size).toBe(3);
    expect(eventIdOf(dns, 1)).toBe(uuidV5(dns, '1'));
  });
});
