import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { FieldDefinition } from '../model.js';
import { canonicalJson } from '@knooppunt/kernel';
import type { Json } from '@knooppunt/kernel';
import { Registries } from './registries.js';
import { releasedRegistries } from './released/index.js';
import { residenceStatus } from './codes/residence-status.js';
import {
  categoriesOf,
  cloudEventTypeOf,
  fieldsOfBlock,
  findPayloadType,
  payloadTypeOfCloudEvent,
  payloadTypes,
  registryDigest,
  registryDocument,
} from './registry.js';

const sha256 = (bytes: string | Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const line = ({ name, category, block, levels }: FieldDefinition) =>
  `${block} ${name}[${category}] ${levels.join(' ')}`;
const numbered = (letter: string, most: number) => Array.from({ length: most }, (_, at) => `${letter}${at + 1}`);
const linesOf = (id: string) => findPayloadType(id)?.fields.map(line);

describe('the registry', () => {
  it('holds the 33 types of parties, six texts, a register answer and ten records, each once', () => {
    expect(payloadTypes.map(({ id }) => id)).toEqual([...numbered('S', 33), ...numbered('Z', 7), ...numbered('H', 10)]);
    expect(new Set(payloadTypes.map(({ slug }) => slug)).size).toBe(payloadTypes.length);
  });

  it('gives each field of S2 its block, category and levels', () => {
    expect(linesOf('S2')).toEqual([
      'person name[ID] pseudonymise reveal',
      'person birthDate[ID] generalise reveal',
      'person bsn[ID] pseudonymise mask reveal',
      'person address[RES] pseudonymise generalise reveal',
      'person bagId[RES] pseudonymise reveal',
      'person registrationsIn12m[RES] generalise reveal',
      'person accompaniedBy[ID] reveal',
      'person deregistrationReason[RES] generalise reveal',
      'text _text[_] reveal',
    ]);
  });

  it('gives each field of S1, S6, S15, S19 and S24 its block, category and levels', () => {
    expect(linesOf('S1')).toEqual([
      'matter address[RES] pseudonymise generalise reveal',
      'matter bagId[RES] pseudonymise reveal',
      'matter registrations[RES] generalise reveal',
      'matter households[RES] generalise reveal',
      'matter ownerKind[RES] generalise reveal',
      'matter lastInspection[ENF] generalise reveal',
      'matter floorArea[RES] generalise reveal',
      'text _text[_] reveal',
    ]);
    expect(linesOf('S6')).toEqual([
      'person name[ID] pseudonymise reveal',
      'person birthDate[ID] generalise reveal',
      'person bsn[ID] pseudonymise mask reveal',
      'person vNr[ID] pseudonymise mask reveal',
      'person role[CRIM] generalise reveal',
      'person incidentCode[CRIM] generalise reveal',
      'person date[CRIM] generalise reveal',
      'person place[CRIM] pseudonymise generalise reveal',
      'person evaluation[CRIM] generalise reveal',
      'text summary[CRIM] reveal',
    ]);
    expect(linesOf('S15')).toEqual([
      'company employer[COM] pseudonymise reveal',
      'company lhNr[FISC] mask reveal',
      'company declaredWorkers[FISC] generalise reveal',
      'company declaredWages[FISC] generalise reveal',
      'company arrears[FISC] generalise reveal',
      'company audit[FISC] generalise reveal',
    ]);
    expect(linesOf('S19')).toEqual([
      'company employer[COM] pseudonymise reveal',
      'matter site[RES] pseudonymise generalise reveal',
      'matter bagId[RES] pseudonymise reveal',
      'matter date[ENF] generalise reveal',
      'matter workersFound[ENF] generalise reveal',
      'matter withoutPermit[ENF] generalise reveal',
      'matter fine[ENF] generalise reveal',
      'matter law[ENF] generalise reveal',
      'text _text[_] reveal',
    ]);
    expect(linesOf('S24')).toEqual([
      'person name[ID] pseudonymise reveal',
      'person birthDate[ID] generalise reveal',
      'person vNr[ID] pseudonymise mask reveal',
      'person residenceStatus[MIG] generalise reveal',
      'person validTo[MIG] generalise reveal',
      'company sponsor[COM] pseudonymise reveal',
      'text _text[_] reveal',
    ]);
  });

  it('lets each type in by its own suppliers and ways only', () => {
    const entry = (id: string) => {
      const type = findPayloadType(id);
      return [type?.suppliers.join(), type?.ways.join()];
    };
    expect(['S1', 'S2', 'S6', 'S15', 'S19', 'S24'].map(entry)).toEqual([
      ['COLL', 'signal,answer,supply'],
      ['COLL', 'signal,answer,supply'],
      ['POL', 'answer,supply'],
      ['BD', 'answer,supply'],
      ['NLA', 'signal,answer,supply'],
      ['IND', 'signal,answer,supply'],
    ]);
  });

  it('lets no type with fiscal, criminal or sexual data start a weighing', () => {
    const closed = payloadTypes.filter((type) =>
      categoriesOf(type).some((category) => ['FISC', 'CRIM', 'SEX'].includes(category)),
    );
    expect(closed.map(({ id }) => id)).toEqual('S5 S6 S7 S8 S9 S10 S11 S12 S14 S15 S16 S17 S21 S30'.split(' '));
    expect(closed.every(({ ways }) => !ways.includes('signal'))).toBe(true);
  });

  it('has no field for nationality, descent, belief, union, orientation, genes or bodies, in any type of a party (R22-R24)', () => {
    const forbidden =
      /nationalit|ethnic|afkomst|religi|geloof|godsdienst|belief|politi(c|ek)|union|vakbond|orientation|geaardheid|genetic|biometr|fingerprint|vingerafdruk/i;
    const fields = payloadTypes
      .filter(({ id }) => id.startsWith('S'))
      .flatMap(({ id, fields: own }) => own.map(({ name, label }) => `${id} ${name} ${label.nl} ${label.en}`));
    expect(fields.length).toBeGreaterThan(150);
    expect(fields.filter((field) => forbidden.test(field))).toEqual([]);
    expect(
      findPayloadType('S30')
        ?.fields.filter(({ category }) => category === 'SEX')
        .map(({ name }) => name),
    ).toEqual(['fact']);
  });

  it('lets the four types of victim care and of third parties in for nobody, by articles of their own', () => {
    const shut = payloadTypes.filter(({ open }) => !open);
    expect(shut.map(({ id }) => id)).toEqual(['S9', 'S31', 'S32', 'S33']);
    expect(shut.every(({ closedBy = [] }) => closedBy.includes('WGS 2.19') && closedBy.length > 1)).toBe(true);
  });

  it('gives the explanations to every type that can be a signal, and to no other', () => {
    const explained = payloadTypes.filter(({ fields }) => fields.some(({ type }) => type === 'explanations'));
    expect(explained).toEqual(payloadTypes.filter(({ ways }) => ways.includes('signal')));
  });

  it('names fields once per type, and gives a coded field of an agency its list', () => {
    for (const { id, fields } of payloadTypes) {
      expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
      const unlisted = fields.filter(({ type, codes }) => type === 'code' && codes === undefined);
      expect(id.startsWith('S') ? unlisted : []).toEqual([]);
    }
  });
});

describe('a group of codes', () => {
  const lists = payloadTypes.flatMap(({ fields }) =>
    fields.flatMap(({ name, codes }) => (codes ? [{ name, codes }] : [])),
  );

  it.each(lists)(
    'of $name holds at least two codes, so that it never tells one, and is no code itself',
    ({ codes }) => {
      const groups = Object.values(codes).filter((group) => group !== null);
      for (const group of groups) expect(groups.filter((other) => other === group).length).toBeGreaterThan(1);
      expect(groups.filter((group) => group in codes)).toEqual([]);
    },
  );
});

describe('CloudEvents types', () => {
  it('name their payload type and lead back to it', () => {
    const agencies = payloadTypes.filter(({ ways }) => !ways.includes('process'));
    expect(agencies.map((type) => payloadTypeOfCloudEvent(cloudEventTypeOf(type)))).toEqual(agencies);
    expect(payloadTypeOfCloudEvent('nl.samenwerkingsverbanden.werkplekcontrole.v1')?.id).toBe('S19');
  });

  it.each([
    'nl.samenwerkingsverbanden.casus.v1',
    'nl.samenwerkingsverbanden.weging-tekst.v1',
    'nl.samenwerkingsverbanden.werkplekcontrole.v2',
    'nl.samenwerkingsverbanden..v1',
    'nl.samenwerkingsverbanden.v1',
    'werkplekcontrole',
    '',
  ])('%j leads to none', (type) => {
    expect(payloadTypeOfCloudEvent(type)).toBeUndefined();
  });
});

describe('what others read', () => {
  it('fields by block and categories by type, in a fixed order', () => {
    const s24 = findPayloadType('S24');
    if (s24 === undefined) throw new Error('no S24');
    expect(fieldsOfBlock(s24, 'company').map(({ name }) => name)).toEqual(['sponsor']);
    expect(categoriesOf(s24)).toEqual(['ID', 'COM', 'MIG']);
  });

  it('the document is plain data and its digest moves with it', () => {
    const document = registryDocument();
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
    expect(registryDigest(sha256)).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(registryDigest(sha256)).toBe(registryDigest(sha256));
  });

  it('residence titles are those of BRP table 56, no more and no fewer', () => {
    const table = readFileSync(
      new URL('../../../../deploy/demo/brp/tabel56-verblijfstitels.csv', import.meta.url),
      'utf16le',
    );
    const codes = [...table.matchAll(/^\uFEFF?"(\d\d)"/gm)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(40);
    expect(new Set(Object.keys(residenceStatus))).toEqual(new Set(codes));
  });
});

describe('the transforms of a registry', () => {
  const document = registryDocument() as Readonly<Record<string, Json>>;
  const [oldest = ''] = releasedRegistries;
  /** The registry of this program with other transforms, as one that was released. */
  const withTransforms = (transforms: Readonly<Record<string, string>>) => {
    const text = canonicalJson({ ...document, version: '0', transforms });
    return new Registries(sha256, [text]).find(sha256(text));
  };

  it('say by which version values are named; the first registry did not, and meant the first', () => {
    const registries = new Registries(sha256);
    expect(registries.current.pseudonyms).toBe(2);
    expect(registries.find(sha256(oldest))?.pseudonyms).toBe(1);
  });

  it('can be run as long as this program has the code of each', () => {
    const registries = new Registries(sha256);
    expect(registries.current.isExecutable).toBe(true);
    expect(registries.find(sha256(oldest))?.isExecutable).toBe(true);
    const transforms = document['transforms'] as Readonly<Record<string, string>>;
    expect(withTransforms(transforms)?.isExecutable).toBe(true);
    expect(withTransforms({ ...transforms, mask: 'last3@2' })?.isExecutable).toBe(false);
    expect(withTransforms({ ...transforms, blur: 'blur@1' })?.isExecutable).toBe(false);
    expect(withTransforms({ ...transforms, pseudonym: 'keyed-block@3' })?.isExecutable).toBe(false);
  });
});
