import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './source-tree.js';

const unkept = new Set(['.git', 'node_modules', 'dist', 'var', 'coverage']);

const walked = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (unkept.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walked(path) : [relative(root, path)];
  });

/** Every file that the repository keeps, those not yet committed included; where there is no git, every file that it would not ignore by its folder. */
export const trackedFiles = (): readonly string[] => {
  try {
    const options = { cwd: root, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 } as const;
    return execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], options)
      .split('\0')
      .filter(Boolean);
  } catch {
    return walked(root);
  }
};
