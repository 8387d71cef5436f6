import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeBrp } from '../../../../test/brp-server/server.js';
import type { Behaviour } from '../../../../test/brp-server/server.js';
import type { BreakerState, CallSettings, PersonFinding, PersonToCheck } from '../index.js';
import { BrpRegister } from '../index.js';

const organisation = '00000099000000002000';
const suzanne: PersonToCheck = {
  bsn: '999993653',
  name: 'Suzanne Moulin',
  birthDate: '1985-12-01',
  address: 'Boterdiep 31, 3077 AW Rotterdam',
  bagId: '0599010000208579',
};
const confirmed: PersonFinding = {
  outcome: 'confirmed',
  nameDiffers: false,
  birthDateDiffers: false,
  addressDiffers: false,
  deceased: false,
  secrecy: false,
  underInvestigation: false,
};
const settings: CallSettings = {
  timeLimitMs: 10_000,
  capacity: 2,
  retry: { attempts: 3, baseMs: 100, capMs: 400, longestAskedMs: 5_000 },
  breaker: { volume: 4, failurePercentage: 50, windowMs: 60_000, resetMs: 60_000 },
};

let brp: FakeBrp;
let nowMs: number;
let delays: number[];
let states: BreakerState[];
let listening: ((state: BreakerState) => void)[];
const open: BrpRegister[] = [];

/** A client without a clock of its own: waits are noted and over at once. */
const client = (changes: Partial<CallSettings> = {}, url = brp.url): BrpRegister => {
  const register = new BrpRegister(
    { organisation, url, headers: { 'x-api-key': brp.apiKey }, settings: { ...settings, ...changes } },
    {
      nowMs: () => nowMs,
      random: () => 0.5,
      delay: (ms) => {
        delays.push(ms);
        return Promise.resolve();
      },
      onState: (_partner, state) => {
        states.push(state);
        for (const tell of listening.splice(0)) tell(state);
      },
    },
  );
  open.push(register);
  return register;
};
const once = { ...settings.retry, attempts: 1 };
const never = new AbortController().signal;
const check = (register: BrpRegister, person = suzanne, signal: AbortSignal = never) =>
  register.check(person, randomUUID(), signal);
/** Code and what goes with it of an error, or what came instead. */
const failureOf = async (call: Promise<unknown>): Promise<unknown> => {
  try {
    return await call;
  } catch (error) {
    const { code, reason, status, place, message } = error as Record<string, unknown>;
    return {
      code,
      message,
      ...Object.fromEntries(Object.entries({ reason, status, place }).filter(([, v]) => v !== undefined)),
    };
  }
};
const becomes = (wanted: BreakerState): Promise<void> =>
  new Promise((resolve) => {
    const look = (state: BreakerState): void => (state === wanted ? resolve() : void listening.push(look));
    listening.push(look);
  });

beforeAll(async () => {
  brp = await FakeBrp.start();
});
afterAll(() => brp.stop());
beforeEach(() => {
  [nowMs, delays, states, listening] = [1_700_000_000_000, [], [], []];
  brp.behaviour = 'answers';
  brp.badTurns = Number.POSITIVE_INFINITY;
  brp.retryAfter = '1';
  brp.asked.length = 0;
  brp.faults.length = 0;
});
afterEach(() => {
  for (const register of open.splice(0)) register.close();
  if (brp.faults.length > 0) throw new AggregateError(brp.faults, 'the server of the test failed');
});

describe('a register that answers', () => {
  it('confirms a person as the register has them', async () => {
    expect(await check(client())).toEqual(confirmed);
  });

  it('is asked by POST, with key and idempotency key, for no more than what is compared', async () => {
    const key = randomUUID();
    await client().check({ bsn: suzanne.bsn, name: 'Suzanne Moulin' }, key, never);
    expect(brp.asked).toMatchObject([
      {
        key,
        path: '/haalcentraal/api/brp/personen',
        fields: ['burgerservicenummer', 'naam.voornamen', 'naam.voorvoegsel', 'naam.geslachtsnaam'],
      },
    ]);
    expect(JSON.stringify(brp.asked)).not.toContain(suzanne.bsn);
  });

  it('says what differs, and not how', async () => {
    const named = { ...suzanne, name: 'Susan Moulin', birthDate: '1985-12-02', bagId: '0599010000476795' };
    expect(await check(client(), named)).toEqual({
      ...confirmed,
      outcome: 'differs',
      nameDiffers: true,
      birthDateDiffers: true,
      addressDiffers: true,
    });
  });

  it('knows nobody under a number that nobody has', async () => {
    expect(await check(client(), { bsn: '123456782' })).toEqual({ outcome: 'not-found' });
  });

  it('answers about every number of the official register in a form that we can read', async () => {
    const register = client();
    const outcomes = new Map<string, number>();
    let secret = 0;
    let died = 0;
    for (const bsn of brp.register.numbers.filter((number) => /^\d{9}$/.test(number))) {
      const finding = await check(register, { ...suzanne, bsn });
      outcomes.set(finding.outcome, (outcomes.get(finding.outcome) ?? 0) + 1);
      secret += finding.secrecy === true ? 1 : 0;
      died += finding.deceased === true ? 1 : 0;
    }
    expect(outcomes.get('confirmed')).toBe(1);
    expect(outcomes.get('differs')).toBeGreaterThan(600);
    expect([secret > 0, died > 0]).toEqual([true, true]);
  });
});

