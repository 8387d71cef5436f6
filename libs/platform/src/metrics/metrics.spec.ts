import { describe, expect, it } from '@jest/globals';
import { labelValues, metricCatalogue } from './catalogue.js';
import type { LabelsOf, MetricName, NameOf } from './catalogue.js';
import { MetricLabelRefused, Metrics } from './metrics.js';

const tokens = ['Kanarie van de Planter', '123456782', 'kanarie@planter.example', 'kanarie', '/v1/casussen/kanarie'];
const seen = /kanari|planter|123456782/i;

describe('a metric', () => {
  it('counts, sets and observes under its labels', async () => {
    const metrics = new Metrics();
    metrics.declare('route', ['/v1/casussen/:id']);
    metrics.declare('topic', ['signals.pol']);
    metrics.declare('group', ['intake']);
    metrics.increment('knooppunt_http_unauthenticated_total');
    metrics.increment('knooppunt_http_unauthenticated_total', {}, 2);
    metrics.increment('knooppunt_disclosures_total', { outcome: 'recorded' });
    const place = { topic: 'signals.pol', partition: 3, group: 'intake' };
    metrics.set('knooppunt_messaging_lag_messages', place, 12);
    const route = { method: 'GET', route: '/v1/casussen/:id', status: 200 };
    metrics.observe('knooppunt_http_request_duration_seconds', route, 0.004);
    metrics.observe('knooppunt_http_request_duration_seconds', route, 2);
    expect(await metrics.read('knooppunt_http_unauthenticated_total')).toBe(3);
    expect(await metrics.read('knooppunt_disclosures_total', { outcome: 'recorded' })).toBe(1);
    expect(await metrics.read('knooppunt_disclosures_total', { outcome: 'aborted' })).toBe(0);
    expect(await metrics.read('knooppunt_messaging_lag_messages', place)).toBe(12);
    expect(await metrics.read('knooppunt_http_request_duration_seconds', route)).toBe(2);
    expect(await metrics.text()).toContain(
      'knooppunt_messaging_lag_messages{topic="signals.pol",partition="3",group="intake"} 12',
    );
  });

  it('of a state says one at a time', async () => {
    const metrics = new Metrics();
    metrics.declare('partner', ['brp']);
    metrics.setState('knooppunt_breaker_state', { partner: 'brp' }, 'open');
    metrics.setState('knooppunt_breaker_state', { partner: 'brp' }, 'half-open');
    const text = await metrics.text();
    expect(text).toContain('knooppunt_breaker_state{partner="brp",state="half-open"} 1');
    expect(text).not.toContain('state="open"');
  });

  it('has a name of ours, with its unit, and a help', () => {
    for (const [name, { kind, help }] of Object.entries(metricCatalogue)) {
      expect(name).toMatch(/^knooppunt_[a-z_]+_(?:total|seconds|days|messages|events|rows|files|state|up)$/);
      expect(name.endsWith('_total')).toBe(kind === 'counter');
      expect(help.length).toBeGreaterThan(10);
    }
  });

  it('of the process comes under the same name, once asked for', async () => {
    const metrics = new Metrics();
    expect(await metrics.text()).not.toContain('process_cpu');
    metrics.watchProcess();
    metrics.watchProcess();
    expect(await metrics.text()).toMatch(/knooppunt_nodejs_eventloop_lag_p99_seconds \d/);
    expect(await metrics.text()).toMatch(/knooppunt_process_cpu_seconds_total \d/);
  });
});

describe('a scrape', () => {
  it('measures what was asked for, once for all who scrape at the same time', async () => {
    const metrics = new Metrics();
    let rows = 0;
    metrics.onScrape(() => metrics.set('knooppunt_intake_waiting_rows', {}, (rows += 1)));
    const [first, second] = await Promise.all([metrics.text(), metrics.text()]);
    expect([first, second, rows]).toEqual([second, first, 1]);
    expect(await metrics.text()).toContain('knooppunt_intake_waiting_rows 2');
  });

  it('is given also where a measurement fails, without its words', async () => {
    const metrics = new Metrics();
    metrics.onScrape(() => Promise.reject(new Error('kanarie')));
    metrics.onScrape(() => {
      throw new TypeError('kanarie');
    });
    metrics.onScrape(async () => metrics.set('knooppunt_intake_waiting_rows', {}, 7));
    const text = await metrics.text();
    expect(text).toContain('knooppunt_intake_waiting_rows 7');
    expect(text).not.toMatch(seen);
  });

  it('forgets what a gauge said where that is cleared', async () => {
    const metrics = new Metrics();
    metrics.declare('group', ['intake']);
    metrics.set('knooppunt_dead_letters_messages', { group: 'intake' }, 3);
    metrics.clear('knooppunt_dead_letters_messages');
    expect(await metrics.text()).not.toContain('group="intake"');
  });
});

describe('a planted token', () => {
  const names = Object.keys(metricCatalogue) as MetricName[];
  const good = (metrics: Metrics): Record<string, string> =>
    Object.fromEntries(
      Object.entries(labelValues).map(([label, values]) => {
        if (values !== 'declared') return [label, values[0]];
        metrics.declare(label as 'route', ['declared']);
        return [label, 'declared'];
      }),
    );
  const use = (metrics: Metrics, name: MetricName, labels: object): void => {
    const { kind } = metricCatalogue[name];
    if (kind === 'counter') metrics.increment(name as 'knooppunt_refusals_total', labels as { status: number });
    else if (kind === 'gauge') metrics.set(name as NameOf<'gauge'>, labels as LabelsOf<NameOf<'gauge'>>, 1);
    else metrics.observe(name as NameOf<'histogram'>, labels as LabelsOf<NameOf<'histogram'>>, 1);
  };

  it.each(names)('is refused in each label of %s, and does not come out', async (name) => {
    const metrics = new Metrics();
    const all = good(metrics);
    const own: readonly string[] = metricCatalogue[name].labels;
    const labels = Object.fromEntries(own.map((label) => [label, all[label]]));
    use(metrics, name, labels);
    for (const token of tokens) {
      for (const label of own)
        expect(() => use(metrics, name, { ...labels, [label]: token })).toThrow(MetricLabelRefused);
      expect(() => use(metrics, name, { ...labels, [token]: 'declared' })).toThrow(MetricLabelRefused);
      expect(() => use(metrics, name, { ...labels, bsn: token })).toThrow(MetricLabelRefused);
    }
    const text = await metrics.text();
    expect(text).toContain(name);
    expect(text).not.toMatch(seen);
  });

  it('is not in what the refusal says', () => {
    const metrics = new Metrics();
    const labels = { topic: 'kanarie', partition: 0, group: 'kanarie' };
    expect(() => metrics.set('knooppunt_messaging_lag_messages', labels, 1)).toThrow(
      /^[^k]*`knooppunt_[^`]+`[^`]+`topic`\)$/,
    );
  });

  it.each(['Kanarie van de Planter', '123456782', 'kanarie@planter.example', ''])('%p cannot be declared', (token) => {
    expect(() => new Metrics().declare('topic', [token])).toThrow(MetricLabelRefused);
  });
});
