import { refusalEvent } from '@knooppunt/disclosure';
import type { RecordRefusal } from '@knooppunt/platform';
import type { HubParts } from './hub.parts.js';

/** Makes a refusal of an authenticated caller a fact (house style): code, route and who, nothing of what was sent. */
export const refusalRecorder =
  (parts: Pick<HubParts, 'store' | 'names' | 'clock' | 'newId'>): RecordRefusal =>
  async (refused) => {
    const { stream, event } = refusalEvent(parts, refused);
    await parts.store.append(stream, [event], 'no-stream');
  };
