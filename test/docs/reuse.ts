/** One `[[annotations]]` of REUSE.toml. */
export type Annotation = {
  readonly paths: readonly string[];
  readonly copyright: string;
  readonly license: string;
};

const names = { path: 'paths', 'SPDX-FileCopyrightText': 'copyright', 'SPDX-License-Identifier': 'license' } as const;

/**
 * The annotations of a REUSE.toml, in order (REUSE specification 3.3). Reads the part of TOML that ours is written in: tables
 * of strings and lists of strings on one line. Throws at anything else.
 */
export const annotationsOf = (toml: string): readonly Annotation[] => {
  const found: Record<string, unknown>[] = [];
  for (const [at, raw] of toml.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (line === 'version = 1') continue;
    if (line === '[[annotations]]') {
      found.push({});
      continue;
    }
    const [, name = '', value = ''] = /^([\w-]+) = (".*"|\[.*\])$/.exec(line) ?? [];
    const member = names[name as keyof typeof names];
    const current = found.at(-1);
    if (member === undefined || current === undefined) throw new Error(`REUSE.toml, line ${at + 1}: not understood`);
    // strings and lists of strings look alike in TOML and JSON
    const parsed: unknown = JSON.parse(value);
    current[member] = member === 'paths' && typeof parsed === 'string' ? [parsed] : parsed;
  }
  return found as unknown as readonly Annotation[];
};

/** Does a glob of REUSE.toml fit a path? `*` is anything but a slash, `**` anything. */
export const fits = (glob: string, path: string): boolean => {
  const pattern = glob
    .split(/(\*\*|\*)/)
    .map((part) => {
      if (part === '**') return '.*';
      return part === '*' ? '[^/]*' : part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
    })
    .join('');
  return new RegExp(`^${pattern}$`, 's').test(path);
};

/** The annotation that counts for a file: the last that fits. */
export const annotationFor = (annotations: readonly Annotation[], path: string): Annotation | undefined =>
  annotations.findLast(({ paths }) => paths.some((glob) => fits(glob, path)));

/** Texts of licences and what REUSE itself leaves out: they need no annotation of their own. */
export const isLicenceText = (path: string): boolean =>
  /(^|\/)(LICEN[CS]E|COPYING)([.-][^/]*)?$/.test(path) || path.startsWith('LICENSES/');
