import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dutchDateOf } from '@knooppunt/kernel';
import { JsonLogger, SystemClock } from '@knooppunt/platform';
import type { Config } from '@knooppunt/platform';
import { parse } from 'yaml';
import { audit } from '../../apps/audit/src/cli.js';
import { accountOf } from '../../apps/standalone/src/demo/account/account.js';
import { en } from '../../apps/standalone/src/demo/account/en.js';
import { nl } from '../../apps/standalone/src/demo/account/nl.js';
import { Api } from '../../apps/standalone/src/demo/api.js';
import type { Inzage, Regel, Shown } from '../../apps/standalone/src/demo/api.js';
import { totalsOf } from '../../apps/standalone/src/demo/audit-program.js';
import type { AuditCommand, AuditTotals } from '../../apps/standalone/src/demo/audit-program.js';
import { castOf, readers } from '../../apps/standalone/src/demo/cast.js';
import type { ReaderName } from '../../apps/standalone/src/demo/cast.js';
import { play } from '../../apps/standalone/src/demo/play.js';
import { isSound } from '../../apps/standalone/src/demo/result.js';
import type { DemoResult } from '../../apps/standalone/src/demo/result.js';
import { contributionsOf } from '../../apps/standalone/src/demo/story/known.js';
import { baseOf } from '../../apps/standalone/src/listening.js';
import { startStandalone } from '../../apps/standalone/src/standalone.js';
import type { Standalone } from '../../apps/standalone/src/standalone.js';
import { freePort } from '../free-port.js';

type Counts = Readonly<Record<string, number>>;
type Levels = Record<string, Record<string, number>>;
type Walk = {
  readonly readers: readonly {
    readonly to: string;
    readonly sees: Readonly<Record<string, Readonly<Record<string, string>>>>;
  }[];
};

/** How often each field lies in the case: what the register and the seeded generators bring. */
const supplied: Readonly<Record<string, Counts>> = {
  S1: { address: 1, bagId: 1, registrations: 1, households: 1, _text: 1 },
  S2: {
    name: 14,
    birthDate: 13,
    bsn: 13,
    address: 13,
    bagId: 13,
    registrationsIn12m: 12,
    accompaniedBy: 1,
    _text: 13,
  },
  S6: {
    name: 1,
    birthDate: 1,
    bsn: 1,
    vNr: 1,
    role: 1,
    incidentCode: 1,
    date: 1,
    place: 1,
    evaluation: 1,
    summary: 1,
  },
  S15: { employer: 1, lhNr: 1, declaredWorkers: 1, declaredWages: 1, arrears: 1, audit: 1 },
  S19: {
    employer: 1,
    site: 1,
    bagId: 1,
    date: 1,
    workersFound: 1,
    withoutPermit: 1,
    fine: 1,
    law: 1,
    _text: 1,
  },
  S24: { name: 2, birthDate: 2, vNr: 2, residenceStatus: 2, validTo: 2, sponsor: 2, _text: 2 },
};

/** How many of them are of a child, of who was with it (age unknown), or of the possible victim. */
const ofShielded: Readonly<Record<string, Counts>> = {
  S2: { name: 3, birthDate: 2, bsn: 2, accompaniedBy: 1 },
  S24: { name: 1, birthDate: 1, vNr: 1 },
};

/** The level at which these stand for everybody: pseudonymise, and exists for what has no pseudonym. */
const shieldedLevel: Readonly<Record<string, string>> = {
  name: 'pseudonymise',
  bsn: 'pseudonymise',
  vNr: 'pseudonymise',
  birthDate: 'exists',
  accompaniedBy: 'exists',
};

const kindOf: Readonly<Record<ReaderName, string>> = {
  mayor: 'BURG',
  police: 'POL',
  inspectorate: 'NLA',
  tax: 'BD',
  immigration: 'IND',
  college: 'COLL',
  director: 'RIEC',
};

/** walk.md section 4, field by field: the same table that the covenant's own cases are held to. */
const walk = parse(readFileSync('test/covenant-cases/walk-phase-2.yaml', 'utf8'), { merge: true }) as Walk;

const expectedFor = (reader: ReaderName): Readonly<Record<string, Levels>> => {
  const sees = walk.readers.find(({ to }) => to === kindOf[reader])?.sees ?? {};
  return Object.fromEntries(
    Object.entries(supplied).flatMap(([type, counts]) => {
      const levels: Levels = {};
      for (const [field, count] of Object.entries(counts)) {
        const level = sees[type]?.[field] ?? 'withhold';
        const lowered = ofShielded[type]?.[field] ?? 0;
        if (level === 'withhold') continue;
        levels[field] = {
          ...(count > lowered ? { [level]: count - lowered } : {}),
          ...(lowered > 0 ? { [shieldedLevel[field] ?? '']: lowered } : {}),
        };
      }
      return Object.keys(levels).length === 0 ? [] : [[type, levels]];
    }),
  );
};

