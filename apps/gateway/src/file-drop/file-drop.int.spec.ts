import 'reflect-metadata';
import { linkSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MessagingUnavailable } from '@knooppunt/messaging';
import type { Messaging } from '@knooppunt/messaging';
import { DropScene, digestOf } from '../../test/drop-scene.js';
import { csv, row } from '../../test/good-rows.js';
import type { Cells } from '../../test/good-rows.js';
import { cloudEvent, parties, s1 } from '../../test/scene.js';
import { IntakeBusy } from '../errors.js';
import { IntakeService } from '../intake.service.js';

jest.setTimeout(240_000);

const ids = (count: number): readonly Cells[] => Array.from({ length: count }, (_, at) => ({ id: `rij-${at + 1}` }));

let drop: DropScene;
beforeEach(async () => {
  drop = await DropScene.open();
});
afterEach(() => drop.close());

const published = async (type = 'ContributionSupplied') =>
  (await drop.scene.published()).filter((event) => event.type === type);
const seeing = (what: () => boolean): Promise<void> => drop.seeing(what);

describe('a file', () => {
  it('is brought in row by row as if each were posted, and its result names the line and the id', async () => {
    drop.begin();
    const posted = await drop.scene.deliver('college', cloudEvent('college', 'overbewoond-adres', s1, 'rij-1'));
    const lines = await drop.taken('week-9.csv', csv(...ids(3)));
    expect(lines.map(({ regel, status }) => [regel, status])).toEqual([
      [2, 202],
      [3, 202],
      [4, 202],
      [undefined, undefined],
    ]);
    // the same source, id and content as the one that was posted
    expect(lines[0]?.id).toBe(posted);
    expect(lines[3]).toMatchObject({ klaar: true, rijen: 3, ontvangen: 3, geweigerd: 0 });
    expect((await published()).map(({ data }) => data['contribution'])).toEqual(lines.slice(0, 3).map(({ id }) => id));
  });

  it('of JSON lines holds the events themselves', async () => {
    drop.begin();
    const events = ['a', 'b'].map((id) => cloudEvent('college', 'overbewoond-adres', s1, id));
    const text = `\uFEFF${events.map((event) => JSON.stringify(event)).join('\r\n')}\n\n{"id":1}\nnonsense`;
    const lines = await drop.taken('week.jsonl', text);
    expect(lines.map(({ regel, status, code }) => [regel, status, code])).toEqual([
      [1, 202, undefined],
      [2, 202, undefined],
      [4, 400, 'platform/invoer-ongeldig'],
      [5, 400, 'platform/json-ongeldig'],
      [undefined, undefined, undefined],
    ]);
  });

  it('goes once it is done, and leaves nothing but a result without what it said', async () => {
    drop.begin();
    await drop.taken('week.csv', csv({ 'matter.address': 'Kanariestraat 7' }, { id: 'x', 'matter.address': '' }));
    expect([drop.names('in'), drop.names('werk'), drop.names('bewaard')]).toEqual([[], [], []]);
    const result = readFileSync(drop.at('uit', 'week.csv.uitkomst.jsonl'), 'utf8');
    expect(result).not.toContain('Kanarie');
    expect(drop.lines.join('')).not.toMatch(/Kanarie|week/);
    expect(statSync(drop.at('uit', 'week.csv.uitkomst.jsonl')).mode & 0o027).toBe(0);
  });

  it('says of each bad row every fault at once by its column, and brings in the others', async () => {
    drop.begin();
    const lines = await drop.taken(
      'fout.csv',
      csv(
        {},
        { id: 'b', 'matter.registrations': 'twaalf', 'declaration.lawful': 'ja', 'matter.address': '' },
        { id: 'c' },
      ),
    );
    expect(lines.map(({ status }) => status)).toEqual([202, 400, 202, undefined]);
    expect(lines[1]).toMatchObject({ regel: 3, code: 'gateway/payload-invalid', uitleg: expect.any(String) });
    expect(lines[1]?.['fouten']).toEqual([
      expect.objectContaining({ kolom: 'declaration.lawful', pointer: '/data/declaration/lawful', code: 'wrong-type' }),
      expect.objectContaining({ kolom: 'matter.address', code: 'required' }),
      expect.objectContaining({ kolom: 'matter.registrations', code: 'wrong-type' }),
    ]);
    expect((await published('SupplyRefused')).map(({ data }) => data['code'])).toEqual(['gateway/payload-invalid']);
  });

  it('that comes again, or overlaps with another, brings nothing in twice', async () => {
    drop.begin();
    const first = await drop.taken('een.csv', csv(...ids(3)));
    const again = await drop.taken('twee.csv', csv(...ids(4)));
    expect(again.slice(0, 3).map(({ id }) => id)).toEqual(first.slice(0, 3).map(({ id }) => id));
    const clash = await drop.taken('drie.csv', csv({ id: 'rij-1', 'matter.registrations': '13' }));
    expect(clash[0]).toMatchObject({ status: 409, code: 'gateway/content-differs' });
    expect(await published()).toHaveLength(4);
  });

  it('with rows of one id takes the first of them, whatever else is under way', async () => {
    drop.begin();
    const rows = [1, 2, 3].map((count) => ({ id: 'zelfde', 'matter.registrations': String(count) }));
    const lines = await drop.taken('zelfde.csv', csv(...rows));
    expect(lines.map(({ status }) => status)).toEqual([202, 409, 409, undefined]);
  });

  it('whose rows have no id are known by what they say', async () => {
    drop.begin();
    const lines = await drop.taken('zonder.csv', csv({ id: '' }, { id: '', 'matter.registrations': '13' }, { id: '' }));
    expect(new Set(lines.slice(0, 3).map(({ id }) => id)).size).toBe(2);
    expect(lines[2]?.id).toBe(lines[0]?.id);
    expect(await published()).toHaveLength(2);
  });

  it('is kept as long as was asked for, where nobody else reads it', async () => {
    await drop.close();
    drop = await DropScene.open({ keepDays: 2 });
    let shiftMs = 0;
    drop.begin({ rhythm: { nowMs: () => Date.now() + shiftMs, tidyMs: 0 } });
    await drop.taken('week.csv', csv({}));
    expect(drop.names('bewaard')).toHaveLength(1);
    expect(statSync(drop.at('bewaard')).mode & 0o077).toBe(0);
    shiftMs = 3 * 86_400_000;
    await seeing(() => drop.names('bewaard').length === 0);
    shiftMs = 31 * 86_400_000;
    await seeing(() => drop.names('uit').length === 0);
  });
});

