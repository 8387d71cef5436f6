import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Fixture, Scale } from './fixture.js';
import { Running } from './harness.js';
import type { Parts } from './harness.js';
import type { Table } from './report.js';

/** A benchmark: its parts, each for a process of its own, and what the parent does with them. */
export type Benchmark = { readonly parts: Parts; readonly run: (bench: Bench) => Promise<Table | readonly Table[]> };

/** What a run was asked for: the short form counts little; `folder` holds data; `profiles` is where CPU profiles go. */
export type Asking = { readonly short: boolean; readonly folder: string; readonly profiles?: string };

/** What a benchmark works with. */
export class Bench {
  private copies = 0;

  constructor(
    private readonly name: string,
    private readonly asking: Asking,
  ) {}

  get short(): boolean {
    return this.asking.short;
  }

  /** Where logs are made. */
  get folder(): string {
    return this.asking.folder;
  }

  /** Starts one of the benchmark's parts. */
  start(part: string, options: unknown): Promise<Running> {
    const { profiles } = this.asking;
    const profiling = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${join(profiles, this.name, part)}`];
    return Running.start([this.name, part], options, profiling);
  }

  /** A log of so many events with one case, made once per run and never written to; see `copyOf`. */
  async fixture(events: number): Promise<Fixture> {
    const [small] = this.sizes;
    const from = events > small ? await this.fixture(small) : undefined;
    return this.made(`events-${events}`, { ...this.scale, events, from });
  }

  /** The smaller log with so many disclosures at its end. */
  async disclosed(disclosures: number): Promise<Fixture> {
    const [events] = this.sizes;
    return this.made(`disclosed-${events}-${disclosures}`, {
      ...this.scale,
      events,
      disclosures,
      from: await this.fixture(events),
    });
  }

  /** The two sizes at which cost is compared: the second is the first tenfold. */
  get sizes(): readonly [number, number] {
    return this.short ? [300, 3_000] : [10_000, 100_000];
  }

  /** A data folder of its own with the same content, to write in. */
  copyOf({ folder, caseId }: Fixture): Fixture {
    const copy = join(this.asking.folder, `copy-${this.name}-${++this.copies}`);
    rmSync(copy, { recursive: true, force: true });
    cpSync(folder, copy, { recursive: true });
    return { folder: copy, caseId };
  }

  private get scale(): Pick<Scale, 'contributions' | 'disclosures'> {
    return { contributions: this.short ? 5 : 20, disclosures: 2 };
  }

  private async made(name: string, scale: Scale): Promise<Fixture> {
    const maker = await Running.start(['fixture', 'maker'], {});
    const fixture = await maker.ask<Fixture>('make', { folder: join(this.asking.folder, name), scale });
    await maker.stop();
    return fixture;
  }
}
