import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readYamlFile } from './yaml-file.js';

const folder = mkdtempSync(join(tmpdir(), 'yaml-file-'));
const file = join(folder, 'file.yaml');
afterAll(() => rmSync(folder, { recursive: true }));

const reading = (text: string, lang?: 'nl' | 'en') => {
  writeFileSync(file, text);
  return readYamlFile(file, lang);
};

describe('a file of a deployment', () => {
  it('gives its plain value, of YAML as of JSON', () => {
    expect(reading('a: 1\nb: [x, "2"]\n')).toEqual({ value: { a: 1, b: ['x', '2'] }, faults: [] });
    expect(reading('{"a": {"b": null}}')).toEqual({ value: { a: { b: null } }, faults: [] });
  });

  it('names every line that is wrong at once, and nothing of what stands there', () => {
    const text = 'a: 1\nkey: geheim\na: 2\nb:\n  - x\n y: 1\nc: [1\n';
    const { faults } = reading(text);
    expect(faults.length).toBeGreaterThan(2);
    expect(faults).toContain(`${file}, regel 3: deze naam staat hier twee keer.`);
    for (const fault of faults) expect(fault).toMatch(/^\S+file\.yaml, regel [1-8]: .*\.$/);
    expect(faults.join('')).not.toContain('geheim');
  });

  it.each([
    ['a: "1', 1, 'hier ontbreekt een teken: een komma, een dubbele punt, of een haakje of aanhalingsteken dat sluit'],
    ['a:\n\tb: 1', 2, 'hier staat een tab; spring in met spaties'],
    ['a: 1\n---\nb: 1', 2, 'hier begint een tweede document; er kan er maar één zijn'],
    ['a: !doe 1', 1, 'een type-aanduiding (!) mag hier niet'],
  ])('says where it stops to be YAML, and why: %j', (text, line, why) => {
    expect(reading(text).faults).toContain(`${file}, regel ${line}: dit is geen geldige YAML: ${why}.`);
  });

  it('refuses aliases, which can grow without end', () => {
    expect(reading('a: &a [1]\nb: *a')).toEqual({ faults: [`${file}: een verwijzing (*) mag hier niet.`] });
  });

  it('is told from one that is not there', () => {
    const away = join(folder, 'away.yaml');
    expect(readYamlFile(away)).toEqual({ faults: [`${away} is er niet, of is niet te lezen.`] });
    expect(readYamlFile(folder)).toEqual({ faults: [`${folder} is er niet, of is niet te lezen.`] });
  });

  it('is spoken of in English where that is asked', () => {
    expect(reading('a: 1\na: 2', 'en').faults).toEqual([`${file}, line 2: this name stands here twice.`]);
  });
});
