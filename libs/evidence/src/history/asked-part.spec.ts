import { describe, expect, it } from '@jest/globals';
import { isOfPart } from './asked-part.js';

/** Half past eleven at night on the first of March in UTC: half past midnight on the second in the Netherlands. */
const event = { cooperation: 'rotterdam', recordedAt: '2026-03-01T23:30:00.000Z' };

describe('a part of a history', () => {
  it('is all of it where nothing is asked', () => {
    expect(isOfPart({}, event)).toBe(true);
  });

  it('is of the cooperations that are asked alone', () => {
    expect(isOfPart({ cooperations: new Set(['rotterdam', 'zeeland']) }, event)).toBe(true);
    expect(isOfPart({ cooperations: new Set(['zeeland']) }, event)).toBe(false);
    expect(isOfPart({ cooperations: new Set() }, event)).toBe(false);
  });

  it('is of Dutch days, the first and the last included, either end open', () => {
    expect(isOfPart({ from: '2026-03-02' }, event)).toBe(true);
    expect(isOfPart({ until: '2026-03-02' }, event)).toBe(true);
    expect(isOfPart({ from: '2026-03-02', until: '2026-03-02' }, event)).toBe(true);
    expect(isOfPart({ until: '2026-03-01' }, event)).toBe(false);
    expect(isOfPart({ from: '2026-03-03' }, event)).toBe(false);
    expect(isOfPart({ from: '2026-03-03', until: '2026-03-04' }, event)).toBe(false);
    expect(isOfPart({ from: '2026-02-01', until: '2026-03-01' }, event)).toBe(false);
  });
});
