import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { decodeEvent, openEmbeddedEventStore } from '@knooppunt/event-store';
import { fetchOrganisationToken, fetchPersonToken } from '@knooppunt/platform';
import { audit } from '../../../apps/audit/src/cli.js';
import { amsterdam } from '../../e2e/support/cast.js';
import type { ChildHub } from '../../e2e/support/child-hub.js';
import { Client, idOf } from '../../e2e/support/client.js';
import type { Answer } from '../../e2e/support/client.js';
import { cloudEvent, signals } from '../../e2e/support/deliveries.js';
import { linesOf } from '../../e2e/support/play.js';

const patienceMs = 300_000;

/** The system of the college of Amsterdam, at a hub in a process of its own. */
export const systemOf = async ({ base, issuer }: ChildHub): Promise<Client> => {
  const who = { issuer, clientId: 'amsterdam-college', clientSecret: 'demo-amsterdam-college', cooperation: amsterdam };
  const token = await fetchOrganisationToken(who);
  return new Client(base, { authorization: `Bearer ${token}`, 'content-type': 'application/cloudevents+json' });
};

/** Somebody of the college of Amsterdam, who reads what it delivered. */
export const readerOf = async ({ base, issuer }: ChildHub): Promise<Client> => {
  const token = await fetchPersonToken({ issuer, sub: 'college.amsterdam', cooperation: amsterdam });
  return new Client(base, { authorization: `Bearer ${token}`, doelbinding: 'COLL.wonen' });
};

/** Every delivery that the reader finds, page by page, with its status. */
export const listed = async (reader: Client): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>();
  for (let cursor = ''; ;) {
    const page = await reader.get(`/v1/leveringen?limiet=50${cursor === '' ? '' : `&cursor=${cursor}`}`);
    if (page.status !== 200) throw new Error(`answer ${page.status}: ${page.text}`);
    for (const line of linesOf(page) as readonly { id: string; status?: string }[]) {
      if (found.has(line.id)) throw new Error('one delivery on two pages');
      found.set(line.id, line.status ?? '');
    }
    const { volgende = '' } = page.body as { readonly volgende?: string };
    cursor = volgende;
    if (cursor === '') return found;
  }
};

/** Deliveries of one organisation over all lives of a hub: what was offered, and what was acknowledged under which id. */
export class IntakeLoad {
  readonly acknowledged = new Map<string, string>();
  readonly offered = new Set<string>();

  /** Offers one delivery; an acknowledgement is noted. */
  async offer(system: Client, source: string = randomUUID()): Promise<Answer> {
    this.offered.add(source);
    const answer = await system.raw(
      'POST',
      '/v1/leveringen',
      JSON.stringify(cloudEvent('S1', signals.S1, { id: source })),
    );
    if (answer.status !== 202) return answer;
    const id = idOf(answer);
    const known = this.acknowledged.get(source);
    if (known !== undefined && known !== id) throw new Error(`one delivery, two ids: ${known} and ${id}`);
    this.acknowledged.set(source, id);
    return answer;
  }

  /** Delivers from so many hands at once for as long as told; a broken connection ends a hand. Gives answers by status. */
  async deliver(system: Client, hands: number, goesOn: () => boolean): Promise<ReadonlyMap<number, number>> {
    const statuses = new Map<number, number>();
    const hand = async (): Promise<void> => {
      while (goesOn()) {
        const { status } = await this.offer(system);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    };
    await Promise.allSettled(Array.from({ length: hands }, hand));
    return statuses;
  }

  /** Offers again what was never acknowledged, as the agency does; each must be taken now. */
  async offerAgain(system: Client): Promise<number> {
    const open = [...this.offered].filter((source) => !this.acknowledged.has(source));
    for (const source of open) {
      const { status, text } = await this.offer(system, source);
      if (status !== 202) throw new Error(`offered again: ${status} ${text}`);
    }
    return open.length;
  }

  /** Acknowledged deliveries that never became what they should, and ids that nobody delivered: none, once all was followed. */
  async lostOrStrange(reader: Client): Promise<readonly string[]> {
    const began = performance.now();
    for (;;) {
      const found = await listed(reader);
      const ids = new Set(this.acknowledged.values());
      const lost = [...ids].filter((id) => found.get(id) !== 'verwerkt').map((id) => `lost: ${id} ${found.get(id)}`);
      const strange = [...found.keys()].filter((id) => !ids.has(id)).map((id) => `nobody delivered ${id}`);
      const faults = [...lost, ...(this.offered.size === this.acknowledged.size ? strange : [])];
      if (faults.length === 0 || performance.now() - began > patienceMs) return faults;
    }
  }
}

/** What was not supplied once, or whose weighing was not begun once, in a folder's log: nothing, once all was followed. */
export const doubledIn = async (folder: string, acknowledged: ReadonlySet<string>): Promise<readonly string[]> => {
  const store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  const counts = new Map<string, number>();
  try {
    for (let after: string | undefined; ;) {
      const page = await store.readAll({ maxCount: 1_000, ...(after === undefined ? {} : { after }) });
      for (const { type, stream } of page.map(decodeEvent)) {
        if (type !== 'ContributionSupplied' && type !== 'SignalSubmitted') continue;
        const name = `${type} ${stream.slice(stream.indexOf('-') + 1)}`;
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      after = page.at(-1)?.position ?? after;
      if (page.length < 1_000) break;
    }
  } finally {
    await store.close();
  }
  const doubled = [...counts].filter(([, count]) => count !== 1).map(([name, count]) => `${name}: ${count} times`);
  const missing = [...acknowledged].flatMap((id) =>
    ['ContributionSupplied', 'SignalSubmitted']
      .filter((type) => !counts.has(`${type} ${id}`))
      .map((t) => `no ${t} ${id}`),
  );
  return [...doubled, ...missing];
};

const weighedWithinMs = 300_000;

/** Resolves once so many weighings have begun: they follow an intake, and the end of a hub does not wait for them. */
export const untilWeighed = async (folder: string, count: number): Promise<void> => {
  const database = new DatabaseSync(join(folder, 'events.sqlite'), { readOnly: true });
  try {
    const query = database.prepare("SELECT count(*) AS count FROM events WHERE type = 'SignalSubmitted'");
    const began = performance.now();
    while (Number(query.get()?.['count']) < count) {
      if (performance.now() - began > weighedWithinMs) throw new Error('weighings are missing');
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    database.close();
  }
};

/** What the auditor's commands find in a data folder: 0 is clean. */
export const auditCodes = async (data: string): Promise<Readonly<Record<string, string>>> => {
  const codes: Record<string, string> = {};
  for (const command of ['verify', 'redecide']) {
    let said = '';
    const note = (text: string): void => void (said += text);
    const code = await audit([command, '--json', '--data', data], { out: note, err: note, isTty: false });
    codes[command] = code === 0 ? 'clean' : `${code} ${said.slice(0, 2_000)}`;
  }
  return codes;
};
