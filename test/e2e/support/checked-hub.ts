import { BrpRegister, realDelay, usualCallSettings } from '@knooppunt/agencies';
import type { CallSettings } from '@knooppunt/agencies';
import type { Recorded } from '@knooppunt/kernel';
import { FakeBrp } from '../../brp-server/server.js';
import { oins } from './cast.js';
import { deliver, signals } from './deliveries.js';
import type { Data } from './deliveries.js';
import { TestHub } from './hub.js';
import { idOf } from './client.js';
import type { Piece } from './play.js';
import { piecesOf } from './play.js';

/** A person of the official fictitious register, as it has them. */
export const registered = {
  ref: 'p1',
  name: 'Suzanne Moulin',
  birthDate: '1985-12-01',
  bsn: '999993653',
  address: 'Boterdiep 31, 3077 AW Rotterdam',
};
/** No waits between tries, and one place: a test says itself when another round begins. */
const settings: CallSettings = {
  ...usualCallSettings,
  timeLimitMs: 2_000,
  capacity: 2,
  retry: { ...usualCallSettings.retry, attempts: 1 },
  breaker: { ...usualCallSettings.breaker, volume: 1_000 },
};

/** A hub with the BRP of its college, and the rounds of its worker at hand. */
export class CheckedHub {
  private registers: BrpRegister[] = [];

  private constructor(
    readonly brp: FakeBrp,
    readonly hub: TestHub,
  ) {}

  static async start(limits: Partial<CallSettings> = {}): Promise<CheckedHub> {
    const brp = await FakeBrp.start();
    const made: BrpRegister[] = [];
    const hub = await TestHub.start({
      registers: (clock) => {
        const register = new BrpRegister(
          {
            organisation: oins.college,
            url: brp.url,
            headers: { 'x-api-key': brp.apiKey },
            settings: { ...settings, ...limits },
          },
          { nowMs: () => Date.parse(clock.now()), delay: realDelay, random: Math.random, onState: () => undefined },
        );
        made.push(register);
        return new Map([[oins.college, register]]);
      },
    });
    const checked = new CheckedHub(brp, hub);
    checked.registers = made;
    return checked;
  }

  /** Delivers a signal S2 of the college about these persons; its id. */
  async signal(persons: readonly Data[] = [registered]): Promise<string> {
    const id = idOf(await deliver(this.hub, 'S2', { ...signals.S2, persons }));
    await this.hub.settled();
    return id;
  }

  /** One round of calls, and all that follows from it. */
  async round(): Promise<void> {
    await this.hub.standalone.worker.checkPersons();
    await this.hub.settled();
  }

  /** The events of a contribution after the first. */
  async checksOf(contribution: string): Promise<readonly Recorded[]> {
    const events = await this.hub.events();
    return events.filter(
      ({ stream, type }) => stream === `contribution-${contribution}` && type.startsWith('PersonCheck'),
    );
  }

  async end(): Promise<void> {
    await this.hub.end();
    for (const register of this.registers) register.close();
    await this.brp.stop();
    if (this.brp.faults.length > 0) throw new AggregateError(this.brp.faults, 'the server of the test failed');
  }
}

/** What a view shows of checks: per check the values of its fields by name. */
export const checksIn = (answer: Parameters<typeof piecesOf>[0]): readonly Data[] =>
  piecesOf(answer)
    .filter(({ soort }: Piece) => soort === 'Z7')
    .map(({ blokken }) =>
      Object.fromEntries(blokken.flatMap(({ velden }) => velden.map(({ veld, waarde }) => [veld, waarde]))),
    );
