import { isPossibleVictim, strictestRole } from '@knooppunt/cases';
import type { CaseState, Placed } from '@knooppunt/cases';
import type { FoldedView, PlannedItem, View } from '@knooppunt/disclosure';
import type { EventStore } from '@knooppunt/event-store';
import { dutchDateOf, streamName } from '@knooppunt/kernel';
import type { CalendarDate, Json, OrganisationId, Uuid } from '@knooppunt/kernel';
import type { MatchIndex } from '@knooppunt/matching';
import type { KeyedNames } from '@knooppunt/vault';
import type { Candidate } from '../queries/candidates.js';
import { contributionItem, findSupplied, inCase, kindOf, recordItem, textItem } from './planned.js';

export type CaseParts = {
  readonly store: EventStore;
  readonly bureau: OrganisationId;
  readonly names: KeyedNames;
  readonly matches: MatchIndex;
};

const isThere = ({ state }: Placed<CaseState>): boolean => state.status !== 'none';
const openedOn = ({ state }: Placed<CaseState>): CalendarDate | null =>
  state.openedAt === '' ? null : dutchDateOf(state.openedAt);

const record = (
  parts: CaseParts,
  placed: Placed<CaseState>,
  caseId: Uuid,
  row: { payloadType: string; id: string; values: Readonly<Record<string, Json>>; concerns?: OrganisationId },
): PlannedItem =>
  recordItem({
    payloadType: row.payloadType,
    id: row.id,
    bureau: parts.bureau,
    source: { stream: placed.stream, revision: placed.revision },
    on: openedOn(placed) ?? '',
    values: row.values,
    place: { ...inCase(placed, caseId), ...(row.concerns === undefined ? {} : { concerns: row.concerns }) },
  });

const caseRecord = (parts: CaseParts, placed: Placed<CaseState>, caseId: Uuid): PlannedItem => {
  const { state } = placed;
  return record(parts, placed, caseId, {
    payloadType: 'H1',
    id: caseId,
    values: {
      phase: state.phase,
      state: state.status,
      activity: state.activity,
      phenomenon: state.phenomenon,
      openedOn: openedOn(placed),
      participants: Object.keys(state.grants).toSorted(),
    },
  });
};

/** Cases in order of opening, one page. */
export const casesView = (parts: CaseParts, candidates: AsyncIterable<Candidate>, limit: number): View => ({
  name: 'casussen',
  act: 'inzage',
  clearOnly: true,
  plan: (folded) =>
    Promise.resolve({
      limit,
      items: (async function* rows() {
        for await (const { id } of candidates) {
          const placed = folded.add(await folded.folds.fold('case', streamName('case', id), folded.asking.cooperation));
          if (isThere(placed)) yield caseRecord(parts, placed, id);
        }
      })(),
    }),
});

type Items = (folded: FoldedView, placed: Placed<CaseState>, caseId: Uuid) => Promise<readonly PlannedItem[]>;

const viewOfCase = (name: string, parts: CaseParts, caseId: Uuid, items: Items): View => ({
  name,
  act: 'inzage',
  case: caseId,
  plan: (folded) => {
    const placed = folded.case;
    if (!placed) return Promise.resolve('absent');
    const keystone = caseRecord(parts, placed, caseId);
    const plan = isThere(placed) ? { keystone, items: () => items(folded, placed, caseId) } : { like: keystone };
    return Promise.resolve(plan);
  },
});

/** One case: the record alone. */
export const caseView = (parts: CaseParts, caseId: Uuid): View => ({
  ...viewOfCase('casus', parts, caseId, () => Promise.resolve([])),
  clearOnly: true,
});

const referenceOf = (parts: CaseParts, folded: FoldedView, within: Uuid, contribution: Uuid): string =>
  parts.names.pseudonym(
    { cooperation: folded.asking.cooperation, recipient: folded.asking.recipient, within },
    'reference',
    contribution,
  );

const subjectOf = (parts: CaseParts, folded: FoldedView, within: Uuid, subject: Uuid): string =>
  parts.names.pseudonym(
    { cooperation: folded.asking.cooperation, recipient: folded.asking.recipient, within },
    'subject',
    subject,
  );

/** Contributions of a case that are there for this reader: of a silent hit, a link or a proposal must not tell. */
const seenContributions = async (
  parts: CaseParts,
  folded: FoldedView,
  placed: Placed<CaseState>,
  caseId: Uuid,
): Promise<ReadonlySet<Uuid>> => {
  const items = await dossierItems(parts, placed, caseId);
  const seen = await Promise.all(items.map(async (item) => ((await folded.sees(item)) ? [item.identity.id] : [])));
  return new Set(seen.flat());
};

