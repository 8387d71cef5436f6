import type { Log, Proposed } from './log.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const none = new Uint8Array(0);

const event = (type: string, data: string | Uint8Array, more: Partial<Proposed> = {}): Proposed => ({
  id: crypto.randomUUID(),
  type,
  contentType: 'application/json',
  data: typeof data === 'string' ? bytesOf(data) : data,
  customMetadata: none,
  ...more,
});

const binary = { contentType: 'application/octet-stream' };
const statistics = `{"sys-cpu":1.5,"es-queue":{"queueName":"MainQueue","note":"${'x'.repeat(400)}"}}`;

/** What the database writes for itself in its first years: users, settings, statistics, scavenges, projections. */
const ofTheDatabase = (log: Log): void => {
  log.append('$users', [event('$User', '"admin"')], 'any');
  log.append('$user-admin', [event('$UserCreated', '{"loginName":"admin","groups":["$admins"]}')], 'any');
  log.append('$$$user-admin', [event('$metadata', '{"$acl":{"$r":"$admins"}}')], 'any');
  log.append('$settings', [event('$settings', '{"$userStreamAcl":{"$r":"$all","$w":"$all"}}')], 'any');
  log.append('$$$stats-127.0.0.1:2113', [event('$metadata', '{"$maxAge":86400}')], 'any');
  for (let at = 0; at < 40; at += 1) log.append('$stats-127.0.0.1:2113', [event('$statsCollected', statistics)], 'any');
  log.append('$scavenges', [event('$scavengeIndexInitialized', '{}')], 'any');
  log.append('$projections-$all', [event('$ProjectionsInitialized', '{}')], 'any');
  log.append('$projections-$by_category-checkpoint', [event('$ProjectionCheckpoint', '{}', binary)], 'any');
};

/** What others have kept here: in forms that are not ours, linked, deleted, cut short and closed for ever. */
const ofOthers = (log: Log): void => {
  log.append(
    'order-1',
    [event('OrderPlaced', '{"total":12}', { customMetadata: bytesOf('{"$causedBy":"x"}') })],
    'any',
  );
  log.append('order-1', [event('OrderPaid', 'no JSON at all', { customMetadata: bytesOf('nor this') })], 'any');
  log.append('order-1', [event('picture', Uint8Array.of(0, 255, 128, 0), binary)], 'any');
  log.append('order-1', [event('nothing', none), event('nothing', none, binary)], 'any');
  log.append('case-of-somebody-else', [event('CaseOpened', '{"id":"7","type":"CaseOpened"}')], 'any');
  log.append('$ce-order', [event('$>', '0@order-1', binary), event('$>', '1@order-1', binary)], 'any');
  log.append('links', [event('$>', '1@order-1', binary), event('$@', '0@order-9', binary)], 'any');
  log.append('order-2', [event('OrderPlaced', '{}'), event('OrderPlaced', '{}')], 'any');
  log.delete('order-2', 'any');
  log.append('order-2', [event('OrderPlacedAgain', '{}')], 'any');
  log.append('order-3', [event('OrderPlaced', '{}')], 'any');
  log.tombstone('order-3', 'any');
  log.append('order-4', [event('a', '{}'), event('b', '{}'), event('c', '{}')], 'any');
  log.append('$$order-4', [event('$metadata', '{"$maxCount":1,"$tb":1,"owner":"us"}')], 'any');
  log.append('Bestellung €-5', [event('Übertragen ☂', '[]')], 'any');
};

/**
 * Fills a log as years of use fill it, and gives what somebody else does in it from then on, each time that it is called:
 * statistics, an event of theirs, and the link that a projection writes to it.
 */
export const liveIn = (log: Log): (() => void) => {
  ofTheDatabase(log);
  ofOthers(log);
  let count = 0;
  let isWriting = false;
  return () => {
    // What is written here wakes readers, and must not call itself.
    if (isWriting) return;
    isWriting = true;
    count += 1;
    log.append('$stats-127.0.0.1:2113', [event('$statsCollected', statistics)], 'any');
    log.append('order-6', [event('OrderPlaced', `{"number":${count}}`)], 'any');
    log.append('$ce-order', [event('$>', `${count - 1}@order-6`, binary)], 'any');
    isWriting = false;
  };
};
