import { subjectOf } from '@knooppunt/cases';
import type { CaseState, Item, SealedFacts } from '@knooppunt/cases';
import type { Recorded, Uuid } from '@knooppunt/kernel';
import { sealContextOf } from '@knooppunt/vault';
import type { Opener } from '@knooppunt/vault';
import { openedOr } from './unanswered.js';
import type { Unanswered } from './unanswered.js';

/** What a facts block holds: computed by the gateway before sealing, per local person (`adultFrom: { p1: '2031-04-02' }`). */
type FactsBlock = {
  readonly adultFrom?: Readonly<Record<string, string>>;
  readonly possibleVictim?: Readonly<Record<string, boolean>>;
  readonly handlingCode?: string;
  readonly bpgCode?: string;
};

type Lost = { readonly unanswered: Unanswered };

const decoder = new TextDecoder();
const isLost = (facts: FactsBlock | Lost): facts is Lost => 'unanswered' in facts;

/** Opens facts blocks for one answer and combines them per subject; each block is opened once. */
export class SealedFactsReader {
  private readonly opened = new Map<Uuid, Promise<FactsBlock | Lost>>();

  constructor(
    private readonly opener: Omit<Opener, 'reach'>,
    private readonly suppliedOf: (contribution: Uuid) => Promise<Recorded | undefined>,
  ) {}

  /** Facts of a contribution as a whole: its handling codes. */
  async ofItem(item: Item): Promise<SealedFacts | undefined> {
    if (item.contribution === undefined) return undefined;
    const block = await this.blockOf(item.contribution);
    if (isLost(block)) return { possibleVictim: false, lost: true };
    return {
      possibleVictim: false,
      ...(block.handlingCode === undefined ? {} : { handlingCode: block.handlingCode }),
      ...(block.bpgCode === undefined ? {} : { bpgCode: block.bpgCode }),
    };
  }

  /** The strictest known facts of the subject of a block over all linked contributions (design §5); of all persons for a text. */
  async ofBlock(item: Item, block: { readonly name: string; readonly kind: string }): Promise<SealedFacts | undefined> {
    if (item.contribution === undefined) return undefined;
    const persons = block.kind === 'text' ? item.blocks.filter(({ kind }) => kind === 'person') : [block];
    const found = await Promise.all(persons.map(({ name }) => this.ofPerson(item, name)));
    return strictest(found);
  }

  /** Why the facts block of a contribution could not be read; undefined where it was, or where there is none. */
  async unreadOf({ contribution }: Item): Promise<Unanswered | undefined> {
    if (contribution === undefined) return undefined;
    const block = await this.blockOf(contribution);
    return isLost(block) ? block.unanswered : undefined;
  }

  private async ofPerson(item: Item, name: string): Promise<SealedFacts> {
    const links = linksOf(item.case?.state, subjectOf(item, name)) ?? [
      { contribution: item.contribution as Uuid, block: name },
    ];
    return strictestKnown(
      await Promise.all(
        links.map(async ({ contribution, block }) => factsOfPerson(await this.blockOf(contribution), block)),
      ),
    );
  }

  private blockOf(contribution: Uuid): Promise<FactsBlock | Lost> {
    const known = this.opened.get(contribution);
    if (known) return known;
    const opening = this.open(contribution);
    this.opened.set(contribution, opening);
    return opening;
  }

  private async open(contribution: Uuid): Promise<FactsBlock | Lost> {
    const event = await this.suppliedOf(contribution);
    const sealed = event?.sealed?.['facts'];
    if (!event || !sealed) return { unanswered: 'key-unknown' };
    const opened = await openedOr(() => this.opener.open(sealed, 'facts', sealContextOf(event)));
    return 'unanswered' in opened ? opened : (JSON.parse(decoder.decode(opened)) as FactsBlock);
  }
}

const factsOfPerson = (facts: FactsBlock | Lost, person: string): SealedFacts => {
  if (isLost(facts)) return { possibleVictim: false, lost: true };
  const adultFrom = facts.adultFrom?.[person];
  return {
    possibleVictim: facts.possibleVictim?.[person] === true,
    ...(adultFrom === undefined ? {} : { adultFrom }),
  };
};

const linksOf = (state: CaseState | undefined, subject: Uuid | undefined) =>
  subject === undefined ? undefined : state?.subjects[subject]?.links;

/** Of one person: the strictest that is known counts; unknown only where no contribution knows it (design §5). */
const strictestKnown = (all: readonly SealedFacts[]): SealedFacts => {
  const days = all.flatMap(({ adultFrom }) => (adultFrom === undefined ? [] : [adultFrom])).toSorted();
  const latest = days.at(-1);
  return {
    possibleVictim: all.some(({ possibleVictim }) => possibleVictim),
    ...(latest === undefined ? {} : { adultFrom: latest }),
    ...(all.length > 0 && all.every(({ lost }) => lost === true) ? { lost: true } : {}),
  };
};

/** Of several persons in one text: one of whom something is unknown makes it unknown. */
const strictest = (all: readonly SealedFacts[]): SealedFacts => {
  const { possibleVictim, adultFrom } = strictestKnown(all);
  return {
    possibleVictim,
    ...(adultFrom !== undefined && all.every((one) => one.adultFrom !== undefined) ? { adultFrom } : {}),
    ...(all.some(({ lost }) => lost === true) ? { lost: true } : {}),
  };
};
