import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { root, textOf } from '../docs/source-tree.js';

type License = { readonly license?: { readonly id?: string; readonly name?: string }; readonly expression?: string };
type Component = { readonly name: string; readonly version: string; readonly licenses?: readonly License[] };
type Bill = {
  readonly specVersion: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
};

/**
 * Licences under which something may be linked into what we give out under the EUPL-1.2: permissive ones. Another one is for
 * people to weigh (EUPL art. 5 and its appendix of compatible licences), not for a test to let through.
 */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'Python-2.0',
]);

/** The licences that a component names, all of which hold; an expression may join them with AND only. */
const licencesOf = ({ licenses = [] }: Component): readonly string[] =>
  licenses.flatMap(({ license, expression }) => {
    if (expression !== undefined) return expression.replaceAll(/[()]/g, '').split(' AND ');
    return [license?.id ?? license?.name ?? ''];
  });
const isAllowed = (component: Component): boolean => {
  const names = licencesOf(component);
  return names.length > 0 && names.every((name) => allowed.has(name));
};

const validator = (): ValidateFunction => {
  const schema = (name: string): object =>
    JSON.parse(textOf(`test/fixtures/cyclonedx/${name}.SNAPSHOT.schema.json`)) as object;
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addFormat('iri-reference', (text) => !/\s/.test(text) && URL.canParse(text, 'https://base.example/'));
  ajv.addFormat('idn-email', /^[^\s@]+@[^\s@]+$/);
  // the schemas name each other under these addresses
  for (const name of ['spdx', 'jsf-0.82']) {
    ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  }
  return ajv.compile(schema('bom-1.5'));
};

let bill: Bill;
beforeAll(() => {
  const program = join(root, 'tools/supply-chain/sbom.mjs');
  bill = JSON.parse(execFileSync(process.execPath, [program], { encoding: 'utf8', maxBuffer: 2 ** 26 })) as Bill;
});

describe('the bill of materials', () => {
  it('is CycloneDX 1.5, by its schema', () => {
    const validate = validator();
    expect([validate(bill), validate.errors]).toEqual([true, null]);
    expect(validate({ ...bill, components: [{ name: 'without a type' }] })).toBe(false);
    expect(bill.specVersion).toBe('1.5');
  });

  it('is of this software, and names every dependency that runs', () => {
    const manifest = JSON.parse(textOf('package.json')) as {
      readonly name: string;
      readonly version: string;
      readonly dependencies: Readonly<Record<string, string>>;
    };
    expect(bill.metadata.component).toMatchObject({ name: manifest.name, version: manifest.version });
    const there = new Set(bill.components.map(({ name, version }) => `${name}@${version}`));
    const missing = Object.entries(manifest.dependencies).filter(([name, version]) => !there.has(`${name}@${version}`));
    expect(missing).toEqual([]);
    expect(bill.components.map(({ name }) => name)).not.toContain('jest');
  });

  it('holds what the lock file says that runs, and nothing else', () => {
    const { packages } = JSON.parse(textOf('package-lock.json')) as {
      readonly packages: Readonly<Record<string, { readonly version: string; readonly dev?: true }>>;
    };
    const runs = Object.entries(packages)
      .filter(([path, { dev }]) => path !== '' && dev !== true)
      .map(([path, { version }]) => `${path.slice(path.lastIndexOf('node_modules/') + 13)}@${version}`);
    const there = bill.components.map(({ name, version }) => `${name}@${version}`);
    expect(there.toSorted()).toEqual([...new Set(runs)].toSorted());
  });

  it('names no licence that may not stand beside ours', () => {
    const unknown = bill.components.filter((component) => !isAllowed(component));
    expect(unknown.map((component) => [component.name, licencesOf(component)])).toEqual([]);
  });

  it.each<readonly [string, readonly License[]]>([
    ['none', []],
    ['one that copies itself onto others', [{ license: { id: 'AGPL-3.0-only' } }]],
    ['one that nobody knows', [{ license: { name: 'SEE LICENSE IN FILE' } }]],
    ['one of two that both hold', [{ expression: '(MIT AND SSPL-1.0)' }]],
    ['a choice that nobody made', [{ expression: 'MIT OR GPL-3.0-only' }]],
  ])('would not pass with a licence such as %s', (_what, licenses) => {
    expect(isAllowed({ name: 'other', version: '1.0.0', licenses })).toBe(false);
  });
});
