import { describe, expect, it, jest } from '@jest/globals';
import { withholdRecords } from './no-record.js';

jest.setTimeout(400_000);

describe('every route that reads, while its record cannot be written', () => {
  it('answers 503 and shows nothing, whether the log refuses, breaks, hangs or loses its answer', async () => {
    const { recorded, unrecorded, faults } = await withholdRecords();
    expect(faults).toEqual([]);
    expect(recorded.length).toBeGreaterThan(10);
    // what everybody may know, and who one is oneself
    expect(unrecorded).toEqual([]);
  });
});
