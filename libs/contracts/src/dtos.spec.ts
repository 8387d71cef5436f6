import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import * as fc from 'fast-check';
import {
  BelegOverlegDto,
  BereidWegingVoorDto,
  CloudEventDto,
  DoeVerzoekDto,
  LeegDto,
  PaginaVraagDto,
  SchermAfDto,
  SluitOverlegDto,
  WijsSignaalAfDto,
  organisationOfSource,
  slugOfEventType,
  textLimits,
} from './index.js';

const oin = '00000099000000001000';
const uuid = '7b0e4c1a-6f6d-4f0e-9a55-1f0f5f1b2c3d';

const judge = async (shape: new () => object, value: object) => {
  const instance = plainToInstance(shape, value);
  const errors = await validate(instance, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false });
  return { instance, refused: errors.map((error) => error.property).toSorted() };
};
const refusedIn = async (shape: new () => object, value: object) => (await judge(shape, value)).refused;

const event = {
  specversion: '1.0',
  id: 'melding-1',
  source: `urn:nld:oin:${oin}:systeem:wonen`,
  type: 'nl.samenwerkingsverbanden.overbewoning.v1',
  data: { way: 'signal' },
};

describe('a CloudEvent', () => {
  it('passes with the attributes of the profile, optional ones left out', async () => {
    expect(await refusedIn(CloudEventDto, event)).toEqual([]);
  });

  it.each([['subject'], ['dataref'], ['data_base64'], ['partitionkey'], ['dataschema']])(
    'refuses the attribute %s, which travels in the clear',
    async (attribute) => {
      expect(await refusedIn(CloudEventDto, { ...event, [attribute]: 'x' })).toEqual([attribute]);
    },
  );

  it.each([
    ['specversion', '0.3'],
    ['id', ''],
    ['id', 'met spatie'],
    ['source', `urn:nld:oin:${oin.slice(1)}:systeem:wonen`],
    ['source', `https://example.test/${oin}`],
    ['type', 'nl.riec.overbewoning.v1'],
    ['type', 'nl.samenwerkingsverbanden.Overbewoning.v1'],
    ['time', '2026-02-30T10:00:00Z'],
    ['datacontenttype', 'application/xml'],
    ['traceparent', '00-xyz'],
    ['data', 'tekst'],
    ['data', []],
    ['data', null],
  ])('refuses %s = %p', async (attribute, value) => {
    expect(await refusedIn(CloudEventDto, { ...event, [attribute]: value })).toEqual([attribute]);
  });

  it('hands its data on untouched', async () => {
    const data = { way: 'signal', persons: [{ ref: 'p1', nested: { deep: [1, null] } }] };
    const { instance } = await judge(CloudEventDto, { ...event, data });
    expect((instance as CloudEventDto).data).toBe(data);
  });

  it('tells of its delivery too where its attributes are wrong, but reads none that nobody may bring yet', () => {
    const told = (slug: string, data: unknown) =>
      CloudEventDto.furtherFaults({ type: `nl.samenwerkingsverbanden.${slug}.v1`, data });
    expect(told('overbewoond-adres', { way: 'x' })).toContainEqual({ pointer: '/data/way', code: 'unknown-code' });
    for (const [slug, data] of [
      ['slachtofferregistratie', { way: 'x' }],
      ['onbekend', { way: 'x' }],
      ['overbewoond-adres', null],
      ['overbewoond-adres', []],
    ] as const) {
      expect(told(slug, data)).toEqual([]);
    }
    expect(CloudEventDto.furtherFaults({ data: { way: 'x' } })).toEqual([]);
  });

  it('names its organisation and its payload type', () => {
    expect(organisationOfSource(event.source)).toBe(oin);
    expect(slugOfEventType(event.type)).toBe('overbewoning');
  });
});

