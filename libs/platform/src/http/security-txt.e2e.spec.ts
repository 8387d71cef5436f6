import { afterEach, describe, expect, it } from '@jest/globals';
import { now, startToy } from '../../test/toy-app.js';
import type { Toy } from '../../test/toy-app.js';

const path = '/.well-known/security.txt';
const text = 'Contact: https://riec.example/melden\nExpires: 2026-09-01T00:00:00Z\n';
let toy: Toy | undefined;
afterEach(() => toy?.close());

describe('/.well-known/security.txt', () => {
  it('is shown to everybody, as text and as it is', async () => {
    toy = await startToy({ securityTxt: { text, expires: Date.parse('2026-09-01T00:00:00Z') } });
    const { status, headers, text: shown } = await toy.call(path, { headers: { accept: 'text/plain' } });

    expect([status, shown]).toEqual([200, text]);
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('is gone at the moment that it expires', async () => {
    toy = await startToy({ securityTxt: { text, expires: Date.parse(now) } });
    expect((await toy.call(path)).status).toBe(404);
  });

  it('is not there without a file', async () => {
    toy = await startToy();
    expect((await toy.call(path)).status).toBe(404);
  });
});
