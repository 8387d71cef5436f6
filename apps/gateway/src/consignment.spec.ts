import { describe, expect, it } from '@jest/globals';
import { Consignment } from './consignment.js';

const standing = Promise.resolve({ kind: undefined, documents: undefined });
const turn = () => new Promise(setImmediate);

describe('deliveries of one request', () => {
  it('go on together once the last of them is sealed or has ended', async () => {
    const consignment = new Consignment(standing, 3);
    const places = [consignment.place(), consignment.place(), consignment.place()];
    const gone: number[] = [];
    places.forEach((place, at) => void place.together.then(() => gone.push(at)));
    places[0]?.ready();
    places[0]?.ready();
    places[1]?.ready();
    await turn();
    expect(gone).toEqual([]);
    places[2]?.ready();
    await turn();
    expect(gone).toEqual([0, 1, 2]);
  });

  it('do not fall with a look at the rights that fails while none of them waits for it', async () => {
    const failed = Promise.reject(new Error('away'));
    const consignment = new Consignment(failed, 0);
    await consignment.looked;
    await expect(consignment.standing).rejects.toThrow('away');
  });
});
