import type { Uuid } from '@knooppunt/kernel';
import { nameTokenKinds } from '@knooppunt/signals';
import type { LinkRow, TokenRow } from './match.tables.js';

/** One local person or company of a contribution: `ref` is the name of its block. */
export type Party = { readonly contribution: Uuid; readonly ref: string };

/** Two parties that share a token and may be one; `kinds` says by which kinds of token, never by what. */
export type Proposal = { readonly a: Party; readonly b: Party; readonly kinds: readonly string[] };

type PartyTokens = Party & { readonly refKind: string; readonly tokens: ReadonlySet<string> };

// Twelve people at one address are not one person: a place or a thing supports a proposal and makes none.
const kindsOfThings: ReadonlySet<string> = new Set(['bag', 'cadastral', 'plate']);
const nameKinds: readonly string[] = nameTokenKinds;

const keyOf = (contribution: Uuid, ref: string): string => `${contribution}/${ref}`;
const kindOf = (token: string): string => token.slice(0, token.indexOf(' '));
const compare = (one: string, other: string): number => {
  if (one === other) return 0;
  return one < other ? -1 : 1;
};
const inOrder = (one: Party, other: Party): number =>
  compare(one.contribution, other.contribution) || compare(one.ref, other.ref);

const partiesOf = (rows: readonly TokenRow[]): readonly PartyTokens[] => {
  const parties = new Map<string, Omit<PartyTokens, 'tokens'> & { readonly tokens: Set<string> }>();
  for (const { contribution, ref, ref_kind: refKind, kind, token } of rows) {
    const key = keyOf(contribution, ref);
    const party = parties.get(key) ?? { contribution, ref, refKind, tokens: new Set<string>() };
    parties.set(key, party);
    party.tokens.add(`${kind} ${token}`);
  }
  return [...parties.values()].toSorted(inOrder);
};

/** Parties by token, for tokens that say who somebody is. */
const holdersOf = (parties: readonly PartyTokens[]): ReadonlyMap<string, readonly PartyTokens[]> => {
  const holders = new Map<string, PartyTokens[]>();
  for (const party of parties) {
    for (const token of party.tokens) {
      if (kindsOfThings.has(kindOf(token))) continue;
      const known = holders.get(token);
      if (known) known.push(party);
      else holders.set(token, [party]);
    }
  }
  return holders;
};

const hasKind = ({ tokens }: PartyTokens, kind: string): boolean => [...tokens].some((token) => kindOf(token) === kind);

/** Of the ways in which two names agree the strongest is told: it holds the others. */
const strongestName = (kinds: readonly string[]): readonly string[] => {
  const strongest = nameKinds.find((kind) => kinds.includes(kind));
  return kinds.filter((kind) => kind === strongest || !nameKinds.includes(kind));
};

/** Kinds that two parties share. The year of birth says nothing where both know the day: then the days differ. */
const sharedKinds = (a: PartyTokens, b: PartyTokens): readonly string[] => {
  const shared = [...new Set([...a.tokens].filter((token) => b.tokens.has(token)).map(kindOf))];
  const bothKnowTheDay = hasKind(a, 'name-birth') && hasKind(b, 'name-birth');
  return strongestName(shared.filter((kind) => kind !== 'name-year' || !bothKnowTheDay)).toSorted(compare);
};

/** Pairs of different contributions that hold one token, each pair once. */
const pairsOf = (parties: readonly PartyTokens[]): readonly (readonly [PartyTokens, PartyTokens])[] => {
  const pairs = new Map<string, readonly [PartyTokens, PartyTokens]>();
  for (const holders of holdersOf(parties).values()) {
    for (const [at, a] of holders.entries()) {
      for (const b of holders.slice(at + 1)) {
        const isPair =
          a.contribution !== b.contribution &&
          a.refKind === b.refKind &&
          sharedKinds(a, b).some((kind) => !kindsOfThings.has(kind));
        if (isPair) pairs.set(`${keyOf(a.contribution, a.ref)} ${keyOf(b.contribution, b.ref)}`, [a, b]);
      }
    }
  }
  return [...pairs.values()];
};

/**
 * Pairs of persons, or of companies, in different contributions of one case that share a token which says who they are
 * and are not linked to one subject yet. Ordered by contribution and reference; no content. Source: design §5 (subjects).
 */
export const proposalsOf = (tokens: readonly TokenRow[], links: readonly LinkRow[]): readonly Proposal[] => {
  const subjects = new Map(links.map(({ contribution, block, subject }) => [keyOf(contribution, block), subject]));
  const subjectOf = ({ contribution, ref }: Party): string | undefined => subjects.get(keyOf(contribution, ref));
  return pairsOf(partiesOf(tokens))
    .filter(([a, b]) => subjectOf(a) === undefined || subjectOf(a) !== subjectOf(b))
    .toSorted(([a, b], [c, d]) => inOrder(a, c) || inOrder(b, d))
    .map(([a, b]) => ({
      a: { contribution: a.contribution, ref: a.ref },
      b: { contribution: b.contribution, ref: b.ref },
      kinds: sharedKinds(a, b),
    }));
};
