import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartnersInvalid, readBrpPartners, usualCallSettings } from '../index.js';

let folder: string;
const secret = 'geheim-van-de-proef';
const college = '00000099000000002000';
const partner = { organisation: college, url: 'https://brp.example/api/brp', apiKeyFile: 'brp.key' };

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'partners-'));
  writeFileSync(join(folder, 'brp.key'), `${secret}\n`);
  writeFileSync(join(folder, 'two-lines.key'), `${secret}\n${secret}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (document: unknown) => readBrpPartners(document, join(folder, 'partners.yaml'));
const faultsOf = (document: unknown): readonly string[] => {
  try {
    read(document);
    return [];
  } catch (error) {
    if (error instanceof PartnersInvalid) return error.faults;
    throw error;
  }
};

describe('a file of partners', () => {
  it('gives each organisation its address, key and settings', () => {
    const [one, ...others] = read({
      partners: [{ ...partner, headers: { 'X-Doelbinding': 'wonen' }, timeLimitMs: 2_000, capacity: 2 }],
    });
    expect(others).toEqual([]);
    expect(one).toEqual({
      organisation: college,
      url: new URL(partner.url),
      headers: { 'X-Doelbinding': 'wonen', 'x-api-key': secret },
      settings: { ...usualCallSettings, timeLimitMs: 2_000, capacity: 2 },
    });
  });

  it('reads certificate and key beside it', () => {
    writeFileSync(join(folder, 'client.pem'), 'PEM');
    const [one] = read({ partners: [{ ...partner, tls: { certificateFile: 'client.pem', keyFile: 'client.pem' } }] });
    expect(one?.tls).toEqual({ cert: Buffer.from('PEM'), key: Buffer.from('PEM') });
  });

  it('allows plain HTTP on this machine alone', () => {
    expect(faultsOf({ partners: [{ ...partner, url: 'http://127.0.0.1:8080/brp' }] })).toEqual([]);
    expect(faultsOf({ partners: [{ ...partner, url: 'http://brp.example/brp' }] })).toHaveLength(1);
  });

  it('names all faults at once', () => {
    expect(
      faultsOf({
        partners: [
          partner,
          { organisation: '7', url: `https://naam:${secret}@brp.example`, apiKey: secret, capacity: 0 },
          { ...partner, tls: { certificateFile: 'x' }, headers: { Host: 'x' } },
        ],
        extra: 1,
      }),
    ).toEqual([
      'Het bestand kent een onderdeel dat er niet is: extra.',
      'Partner 2 kent een instelling die er niet is: apiKey.',
      'Partner 2: organisation is geen OIN van twintig cijfers.',
      'Partner 2: url is geen https-adres zonder wachtwoord, zoekdeel of anker.',
      'Partner 2: capacity ligt niet tussen 1 en 100.',
      'Partner 3: headers bevat een naam of waarde die niet mag worden meegestuurd.',
      'Partner 3: tls noemt geen certificaat met sleutel, of kent een instelling die er niet is.',
      'Partner 3 noemt een organisatie die er al staat.',
    ]);
  });

  it('names the files that cannot be used, and nothing of what is in them', () => {
    const faults = faultsOf({
      partners: [
        { ...partner, apiKeyFile: 'two-lines.key' },
        { ...partner, organisation: '00000099000000002001', apiKeyFile: 'nergens.key' },
      ],
    });
    expect(faults).toEqual([
      'two-lines.key bevat niet precies één regel met een sleutel.',
      'nergens.key kan niet worden gelezen.',
    ]);
  });

  it.each(['partners: {}', '[]', 'partners: [1]', ': : :'])('is refused as %s', (text) => {
    expect(faultsOf(text)).toHaveLength(1);
  });
});
