import type { CaseState, Placed } from '@knooppunt/cases';
import { streamName } from '@knooppunt/kernel';
import type { Uuid } from '@knooppunt/kernel';
import type { FoldedView, PlannedItem, View } from '../src/index.js';
import { organisations } from './cast.js';
import type { Scene } from './scene.js';

const caseRecord = (placed: Placed<CaseState>, caseId: Uuid): PlannedItem => ({
  content: {
    kind: 'record',
    values: { phase: placed.state.phase, state: placed.state.status, participants: Object.keys(placed.state.grants) },
  },
  identity: { id: caseId, within: caseId },
  receivedOn: '2026-03-02',
  item: {
    payloadType: 'H1',
    supplier: organisations.bureau.oin,
    supplierKind: 'RIEC',
    phase: placed.state.phase,
    source: { stream: placed.stream, revision: placed.revision },
    case: placed,
    blocks: [{ name: 'record', kind: 'record' }],
  },
});

/** The dossier of a case: its record as keystone, and what lies in it and is not under destruction. */
export const dossierView = (scene: Scene, caseId: Uuid = scene.caseId, meeting?: Uuid): View => ({
  name: 'casus-dossier',
  act: 'inzage',
  case: caseId,
  ...(meeting === undefined ? {} : { meeting }),
  plan: async ({ case: placed }) => {
    if (!placed || placed.state.status === 'none') return 'absent';
    const living = Object.entries(placed.state.contributions).filter(([, { underDestruction }]) => !underDestruction);
    return {
      keystone: caseRecord(placed, caseId),
      items: await Promise.all(living.map(([contribution]) => scene.planned(contribution, placed))),
    };
  },
});

/** A page of cases, of which the reader may know some. */
export const casesView = (caseIds: readonly Uuid[], limit: number): View => ({
  name: 'casussen',
  act: 'inzage',
  plan: (folded: FoldedView) =>
    Promise.resolve({
      limit,
      items: (async function* rows() {
        for (const id of caseIds) {
          const placed = folded.add(await folded.folds.fold('case', streamName('case', id), folded.asking.cooperation));
          yield caseRecord(placed, id);
        }
      })(),
    }),
});

/** One delivery as its supplier reads it back. */
export const ownView = (scene: Scene, contribution: Uuid): View => ({
  name: 'levering',
  act: 'eigen',
  plan: async () => ({ items: [await scene.planned(contribution)] }),
});
