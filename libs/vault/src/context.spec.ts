import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { labelOf, sealContextOf } from './context.js';
import { NoSupplier } from './errors.js';

const envelope = {
  id: '11111111-1111-4111-8111-111111111111',
  type: 'ContributionSupplied',
  cooperation: 'rotterdam',
  organisation: '00000099000000000599',
  data: { supplier: '00000099000000000363', payloadType: 'S2', supplierKind: 'COL' },
};

describe('the label of clear data', () => {
  it('follows the payload type and the kind of the supplier, and nothing else', () => {
    const label = labelOf(envelope.data);
    expect(label).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(labelOf({ ...envelope.data, supplier: 'another', firstProcessed: '2026-03-01' })).toBe(label);
    expect(labelOf({ ...envelope.data, payloadType: 'S1' })).not.toBe(label);
    expect(labelOf({ ...envelope.data, supplierKind: 'POL' })).not.toBe(label);
  });

  it('is one and the same for every event that supplies no payload, and for what is no record at all', () => {
    const none = labelOf({});
    for (const data of [
      null,
      undefined,
      'S2',
      { payloadType: 7, supplierKind: 'COL' },
      { payloadType: 'S2', case: 'x' },
    ]) {
      expect(labelOf(data)).toBe(none);
    }
    expect(labelOf({ payloadType: '', supplierKind: '' })).not.toBe(none);
  });

  it('never changes: it is part of every stored seal', () => {
    expect(labelOf({ payloadType: 'S2', supplierKind: 'COL' })).toBe(
      'sha256:73fee355e374f277b2a1077dd99e1664cb9c24acba0029f2846f92618eb3d940',
    );
    const none = createHash('sha256').update('{"payloadType":null,"supplierKind":null}').digest('hex');
    expect(labelOf({})).toBe(`sha256:${none}`);
  });
});

describe('the context of an event', () => {
  it('is the same for who seals and who opens', () => {
    expect(sealContextOf(envelope)).toEqual({
      cooperation: 'rotterdam',
      supplier: '00000099000000000363',
      eventId: envelope.id,
      eventType: 'ContributionSupplied',
      label: labelOf(envelope.data),
    });
  });

  it('takes the organisation that acted where the data names no supplier', () => {
    expect(sealContextOf({ ...envelope, data: { case: 'x', organisation: '3' } }).supplier).toBe(envelope.organisation);
  });

  it('takes the organisation that a founding fact is about', () => {
    const founding = { ...envelope, organisation: null, data: { organisation: '00000099000000000001' } };
    expect(sealContextOf(founding).supplier).toBe('00000099000000000001');
  });

  it('is refused where no organisation is named', () => {
    expect(() => sealContextOf({ ...envelope, organisation: null, data: {} })).toThrow(NoSupplier);
  });
});
