import { describe, expect, it } from '@jest/globals';
import { readFounding } from '../../worker/src/worker.module.js';
import { holderOf } from './holders.js';

const founding = readFounding('deploy/demo/founding.yaml');

describe('a user who asks for a token', () => {
  it('gets it for the first cooperation of that user', () => {
    expect(holderOf(founding, 'politie')).toEqual({
      kind: 'person',
      sub: 'politie',
      cooperation: 'amsterdam-amstelland',
    });
  });

  it('gets it for another cooperation in which that user works', () => {
    expect(holderOf(founding, 'politie', 'rotterdam')).toMatchObject({ cooperation: 'rotterdam' });
  });

  it('is refused for a cooperation in which that user does not work', () => {
    expect(holderOf(founding, 'college.amsterdam', 'rotterdam')).toBe('unknown-cooperation');
    expect(holderOf(founding, 'systeem:amsterdam-college', 'rotterdam')).toBe('unknown-cooperation');
  });

  it('is refused when nobody has that name', () => {
    expect(holderOf(founding, 'niemand')).toBe('unknown-user');
    expect(holderOf(founding, 'systeem:niemand')).toBe('unknown-user');
    expect(holderOf(founding, '__proto__')).toBe('unknown-user');
  });

  it('names a system by its client, one per cooperation', () => {
    expect(holderOf(founding, 'systeem:politie')).toMatchObject({ clientId: 'politie.amsterdam-amstelland' });
    expect(holderOf(founding, 'systeem:politie', 'rotterdam')).toMatchObject({ clientId: 'politie.rotterdam' });
    expect(holderOf(founding, 'systeem:amsterdam-college')).toMatchObject({ clientId: 'amsterdam-college' });
  });
});
