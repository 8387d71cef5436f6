import { describe, expect, it } from '@jest/globals';
import { Grouped } from './grouped.js';
import type { Settled } from './grouped.js';

type Call = { readonly items: readonly string[]; readonly end: () => void };

/** A server that ends a group when the spec says so; `refuses` gives what a whole group is refused for. */
const scene = ({ lanes = 1, size = 10, refuses = (_items: readonly string[]): unknown => undefined } = {}) => {
  const calls: Call[] = [];
  const work = async (items: readonly string[]): Promise<readonly Settled<string>[]> => {
    const ending = Promise.withResolvers<void>();
    calls.push({ items, end: ending.resolve });
    await ending.promise;
    const refused = refuses(items);
    if (refused !== undefined) throw refused;
    return items.map((item) => (item.startsWith('bad') ? { error: new Error(item) } : { result: `${item}!` }));
  };
  const isPassing = (error: unknown): boolean => error === 'away';
  const group = new Grouped<string, string>({ work, nameOf: (item) => item, isPassing, lanes, size });
  const endAll = async (): Promise<void> => {
    for (let at = 0; at < calls.length; at++) {
      calls[at]?.end();
      await new Promise(setImmediate);
    }
  };
  return { group, calls, endAll, groups: () => calls.map(({ items }) => items) };
};

describe('calls that come together', () => {
  it('go in one group when they come in one turn, and those that come meanwhile in the next', async () => {
    const { group, endAll, groups } = scene();
    const first = [group.add('a'), group.add('b')];
    await Promise.resolve();
    const next = [group.add('c'), group.add('d')];
    await new Promise(setImmediate);
    expect(groups()).toEqual([['a', 'b']]);
    await endAll();
    expect(groups()).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(await Promise.all([...first, ...next])).toEqual(['a!', 'b!', 'c!', 'd!']);
  });

  it('never go together under one name, nor more than a group takes', async () => {
    const { group, endAll, groups } = scene({ size: 2 });
    const all = ['a', 'a', 'b', 'c'].map((item) => group.add(item));
    await new Promise(setImmediate);
    await endAll();
    expect(await Promise.all(all)).toEqual(['a!', 'a!', 'b!', 'c!']);
    expect(groups()).toEqual([
      ['a', 'b'],
      ['a', 'c'],
    ]);
  });

  it('hear each its own refusal', async () => {
    const { group, endAll } = scene();
    const all = Promise.allSettled(['a', 'bad', 'b'].map((item) => group.add(item)));
    await new Promise(setImmediate);
    await endAll();
    expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('are done one by one where the server refuses the group for one of them', async () => {
    const { group, endAll, groups } = scene({ refuses: (items) => (items.includes('x') ? new Error('x') : undefined) });
    const all = Promise.allSettled(['a', 'x', 'b'].map((item) => group.add(item)));
    await new Promise(setImmediate);
    await endAll();
    expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(groups()).toEqual([['a', 'x', 'b'], ['a'], ['x'], ['b']]);
  });

  it('all hear that the server is away, and are not tried again one by one', async () => {
    const { group, endAll, groups } = scene({ refuses: () => 'away' });
    const all = Promise.allSettled(['a', 'b'].map((item) => group.add(item)));
    await new Promise(setImmediate);
    await endAll();
    expect((await all).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(groups()).toHaveLength(1);
  });

  it('are waited for at the end', async () => {
    const { group, endAll } = scene();
    await group.idle();
    let isIdle = false;
    const done = group.add('a');
    const idle = group.idle().then(() => (isIdle = true));
    await new Promise(setImmediate);
    expect(isIdle).toBe(false);
    await endAll();
    await Promise.all([done, idle]);
  });
});
