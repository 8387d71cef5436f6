import type { GateAnswer } from '@knooppunt/disclosure';
import { isRecord, regelOf, stukOf } from '../presenter.js';
import type { InzageDto } from './responses.js';

/** One thing as the gate showed it. */
export const inzageOf = (shown: Extract<GateAnswer, { kind: 'shown' }>): InzageDto => {
  if (!shown.keystone) throw new TypeError('a view without keystone');
  return {
    verstrekking: shown.disclosure,
    zaak: regelOf(shown.keystone),
    regels: shown.items.filter(isRecord).map(regelOf),
    stukken: shown.items.filter((item) => !isRecord(item)).map(stukOf),
  };
};