describe('a command body', () => {
  it('takes any offset of a moment and hands it on in UTC', async () => {
    const body = { casus: uuid, genodigden: [oin], gepland: '2026-03-01T10:30:00+01:00' };
    const { instance, refused } = await judge(BelegOverlegDto, body);
    expect(refused).toEqual([]);
    expect((instance as BelegOverlegDto).gepland).toBe('2026-03-01T09:30:00.000Z');
  });

  it.each([
    ['2026-03-01T10:30:00'],
    ['2026-03-01T10:30:00-00:00'],
    ['2026-03-01 10:30:00Z'],
    ['2026-03-01T24:00:00Z'],
    ['2026-03-01T10:60:00Z'],
    ['2026-06-30T23:59:60Z'],
    ['2026-03-01T10:30:00+24:00'],
    ['9999-12-31T23:59:59-01:00'],
    [1_772_000_000],
    [null],
  ])('refuses the moment %p', async (gepland) => {
    expect(await refusedIn(BelegOverlegDto, { casus: uuid, genodigden: [oin], gepland })).toEqual(['gepland']);
  });

  it('refuses null where a member may be left out', async () => {
    expect(await refusedIn(SluitOverlegDto, {})).toEqual([]);
    expect(await refusedIn(SluitOverlegDto, { besluiten: null })).toEqual(['besluiten']);
  });

  it('refuses every member of a command without content', async () => {
    expect(await refusedIn(LeegDto, {})).toEqual([]);
    expect(await refusedIn(LeegDto, { iets: 1 })).toEqual(['iets']);
  });

  it('takes true and false for a flag, and no word for them', async () => {
    expect(await refusedIn(SchermAfDto, { kenmerk: 'possible-victim', gezet: false })).toEqual([]);
    expect(await refusedIn(SchermAfDto, { kenmerk: 'possible-victim', gezet: 'true' })).toEqual(['gezet']);
  });

  it.each([
    [''],
    ['  \n '],
    ['a\u0000b'],
    ['a\u202Eb'],
    ['\u2067a\u2069'],
    ['a\u009Bb'],
    ['\uFEFFa'],
    ['\ud800'],
    ['x'.repeat(textLimits.explanation + 1)],
    [7],
    [['a']],
  ])('refuses the text %p', async (toelichting) => {
    expect(await refusedIn(WijsSignaalAfDto, { reden: 'onvoldoende', toelichting })).toEqual(['toelichting']);
  });

  it('names all faults at once', async () => {
    expect(
      await refusedIn(DoeVerzoekDto, { gevraagd: [], soorten: ['S6', 'S6'], uiterlijk: '2026-02-29', x: 1 }),
    ).toEqual(['betrokkenen', 'casus', 'categorieen', 'gevraagd', 'soorten', 'tekst', 'uiterlijk', 'voor', 'x']);
  });

  it('looks at no more of a list than it may hold, so that the length of a list costs nothing', async () => {
    const long = Array.from({ length: 5000 }, (_, at) => `onbekend${at}`);
    const { instance, refused } = await judge(DoeVerzoekDto, {
      gevraagd: long,
      categorieen: long,
      voor: long.map(() => ({})),
    });
    expect(refused).toEqual(expect.arrayContaining(['categorieen', 'gevraagd', 'voor']));
    const { gevraagd, categorieen, voor } = instance as DoeVerzoekDto;
    expect([gevraagd, voor].map(({ length }) => length)).toEqual([21, 21]);
    expect(categorieen.length).toBeLessThan(20);
  });

  it('looks at nothing in a list that stands in place of an object', async () => {
    const { instance, refused } = await judge(BereidWegingVoorDto, { wegers: [oin], criteria: [{}, {}], factoren: [] });
    expect(refused).toEqual(['criteria', 'factoren']);
    expect((instance as BereidWegingVoorDto).criteria).toEqual([]);
  });

  it('survives any JSON in any member', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom('casus', 'gevraagd', 'voor', 'tekst'), fc.jsonValue()),
        async (body) => {
          expect(await refusedIn(DoeVerzoekDto, body)).not.toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('the question for a page', () => {
  it('reads its limit from text', async () => {
    const { instance, refused } = await judge(PaginaVraagDto, { limiet: '20' });
    expect(refused).toEqual([]);
    expect((instance as PaginaVraagDto).limiet).toBe(20);
  });

  it.each([['0'], ['51'], ['-1'], ['1e1'], ['0x10'], [''], [['1', '2']]])('refuses the limit %p', async (limiet) => {
    expect(await refusedIn(PaginaVraagDto, { limiet })).toEqual(['limiet']);
  });

  it('refuses a cursor of another alphabet and unknown members', async () => {
    expect(await refusedIn(PaginaVraagDto, { cursor: 'a=b', sorteer: 'naam' })).toEqual(['cursor', 'sorteer']);
  });
});
