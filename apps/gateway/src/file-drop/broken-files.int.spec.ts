import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { brokenFiles } from '../../test/broken-files.js';
import type { BrokenFile } from '../../test/broken-files.js';
import { DropScene } from '../../test/drop-scene.js';
import type { ResultLine } from '../../test/drop-scene.js';

jest.setTimeout(240_000);

const cases = brokenFiles.map((file, at) => ({ ...file, id: `geval-${at}.${file.name ?? 'csv'}` }));
let drop: DropScene;
beforeAll(async () => {
  drop = await DropScene.open();
  for (const { id, bytes } of cases) drop.drop(id, bytes);
  drop.begin();
  for (const { id } of cases) await drop.resultOf(id);
}, 240_000);
afterAll(() => drop.close());

const said = ({ status, code }: ResultLine): unknown => (status === 202 ? 202 : code);

/** What a result has to say of a file: of each row, and at the end. */
const expectedOf = (file: BrokenFile): { readonly rows: readonly unknown[]; readonly last: object } => {
  if ('rows' in file) return { rows: file.rows, last: { rijen: file.rows.length } };
  const { line, columns } = file;
  const faults = columns?.map(([kolom, code]) =>
    expect.objectContaining(kolom === undefined ? { code } : { kolom, code }),
  );
  return {
    rows: [],
    last: {
      bestand: 'geweigerd',
      code: file.file,
      uitleg: expect.stringMatching(/\.$/),
      ...(line === undefined ? {} : { regel: line }),
      ...(faults ? { fouten: faults } : {}),
    },
  };
};

describe('a file with', () => {
  it.each(cases)('$what ($id) is told what is wrong', (file) => {
    const lines = drop.result(file.id);
    const { rows, last } = expectedOf(file);
    expect(lines.slice(0, -1).map(said)).toEqual(rows);
    expect(lines.at(-1)).toMatchObject({ klaar: true, ...last });
  });
});

describe('all of them', () => {
  it('brought in what they were told was taken in, refused the rest as a fact, and lie nowhere any more', async () => {
    const events = await drop.scene.published();
    const lines = cases.flatMap(({ id }) => drop.result(id));
    const accepted = new Set(lines.filter(({ status }) => status === 202).map(({ id }) => id));
    const supplied = events.filter(({ type }) => type === 'ContributionSupplied');
    expect(new Set(supplied.map(({ data }) => data['contribution']))).toEqual(accepted);
    const refused = lines
      .map(said)
      .filter((code) => typeof code === 'string')
      .toSorted();
    const facts = events.filter(({ type }) => type === 'SupplyRefused').map(({ data }) => data['code']);
    expect(facts.map(String).toSorted()).toEqual(refused);
    expect([drop.names('in'), drop.names('werk'), drop.names('bewaard')]).toEqual([[], [], []]);
  });

  it('left none of their values in a result or in the log', () => {
    const all = JSON.stringify(cases.map(({ id }) => drop.result(id))) + drop.lines.join('');
    expect(all).not.toMatch(/jansen|kade|HYPERLINK|xxx|gisteren|1,2E/i);
  });
});
