import { connect } from 'node:tls';
import { openStore } from '../src/eventstoredb/eventstoredb.store.js';
import { ConnectionStringRefused, StoreAccessDenied } from '../src/errors.js';
import type { EventStore, StoredEvent } from '../src/port.js';
import { eventAt, newStream } from './contract.support.js';

/** Why the contract cannot be run against a server; `ready` where it can. */
export type Readiness = 'ready' | 'address' | 'nobody' | 'tls' | 'denied' | 'old' | 'in-use' | 'failed';

/** The exit code of each; 1 is that of a contract that does not hold. */
export const exitCodes: Readonly<Record<Readiness, number>> = {
  ready: 0,
  address: 2,
  nobody: 3,
  tls: 4,
  denied: 5,
  'in-use': 6,
  old: 7,
  failed: 8,
};

/** One sentence for each, with what to do. */
export const sentences = {
  nl: {
    address: 'EVENTSTOREDB_URL is niet te gebruiken ({what}); een voorbeeld: esdb://127.0.0.1:2113?tls=false',
    nobody: 'Er antwoordt geen EventStoreDB op {where}: loopt de server, en klopt het adres?',
    tls: 'De server op {where} en EVENTSTOREDB_URL zijn het niet eens over TLS: zonder TLS hoort er tls=false, met TLS tls=true en tlsCAFile=<certificaat van de uitgever>.',
    denied:
      'De EventStoreDB op {where} laat deze gebruiker het log niet lezen en schrijven: zet naam en wachtwoord in EVENTSTOREDB_URL (esdb://admin:changeit@...).',
    'in-use':
      'In de EventStoreDB op {where} ligt het log van een Knooppunt; de suite schrijft er gebeurtenissen bij waar de toepassing op stopt. Neem een andere, of zeg het erbij: npm run test:eventstoredb -- --in-use',
    old: 'De EventStoreDB op {where} is ouder dan 22.6: hij zegt bij het lezen niet waar een gebeurtenis ligt.',
    failed: 'De EventStoreDB op {where} antwoordt, maar niet zoals verwacht ({what}).',
  },
  en: {
    address: 'EVENTSTOREDB_URL cannot be used ({what}); an example: esdb://127.0.0.1:2113?tls=false',
    nobody: 'No EventStoreDB answers at {where}: does the server run, and is the address right?',
    tls: 'The server at {where} and EVENTSTOREDB_URL do not agree about TLS: without TLS say tls=false, with TLS tls=true and tlsCAFile=<certificate of the issuer>.',
    denied:
      'The EventStoreDB at {where} does not let this user read and write the log: put name and password in EVENTSTOREDB_URL (esdb://admin:changeit@...).',
    'in-use':
      'The EventStoreDB at {where} holds the log of a Knooppunt; the suite would add events at which the application stops. Take another, or say so: npm run test:eventstoredb -- --in-use',
    old: 'The EventStoreDB at {where} is older than 22.6: its reads do not say where an event lies.',
    failed: 'The EventStoreDB at {where} answers, but not as expected ({what}).',
  },
} as const satisfies Record<'nl' | 'en', Record<Exclude<Readiness, 'ready'>, string>>;

const ofTls = /certificate|self.signed|\bTLS\b|\bSSL\b|EPROTO|wrong version number|Protocol error|socket hang up/iu;

type Failure = { readonly reason?: string; readonly message?: string; readonly cause?: unknown };

/** An error and what caused it, outermost first. */
const chainOf = (error: unknown): readonly Failure[] => {
  const chain: Failure[] = [];
  for (let at = error as Failure | undefined; at; at = at.cause as Failure | undefined) chain.push(at);
  return chain;
};

const verdictOn = (error: unknown): { readonly readiness: Readiness; readonly what: string } => {
  const chain = chainOf(error);
  const what = chain.map(({ reason }) => reason).findLast((reason) => reason !== undefined) ?? 'unknown';
  if (error instanceof ConnectionStringRefused) return { readiness: 'address', what: error.part };
  if (chain.some((each) => each instanceof StoreAccessDenied)) return { readiness: 'denied', what };
  if (what === 'server-gives-no-positions') return { readiness: 'old', what };
  if (chain.some(({ message }) => ofTls.test(message ?? ''))) return { readiness: 'tls', what };
  const isAway = ['unavailable', 'silent', 'call-timed-out', 'cancelled', 'not-opened'].includes(what);
  return { readiness: isAway ? 'nobody' : 'failed', what };
};

/** Whether an event is one of a Knooppunt's: no test event names a cooperation and who acted. */
const isEnvelope = ({ bytes }: StoredEvent): boolean => {
  const text = Buffer.from(bytes).toString('utf8');
  return (
    text.startsWith('{"id":"') &&
    ['"cooperation":"', '"actor":"', '"schemaVersion":'].every((key) => text.includes(key))
  );
};

/**
 * Whether somebody speaks TLS at the first host of a connection string: a server that does says nothing to who does not,
 * and would pass for one that is away.
 */
const speaksTls = async (connectionString: string): Promise<boolean> => {
  const [, host = '', port = '2113'] = /:\/\/(?:[^@]*@)?([^:,/?]+)(?::(\d+))?/u.exec(connectionString) ?? [];
  return new Promise((resolve) => {
    // No word of ours is sent: whose certificate it is does not matter.
    const socket = connect({ host, port: Number(port), rejectUnauthorized: false, timeout: 2_000 });
    const end = (does: boolean) => {
      socket.destroy();
      resolve(does);
    };
    socket.once('secureConnect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
};

const tryOut = async (store: EventStore): Promise<void> => {
  const stream = newStream();
  await store.append(stream, [eventAt(stream, 0)], 'no-stream');
  await store.read(stream);
};

// Somebody is waiting for this answer once: better late than wrong.
const patience = { callTimeoutMs: 10_000, silenceMs: 5_000, probeMs: 5_000 };

/**
 * Whether the contract can be run against the server at a connection string: it is asked for its head, one event is
 * written and read back. A log that begins with events of a Knooppunt is left alone unless `isInUse` allows it.
 */
export const preflight = async (
  connectionString: string,
  isInUse = false,
): Promise<{ readonly readiness: Readiness; readonly what: string }> => {
  let store: EventStore | undefined;
  try {
    store = await openStore({ connectionString, tries: 2, ...patience });
    if (!isInUse && (await store.readAll({ maxCount: 100 })).some(isEnvelope)) return { readiness: 'in-use', what: '' };
    await tryOut(store);
    return { readiness: 'ready', what: '' };
  } catch (error) {
    const verdict = verdictOn(error);
    const isPlain = /[?&]tls=false/iu.test(connectionString);
    const isTls = verdict.readiness === 'nobody' && isPlain && (await speaksTls(connectionString));
    return isTls ? { ...verdict, readiness: 'tls' } : verdict;
  } finally {
    await store?.close();
  }
};