describe('a file that is not complete', () => {
  it('is left alone without its marker, and while the digest does not fit', async () => {
    drop.begin();
    const whole = csv(...ids(2));
    const marker = `${digestOf(whole)}\n`;
    writeFileSync(drop.at('in', 'traag.csv'), whole.slice(0, 40));
    await drop.taken('ander.csv', csv({ id: 'ander' }));
    expect(drop.names('in')).toEqual(['traag.csv']);
    writeFileSync(drop.at('in', 'traag.csv.klaar'), marker);
    await drop.taken('ander2.csv', csv({ id: 'ander' }));
    expect(drop.names('in')).toEqual(['traag.csv', 'traag.csv.klaar']);
    writeFileSync(drop.at('in', 'traag.csv'), whole.slice(0, 90));
    await drop.taken('ander3.csv', csv({ id: 'ander' }));
    writeFileSync(drop.at('in', 'traag.csv'), whole);
    expect((await drop.resultOf('traag.csv')).at(-1)).toMatchObject({ rijen: 2, ontvangen: 2 });
  });

  it('waits for a marker that comes first, and one that a spreadsheet system wrote in UTF-16', async () => {
    const whole = csv({});
    writeFileSync(drop.at('in', 'a.csv.klaar'), Buffer.from(`\uFEFF${digestOf(whole).toUpperCase()}\r\n`, 'utf16le'));
    drop.begin();
    await drop.taken('ander.csv', csv({ id: 'ander' }));
    writeFileSync(drop.at('in', 'a.csv'), whole);
    expect((await drop.resultOf('a.csv')).at(-1)).toMatchObject({ rijen: 1, ontvangen: 1 });
  });

  it('is refused when it does not fit and nothing has moved for a while', async () => {
    let shiftMs = 0;
    drop.begin({ rhythm: { nowMs: () => Date.now() + shiftMs } });
    drop.drop('half.csv', csv({}), `${'0'.repeat(64)}\n`);
    await drop.taken('ander.csv', csv({ id: 'ander' }));
    expect(drop.result('half.csv')).toEqual([]);
    shiftMs = 601_000;
    expect(await drop.resultOf('half.csv')).toEqual([
      expect.objectContaining({ klaar: true, bestand: 'geweigerd', code: 'gateway/file-incomplete' }),
    ]);
    expect(drop.names('in')).toEqual([]);
    expect((await published('SupplyRefused')).map(({ data }) => data['code'])).toEqual(['gateway/file-incomplete']);
  });

  it('does not lie around for ever', async () => {
    writeFileSync(drop.at('in', 'vergeten.csv'), csv({}));
    writeFileSync(drop.at('in', 'wees.csv.klaar'), digestOf('x'));
    drop.begin({ rhythm: { nowMs: () => Date.now() + 8 * 86_400_000, tidyMs: 0 } });
    expect(await drop.resultOf('vergeten.csv')).toMatchObject([{ code: 'gateway/file-abandoned' }]);
    await seeing(() => drop.names('in').length === 0);
  });

  it('that is written on after it was taken is not taken any further', async () => {
    const intake = new IntakeService(drop.scene.parts());
    const path = (): string =>
      drop.at('werk', readdirSync(drop.at('werk')).find((name) => name.endsWith('.csv')) ?? '');
    let taken = 0;
    drop.begin({
      intake: {
        refuse: (...refused) => intake.refuse(...refused),
        takeIn: (delivery) => {
          taken += 1;
          if (taken === 20) writeFileSync(path(), row({ id: 'later' }), { flag: 'a' });
          return intake.takeIn(delivery);
        },
      },
    });
    const lines = await drop.taken('groeit.csv', csv(...ids(40)));
    expect(lines.map(({ code }) => code).filter((code) => code !== undefined)).toEqual(['gateway/file-changed']);
    expect(lines).toHaveLength(33);
    expect(await published()).toHaveLength(32);
  });
});

