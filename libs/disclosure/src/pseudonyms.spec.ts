import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { BatchPseudonyms } from './pseudonyms.js';

const scope = {
  cooperation: 'rotterdam',
  recipient: '00000099000000000599',
  within: '11111111-1111-4111-8111-111111111111',
};
type Scope = typeof scope;

/** A maker of pseudonyms that counts what it is asked. */
const counting = () => {
  const asked: string[] = [];
  return {
    asked,
    pseudonymsOf: (of: Scope) => (kind: string, value: string) => {
      asked.push(`${kind} ${value}`);
      return createHmac('sha256', 'key')
        .update(JSON.stringify([of, kind, value]))
        .digest('hex')
        .slice(0, 16);
    },
  };
};

describe('the pseudonyms of one batch', () => {
  it('are those of the vault, each made once', () => {
    const [names, plain] = [counting(), counting()];
    const batch = new BatchPseudonyms(names);
    const twice = [1, 2].map(() => [batch.pseudonym(scope, 'bsn', '1'), batch.pseudonym(scope, 'name', '1')]);
    expect(twice[1]).toEqual(twice[0]);
    expect(twice[0]).toEqual([plain.pseudonymsOf(scope)('bsn', '1'), plain.pseudonymsOf(scope)('name', '1')]);
    expect(names.asked).toEqual(['bsn 1', 'name 1']);
  });

  it('differ by recipient, case and cooperation, as the vault makes them', () => {
    const batch = new BatchPseudonyms(counting());
    const scopes = [
      scope,
      { ...scope, recipient: '00000099000000000363' },
      { ...scope, within: '22222222-2222-4222-8222-222222222222' },
      { ...scope, cooperation: 'amsterdam-amstelland' },
    ];
    expect(new Set(scopes.map((of) => batch.pseudonym(of, 'bsn', '1'))).size).toBe(scopes.length);
  });

  it('mix up no kind and value, wherever the one ends and the other begins', () => {
    const batch = new BatchPseudonyms(counting());
    expect(batch.pseudonym(scope, 'a b', 'c')).not.toBe(batch.pseudonym(scope, 'a', 'b c'));
  });

  it('are gone when the batch forgets, also for who holds on to a scope', () => {
    const names = counting();
    const batch = new BatchPseudonyms(names);
    const within = batch.within(scope);
    const before = within('bsn', '1');
    expect(batch.size).toBe(1);
    batch.forget();
    expect(batch.size).toBe(0);
    expect(within('bsn', '1')).toBe(before);
    expect(names.asked).toEqual(['bsn 1', 'bsn 1']);
  });
});
