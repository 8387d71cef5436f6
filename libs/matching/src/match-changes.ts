import type { AnyEvent, EventType } from '@knooppunt/cases';
import type { Recorded, RowChange, SealedBlock } from '@knooppunt/kernel';
import { sealContextOf } from '@knooppunt/vault';
import type { Opener } from '@knooppunt/vault';
import { dropTokens, dropTokensOf, insert } from './match.tables.js';
import { tokensIn } from './tokens-block.js';

/** The events that the match index follows. */
export const matchedEvents = [
  'ContributionSupplied',
  'ContributionTakenIn',
  'ContributionUnderDestruction',
  'KeyDestroyed',
  'SubjectLinked',
  'PartyLeft',
  'PartyMembershipEnded',
] as const satisfies readonly EventType[];

type Matched = Extract<AnyEvent, { type: (typeof matchedEvents)[number] }>;
type Supplied = Extract<AnyEvent, { type: 'ContributionSupplied' }>['data'];

const tokensBlock = 'tokens';

const isMatched = (event: Recorded): event is Recorded & Matched =>
  (matchedEvents as readonly string[]).includes(event.type);

/** Blocks that say who: a token of the matter or of a text matches no person and no company. */
const partiesOf = ({ blocks }: Supplied): ReadonlyMap<string, string> =>
  new Map(blocks.filter(({ kind }) => kind === 'person' || kind === 'company').map(({ name, kind }) => [name, kind]));

const supplied = async (event: Recorded, data: Supplied, opener: Opener): Promise<readonly RowChange[]> => {
  const block: SealedBlock | undefined = event.sealed?.[tokensBlock];
  const opened = block ? await opener.open(block, tokensBlock, sealContextOf(event)) : 'destroyed';
  if (opened === 'destroyed') return [];
  const parties = partiesOf(data);
  return tokensIn(opened, data.contribution).flatMap(({ ref, kind, token }) => {
    const refKind = parties.get(ref);
    if (refKind === undefined) return [];
    return [
      insert('tokens', {
        contribution: data.contribution,
        supplier: data.supplier,
        cooperation: event.cooperation,
        ref,
        ref_kind: refKind,
        kind,
        token,
      }),
    ];
  });
};

/**
 * What one event does to the match index. Opens the tokens block and no other; a block whose key is gone leaves nothing.
 * The start of a destruction and each destroyed key drop all tokens of the contribution; a departure, on its day, those of all
 * that the organisation supplied to the cooperation (R62): what lies in cases stays there, and is matched with nothing more.
 * Rejects with `TokensMalformed` and with what the opener rejects with.
 */
export const changesOf = async (event: Recorded, opener: Opener): Promise<readonly RowChange[]> => {
  if (!isMatched(event)) return [];
  switch (event.type) {
    case 'ContributionSupplied':
      return supplied(event, event.data, opener);
    case 'ContributionTakenIn':
      return [insert('taken_in', { case_id: event.data.case, contribution: event.data.contribution })];
    case 'SubjectLinked': {
      const { case: caseId, contribution, block, subject } = event.data;
      return [insert('links', { case_id: caseId, contribution, block, subject })];
    }
    case 'ContributionUnderDestruction':
    case 'KeyDestroyed':
      return [dropTokens(event.data.contribution)];
    case 'PartyLeft':
      // told ahead: it is a member until its day, which has an event of its own
      return event.recordedAt < event.data.memberUntil
        ? []
        : [dropTokensOf(event.data.organisation, event.cooperation)];
    case 'PartyMembershipEnded':
      return [dropTokensOf(event.data.organisation, event.cooperation)];
    default:
      return event satisfies never;
  }
};
