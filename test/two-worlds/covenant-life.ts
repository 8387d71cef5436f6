import { covenantDecider } from '@knooppunt/cases';
import { canonicalDocument } from '@knooppunt/covenant';
import { foldStream, runDecider } from '@knooppunt/event-store';
import { streamName } from '@knooppunt/kernel';
import { amsterdam, oins, people } from '../e2e/support/cast.js';
import { digest } from '../e2e/support/covenants.js';
import { uuidOf } from '../harness/derived-ids.js';
import { Narrator, momentOf } from './history/narrator.js';
import type { Ids } from './history/plot.js';
import { chief, inspector, playInForce, playLeft, playUntilAdopted, short } from './session/covenant-life.js';
import type { Operation } from './session/document.js';
import { covenantWorkers, outsider } from './session/parties.js';
import { playActs } from './session/script.js';
import { Session } from './session/session.js';
import type { Pair } from './worlds.js';

/** What is worked out of a text takes seconds, and the bureau asks for it in a session of its own. */
const read = /^GET \/(convenanten(\/\{id\})?|deelnemers(\/\{id\})?|aanwijzingen(\/\{id\})?)$/;
/** Minutes of the history: mid-March, the first day of the covenant, and the day after the last one of who leaves. */
const begins = { draft: 20_000, inForce: 43_260, left: 46_200, hidden: 46_300 };

type Played = { readonly pair: Pair; readonly operations: readonly Operation[]; readonly ids: Ids };

/**
 * In both worlds a short covenant comes into force first, as founding facts would bring it: what a version changes of the
 * demonstration's takes seconds to work out, and says nothing more here.
 */
const beginShort = async ({ hubs }: Pair): Promise<void> => {
  const stream = streamName('covenant', amsterdam);
  const commandId = uuidOf('covenant life', 'begin');
  for (const hub of hubs) {
    hub.clock.set(momentOf(begins.draft - 1));
    const { store } = hub.standalone.engines;
    const { state } = await foldStream(store, covenantDecider, stream);
    await runDecider(store, covenantDecider, {
      stream,
      command: {
        type: 'BringCovenantIntoForce',
        data: {
          covenant: short.covenant,
          version: short.version,
          semantics: short.semantics,
          digest: digest(short),
          registry: state.covenant?.registry ?? '',
          document: canonicalDocument(short),
        },
      },
      meta: {
        commandId,
        cooperation: amsterdam,
        at: hub.clock.now(),
        actor: 'system:founding',
        organisation: null,
        role: null,
        purpose: null,
        correlation: commandId,
        causation: null,
        traceId: commandId.replaceAll('-', ''),
      },
    });
    await hub.settled();
  }
};

/** What is due on a day, in both worlds. */
const lookAt = async ({ hubs }: Pair, minute: number): Promise<void> => {
  for (const hub of hubs) {
    hub.clock.set(momentOf(minute));
    await hub.standalone.worker.lookAtCovenants();
    await hub.settled();
  }
};

/** Who works on the covenant reads it all, and who does not asks for it all. */
const readIn = async (session: Session, { operations, ids }: Played): Promise<void> => {
  const ofCovenants = operations.filter(({ key }) => read.test(key));
  for (const party of [covenantWorkers, outsider]) {
    const script = { session, operations: ofCovenants, party, ids };
    for await (const _operation of playActs(script, ['reading'])) void _operation;
  }
};

/**
 * Plays a life of the covenant of Amsterdam in two worlds of which the second has no case at all: a version from its draft until it
 * is in force, an accession, designations and a departure. Everybody who has part in it reads after every step.
 */
export const playCovenantLife = async (played: Played): Promise<readonly Session[]> => {
  const { pair, operations } = played;
  const { names } = pair.hubs[0].standalone.engines.vault;
  await beginShort(pair);
  const draft = new Session('covenant, drafted', pair.hubs, begins.draft);
  await playUntilAdopted({ session: draft, operations });
  await readIn(draft, played);
  await lookAt(pair, begins.inForce);
  const inForce = new Session('covenant, in force', pair.hubs, begins.inForce);
  await playInForce({ session: inForce, operations }, names.personId('proef', inspector.sub, inspector.cooperation));
  await readIn(inForce, played);
  await lookAt(pair, begins.left);
  const left = new Session('covenant, after a departure', pair.hubs, begins.left);
  await playLeft({ session: left, operations });
  await readIn(left, played);
  return [draft, inForce, left];
};

/** In the second world alone the police designates somebody, and registers another key: who is not of it may not know of the first. */
export const playHiddenDesignation = async ({ pair, operations, ids }: Played): Promise<Session> => {
  const tell = new Narrator(pair.hubs[1]);
  const { steeringPolice, steeringKmar, kmar } = people;
  const terms = { rollen: ['accounthouder'], eersteDag: '2026-04-01', laatsteDag: '2028-02-29' };
  const person = await tell.command([begins.hidden, 'hidden designation'], steeringPolice, '/v1/aanwijzingen', {
    organisatie: oins.police,
    persoon: 'sub-verborgen',
    naam: 'Zohra Onbekend',
    gescreendTot: '2027-12-31',
    ...terms,
  });
  await tell.command([begins.hidden + 1, 'hidden end'], steeringPolice, `/v1/aanwijzingen/${person}/_beeindig`);
  const session = new Session('covenant, what is hidden', pair.hubs, begins.hidden + 2);
  for (const asker of [steeringKmar, kmar, chief]) {
    for (const path of ['', `?organisatie=${oins.police}`, `?organisatie=${oins.bureau}`, `/${person}`]) {
      const key = path.startsWith('/') ? 'GET /aanwijzingen/{id}' : 'GET /aanwijzingen';
      const operation = operations.find((one) => one.key === key) as Operation;
      const headers = { doelbinding: asker.purpose };
      await session.ask(`${key} ${path} by ${asker.sub}`, operation, {
        method: 'GET',
        path: `/v1/aanwijzingen${path}`,
        asker,
        headers,
      });
    }
  }
  const readers = operations.filter(({ key, resource }) => read.test(key) && resource !== 'aanwijzingen');
  const script = { session, operations: readers, party: covenantWorkers, ids };
  for await (const _operation of playActs(script, ['reading'])) void _operation;
  return session;
};