describe('one failure', () => {
  const unavailable = (reason: string) => ({
    code: 'agencies/unavailable',
    reason,
    message: `the partner of \`${organisation}\` cannot be had (\`${reason}\`)`,
  });
  const unfit = (place: string) => ({
    code: 'agencies/answer-invalid',
    place,
    message: `the answer of the partner of \`${organisation}\` is unfit at \`${place}\``,
  });

  it.each<[Behaviour, object]>([
    ['too-many', unavailable('status')],
    ['error', unavailable('status')],
    ['away', unavailable('status')],
    ['half', unavailable('broken-off')],
    ['reset', unavailable('broken-off')],
    ['no-json', unfit('json')],
    ['wrong-shape', unfit('/answer/personen')],
    ['wrong-media', unfit('media-type')],
    ['somebody-else', unfit('/answer/personen/0/burgerservicenummer')],
    ['too-long', unfit('length')],
    ['redirect', unfit('status')],
  ])('%s is an error of the domain without a word of the answer', async (behaviour, error) => {
    brp.behaviour = behaviour;
    expect(await failureOf(check(client({ retry: once })))).toEqual(error);
  });

  it('a refused connection is unavailable, and over when the partner is back', async () => {
    const register = client({ retry: once });
    await brp.refuse();
    expect(await failureOf(check(register))).toEqual(unavailable('not-reached'));
    await brp.listen();
    expect(await check(register)).toEqual(confirmed);
  });

  it('silence ends at the time limit', async () => {
    brp.behaviour = 'silent';
    expect(await failureOf(check(client({ retry: once, timeLimitMs: 30 })))).toEqual(unavailable('time-limit'));
  });

  it('a graceful stop ends a call that hangs, and counts against nobody', async () => {
    brp.behaviour = 'silent';
    const stop = new AbortController();
    const register = client({ breaker: { ...settings.breaker, volume: 0 } });
    const call = failureOf(check(register, suzanne, stop.signal));
    await brp.hasAsked(1);
    stop.abort();
    expect(await call).toMatchObject({ code: 'agencies/call-ended' });
    expect([register.state, delays]).toEqual(['closed', []]);
  });

  it('what was ended before it began does not go out', async () => {
    expect(await failureOf(check(client(), suzanne, AbortSignal.abort()))).toMatchObject({
      code: 'agencies/call-ended',
    });
    expect(brp.asked).toEqual([]);
  });
});

