import { createRequire } from 'node:module';
import kafkajs from 'kafkajs';
import type { Kafka } from 'kafkajs';
import type { KafkaSettings } from './options.js';

type Queue = {
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  throttledUntil: number;
  pending: readonly unknown[];
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
};

const throttleCheckMs = 10;

/**
 * Stops kafkajs 2.2.4 from setting a timer of a negative time again every millisecond on each connection, which costs 2 % of a
 * core for an idle client and a TimeoutNegativeWarning (kafkajs issue 1751). Says whether the method to replace was there:
 * the version is pinned, and a spec fails when this answers false.
 */
export const calmRequestQueue = (): boolean => {
  const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as { prototype: Queue };
  const isThere = typeof prototype.scheduleCheckPendingRequests === 'function';
  prototype.scheduleCheckPendingRequests = function scheduleCheckPendingRequests(this: Queue) {
    if (this.throttleCheckTimeoutId || this.pending.length === 0) return;
    const waitMs = this.throttledUntil - Date.now();
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      waitMs > 0 ? waitMs : throttleCheckMs,
    );
  };
  return isThere;
};

calmRequestQueue();

/** A kafkajs client that writes no log of its own: what goes wrong reaches callers as errors, and its log could hold content. */
export const clientOf = (settings: KafkaSettings): Kafka =>
  new kafkajs.Kafka({
    brokers: [...settings.brokers],
    clientId: settings.clientId,
    connectionTimeout: settings.connectMs,
    requestTimeout: settings.requestMs,
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 1000 },
    ...(settings.tls ? { ssl: settings.tls } : {}),
    ...(settings.sasl ? { sasl: settings.sasl } : {}),
  });

/** The protocol's name of an error, wherever kafkajs hid it, or undefined. */
export const protocolTypeOf = (error: unknown): string | undefined => {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('type' in at && typeof at.type === 'string') return at.type;
    if (at.name === 'KafkaJSSASLAuthenticationError') return 'SASL_AUTHENTICATION_FAILED';
  }
  return undefined;
};

const hopeless = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'SASL_AUTHENTICATION_FAILED',
]);

/** Does the broker refuse who we are or what we may do? Asking again will not help. */
export const isRefusal = (error: unknown): boolean => {
  const isGroupRefused = error instanceof Error && error.name === 'KafkaJSGroupCoordinatorNotFound';
  return isGroupRefused || hopeless.has(protocolTypeOf(error) ?? '');
};
