import type { Uuid } from '@knooppunt/kernel';
import { textIn } from '../api.js';
import type { Inzage, Regel } from '../api.js';
import type { Part } from '../cast.js';
import type { SignalsPlayed, WeighingPlayed } from '../result.js';
import { sideBySide } from '../stage.js';
import type { Stage } from '../stage.js';
import { until } from '../until.js';
import { writings } from '../writings.js';

type Supply = { readonly id: Uuid; readonly status: string };
type Weighing = { readonly criteria: object; readonly factoren: object };

const weighers = ['police', 'inspectorate'] as const satisfies readonly Part[];
const rotterdamWeighers = ['rotterdamPolice', 'rotterdamInspectorate'] as const satisfies readonly Part[];

/** The analyst looks at the queue until all these signals are in it. */
const queued = async ({ api, cast, report }: Stage, part: Part, ids: readonly Uuid[]): Promise<void> => {
  const count = await until('signals in the queue', async () => {
    const rows = await api.as(cast[part]).all<Regel>('/v1/signalen');
    const submitted = new Set(rows.filter((row) => textIn(row, 'state') === 'submitted').map(({ id }) => id));
    return ids.every((id) => submitted.has(id)) ? submitted.size : undefined;
  });
  report({ step: 'queued', count });
};

const prepare = async (
  { api, cast }: Stage,
  by: { readonly analyst: Part; readonly weighers: readonly Part[] },
  signal: Uuid,
  text: Weighing,
): Promise<void> => {
  const wegers = by.weighers.map((part) => cast[part].organisation);
  await api.as(cast[by.analyst]).post(`/v1/signalen/${signal}/wegingen`, { wegers, ...text });
};

/** What the first weigher is shown of a signal in its weighing, before anybody has decided. */
const weigherSees = async ({ api, cast }: Stage, signal: Uuid): Promise<WeighingPlayed['weigherSaw']> => {
  const { stukken } = await api.as(cast.police).get<Inzage>(`/v1/signalen/${signal}`);
  return stukken
    .filter(({ soort }) => soort.startsWith('S'))
    .flatMap(({ blokken }) => blokken.flatMap(({ velden }) => velden))
    .map(({ veld, niveau }) => ({ field: veld, level: niveau }));
};

const accept = async (stage: Stage, signals: readonly Uuid[]): Promise<void> => {
  for (const signal of signals) {
    await prepare(stage, { analyst: 'analyst', weighers }, signal, writings.weighing.amsterdam);
    for (const part of weighers) await stage.api.as(stage.cast[part]).post(`/v1/signalen/${signal}/_voldoet`);
  }
};

/** Waits until the supplier reads in its own overview that these deliveries are destroyed. */
const fatesOf = async ({ api, cast }: Stage, part: Part, ids: readonly Uuid[]): Promise<WeighingPlayed['fates']> => {
  const supplies = await until('keys destroyed', async () => {
    const own = await api.as(cast[part]).all<Supply>('/v1/leveringen');
    const gone = own.filter(({ id, status }) => ids.includes(id) && status === 'vernietigd');
    return gone.length === ids.length ? gone : undefined;
  });
  return ids.map((id) => ({ part, id, status: supplies.find((supply) => supply.id === id)?.status ?? '' }));
};

const reject = async (stage: Stage, elsewhere: readonly Uuid[]): Promise<void> => {
  for (const signal of elsewhere) {
    await prepare(stage, { analyst: 'analyst', weighers }, signal, writings.weighing.elsewhere);
    await stage.api.as(stage.cast.police).post(`/v1/signalen/${signal}/afwijzingen`, writings.rejection.elsewhere);
  }
};

const rejectRotterdam = async (stage: Stage, signals: readonly Uuid[]): Promise<void> => {
  const { api, cast } = stage;
  await queued(stage, 'rotterdamAnalyst', signals);
  for (const signal of signals) {
    const by = { analyst: 'rotterdamAnalyst', weighers: rotterdamWeighers } as const;
    await prepare(stage, by, signal, writings.weighing.rotterdam);
    await api.as(cast.rotterdamInspectorate).post(`/v1/signalen/${signal}/afwijzingen`, writings.rejection.rotterdam);
  }
  stage.report({ step: 'rotterdam-rejected', count: signals.length });
};

/** Both cooperations weigh what is theirs; what is rejected is destroyed, and the other cooperation never learns of it. */
export const playWeighing = async (stage: Stage, signals: SignalsPlayed): Promise<WeighingPlayed> => {
  const { api, cast, report } = stage;
  const { cluster, elsewhere, rotterdam, delivered } = signals;
  await queued(stage, 'analyst', [...cluster, ...elsewhere]);
  const [sample = '', ...rest] = cluster.filter((id) =>
    delivered.some((one) => one.id === id && one.type === 'S2' && id !== signals.child),
  );
  await prepare(stage, { analyst: 'analyst', weighers }, sample, writings.weighing.amsterdam);
  const weigherSaw = await weigherSees(stage, sample);
  for (const part of weighers) await api.as(cast[part]).post(`/v1/signalen/${sample}/_voldoet`);
  await accept(stage, [...rest, ...cluster.filter((id) => id !== sample && !rest.includes(id))]);
  await reject(stage, elsewhere);
  report({ step: 'weighed', accepted: cluster.length, rejected: elsewhere.length });
  await rejectRotterdam(stage, rotterdam);
  const fates = [
    ...(await fatesOf(stage, 'rotterdamCollege', rotterdam)),
    ...(await fatesOf(stage, 'college', elsewhere)),
  ];
  report({ step: 'destroyed', count: fates.length });
  const unknownElsewhere = await sideBySide(
    (path, correlation) => api.as(cast.analyst).look(path, correlation),
    '/v1/signalen/{id}',
    rotterdam[0] ?? '',
  );
  return { accepted: cluster, rejected: elsewhere, weigherSaw, fates, unknownElsewhere };
};
