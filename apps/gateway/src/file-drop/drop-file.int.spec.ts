import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readDropFile } from './drop-file.js';
import { FileDropInvalid } from './errors.js';

const college = '00000099000000002000';
const entry = { folder: 'college', organisation: college, cooperation: 'amsterdam-amstelland' };

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'knooppunt-drops-'));
  mkdirSync(join(root, 'college'), { mode: 0o750 });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const read = (document: unknown) => {
  const file = join(root, 'drops.yaml');
  writeFileSync(file, typeof document === 'string' ? document : JSON.stringify(document));
  return readDropFile(file);
};
const faultsOf = (document: unknown): readonly string[] => {
  try {
    read(document);
    return [];
  } catch (error) {
    if (error instanceof FileDropInvalid) return error.faults;
    throw error;
  }
};
const modeOf = (name: string): string => (statSync(join(root, 'college', name)).mode & 0o777).toString(8);

describe('a file of drop folders', () => {
  it('binds each folder to an organisation, and makes what lies in it with the least rights that do', () => {
    expect(read({ root: '.', folders: [{ ...entry, system: 'wonen', keepDays: 3 }] })).toEqual([
      {
        path: join(root, 'college'),
        organisation: college,
        cooperation: 'amsterdam-amstelland',
        source: `urn:nld:oin:${college}:systeem:wonen`,
        keepDays: 3,
        resultDays: 30,
        abandonedDays: 7,
      },
    ]);
    expect(['in', 'werk', 'uit', 'bewaard'].map(modeOf)).toEqual(['770', '700', '750', '700']);
  });

  it('hands the group of the folder on where the operator asked for that', () => {
    chmodSync(join(root, 'college'), 0o2750);
    read({ root, folders: [entry] });
    expect(statSync(join(root, 'college', 'in')).mode & 0o2000).toBe(0o2000);
  });

  it('names all faults at once, and none of their values', () => {
    const faults = faultsOf({
      root: '',
      folders: [
        entry,
        { folder: '../elders', organisation: '7', cooperation: 'Jan Jansen', system: 'A B', keepDays: -1, extra: 1 },
        { ...entry, folder: 'College', resultDays: 0 },
        1,
      ],
      meer: 1,
    });
    expect(faults).toEqual([
      'root noemt geen map.',
      'Het bestand kent een onderdeel dat er niet is: meer.',
      'Inlevermap 2 kent een instelling die er niet is: extra.',
      'Inlevermap 2: folder is geen naam van een map binnen root.',
      'Inlevermap 2: organisation is geen OIN van twintig cijfers.',
      'Inlevermap 2: cooperation is geen naam van een samenwerkingsverband.',
      'Inlevermap 2: system is geen naam van een bronsysteem.',
      'Inlevermap 2: keepDays ligt niet tussen 0 en 365.',
      'Inlevermap 3: resultDays ligt niet tussen 1 en 365.',
      'Inlevermap 4 is geen lijst van instellingen.',
      'Inlevermap 3 noemt een map die er al staat.',
    ]);
  });

  it.each(['[]', 'folders: 1', ': : :'])('is refused as %s', (text) => {
    expect(faultsOf(text)).toHaveLength(1);
  });

  it('is refused where it is not there', () => {
    expect(() => readDropFile(join(root, 'nergens.yaml'))).toThrow(FileDropInvalid);
  });
});

describe('a drop folder', () => {
  const faultsWith = (prepare: () => void): readonly string[] => {
    prepare();
    return faultsOf({ root, folders: [entry] });
  };

  it.each([
    ['is not there', () => rmSync(join(root, 'college'), { recursive: true }), 'is er niet'],
    ['may be written by others', () => chmodSync(join(root, 'college'), 0o777), 'zet de rechten op 0750'],
    ['may be read by everybody', () => chmodSync(join(root, 'college'), 0o755), 'zet de rechten op 0750'],
    [
      'is a link',
      () => {
        rmSync(join(root, 'college'), { recursive: true });
        symlinkSync(root, join(root, 'college'));
      },
      'is geen map',
    ],
    ['has a link in it', () => symlinkSync(root, join(root, 'college', 'werk')), 'De map werk is geen map'],
    [
      'has a folder under work that its supplier may read',
      () => {
        mkdirSync(join(root, 'college', 'werk'));
        chmodSync(join(root, 'college', 'werk'), 0o750);
      },
      'De map werk staat open voor anderen: zet de rechten op 0700',
    ],
    [
      'has a result folder that its supplier may write',
      () => {
        mkdirSync(join(root, 'college', 'uit'));
        chmodSync(join(root, 'college', 'uit'), 0o770);
      },
      'De map uit staat open voor anderen: zet de rechten op 0750',
    ],
  ])('that %s is refused', (_what, prepare, sentence) => {
    expect(faultsWith(prepare)).toEqual([expect.stringContaining(sentence)]);
  });
});
