import type { Recorded } from '@knooppunt/kernel';
import { changesOf, projectionOf } from './define.js';

/**
 * One coming into force: `kind` is `law` or `covenant`, `document_id` its code. In force from `position` on, until the next
 * row of the same cooperation and kind. `registry` is null for a law.
 */
export type CovenantRow = {
  readonly cooperation: string;
  readonly kind: string;
  readonly position: string;
  readonly revision: string;
  readonly in_force_from: string;
  readonly document_id: string;
  readonly version: string;
  readonly semantics: string;
  readonly digest: string;
  readonly registry: string | null;
  readonly document: string;
};

/** Tables of `covenants`. */
export type CovenantsTables = { readonly covenants: CovenantRow };
const { insertNew } = changesOf<CovenantsTables>();

const placeOf = ({ cooperation, position, revision, recordedAt }: Recorded) => ({
  cooperation,
  position,
  revision: revision.toString(),
  in_force_from: recordedAt,
});

/** Every law and covenant that came into force, in order. Source: R59, design §1. */
export const covenants = projectionOf<CovenantsTables>({
  name: 'covenants',
  version: 1,
  tables: {
    covenants: {
      columns: {
        cooperation: 'text',
        kind: 'text',
        position: 'text',
        revision: 'text',
        in_force_from: 'text',
        document_id: 'text',
        version: 'text',
        semantics: 'text',
        digest: 'text',
        registry: 'text',
        document: 'text',
      },
      key: ['cooperation', 'kind', 'position'],
      indexes: [['digest']],
    },
  },
  on: {
    LawCameIntoForce: ({ law, ...text }, event) => [
      insertNew('covenants', { ...placeOf(event), kind: 'law', document_id: law, registry: null, ...text }),
    ],
    CovenantCameIntoForce: ({ covenant, ...text }, event) => [
      insertNew('covenants', { ...placeOf(event), kind: 'covenant', document_id: covenant, ...text }),
    ],
  },
});
