import { randomUUID } from 'node:crypto';
import { cloudEvent, signals } from '../support/deliveries.js';
import type { TestHub } from '../support/hub.js';
import type { Words } from './text.js';

/** A delivery that breaks as many rules as fit in its share of a batch. */
const wrongDelivery = (): string => {
  const persons = Array.from({ length: 90 }, (_, at) => ({ ref: `p${at}`, bsn: '1', birthDate: 'x', extra: at }));
  return JSON.stringify(cloudEvent('S2', { ...signals.S2, persons }, { id: randomUUID() }));
};

/** What the texts of the corpus can ask of a running hub. */
export const wordsOf = (hub: TestHub): Words => ({
  'foreign cursor': () => hub.standalone.engines.vault.names.sealOpaque(randomUUID(), 'cursor:cases', '2026-01-01 x'),
  'a hundred wrong deliveries': () => Array.from({ length: 100 }, wrongDelivery).join(','),
});