describe('what is no plain file', () => {
  const codeOf = async (name: string): Promise<unknown> => (await drop.resultOf(name))[0]?.code;

  it('is refused: a link to another file, a second name, a folder; and what it leads to stays as it is', async () => {
    const elsewhere = drop.at('elders.csv');
    const text = csv({});
    writeFileSync(elsewhere, text);
    symlinkSync(elsewhere, drop.at('in', 'koppeling.csv'));
    linkSync(elsewhere, drop.at('in', 'tweede.csv'));
    symlinkSync(drop.at(), drop.at('in', 'map.csv'));
    for (const name of ['koppeling', 'tweede', 'map'])
      writeFileSync(drop.at('in', `${name}.csv.klaar`), digestOf(text));
    writeFileSync(drop.at('in', 'marker.csv'), text);
    symlinkSync(elsewhere, drop.at('in', 'marker.csv.klaar'));
    drop.begin();
    for (const name of ['koppeling.csv', 'tweede.csv', 'map.csv', 'marker.csv']) {
      expect([name, await codeOf(name)]).toEqual([name, 'gateway/file-not-regular']);
    }
    await seeing(() => drop.names('in').length === 0);
    expect(readFileSync(elsewhere, 'utf8')).toBe(text);
    expect(await published()).toEqual([]);
    rmSync(elsewhere);
  });

  it('nor what has another name, which its result does not repeat', async () => {
    const names = [
      'jan jansen.csv',
      '.verborgen.csv',
      'a..csv',
      'bsn-123456782.csv',
      'x.xlsx',
      `${'x'.repeat(90)}.csv`,
    ];
    for (const name of names) drop.drop(name, csv({}));
    drop.begin();
    await seeing(() => drop.names('uit').length === names.length && drop.names('in').length === 0);
    for (const result of drop.names('uit')) {
      expect(result).toMatch(/^geweigerd-[0-9a-f-]{36}\.uitkomst\.jsonl$/);
      expect(readFileSync(drop.at('uit', result), 'utf8')).toContain('gateway/file-name');
    }
    expect(await published()).toEqual([]);
  });
});