/** Subjects with role, shielding and links, and proposals for linking, by reference only (H2). */
export const subjectsView = (parts: CaseParts, caseId: Uuid): View =>
  viewOfCase('betrokkenen', parts, caseId, async (folded, placed) => {
    const link = ({ contribution, block }: { readonly contribution: Uuid; readonly block: string }): string =>
      `${referenceOf(parts, folded, caseId, contribution)}/${block}`;
    const seen = await seenContributions(parts, folded, placed, caseId);
    const isSeen = ({ contribution }: { readonly contribution: Uuid }): boolean => seen.has(contribution);
    const known = Object.entries(placed.state.subjects).filter(([, { links }]) => links.some(isSeen));
    const subjects = known.map(([id, subject]) =>
      record(parts, placed, caseId, {
        payloadType: 'H2',
        id: subjectOf(parts, folded, caseId, id),
        values: {
          role: strictestRole(subject) ?? null,
          shielding: isPossibleVictim(subject) ? 'possible-victim' : 'none',
          links: subject.links.filter(isSeen).map(link),
        },
      }),
    );
    const matched = (await parts.matches.proposalsIn(caseId)).filter(({ a, b }) => isSeen(a) && isSeen(b));
    const proposals = matched.map(({ a, b, kinds }, at) =>
      record(parts, placed, caseId, {
        payloadType: 'H9',
        id: `voorstel-${at + 1}`,
        values: {
          links: [a, b].map(({ contribution, ref }) => link({ contribution, block: ref })),
          kinds: [...kinds],
        },
      }),
    );
    return [...subjects, ...proposals];
  });

const textTypes: Readonly<Record<string, string>> = {
  NecessityRecorded: 'Z2',
  PhaseOpened: 'Z2',
  PrivacyAdviceGiven: 'Z3',
};

const texts = async (
  folded: FoldedView,
  placed: Placed<CaseState>,
  caseId: Uuid,
  types: readonly string[],
): Promise<readonly PlannedItem[]> => {
  const events = await folded.folds.tail(placed.stream, -1n);
  const withText = events.filter(({ type, sealed }) => sealed !== undefined && types.includes(textTypes[type] ?? ''));
  return Promise.all(
    withText.map(async (event) => {
      const concerns = (event.data as { readonly recipient?: OrganisationId }).recipient;
      const place = { ...inCase(placed, caseId), ...(concerns === undefined ? {} : { concerns }) };
      return textItem(event, textTypes[event.type] as string, await kindOf(folded, event.organisation ?? ''), place);
    }),
  );
};

/** Who needs what, per payload type and category (H6), and why (Z2). */
export const necessityView = (parts: CaseParts, caseId: Uuid): View =>
  viewOfCase('noodzaak', parts, caseId, async (folded, placed) => {
    const entries = placed.state.necessities.map((entry) =>
      record(parts, placed, caseId, {
        payloadType: 'H6',
        id: entry.necessity,
        concerns: entry.recipient,
        values: {
          recipient: entry.recipient,
          purpose: entry.purpose,
          payloadType: entry.payloadType,
          categories: [...entry.categories],
        },
      }),
    );
    return [...entries, ...(await texts(folded, placed, caseId, ['Z2']))];
  });

/** What a dossier of a case holds: every contribution that is not under destruction. */
export const dossierItems = async (
  parts: CaseParts,
  placed: Placed<CaseState>,
  caseId: Uuid,
): Promise<readonly PlannedItem[]> => {
  const living = Object.entries(placed.state.contributions).filter(([, { underDestruction }]) => !underDestruction);
  const supplied = await Promise.all(living.map(([contribution]) => findSupplied(parts.store, contribution)));
  return supplied.flatMap((event) => (event ? [contributionItem(event, inCase(placed, caseId))] : []));
};

/** The dossier of a case outside a meeting: contributions, and the texts of phase and advice. */
export const caseDossierView = (parts: CaseParts, caseId: Uuid): View =>
  viewOfCase('casus-dossier', parts, caseId, async (folded, placed) => [
    ...(await dossierItems(parts, placed, caseId)),
    ...(await texts(folded, placed, caseId, ['Z2', 'Z3'])),
  ]);
