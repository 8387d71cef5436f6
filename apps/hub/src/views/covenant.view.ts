import type { CovenantState } from '@knooppunt/cases';
import type { PlannedItem, View } from '@knooppunt/disclosure';
import { streamName } from '@knooppunt/kernel';
import type { CooperationId, Json, OrganisationId } from '@knooppunt/kernel';
import type { CameIntoForce, VersionText } from '../covenants/texts.js';
import { recordItem } from './planned.js';

/** What of a text is a record of the process (H7). Its words are public and no field of anybody's data. */
export type Listed = {
  readonly kind: string;
  readonly id: string;
  readonly version: string;
  readonly digest: string;
  readonly inForceFrom: string | null;
};

/** The record of a text that the gate decides about. */
export const textRecord = (bureau: OrganisationId, cooperation: CooperationId, listed: Listed): PlannedItem =>
  recordItem({
    payloadType: 'H7',
    id: listed.digest,
    bureau,
    source: { stream: streamName('covenant', cooperation), revision: 0n },
    on: (listed.inForceFrom ?? '').slice(0, 10),
    values: listed satisfies Readonly<Record<string, Json>>,
    place: { phase: 'weging', within: listed.digest },
  });

/** Versions that are drafted here and have not come into force. */
const coming = ({ life }: CovenantState, past: readonly CameIntoForce[]): readonly Listed[] =>
  Object.values(life?.versions ?? {})
    .filter(({ digest, document }) => document !== '' && !past.some((one) => one.digest === digest))
    .map(({ covenant, version, digest }) => ({ kind: 'covenant', id: covenant, version, digest, inForceFrom: null }));

/** Laws and covenants that came into force in the cooperation, newest last, and the versions that may (H7). */
export const covenantsView = (bureau: OrganisationId, state: CovenantState, past: readonly CameIntoForce[]): View => ({
  name: 'convenanten',
  act: 'inzage',
  clearOnly: true,
  plan: ({ asking }) =>
    Promise.resolve({
      items: [
        ...past.map(({ kind, id, version, digest, inForceFrom }) => ({ kind, id, version, digest, inForceFrom })),
        ...coming(state, past),
      ].map((listed) => textRecord(bureau, asking.cooperation, listed)),
    }),
});

const nothing = (version: string): Listed => ({ kind: 'covenant', id: '', version, digest: '', inForceFrom: null });

/**
 * One version of the covenant (H7): who may know that it is there reads its text beside it. `find` looks each time anew, so
 * that a condition (`If-Match`) is held against what is there, and not against what was there before.
 */
export const covenantView = (
  bureau: OrganisationId,
  version: string,
  find: () => Promise<VersionText | undefined>,
): View => ({
  name: 'convenant',
  act: 'inzage',
  clearOnly: true,
  plan: async ({ asking }) => {
    const found = await find();
    if (!found) return { like: textRecord(bureau, asking.cooperation, nothing(version)) };
    const { covenant: id, digest, inForceFrom = null } = found;
    return {
      keystone: textRecord(bureau, asking.cooperation, { kind: 'covenant', id, version, digest, inForceFrom }),
      items: [],
    };
  },
});
