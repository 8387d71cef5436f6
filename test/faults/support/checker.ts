/** An event as far as the checker looks: where it lies and what it is. */
export type Seen = { readonly stream: string; readonly type: string; readonly id: string };

/** A message that a group parked, by its place. */
export type Parked = { readonly topic: string; readonly partition: number; readonly offset: number };

/** All that was observed from outside of a hub under faults. */
export type History = {
  /** Per delivery that got a 202, the contribution that the answer named. */
  readonly acknowledged: ReadonlyMap<string, string>;
  readonly log: readonly Seen[];
  /** Answers with content whose record was not in the log when they came. */
  readonly unrecorded: readonly string[];
  readonly parked: readonly Parked[];
  /** Messages that the test itself put on the topics and no gateway wrote. */
  readonly poison: readonly Parked[];
  readonly unforeseen: readonly string[];
};

/** What is wrong with a history; every list is empty where the product keeps its promises. */
export type Findings = {
  /** Acknowledged, and neither supplied nor refused. */
  readonly lost: readonly string[];
  /** Applied more than once: a first event of a contribution, or the beginning of a weighing. */
  readonly twice: readonly string[];
  /** A contribution in the log that nobody offered, or two deliveries that share one. */
  readonly strange: readonly string[];
  /** Supplied as a signal, and no weighing begun. */
  readonly unweighed: readonly string[];
  readonly unrecorded: readonly string[];
  /** Parked, and no poison. */
  readonly parked: readonly string[];
  /** Poison, and not parked. */
  readonly swallowed: readonly string[];
  readonly unforeseen: readonly string[];
};

export const nothing: Findings = {
  lost: [],
  twice: [],
  strange: [],
  unweighed: [],
  unrecorded: [],
  parked: [],
  swallowed: [],
  unforeseen: [],
};

const first: ReadonlySet<string> = new Set(['ContributionSupplied', 'ContributionRefused']);

const countBy = (keys: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};
const repeated = (counts: ReadonlyMap<string, number>): readonly string[] =>
  [...counts].filter(([, count]) => count > 1).map(([key]) => key);
const placeOf = ({ topic, partition, offset }: Parked): string => `${topic}/${partition}/${offset}`;
const idOf = ({ stream }: Seen): string => stream.slice(stream.indexOf('-') + 1);

/** Holds all that was acknowledged and answered against the log. Events of other kinds, and refusals as facts, it leaves alone. */
export const findingsOf = ({ acknowledged, log, ...seen }: History): Findings => {
  const contributions = countBy(log.filter(({ type }) => first.has(type)).map(idOf));
  const supplied = log.filter(({ type }) => type === 'ContributionSupplied').map(idOf);
  const weighings = countBy(log.filter(({ type }) => type === 'SignalSubmitted').map(idOf));
  const promised = [...acknowledged.values()];
  const offered = new Set(promised);
  const poison = new Set(seen.poison.map(placeOf));
  const parked = new Set(seen.parked.map(placeOf));
  return {
    lost: promised.filter((id) => !contributions.has(id)),
    twice: [...repeated(contributions), ...repeated(weighings), ...repeated(countBy(log.map(({ id }) => id)))],
    strange: [
      ...repeated(countBy(promised)),
      ...[...contributions.keys(), ...weighings.keys()].filter((id) => !offered.has(id)),
    ],
    unweighed: supplied.filter((id) => !weighings.has(id)),
    unrecorded: seen.unrecorded,
    parked: [...parked].filter((place) => !poison.has(place)),
    swallowed: [...poison].filter((place) => !parked.has(place)),
    unforeseen: seen.unforeseen,
  };
};