describe('an intake', () => {
  const failing = (times: number, error: () => Error) => {
    const intake = new IntakeService(drop.scene.parts());
    let calls = 0;
    return {
      calls: () => calls,
      refuse: intake.refuse.bind(intake),
      takeIn: (delivery: Parameters<IntakeService['takeIn']>[0]) => {
        calls += 1;
        return calls <= times ? Promise.reject(error()) : intake.takeIn(delivery);
      },
    };
  };

  it('that is busy is asked again, and no row is refused for it', async () => {
    const intake = failing(7, () => new IntakeBusy());
    drop.begin({ intake });
    expect((await drop.taken('week.csv', csv(...ids(3)))).at(-1)).toMatchObject({ ontvangen: 3, geweigerd: 0 });
    expect(intake.calls()).toBe(10);
  });

  it('without topics keeps the file waiting, and the same rows go on after a stop', async () => {
    let isAway = true;
    const { messaging } = drop.scene;
    const publish: Messaging['publish'] = (...message) =>
      isAway ? Promise.reject(new MessagingUnavailable('spec')) : messaging.publish(...message);
    const parts = drop.scene.parts({ messaging: Object.assign(Object.create(messaging) as Messaging, { publish }) });
    const intake = new IntakeService(parts);
    const running = drop.begin({ intake });
    drop.drop('week.csv', csv(...ids(5)));
    await seeing(() => drop.names('werk').some((name) => name.endsWith('.csv')));
    await running.stop();
    expect(drop.result('week.csv')).toEqual([]);
    isAway = false;
    drop.begin({ intake });
    expect((await drop.resultOf('week.csv')).at(-1)).toMatchObject({ rijen: 5, ontvangen: 5 });
    expect(await published()).toHaveLength(5);
  });

  it('in which something breaks that nobody foresaw says 500 of that row, and the next has its turn', async () => {
    const intake = failing(5, () => new TypeError('Kanariestraat'));
    drop.begin({ intake });
    const lines = await drop.taken('week.csv', csv({}));
    expect(lines[0]).toMatchObject({ status: 500, code: 'knooppunt/onvoorzien' });
    expect((await drop.taken('nog.csv', csv({})))[0]).toMatchObject({ status: 202 });
    expect(drop.lines.join('')).not.toContain('Kanarie');
  });

  it('that is not open yet, or knows no covenant here, leaves the files where they are', async () => {
    let isOpen = false;
    let asked = 0;
    drop.begin({
      isOpen: () => {
        asked += 1;
        return isOpen;
      },
      serves: () => Promise.resolve(asked > 10),
    });
    drop.drop('week.csv', csv({}));
    await seeing(() => asked > 3);
    expect(drop.names('in')).toHaveLength(2);
    isOpen = true;
    expect((await drop.resultOf('week.csv'))[0]).toMatchObject({ status: 202 });
  });
});

describe('two gateways on one folder', () => {
  it('do not work on it together; the second goes on where the first stopped', async () => {
    let taken = 0;
    const intake = new IntakeService(drop.scene.parts());
    const counting = {
      refuse: intake.refuse.bind(intake),
      takeIn: (delivery: Parameters<IntakeService['takeIn']>[0]) => {
        taken += 1;
        return intake.takeIn(delivery);
      },
    };
    const first = drop.begin();
    await drop.taken('een.csv', csv({}));
    drop.begin({ intake: counting });
    await drop.taken('twee.csv', csv({ id: 'twee' }));
    expect(taken).toBe(0);
    await first.stop();
    expect((await drop.taken('drie.csv', csv({ id: 'drie' })))[0]).toMatchObject({ status: 202 });
    expect(taken).toBe(1);
  });
});

describe('what is counted', () => {
  it('says how many files and rows, and what waits, and nothing of whom', async () => {
    drop.begin();
    await drop.taken('week.csv', csv({}, { id: 'x', 'matter.address': '' }));
    await drop.taken('leeg.csv', '');
    const metrics = await drop.metrics.text();
    expect(metrics).toContain('knooppunt_file_drop_rows_total{outcome="accepted"} 1');
    expect(metrics).toContain('knooppunt_file_drop_rows_total{outcome="refused"} 1');
    expect(metrics).toContain('knooppunt_file_drop_files_total{outcome="done"} 1');
    expect(metrics).toContain('knooppunt_file_drop_files_total{outcome="refused"} 1');
    expect(metrics).toContain('knooppunt_file_drop_waiting_files 0');
    expect(metrics).not.toContain(parties.college.organisation);
  });
});
