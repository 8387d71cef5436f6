import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { BatchPseudonyms } from './pseudonyms.js';

const scope = {
  cooperation: 'rotterdam',
  recipient: '00000099000000000599',
  within: '11111111-1111-4111-8111-111111111111',
};
type Scope = typeof scope;

/** A maker of pseudonyms of both versions that counts what it is asked. */
const counting = () => {
  const asked: string[] = [];
  const made = (version: number, of: Scope | undefined, named: string) =>
    createHmac('sha256', 'key')
      .update(JSON.stringify([version, of, named]))
      .digest('hex')
      .slice(0, 16);
  return {
    asked,
    pseudonymsOf: (of: Scope) => (kind: string, value: string) => {
      asked.push(`1 ${kind} ${value}`);
      return made(1, of, JSON.stringify([kind, value]));
    },
    pseudonymBatch: () => {
      const [scopes, values]: [Scope[], string[]] = [[], []];
      return {
        scopeOf: (of: Scope) => scopes.push(of) - 1,
        valueOf: (kind: string, value: string) => {
          asked.push(`2 ${kind} ${value}`);
          return values.push(JSON.stringify([kind, value])) - 1;
        },
        pseudonym: (value: number, of: number) => made(2, scopes[of], values[value] ?? ''),
        forget: () => void ((scopes.length = 0), (values.length = 0)),
      };
    },
  };
};

describe.each([1, 2] as const)('the pseudonyms of one batch, version %d', (version) => {
  const nameIn = (batch: BatchPseudonyms, of: Scope, kind: string, value: string): string =>
    batch.within(of, version)(kind, value);

  it('are those of the vault, each made once', () => {
    const names = counting();
    const batch = new BatchPseudonyms(names);
    const twice = [1, 2].map(() => [nameIn(batch, scope, 'bsn', '1'), nameIn(batch, scope, 'name', '1')]);
    expect(twice[1]).toEqual(twice[0]);
    expect(names.asked).toEqual([`${version} bsn 1`, `${version} name 1`]);
    const plain = counting();
    const second = plain.pseudonymBatch();
    const alone =
      version === 1
        ? plain.pseudonymsOf(scope)('bsn', '1')
        : second.pseudonym(second.valueOf('bsn', '1'), second.scopeOf(scope));
    expect(twice[0]?.[0]).toBe(alone);
  });

  it('differ by recipient, case and cooperation, as the vault makes them', () => {
    const batch = new BatchPseudonyms(counting());
    const scopes = [
      scope,
      { ...scope, recipient: '00000099000000000363' },
      { ...scope, within: '22222222-2222-4222-8222-222222222222' },
      { ...scope, cooperation: 'amsterdam-amstelland' },
    ];
    expect(new Set(scopes.map((of) => nameIn(batch, of, 'bsn', '1'))).size).toBe(scopes.length);
  });

  it('mix up no kind and value, wherever the one ends and the other begins', () => {
    const batch = new BatchPseudonyms(counting());
    expect(nameIn(batch, scope, 'a b', 'c')).not.toBe(nameIn(batch, scope, 'a', 'b c'));
  });

  it('are gone when the batch forgets, also for who holds on to a scope', () => {
    const names = counting();
    const batch = new BatchPseudonyms(names);
    const within = batch.within(scope, version);
    const before = within('bsn', '1');
    expect(batch.size).toBe(1);
    batch.forget();
    expect(batch.size).toBe(0);
    expect(within('bsn', '1')).toBe(before);
    expect(names.asked).toEqual([`${version} bsn 1`, `${version} bsn 1`]);
  });
});

describe('the names of ids in one batch', () => {
  it('are of version 1, whatever values get', () => {
    const names = counting();
    const batch = new BatchPseudonyms(names);
    expect(batch.pseudonym(scope, 'subject', 'x')).toBe(batch.within(scope, 1)('subject', 'x'));
    expect(batch.within(scope, 2)('subject', 'x')).not.toBe(batch.pseudonym(scope, 'subject', 'x'));
    expect(names.asked).toEqual(['1 subject x', '2 subject x']);
    expect(batch.size).toBe(2);
  });
});
