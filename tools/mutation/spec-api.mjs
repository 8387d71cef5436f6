import { format } from 'node:util';
import { expect } from 'expect';
import { sameLength } from '../same-length.mjs';

// What specs import from '@jest/globals', for specs that run in the process of the mutation test: the same words with the
// same meaning. A word that is not here fails when a spec calls it.

export { expect };
expect.addEqualityTesters([sameLength]);

const newBlock = (name, parent) => ({
  name,
  parent,
  children: [],
  beforeAll: [],
  beforeEach: [],
  afterEach: [],
  afterAll: [],
});

let current;

/** Loads a spec and gives the block that holds everything it declares. */
export const collect = async (load) => {
  const root = newBlock('', undefined);
  current = root;
  await load();
  current = undefined;
  return root;
};

const declareBlock = (name, body) => {
  const parent = current;
  current = newBlock(name, parent);
  parent.children.push(current);
  body();
  current = parent;
};
const declareTest = (name, run) => current.children.push({ name, parent: current, run });

const each = (declare) => (table) => (name, body, timeout) => {
  table.forEach((row, at) => {
    const values = Array.isArray(row) ? row : [row];
    const words = name.split(/%[sdijp#]/).length - 1;
    const title = format(name.replaceAll('%#', String(at)), ...values.slice(0, words));
    declare(title, () => body(...values), timeout);
  });
};

export const describe = Object.assign((name, body) => declareBlock(name, body), { each: each(declareBlock) });
export const it = Object.assign((name, body) => declareTest(name, body), { each: each(declareTest) });
export const test = it;
export const beforeAll = (hook) => current.beforeAll.push(hook);
export const beforeEach = (hook) => current.beforeEach.push(hook);
export const afterEach = (hook) => current.afterEach.push(hook);
export const afterAll = (hook) => current.afterAll.push(hook);
/** Times are not kept here: what never ends is ended from outside, with the process. */
export const jest = { setTimeout: () => jest, retryTimes: () => jest };

const pathOf = (block) => (block === undefined ? [] : [...pathOf(block.parent), block]);
/** Every test below a block, in order. */
export const testsOf = (block) => block.children.flatMap((one) => (one.run ? [one] : testsOf(one)));
/** The names of a test and of the blocks around it. */
export const fullNameOf = (test) =>
  [...pathOf(test.parent), test]
    .map(({ name }) => name)
    .join(' ')
    .trim();

/**
 * Runs some tests of a block, with the hooks around them. `around` is called with what runs (a test, or a block's own
 * hooks) before and after it; `done` with each test and its error, if any, and says whether to go on.
 */
export const runBlock = async (block, selected, { enter, leave, done }) => {
  if (!testsOf(block).some((one) => selected.has(one))) return true;
  const hooks = async (list) => {
    enter(block);
    try {
      for (const hook of list) await hook();
      return undefined;
    } catch (error) {
      return { error };
    } finally {
      leave(block);
    }
  };
  const before = await hooks(block.beforeAll);
  let goesOn = true;
  for (const child of block.children) {
    if (!goesOn) break;
    if (!child.run)
      goesOn = before
        ? failAll(child, selected, before, done)
        : await runBlock(child, selected, { enter, leave, done });
    else if (selected.has(child)) goesOn = done(child, before ?? (await runTest(child, { enter, leave })));
  }
  const after = await hooks(block.afterAll);
  if (after && goesOn) {
    const last = testsOf(block).findLast((one) => selected.has(one));
    goesOn = done(last, after);
  }
  return goesOn;
};

const failAll = (block, selected, failure, done) =>
  testsOf(block)
    .filter((one) => selected.has(one))
    .every((one) => done(one, failure));

const runTest = async (test, { enter, leave }) => {
  const blocks = pathOf(test.parent);
  enter(test);
  let failure;
  try {
    for (const { beforeEach: list } of blocks) for (const hook of list) await hook();
    await test.run();
  } catch (error) {
    failure = { error };
  }
  for (const { afterEach: list } of blocks.toReversed()) {
    for (const hook of list) {
      try {
        await hook();
      } catch (error) {
        failure ??= { error };
      }
    }
  }
  leave(test);
  return failure;
};
