import { describe, expect, it } from '@jest/globals';
import { readEdge } from './edge.js';
import { SettingsReader } from './reader.js';

const read = (env: Record<string, string>) => {
  const reader = new SettingsReader(env);
  return { edge: readEdge(reader), faults: reader.faults };
};
const faultOf = (name: string, value: string, more: Record<string, string> = {}) =>
  read({ [name]: value, ...more }).faults.join('\n');

describe('the edge of an empty environment', () => {
  it('is closed to other origins, trusts no proxy and has limits', () => {
    const { edge, faults } = read({});
    expect(faults).toEqual([]);
    expect(edge).toEqual({
      origins: [],
      proxies: [],
      limits: { person: 1_200, organisation: 12_000, address: 300 },
    });
  });
});

describe('origins', () => {
  it('are taken as a browser sends them', () => {
    const origins = 'https://portaal.example, https://portaal.example:8443,http://localhost:5173';
    expect(read({ KNOOPPUNT_CORS_ORIGINS: origins }).edge.origins).toEqual([
      'https://portaal.example',
      'https://portaal.example:8443',
      'http://localhost:5173',
    ]);
  });

  it.each([
    ['*'],
    ['null'],
    ['portaal.example'],
    ['https://portaal.example/'],
    ['https://portaal.example/pad'],
    ['https://*.example'],
    ['https://Portaal.example'],
    ['https://portaal.example:443'],
    ['https://jan@portaal.example'],
    ['http://portaal.example'],
    ['file://portaal'],
    ['https://a.example,'],
    [' '],
  ])('are refused where none could be sent, or all: %p', (value) => {
    expect(faultOf('KNOOPPUNT_CORS_ORIGINS', value)).toMatch(/KNOOPPUNT_CORS_ORIGINS/);
  });

  it('are https in production, on the machine itself too', () => {
    expect(faultOf('KNOOPPUNT_CORS_ORIGINS', 'http://localhost:5173', { NODE_ENV: 'production' })).not.toBe('');
  });
});

describe('trusted proxies', () => {
  it.each([['10.0.0.7'], ['10.0.0.0/8, 2001:db8::/32'], ['::1'], ['loopback,uniquelocal']])('are %s', (value) => {
    expect(faultOf('KNOOPPUNT_TRUSTED_PROXIES', value)).toBe('');
  });

  it.each([['true'], ['*'], ['0.0.0.0/0'], ['10.0.0.0/33'], ['10.0.0.0/8/8'], ['proxy.example'], ['1'], ['']])(
    'are not %p',
    (value) => {
      expect(faultOf('KNOOPPUNT_TRUSTED_PROXIES', value)).toMatch(/KNOOPPUNT_TRUSTED_PROXIES/);
    },
  );
});

describe('limits', () => {
  it('may be lifted, and are whole numbers', () => {
    expect(read({ KNOOPPUNT_RATE_PERSON: '0' }).edge.limits.person).toBe(0);
    expect(faultOf('KNOOPPUNT_RATE_ADDRESS', '-1')).toMatch(/KNOOPPUNT_RATE_ADDRESS/);
    expect(faultOf('KNOOPPUNT_RATE_ORGANISATION', '1.5')).toMatch(/KNOOPPUNT_RATE_ORGANISATION/);
  });
});
