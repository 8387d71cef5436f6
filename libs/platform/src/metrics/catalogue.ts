/** Values that a label may have: a closed list of the code, or `declared`: told once at start with `Metrics.declare`. */
type Values = readonly string[] | 'declared';
type Definition = {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly LabelName[];
};

const numbers = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => String(from + at));

/** Every label and what it may say. None of them comes from a request, a message or a person. */
export const labelValues = {
  check: 'declared',
  cooperation: 'declared',
  group: 'declared',
  limit: ['person', 'organisation', 'address'],
  method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'other'],
  outcome: ['recorded', 'aborted', 'refused', 'accepted', 'done', 'agreed', 'differed'],
  partition: numbers(0, 1023),
  partner: 'declared',
  projection: 'declared',
  route: 'declared',
  state: ['closed', 'open', 'half-open', 'connecting', 'catching-up', 'live', 'backing-off'],
  status: numbers(100, 599),
  subscription: 'declared',
  topic: 'declared',
} as const satisfies Readonly<Record<string, Values>>;

/** The name of a label. */
export type LabelName = keyof typeof labelValues;
/** A label whose values an app declares when it starts: its routes, topics, groups, projections, partners, checks. */
export type DeclaredLabel = {
  [Name in LabelName]: (typeof labelValues)[Name] extends 'declared' ? Name : never;
}[LabelName];

/** Every metric of ours; names `knooppunt_*` with their unit. Process and event loop come from prom-client under the same prefix. */
export const metricCatalogue = {
  knooppunt_http_request_duration_seconds: {
    kind: 'histogram',
    help: 'Time from the head of a request to the end of its answer, by route template.',
    labels: ['method', 'route', 'status'],
  },
  knooppunt_http_unauthenticated_total: { kind: 'counter', help: 'Requests of nobody known (401).', labels: [] },
  knooppunt_http_limited_total: {
    kind: 'counter',
    help: 'Requests above a limit (429), by whose limit it was.',
    labels: ['limit'],
  },
  knooppunt_http_failures_total: { kind: 'counter', help: 'Answers with a status from 500 on.', labels: [] },
  knooppunt_refusals_total: {
    kind: 'counter',
    help: 'Refusals of authenticated callers, as facts.',
    labels: ['status'],
  },
  knooppunt_disclosures_total: {
    kind: 'counter',
    help: 'Records of the gate, by what became of them.',
    labels: ['outcome'],
  },
  knooppunt_replayed_disclosures_total: {
    kind: 'counter',
    help: 'Past disclosures that the nightly replay decided again, by whether they came out as they were.',
    labels: ['outcome'],
  },
  knooppunt_messaging_lag_messages: {
    kind: 'gauge',
    help: 'Messages that a group has not handled yet.',
    labels: ['topic', 'partition', 'group'],
  },
  knooppunt_messaging_lag_seconds: {
    kind: 'gauge',
    help: 'Age of the oldest message that a group has not handled yet.',
    labels: ['topic', 'partition', 'group'],
  },
  knooppunt_messages_handled_total: {
    kind: 'counter',
    help: 'Messages handled by a group.',
    labels: ['topic', 'group'],
  },
  knooppunt_dead_letters_messages: { kind: 'gauge', help: 'Messages that are parked.', labels: ['group'] },
  knooppunt_projection_lag_seconds: {
    kind: 'gauge',
    help: 'Time since a projection that is behind last stood at the head of the log.',
    labels: ['projection'],
  },
  knooppunt_intake_waiting_rows: {
    kind: 'gauge',
    help: 'Rows of the intake register that lie on no topic yet.',
    labels: [],
  },
  knooppunt_file_drop_files_total: {
    kind: 'counter',
    help: 'Files of drop folders that were worked through, or refused as a whole.',
    labels: ['outcome'],
  },
  knooppunt_file_drop_rows_total: {
    kind: 'counter',
    help: 'Rows of dropped files, by what became of them.',
    labels: ['outcome'],
  },
  knooppunt_file_drop_waiting_files: {
    kind: 'gauge',
    help: 'Complete files in drop folders that wait or are under work.',
    labels: [],
  },
  knooppunt_covenant_left_days: {
    kind: 'gauge',
    help: 'Days to the last day of the covenant in force; below 0 it has expired.',
    labels: ['cooperation'],
  },
  knooppunt_covenant_law_up: {
    kind: 'gauge',
    help: '1 where the covenant was checked against the law in force, 0 where it was against another.',
    labels: ['cooperation'],
  },
  knooppunt_breaker_state: {
    kind: 'gauge',
    help: '1 for the state of the breaker of a partner.',
    labels: ['partner', 'state'],
  },
  knooppunt_subscription_state: {
    kind: 'gauge',
    help: '1 for the state of a subscription to the log.',
    labels: ['subscription', 'state'],
  },
  knooppunt_check_up: {
    kind: 'gauge',
    help: '1 where a check of readiness holds, 0 where it does not.',
    labels: ['check'],
  },
} as const satisfies Readonly<Record<string, Definition>>;

type Catalogue = typeof metricCatalogue;
/** The name of a metric. */
export type MetricName = keyof Catalogue;
/** The names of the metrics of one kind. */
export type NameOf<Kind extends Definition['kind']> = {
  [Name in MetricName]: Catalogue[Name]['kind'] extends Kind ? Name : never;
}[MetricName];
/** The metrics that say which of a few states something is in. */
export type StateMetric = {
  [Name in MetricName]: 'state' extends Catalogue[Name]['labels'][number] ? Name : never;
}[MetricName];
/** The labels of a metric: each of them, as text or as a number. */
export type LabelsOf<Name extends MetricName> = {
  readonly [Label in Catalogue[Name]['labels'][number]]: string | number;
};

/** Upper bounds of the durations, in seconds: from a health probe to the time limit of a request. */
export const durationBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
