import type { Recorded } from '@knooppunt/kernel';
import { oins, people } from '../../e2e/support/cast.js';
import { idOf } from '../../e2e/support/client.js';
import type { Answer } from '../../e2e/support/client.js';
import { answers, declaration, deliver } from '../../e2e/support/deliveries.js';
import { designate, grant, markUnderDestruction, withdrawGrant, withdrawPerson } from '../../e2e/support/deciding.js';
import { piecesOf } from '../../e2e/support/play.js';
import type { Play } from '../../e2e/support/play.js';

/** One thing that is taken from the police, raced against reads that show it. */
export type Revocation = {
  readonly name: string;
  /** How much of all races are of this kind, of 100. */
  readonly share: number;
  /** Makes ready what will be taken. */
  readonly prepare: () => Promise<void>;
  readonly path: () => string;
  readonly revoke: () => Promise<unknown>;
  readonly isRevocation: (event: Recorded) => boolean;
  /** Does this answer show what was taken? */
  readonly shows: (answer: Answer) => boolean;
  readonly restore: () => Promise<unknown>;
};

const nothing = (): Promise<void> => Promise.resolve();
const isShown = ({ status }: Answer): boolean => status === 200;
const yearsAhead = { mandateUntil: '2027-03-01T00:00:00.000Z', screenedUntil: '2027-03-01T00:00:00.000Z' };

const ofGrant = (play: Play): Revocation => ({
  name: 'grant withdrawn',
  share: 50,
  prepare: nothing,
  path: () => `/v1/casussen/${play.case}/dossier`,
  revoke: () => withdrawGrant(play.hub, play.case, oins.police),
  isRevocation: ({ type }) => type === 'GrantWithdrawn',
  shows: isShown,
  restore: () => grant(play.hub, play.case, oins.police),
});

const ofPerson = (play: Play): Revocation => ({
  name: 'designation ended',
  share: 44,
  prepare: nothing,
  path: () => `/v1/overleggen/${play.meeting}/dossier`,
  revoke: () => withdrawPerson(play.hub, people.police),
  isRevocation: ({ type }) => type === 'PersonWithdrawn',
  shows: isShown,
  restore: () => designate(play.hub, people.police, yearsAhead),
});

/** What the police itself supplied unasked; it sees it in the dossier until its keys are about to go. */
const ofContribution = (play: Play): Revocation => {
  let contribution = '';
  let shownBefore = 0;
  const pieces = (answer: Answer): number => piecesOf(answer).filter(({ soort }) => soort === 'S6').length;
  const path = (): string => `/v1/casussen/${play.case}/dossier`;
  return {
    name: 'contribution under destruction',
    share: 6,
    path,
    prepare: async () => {
      const client = await play.hub.as('police');
      shownBefore = pieces(await client.get(path()));
      const data = { ...answers.S6, way: 'supply', declaration, case: play.case };
      contribution = idOf(await deliver(play.hub, 'S6', data));
      await play.hub.settled();
      const shown = pieces(await client.get(path()));
      if (shown !== shownBefore + 1) throw new Error(`${shown - shownBefore} pieces more: nothing could be taken`);
    },
    revoke: () => markUnderDestruction(play.hub, play.case, contribution),
    isRevocation: ({ type, data }) =>
      type === 'ContributionUnderDestruction' && (data as { contribution?: string }).contribution === contribution,
    shows: (answer) => isShown(answer) && pieces(answer) > shownBefore,
    restore: nothing,
  };
};

/** What the hub can take from a reader during a read. The covenant takes nothing from who was at a meeting when it closes. */
export const revocationsOf = (play: Play): readonly Revocation[] => [
  ofGrant(play),
  ofPerson(play),
  ofContribution(play),
];
