import { DomainError } from '@knooppunt/kernel';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { durationBuckets, labelValues, metricCatalogue } from './catalogue.js';
import type { DeclaredLabel, LabelName, LabelsOf, MetricName, NameOf, StateMetric } from './catalogue.js';

/** A label got a value that nobody declared, or a label that the metric has not. The value is not told. */
export class MetricLabelRefused extends DomainError {
  readonly code = 'platform/metric-label-refused';

  constructor(
    readonly metric: string,
    readonly label: string,
  ) {
    super(`metric \`${metric}\` has no such value or label (\`${label}\`)`);
  }
}

type Labels = Readonly<Record<string, string>>;
type Given = Readonly<Record<string, string | number>>;
type Instruments = {
  readonly counters: Map<string, Counter>;
  readonly gauges: Map<string, Gauge>;
  readonly histograms: Map<string, Histogram>;
};

/** Labels may be left out where a metric has none. */
type Labelled<Name extends MetricName, Rest extends readonly unknown[]> = keyof LabelsOf<Name> extends never
  ? [labels?: Readonly<Record<string, never>>, ...rest: Partial<Rest>]
  : [labels: LabelsOf<Name>, ...rest: Partial<Rest>];

const declarable = /^(?!.*\d{6})[A-Za-z0-9/][A-Za-z0-9_./:*-]{0,119}$/;
const scrapeLimitMs = 2_000;

const instrumentsIn = (registry: Registry): Instruments => {
  const made: Instruments = { counters: new Map(), gauges: new Map(), histograms: new Map() };
  for (const [name, { kind, help, labels }] of Object.entries(metricCatalogue)) {
    const shape = { name, help, labelNames: [...labels], registers: [registry] };
    if (kind === 'counter') made.counters.set(name, new Counter(shape));
    else if (kind === 'gauge') made.gauges.set(name, new Gauge(shape));
    else made.histograms.set(name, new Histogram({ ...shape, buckets: durationBuckets }));
  }
  return made;
};

const found = <T>(map: ReadonlyMap<string, T>, name: string): T => {
  const one = map.get(name);
  if (!one) throw new MetricLabelRefused(name, 'name');
  return one;
};

/**
 * The numbers of one process, as Prometheus reads them: a closed catalogue of metrics, and closed lists of what their labels
 * say, so that nothing of a person can become a label. What is not declared throws `platform/metric-label-refused`.
 */
export class Metrics {
  private readonly registry = new Registry();
  private readonly made = instrumentsIn(this.registry);
  private readonly declared = new Map<string, Set<string>>();
  private readonly collectors: (() => Promise<void> | void)[] = [];
  private watching = false;
  private scrape: Promise<string> | undefined;

  /** The media type of `text`. */
  readonly contentType = this.registry.contentType;

  constructor() {
    for (const [label, values] of Object.entries(labelValues))
      this.declared.set(label, new Set(values === 'declared' ? [] : values));
  }

  /** Adds to the values that a label may have: literals and names of the code, told at start. */
  declare(label: DeclaredLabel, values: readonly string[]): void {
    for (const value of values) {
      if (!declarable.test(value)) throw new MetricLabelRefused('declare', label);
      this.declared.get(label)?.add(value);
    }
  }

  /** Adds to a counter. */
  increment<Name extends NameOf<'counter'>>(name: Name, ...[labels, by = 1]: Labelled<Name, [by: number]>): void {
    found(this.made.counters, name).inc(this.checked(name, labels), by);
  }

  /** Sets a gauge. */
  set<Name extends NameOf<'gauge'>>(name: Name, labels: LabelsOf<Name>, value: number): void {
    found(this.made.gauges, name).set(this.checked(name, labels), value);
  }

  /** Forgets what a gauge said, before it is measured anew: a partition that went elsewhere must not stand still here. */
  clear(name: NameOf<'gauge'>): void {
    found(this.made.gauges, name).reset();
  }

  /** Sets a state: 1 for the one that it is in, 0 for those that it was in. */
  setState<Name extends StateMetric>(name: Name, labels: Omit<LabelsOf<Name>, 'state'>, state: string): void {
    const gauge = found(this.made.gauges, name);
    const now = this.checked(name, { ...(labels as Given), state });
    for (const other of labelValues.state) gauge.remove({ ...now, state: other });
    gauge.set(now, 1);
  }

  /** Adds a duration to a histogram, in seconds. */
  observe<Name extends NameOf<'histogram'>>(name: Name, labels: LabelsOf<Name>, seconds: number): void {
    found(this.made.histograms, name).observe(this.checked(name, labels), seconds);
  }

  /** Measures something at each scrape. One that fails or takes longer than two seconds leaves its gauges as they were. */
  onScrape(collect: () => Promise<void> | void): void {
    this.collectors.push(collect);
  }

  /** Adds the metrics of the process itself: CPU, memory, handles, garbage collection, delay of the event loop. Once. */
  watchProcess(): void {
    if (this.watching) return;
    this.watching = true;
    collectDefaultMetrics({ register: this.registry, prefix: 'knooppunt_' });
  }

  /** The value of a counter or gauge under these labels, or the number of observations of a histogram; 0 where there is none. */
  async read<Name extends MetricName>(name: Name, ...[labels]: Labelled<Name, []>): Promise<number> {
    const wanted = this.checked(name, labels);
    const metric = await this.registry.getSingleMetric(name)?.get();
    const isWanted = (own: Labels): boolean => Object.entries(wanted).every(([key, value]) => own[key] === value);
    const value = metric?.values.find((one) => {
      const { metricName = name } = one as { readonly metricName?: string };
      return !metricName.endsWith('_bucket') && !metricName.endsWith('_sum') && isWanted(one.labels as Labels);
    });
    return value?.value ?? 0;
  }

  /** All of it in the text format of Prometheus. Scrapes at the same time share one. */
  text(): Promise<string> {
    this.scrape ??= this.collected().finally(() => (this.scrape = undefined));
    return this.scrape;
  }

  private async collected(): Promise<string> {
    const enough = new Promise<void>((resolve) => setTimeout(resolve, scrapeLimitMs).unref());
    const all = Promise.allSettled(this.collectors.map(async (collect) => collect()));
    await Promise.race([all, enough]);
    return this.registry.metrics();
  }

  private checked(name: MetricName, given: Given | undefined = {}): Record<string, string> {
    const expected: readonly LabelName[] = metricCatalogue[name].labels;
    const labels: Record<string, string> = {};
    for (const label of expected) {
      const value = given[label];
      if (value === undefined || !this.declared.get(label)?.has(String(value)))
        throw new MetricLabelRefused(name, label);
      labels[label] = String(value);
    }
    if (Object.keys(given).length > expected.length) throw new MetricLabelRefused(name, 'label');
    return labels;
  }
}
