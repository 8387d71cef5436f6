import { dirname, isAbsolute, join, resolve } from 'node:path';
import { hasForm } from '@knooppunt/contracts';
import { misfits } from '@knooppunt/kernel';
import { readYamlFile } from '@knooppunt/platform';
import type { DropFolder } from './drop-folder.js';
import { prepareFolder } from './drop-folder.js';
import { FileDropInvalid } from './errors.js';

type Entry = Readonly<Record<string, unknown>>;
type Rule = readonly [isFine: (value: unknown) => boolean, sentence: string];
type Written = Pick<DropFolder, 'organisation' | 'cooperation'> & {
  readonly folder: string;
  readonly system?: string;
} & Partial<Pick<DropFolder, 'keepDays' | 'resultDays' | 'abandonedDays'>>;

/** How long things stay where the file says nothing: a delivered file not at all. */
export const usualDays = { keepDays: 0, resultDays: 30, abandonedDays: 7 } as const;
/** The name of the source where the file says none. */
const usualSystem = 'bestand';

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isName = (value: unknown): boolean =>
  typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(value);
const isSystem = (value: unknown): boolean =>
  typeof value === 'string' && hasForm('source', `urn:nld:oin:${'0'.repeat(20)}:systeem:${value}`);
const isCooperation = (value: unknown): boolean => typeof value === 'string' && /^[a-z][a-z0-9-]{1,59}$/.test(value);
const daysFrom = (least: number) => (value: unknown) =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= 365;

const required: Readonly<Record<string, Rule>> = {
  folder: [isName, 'folder is geen naam van een map binnen root.'],
  organisation: [(value) => misfits('oin', value).length === 0, 'organisation is geen OIN van twintig cijfers.'],
  cooperation: [isCooperation, 'cooperation is geen naam van een samenwerkingsverband.'],
};
const allowed: Readonly<Record<string, Rule>> = {
  system: [isSystem, 'system is geen naam van een bronsysteem.'],
  keepDays: [daysFrom(0), 'keepDays ligt niet tussen 0 en 365.'],
  resultDays: [daysFrom(1), 'resultDays ligt niet tussen 1 en 365.'],
  abandonedDays: [daysFrom(1), 'abandonedDays ligt niet tussen 1 en 365.'],
};

const faultsOfEntry = (entry: unknown, at: number): readonly string[] => {
  const called = `Inlevermap ${at + 1}`;
  if (!isEntry(entry)) return [`${called} is geen lijst van instellingen.`];
  const rules = { ...required, ...allowed };
  return [
    ...Object.keys(entry)
      .filter((name) => !Object.hasOwn(rules, name))
      .map((name) => `${called} kent een instelling die er niet is: ${name}.`),
    ...Object.entries(rules)
      .filter(([name, [isFine]]) => (entry[name] === undefined ? Object.hasOwn(required, name) : !isFine(entry[name])))
      .map(([, [, sentence]]) => `${called}: ${sentence}`),
  ];
};

const faultsOf = (document: unknown): readonly string[] => {
  if (!isEntry(document) || !Array.isArray(document['folders'])) return ['Er is geen lijst `folders`.'];
  const entries: readonly unknown[] = document['folders'];
  const { root } = document;
  const names = entries.map((entry) => (isEntry(entry) ? String(entry['folder']).toLowerCase() : undefined));
  const twice = names.flatMap((name, at) => (name !== undefined && names.indexOf(name) !== at ? [at] : []));
  return [
    ...(typeof root === 'string' && root.trim() !== '' ? [] : ['root noemt geen map.']),
    ...Object.keys(document)
      .filter((name) => name !== 'folders' && name !== 'root')
      .map((name) => `Het bestand kent een onderdeel dat er niet is: ${name}.`),
    ...entries.flatMap(faultsOfEntry),
    ...twice.map((at) => `Inlevermap ${at + 1} noemt een map die er al staat.`),
  ];
};

/** A drop folder with the usual terms, where nothing else is said. */
export const dropFolderOf = (root: string, { folder, system = usualSystem, ...written }: Written): DropFolder => ({
  ...usualDays,
  ...written,
  path: join(root, folder),
  source: `urn:nld:oin:${written.organisation}:systeem:${system}`,
});

/** Makes ready what lies within the folders, or throws `gateway/file-drop-invalid` with every fault of all of them. */
export const prepareFolders = (folders: readonly DropFolder[]): void => {
  const faults = folders.flatMap(({ path }, at) =>
    prepareFolder(path).map((fault) => `Inlevermap ${at + 1}: ${fault}`),
  );
  if (faults.length > 0) throw new FileDropInvalid(faults);
};

/**
 * The drop folders that a file (YAML or JSON) names, ready to be used. `root` may be relative to the file. Error:
 * `gateway/file-drop-invalid` with every fault of the file, or else every fault of the folders.
 */
export const readDropFile = (file: string): readonly DropFolder[] => {
  const { value: document, faults: unread } = readYamlFile(file);
  const faults = unread.length > 0 ? unread : faultsOf(document);
  if (faults.length > 0) throw new FileDropInvalid(faults);
  const { root, folders } = document as { readonly root: string; readonly folders: readonly Written[] };
  const base = isAbsolute(root) ? root : resolve(dirname(file), root);
  const made = folders.map((written) => dropFolderOf(base, written));
  prepareFolders(made);
  return made;
};
