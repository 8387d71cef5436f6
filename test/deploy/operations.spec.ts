import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { settings } from '@knooppunt/platform';
import { compose, root, textOf } from './compose.js';

const page = textOf('docs/operations.md');

/** The table of settings as the page has to show it. */
const settingsTable = (): string => {
  const rows = settings
    .filter(({ programs }) => programs.length > 0)
    .map(({ name, isSecret, programs, fallback, meaning }) => {
      const without = fallback === undefined ? '' : `\`${fallback}\``;
      return `| \`${name}\`${isSecret ? ' (secret)' : ''} | ${programs.join(', ')} | ${without} | ${meaning} |`;
    });
  return ['| setting | read by | without it | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
};

// how wide a column is drawn says nothing
const rowsOf = (table: string): readonly string[] =>
  table.split('\n').map((row) => row.replaceAll(/ {2,}/g, ' ').replaceAll(/-{3,}/g, '---'));

const between = (name: string): string | undefined =>
  new RegExp(`<!-- ${name} -->\\n+([^]*?)\\n+<!-- /${name} -->`).exec(page)?.[1];

const firstCells = (heading: string): readonly string[] => {
  const [, section = ''] = new RegExp(`\\n## ${heading}\\n([^]*?)(?=\\n## |$)`).exec(page) ?? [];
  return [...section.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word),
  );
};

describe('docs/operations.md', () => {
  it('shows every setting that a program reads, as the programs know it', () => {
    expect(rowsOf(between('settings') ?? '')).toEqual(rowsOf(settingsTable()));
  });

  it('names every metric, and none that is not there', () => {
    const catalogue = textOf('libs/platform/src/metrics/catalogue.ts');
    const metrics = [...catalogue.matchAll(/^ {2}(knooppunt_[a-z_]+): \{/gm)].map(([, name]) => name);

    expect(metrics.length).toBeGreaterThan(10);
    expect(firstCells('Metrics')).toEqual(expect.arrayContaining(metrics));
    expect(firstCells('Metrics')).toHaveLength(metrics.length);
  });

  it('names every service and the command that it runs', () => {
    const { services } = compose();
    const cells = firstCells('What runs');

    expect(Object.keys(services).filter((name) => !cells.includes(name))).toEqual([]);
    const programs = Object.values(services)
      .flatMap(({ command: [program = ''] = [] }) => program)
      .filter((program) => program.startsWith('dist/'));
    expect(programs).toHaveLength(4);
    expect(programs.filter((program) => !page.includes(`\`${program}\``))).toEqual([]);
  });

  it('links to what is there', () => {
    const links = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, target = '']) => target);
    const anchors = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, target]) => target);
    const headings = [...page.matchAll(/^##+ (.+)$/gm)].map(([, text = '']) => text.toLowerCase().replaceAll(' ', '-'));

    expect(links.filter((target) => !existsSync(join(root, 'docs', target)))).toEqual([]);
    expect(anchors.filter((target) => !headings.includes(target ?? ''))).toEqual([]);
  });
});