describe('trying again', () => {
  it('gets through a failure that passes, with the same idempotency key and growing jitter', async () => {
    brp.behaviour = 'reset';
    brp.badTurns = 2;
    expect(await check(client())).toEqual(confirmed);
    expect(new Set(brp.asked.map(({ key }) => key)).size).toBe(1);
    expect([brp.asked.length, delays]).toEqual([3, [50, 100]]);
  });

  it('ends after so many attempts', async () => {
    brp.behaviour = 'error';
    expect(await failureOf(check(client()))).toMatchObject({ code: 'agencies/unavailable' });
    expect(brp.asked).toHaveLength(3);
  });

  it('waits as long as the partner asks', async () => {
    brp.behaviour = 'too-many';
    brp.badTurns = 1;
    brp.retryAfter = '3';
    expect(await check(client())).toEqual(confirmed);
    expect(delays).toEqual([3_000]);
  });

  it('leaves a partner alone that asks for longer than a call may wait, until then', async () => {
    brp.behaviour = 'away';
    brp.retryAfter = '60';
    const register = client();
    await failureOf(check(register));
    expect([brp.asked.length, delays, register.isReady]).toEqual([1, [], false]);
    expect(await failureOf(check(register))).toMatchObject({ reason: 'held-off' });
    brp.behaviour = 'answers';
    nowMs += 60_000;
    expect([register.isReady, await check(register)]).toEqual([true, confirmed]);
    expect(brp.asked).toHaveLength(2);
  });

  it.each<Behaviour>(['unauthorised', 'forbidden'])('is not for %s', async (behaviour) => {
    brp.behaviour = behaviour;
    expect(await failureOf(check(client()))).toMatchObject({ code: 'agencies/refused' });
    expect(brp.asked).toHaveLength(1);
  });

  it('is not for a question that the partner cannot use', async () => {
    expect(await failureOf(check(client({}, new URL('/elders', brp.url))))).toMatchObject({
      code: 'agencies/request-invalid',
      status: 404,
    });
    expect(brp.asked).toHaveLength(1);
  });

  it('is not for an answer that does not fit', async () => {
    brp.behaviour = 'wrong-shape';
    await failureOf(check(client()));
    expect(brp.asked).toHaveLength(1);
  });
});

describe('places', () => {
  it('are refused at once when all are taken, and that speaks against nobody', async () => {
    brp.behaviour = 'held';
    const register = client({ breaker: { ...settings.breaker, volume: 0 } });
    const taken = [check(register), check(register)];
    await brp.hasAsked(2);
    expect(register.isReady).toBe(false);
    expect(await failureOf(check(register))).toMatchObject({ reason: 'no-place' });
    brp.release();
    expect(await Promise.all(taken)).toEqual([confirmed, confirmed]);
    expect([register.isReady, register.state, states]).toEqual([true, 'closed', []]);
  });
});

describe('the breaker', () => {
  const quick = { retry: once, breaker: { ...settings.breaker, resetMs: 20 } };

  it('opens after failures, tries one call after a while, and closes again', async () => {
    const register = client(quick);
    brp.behaviour = 'error';
    const halfOpen = becomes('half-open');
    for (let call = 0; call < 4; call += 1) await failureOf(check(register));
    expect(states[0]).toBe('open');
    expect(brp.asked).toHaveLength(4);
    await halfOpen;
    expect([register.state, register.isReady]).toEqual(['half-open', true]);
    brp.behaviour = 'answers';
    expect(await check(register)).toEqual(confirmed);
    expect([register.state, states]).toEqual(['closed', ['open', 'half-open', 'closed']]);
  });

  it('refuses fast while it is open, and says so to who asks first', async () => {
    const register = client({ retry: once });
    brp.behaviour = 'reset';
    for (let call = 0; call < 4; call += 1) await failureOf(check(register));
    expect([register.state, register.isReady]).toEqual(['open', false]);
    brp.behaviour = 'answers';
    expect(await failureOf(check(register))).toMatchObject({ code: 'agencies/unavailable', reason: 'breaker-open' });
    expect(brp.asked).toHaveLength(4);
  });

  it('opens again when the one call that it tries fails', async () => {
    const register = client(quick);
    brp.behaviour = 'error';
    const halfOpen = becomes('half-open');
    for (let call = 0; call < 4; call += 1) await failureOf(check(register));
    await halfOpen;
    await failureOf(check(register));
    expect(states).toEqual(['open', 'half-open', 'open']);
  });

  it.each<Behaviour>(['silent', 'unauthorised', 'wrong-shape'])('opens on %s as well', async (behaviour) => {
    const register = client({ retry: once, timeLimitMs: 20 });
    brp.behaviour = behaviour;
    for (let call = 0; call < 4; call += 1) await failureOf(check(register));
    expect(register.state).toBe('open');
  });

  it('stops what tries again when it opens in between', async () => {
    const register = client({ retry: { ...settings.retry, attempts: 10 } });
    brp.behaviour = 'error';
    expect(await failureOf(check(register))).toMatchObject({ reason: 'breaker-open' });
    expect(brp.asked).toHaveLength(4);
  });

  it('of one partner says nothing of another', async () => {
    const away = client({ retry: once });
    brp.behaviour = 'error';
    for (let call = 0; call < 4; call += 1) await failureOf(check(away));
    brp.behaviour = 'answers';
    expect([away.state, await check(client())]).toEqual(['open', confirmed]);
  });
});