const fieldsOf = (items: DemoResult['meeting']['readings'][number]['items'], type: string): readonly Shown[] =>
  items
    .filter(({ soort }) => soort === type)
    .flatMap(({ blokken }) => blokken)
    .flatMap(({ velden }) => velden);

const shownTo = ({ meeting }: DemoResult, reader: ReaderName): Readonly<Record<string, Levels>> => {
  const items = meeting.readings.find((one) => one.reader === reader)?.items ?? [];
  const shown: Record<string, Levels> = {};
  for (const type of new Set(items.map(({ soort }) => soort))) {
    const levels: Levels = (shown[type] = {});
    for (const { veld, niveau } of fieldsOf(items, type)) {
      const counts = (levels[veld] ??= {});
      counts[niveau] = (counts[niveau] ?? 0) + 1;
    }
  }
  return shown;
};

const auditOf =
  (data: string) =>
  async (command: AuditCommand): Promise<AuditTotals> => {
    let lines = '';
    const out = (text: string): void => void (lines += text);
    const exit = await audit([command, '--json', '--data', data], { out, err: () => undefined, isTty: false });
    return totalsOf(command, exit, lines);
  };

describe('the demonstration, played on a hub of its own', () => {
  const data = mkdtempSync(join(tmpdir(), 'knooppunt-demo-'));
  const clock = new SystemClock();
  const steps: string[] = [];
  let config: Config;
  let hub: Standalone;
  let first: DemoResult;

  const open = async (): Promise<void> => {
    config = {
      host: '127.0.0.1',
      port: await freePort(),
      data,
      founding: 'deploy/demo/founding.yaml',
      production: false,
      identity: { kind: 'demo' },
    };
    const rhythm = { sweepMs: 2_000, checkpointMs: 500 };
    hub = await startStandalone({ config, clock, logger: new JsonLogger(clock, () => undefined), rhythm });
    await hub.app.listen(config.port, config.host);
  };

  const playOnce = (seed: number): Promise<DemoResult> =>
    play({
      base: baseOf(config),
      founding: hub.founding,
      seed,
      today: dutchDateOf(clock.now()),
      referenceDate: '2017-06-01',
      report: ({ step }) => void steps.push(step),
      log: { data, audit: auditOf(data) },
    });

  const dossierAs = async (reader: ReaderName, meeting: string) => {
    const desk = new Api(baseOf(config), 'lezing').as(castOf(hub.founding)[reader]);
    return contributionsOf(await desk.get<Inzage>(`/v1/overleggen/${meeting}/dossier`));
  };

  beforeAll(async () => {
    await open();
    first = await playOnce(7);
  }, 120_000);

  afterAll(async () => {
    await hub.close();
    rmSync(data, { recursive: true, force: true });
  });

  it.each(readers)('shows the %s what the covenant says, field by field', (reader) => {
    expect(shownTo(first, reader)).toEqual(expectedFor(reader));
  });

  it('names an article for every field that anybody is shown', () => {
    const fields = first.meeting.readings.flatMap(({ items }) =>
      Object.keys(supplied).flatMap((type) => fieldsOf(items, type)),
    );
    expect(fields.length).toBeGreaterThan(300);
    expect(fields.filter(({ grondslag }) => !/^(convenant art\. \d|WGS|BGS)/.test(grondslag))).toEqual([]);
  });

  it('shows each reader another pseudonym of the same child', () => {
    const [child] = first.meeting.readings.map(({ items }) =>
      items.filter(({ soort, blokken }) => soort === 'S2' && blokken.some(({ blok }) => blok === 'p2')),
    );
    const names = first.meeting.readings.flatMap(({ items }) =>
      items
        .filter(({ blokken }) => blokken.some(({ blok }) => blok === 'p2'))
        .flatMap(({ blokken }) => blokken.find(({ blok }) => blok === 'p1')?.velden ?? [])
        .filter(({ veld }) => veld === 'name')
        .map(({ waarde }) => waarde),
    );
    expect(child).toHaveLength(1);
    expect(names).toHaveLength(6);
    expect(new Set(names).size).toBe(names.length);
  });

  it('makes an incident general for who does not investigate it, and arrears a band', () => {
    const valueFor = (reader: ReaderName, type: string, field: string): unknown => {
      const items = first.meeting.readings.find((one) => one.reader === reader)?.items ?? [];
      return fieldsOf(items, type).find(({ veld }) => veld === field)?.waarde;
    };
    expect(valueFor('mayor', 'S6', 'incidentCode')).toBe('mensenhandel-arbeidsuitbuiting');
    expect(valueFor('inspectorate', 'S6', 'incidentCode')).toBe('mensenhandel-en-mensensmokkel');
    expect(valueFor('inspectorate', 'S15', 'arrears')).toEqual(expect.any(Number));
    expect(valueFor('immigration', 'S15', 'arrears')).toMatch(/^\d+-\d+$/);
  });

  it('shows a weigher the reason open and the person as a pseudonym only', () => {
    const levels = Object.fromEntries(first.weighing.weigherSaw.map(({ field, level }) => [field, level]));
    expect(levels).toEqual({
      name: 'pseudonymise',
      birthDate: 'exists',
      bsn: 'pseudonymise',
      address: 'pseudonymise',
      bagId: 'pseudonymise',
      _text: 'reveal',
    });
  });

  it('destroys what was rejected, and Amsterdam cannot tell that Rotterdam had anything', () => {
    expect(first.signals.rotterdam).toHaveLength(1);
    expect(first.weighing.fates.map(({ id }) => id)).toEqual([...first.signals.rotterdam, ...first.signals.elsewhere]);
    expect(new Set(first.weighing.fates.map(({ status }) => status))).toEqual(new Set(['vernietigd']));
    expect(first.weighing.unknownElsewhere).toMatchObject({ status: 404, isEqual: true });
  });

  it('answers who is outside the need-to-know set as if the case did not exist, byte for byte', () => {
    expect(first.meeting.outsider).toHaveLength(4);
    for (const compared of first.meeting.outsider) expect(compared).toMatchObject({ status: 404, isEqual: true });
    expect(first.meeting.outsiderLists.map(({ items }) => items)).toEqual([0, 0, 0]);
  });

  it('gives a repeated delivery the same answer, and refuses what may not be brought with its article', () => {
    expect(first.signals.repeated.isSame).toBe(true);
    expect(first.signals.refused).toMatchObject({ status: 403, basis: ['WGS 2.19', 'BGS 2.15'] });
    expect(first.case.refused).toMatchObject({
      part: 'police',
      type: 'S6',
      status: 403,
      code: 'supply/refused-by-law',
      basis: ['WGS 2.22, 2.23(6)(b); BGS 2.15'],
    });
  });

  it('lets the police answer about whom they know, and not about who is shielded', () => {
    expect(first.requests).toMatchObject({ subjects: 2, recognised: 1 });
    expect(first.case).toMatchObject({ contributions: 17, subjects: 14, proposalsLinked: 2, necessities: 20 });
  });

  it('is audited without findings, over everything that was disclosed', () => {
    const [verified, redecided] = first.audit.totals;
    expect(first.audit.signature).toBe('good');
    expect(verified).toMatchObject({ command: 'verify', exit: 0, findings: 0 });
    expect(redecided).toMatchObject({ command: 'redecide', exit: 0, findings: 0 });
    expect(verified?.counts['events']).toBeGreaterThan(250);
    expect(redecided?.counts['fields']).toBeGreaterThan(2_000);
    expect(first.audit.unset).toEqual(expect.arrayContaining(['childInterest', 'identityNeed', 'originatorConsent']));
    expect(isSound(first)).toBe(true);
  });

  it('tells the account in both languages, and calls wrong what came out wrong', () => {
    const dutch = accountOf(first, nl);
    const english = accountOf(first, en);
    expect(dutch).toContain('Arbeidsinspectie');
    expect(english).toContain('labour inspectorate');
    for (const text of [dutch, english]) {
      expect(text).toContain('convenant art. 8.4; Wpg 20(3)');
      expect(text).toContain(String(first.seed));
      expect(text).not.toMatch(/undefined|\[object|NaN/);
    }
    expect(dutch).not.toContain('LET OP');
    expect(english).not.toContain('ATTENTION');
    const wrong: DemoResult = {
      ...first,
      meeting: { ...first.meeting, outsider: first.meeting.outsider.map((one) => ({ ...one, isEqual: false })) },
    };
    expect(isSound(wrong)).toBe(false);
    expect(accountOf(wrong, nl)).toContain('LET OP');
    expect(accountOf(wrong, en)).toContain('ATTENTION');
  });

  it('reports every step while it plays', () => {
    expect(steps).toEqual(expect.arrayContaining(['imported', 'weighed', 'destroyed', 'phase-opened', 'auditing']));
    expect(steps.filter((step) => step === 'read')).toHaveLength(readers.length);
  });

  it('keeps everything over a restart, and makes a new case the second time', async () => {
    await hub.close();
    await open();
    for (const { reader, items } of first.meeting.readings) {
      expect(await dossierAs(reader, first.meeting.meeting)).toEqual(items);
    }
    const second = await playOnce(8);
    expect(second.case.case).not.toBe(first.case.case);
    expect(isSound(second)).toBe(true);
    expect(shownTo(second, 'mayor')).toEqual(shownTo(first, 'mayor'));
    const desk = new Api(baseOf(config), 'lijst').as(castOf(hub.founding).mayor);
    const cases = (await desk.all<Regel>('/v1/casussen')).map(({ id }) => id);
    expect(new Set(cases)).toEqual(new Set([first.case.case, second.case.case]));
  }, 120_000);
});
