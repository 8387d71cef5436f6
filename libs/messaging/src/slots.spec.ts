import { describe, expect, it } from '@jest/globals';
import { Slots } from './slots.js';

const taken = (slots: Slots) => {
  let isTaken = false;
  const turn = slots.take();
  if (turn) void turn.then(() => (isTaken = true));
  else isTaken = true;
  return async () => {
    await Promise.resolve();
    return isTaken;
  };
};

describe('slots', () => {
  it('are given to so many at a time, in the order of asking', async () => {
    const slots = new Slots(2);
    const [first, second, third, fourth] = [taken(slots), taken(slots), taken(slots), taken(slots)];
    expect([await first(), await second(), await third()]).toEqual([true, true, false]);
    slots.give();
    expect([await third(), await fourth()]).toEqual([true, false]);
  });

  it('are given one by one while a suspect is about', async () => {
    const slots = new Slots(3);
    slots.suspect(2);
    const [first, second, third] = [taken(slots), taken(slots), taken(slots)];
    expect([await first(), await second()]).toEqual([true, false]);
    slots.cleared(1);
    expect(await second()).toBe(false);
    slots.cleared(1);
    expect([await second(), await third()]).toEqual([true, true]);
  });
});
