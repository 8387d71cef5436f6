import { foldName } from '@knooppunt/signals';
import type { Elements, PersonList } from './brp-csv.js';
import { brpDate } from './brp-date.js';

/** Ways in which the register names somebody: citizen number, A-number, and name with date of birth. */
const identifiersOf = (row: Elements): readonly string[] => {
  const [bsn, aNumber, given, surname] = ['01.20', '01.10', '02.10', '02.40'].map((element) => row.get(element));
  const born = brpDate(row.get('03.10'));
  // A point is how the register writes an unknown surname: it ties nobody.
  const named = given !== undefined && surname !== undefined && surname !== '.' && born !== undefined;
  return [
    ...(bsn === undefined ? [] : [`bsn ${bsn}`]),
    ...(aNumber === undefined ? [] : [`anr ${aNumber}`]),
    ...(named ? [`name ${foldName(`${given} ${surname}`)} ${born}`] : []),
  ];
};

/** A marriage or partnership that stands: concluded and not dissolved (elements 06.10 and 07.10). */
const stands = (row: Elements): boolean => row.get('07.10') === undefined && row.get('06.10') !== undefined;

const currentOf = (list: PersonList, category: string): readonly Elements[] =>
  list.occurrencesOf(category).map(({ current }) => current);

/** One person's family as the register's own categories give it; each relative by all identifiers that are known. */
export type Family = {
  readonly self: readonly string[];
  readonly parents: readonly (readonly string[])[];
  readonly others: readonly (readonly string[])[];
};

/** Parents (categories 02, 03), standing marriages (05) and children (09) of a person list. */
export const familyOf = (list: PersonList): Family => ({
  self: currentOf(list, '01').flatMap(identifiersOf),
  parents: ['02', '03'].flatMap((category) => currentOf(list, category).map(identifiersOf)),
  others: [...currentOf(list, '05').filter(stands), ...currentOf(list, '09')].map(identifiersOf),
});

/** Disjoint sets of identifiers: two that were ever joined have one root. */
class Ties {
  private readonly above = new Map<string, string>();

  rootOf(identifier: string): string {
    let root = identifier;
    for (let next = this.above.get(root); next !== undefined; next = this.above.get(root)) root = next;
    return root;
  }

  join(identifiers: readonly string[]): void {
    const [first, ...rest] = identifiers;
    for (const other of rest) if (first !== undefined) this.joinRoots(first, other);
  }

  private joinRoots(first: string, other: string): void {
    const [a, b] = [this.rootOf(first), this.rootOf(other)];
    if (a !== b) this.above.set(b, a);
  }
}

/**
 * Groups people by family ties: parent, child, standing marriage, and through a parent who lives elsewhere also brother,
 * sister, grandparent, aunt and uncle (`parentsOf` finds the family of somebody named). Further it does not go, or a
 * whole town would be one family. Returns for each family in order the number of its group.
 */
export const groupsOf = (
  families: readonly Family[],
  find: (identifiers: readonly string[]) => Family | undefined,
): readonly number[] => {
  const ties = new Ties();
  const keyed = families.map((family, at) => ({ ...family, self: [`list ${at}`, ...family.self] }));
  for (const { self, parents, others } of keyed) {
    for (const relative of [...parents, ...others]) if (relative.length > 0) ties.join([...self, ...relative]);
    for (const parent of parents) {
      for (const grandparent of find(parent)?.parents ?? []) {
        if (grandparent.length > 0) ties.join([...self, ...grandparent]);
      }
    }
  }
  for (const { self } of keyed) ties.join(self);
  const names = keyed.map(({ self: [first = ''] }) => ties.rootOf(first));
  return names.map((name) => names.indexOf(name));
};
