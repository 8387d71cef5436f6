import { describe, expect, it } from '@jest/globals';
import { annotationFor, annotationsOf, fits, isLicenceText } from './reuse.js';
import { textOf } from './source-tree.js';
import { trackedFiles } from './tracked-files.js';

const annotations = annotationsOf(textOf('REUSE.toml'));
const files = trackedFiles();
const covered = files.filter((path) => !isLicenceText(path));
const copied = files
  .filter((path) => /(^|\/)SOURCE\.md$/.test(path))
  .map((path) => ({ origin: path, folder: path.replace(/SOURCE\.md$/, '') }));

describe('the licences of the repository', () => {
  it('name a holder and a licence for every file', () => {
    expect(covered.length).toBeGreaterThan(1000);
    const bare = covered.filter((path) => {
      const { copyright = '', license = '' } = annotationFor(annotations, path) ?? {};
      return copyright === '' || license === '';
    });
    expect(bare).toEqual([]);
  });

  it('each have their text, and no text lies there for nothing', () => {
    const used = new Set(covered.map((path) => annotationFor(annotations, path)?.license));
    const texts = files.filter((path) => path.startsWith('LICENSES/'));
    expect(texts.toSorted()).toEqual([...used].map((license) => `LICENSES/${license}.txt`).toSorted());
  });

  it('fit something: no annotation is of files that are gone', () => {
    const globs = annotations.flatMap(({ paths }) => paths);
    expect(globs.filter((glob) => !covered.some((path) => fits(glob, path)))).toEqual([]);
  });

  it('are ours in LICENSE, package.json and publiccode.yml alike', () => {
    expect(textOf('LICENSES/EUPL-1.2.txt')).toBe(textOf('LICENSE'));
    expect(annotationFor(annotations, 'package.json')?.license).toBe('EUPL-1.2');
    expect(JSON.parse(textOf('package.json'))).toMatchObject({ license: 'EUPL-1.2' });
    expect(textOf('publiccode.yml')).toContain('license: EUPL-1.2\n');
  });
});

describe('what others made', () => {
  it('has its origin beside it: every folder of fixtures says whose it is (SOURCE.md), or that it is ours (README.md)', () => {
    const folders = new Set(files.flatMap((path) => /^test\/fixtures\/[^/]+\//.exec(path) ?? []));
    const says = (folder: string): boolean => ['SOURCE.md', 'README.md'].some((name) => files.includes(folder + name));
    expect([...folders].filter((folder) => !says(folder))).toEqual([]);
  });

  it.each(copied)(
    '$folder is annotated with a holder of its own and the licence that it names',
    ({ origin, folder }) => {
      const data = covered.filter((path) => path.startsWith(folder) && path !== origin);
      const found = data.map((path) => annotationFor(annotations, path));

      expect(data.length).toBeGreaterThan(0);
      expect(found.filter((one) => one?.paths.includes('**'))).toEqual([]);
      const text = textOf(origin);
      expect([...new Set(found.map((one) => one?.license ?? ''))].filter((license) => !text.includes(license))).toEqual(
        [],
      );
    },
  );
});

describe('REUSE.toml', () => {
  it('is read by its last annotation that fits', () => {
    const [ours, theirs] = [
      { paths: ['**'], copyright: 'us', license: 'EUPL-1.2' },
      { paths: ['a/*.json', 'b/**'], copyright: 'them', license: 'Apache-2.0' },
    ];
    const both = annotationsOf(
      [
        'version = 1',
        '[[annotations]]',
        'path = "**"',
        'SPDX-FileCopyrightText = "us"',
        'SPDX-License-Identifier = "EUPL-1.2"',
        '[[annotations]]',
        'path = ["a/*.json", "b/**"]',
        'SPDX-FileCopyrightText = "them"',
        'SPDX-License-Identifier = "Apache-2.0"',
      ].join('\n'),
    );
    expect(both).toEqual([ours, theirs]);
    const seen = ['a/x.json', 'a/b/x.json', 'b/c/d.csv', 'axjson'].map((path) => annotationFor(both, path)?.license);
    expect(seen).toEqual(['Apache-2.0', 'EUPL-1.2', 'Apache-2.0', 'EUPL-1.2']);
  });

  it.each(['[other]', 'precedence = "override"', 'path = "early"'])(
    'is refused where it says what is not read: %s',
    (line) => {
      expect(() => annotationsOf(line)).toThrow('line 1');
    },
  );
});
