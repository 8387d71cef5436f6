import type { EvidenceEvent } from '@knooppunt/cases';
import type { CooperationId, Envelope, StreamName } from '@knooppunt/kernel';
import type { Say } from './finding.js';
import type { StateOf, StreamStates } from './stream-states.js';
import type { Placed } from '@knooppunt/cases';

/** Data of a disclosure record. */
export type Disclosure = Extract<EvidenceEvent, { type: 'DisclosureRecorded' }>['data'];
/** A disclosure record with its envelope. */
export type DisclosureRecord = Envelope<'DisclosureRecorded', Disclosure>;

/** One record with its S: gives states of streams as the decision folded them, and says what is not there. */
export class RecordedFold {
  private readonly revisions: ReadonlyMap<StreamName, bigint>;

  constructor(
    readonly record: DisclosureRecord,
    private readonly states: StreamStates,
    readonly say: Say,
  ) {
    this.revisions = new Map(record.data.folded.map(({ stream, revision }) => [stream, BigInt(revision)]));
  }

  get cooperation(): CooperationId {
    return this.record.cooperation;
  }

  /** The state that was folded; undefined, and a finding, where S does not name the stream or the log was not so far. */
  find<C extends keyof StateOf>(category: C, stream: StreamName): Placed<StateOf[C]> | undefined {
    const revision = this.revisions.get(stream);
    if (revision === undefined) {
      this.say('folded-missing', stream);
      return undefined;
    }
    if (revision >= 0n && !this.isOwn(stream)) return undefined;
    const placed = this.states.at(category, stream, revision);
    if (!placed) this.say('folded-ahead', `${stream}@${revision}`);
    return placed;
  }

  /** Does this stream belong to the record's cooperation, or to none yet? Says where it does not: nothing crosses (design §5). */
  isOwn(stream: StreamName): boolean {
    const isOwn = (this.states.cooperationOf(stream) ?? this.cooperation) === this.cooperation;
    if (!isOwn) this.say('cooperation-differs', stream);
    return isOwn;
  }

  /** A contribution as it stands; its own stream is no part of S. */
  contribution(stream: StreamName): StateOf['contribution'] {
    return this.states.current('contribution', stream);
  }

  /** The case of a meeting or request, which never changes; empty where there is none such. */
  caseOf(category: 'meeting' | 'request', stream: StreamName): string {
    return this.states.current(category, stream).case;
  }

  /** The kind of an organisation in this cooperation as it stands; empty where it never joined. */
  kindOf(organisation: string): string {
    return this.states.current('party', `party-${this.cooperation}-${organisation}`).kind;
  }
}
