import { disclosedOf } from '@knooppunt/cases';
import type { DisclosedBlock, DisclosedItem } from '@knooppunt/cases';
import { changesOf, projectionOf } from './define.js';
import type { Flag } from './define.js';

/**
 * One answer of the gate. `items` counts what was there for its recipient (not
 * what was decided to be withheld whole: the recipient reads this row, and would learn that there is more), `shown_fields` the fields of which a value left, whole or lowered;
 * `aborted` is 1 where the answer was recorded and then not sent (design §6, step 5).
 */
export type DisclosureRow = {
  readonly disclosure_id: string;
  readonly cooperation: string;
  readonly recorded_at: string;
  readonly position: string;
  readonly recipient: string;
  readonly recipient_kind: string;
  readonly actor: string;
  readonly purpose: string | null;
  readonly view: string;
  readonly act: string;
  readonly case_id: string | null;
  readonly meeting_id: string | null;
  readonly items: number;
  readonly shown_fields: number;
  readonly aborted: Flag;
};
/** One item of an answer, by its place in it: whose it was, and in which case or weighing it lay. */
export type DisclosureItemRow = {
  readonly disclosure_id: string;
  readonly place: number;
  readonly stream: string;
  readonly supplier: string;
  readonly supplier_kind: string;
  readonly payload_type: string;
  readonly phase: string;
  readonly case_id: string | null;
  readonly signal_id: string | null;
  readonly shown_fields: number;
};
/** A subject that an answer told of. */
export type DisclosureSubjectRow = { readonly disclosure_id: string; readonly subject: string };

/** Tables of `disclosures`. */
export type DisclosuresTables = {
  readonly disclosures: DisclosureRow;
  readonly disclosure_items: DisclosureItemRow;
  readonly disclosure_subjects: DisclosureSubjectRow;
};
const { insertNew, update } = changesOf<DisclosuresTables>();

const showsNothing = new Set(['withhold', 'exists']);
/** Of a block that could not be read nothing left, whatever was decided. */
const shownIn = ({ levels, unanswered }: DisclosedBlock): number =>
  unanswered === undefined ? Object.values(levels).filter((level) => !showsNothing.has(level)).length : 0;
/** An item whose existence was withheld is in the record, for the audit; its recipient never learnt of it. */
const wasThere = ({ blocks }: DisclosedItem): boolean => blocks.every(({ levels }) => levels['_exists'] !== 'withhold');
const shownOf = ({ blocks }: DisclosedItem): number => blocks.reduce((sum, block) => sum + shownIn(block), 0);

const subjectsOf = (items: readonly DisclosedItem[]): string[] => {
  const shown = items.flatMap(({ blocks }) => blocks.filter((block) => shownIn(block) > 0));
  return [...new Set(shown.flatMap(({ subject }) => subject ?? []))];
};

/** What the gate let through, to whom: by recipient, case, supplier and subject. Source: design §5 and §6, WGS 1.8(4). */
export const disclosures = projectionOf<DisclosuresTables>({
  name: 'disclosures',
  version: 2,
  tables: {
    disclosures: {
      columns: {
        disclosure_id: 'text',
        cooperation: 'text',
        recorded_at: 'text',
        position: 'text',
        recipient: 'text',
        recipient_kind: 'text',
        actor: 'text',
        purpose: 'text',
        view: 'text',
        act: 'text',
        case_id: 'text',
        meeting_id: 'text',
        items: 'integer',
        shown_fields: 'integer',
        aborted: 'integer',
      },
      key: ['disclosure_id'],
      indexes: [
        ['cooperation', 'position'],
        ['case_id', 'position'],
        ['recipient', 'position'],
      ],
    },
    disclosure_items: {
      columns: {
        disclosure_id: 'text',
        place: 'integer',
        stream: 'text',
        supplier: 'text',
        supplier_kind: 'text',
        payload_type: 'text',
        phase: 'text',
        case_id: 'text',
        signal_id: 'text',
        shown_fields: 'integer',
      },
      key: ['disclosure_id', 'place'],
      indexes: [['supplier'], ['case_id']],
    },
    disclosure_subjects: {
      columns: { disclosure_id: 'text', subject: 'text' },
      key: ['disclosure_id', 'subject'],
      indexes: [['subject']],
    },
  },
  on: {
    DisclosureRecorded: (data, event) => {
      const { disclosure: disclosure_id } = data;
      const { items } = disclosedOf(data);
      return [
        insertNew('disclosures', {
          disclosure_id,
          cooperation: event.cooperation,
          recorded_at: event.recordedAt,
          position: event.position,
          recipient: data.recipient,
          recipient_kind: data.recipientKind,
          actor: event.actor,
          purpose: event.purpose,
          view: data.view,
          act: data.act,
          case_id: data.case ?? null,
          meeting_id: data.meeting ?? null,
          items: items.filter(wasThere).length,
          shown_fields: items.reduce((sum, item) => sum + shownOf(item), 0),
          aborted: 0,
        }),
        ...items.map((item, place) =>
          insertNew('disclosure_items', {
            disclosure_id,
            place,
            stream: item.stream,
            supplier: item.supplier,
            supplier_kind: item.supplierKind,
            payload_type: item.payloadType,
            phase: item.phase,
            case_id: item.case ?? null,
            signal_id: item.signal ?? null,
            shown_fields: shownOf(item),
          }),
        ),
        ...subjectsOf(items).map((subject) => insertNew('disclosure_subjects', { disclosure_id, subject })),
      ];
    },
    DisclosureAborted: ({ disclosure: disclosure_id }) => [update('disclosures', { disclosure_id }, { aborted: 1 })],
  },
});
