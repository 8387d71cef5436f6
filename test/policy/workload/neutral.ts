import type { FieldDefinition } from '@knooppunt/signals';

/** All, or these. */
export type Names = 'all' | readonly string[];

/** A rule without the words of any engine: a permit gives at most a level, a cap never allows more. */
export type NeutralRule = {
  readonly id: string;
  readonly effect: 'permit' | 'cap';
  /** Index in the general order of levels: 0 withhold … 5 reveal. */
  readonly level: number;
  readonly from: Names;
  readonly to: Names;
  readonly types: Names;
  /** Names of fields, or names of categories. */
  readonly fields: 'all' | { readonly names: readonly string[] } | { readonly categories: readonly string[] };
  readonly purposes: Names;
  readonly phases: Names;
  /** Literals that must all hold. */
  readonly when: Readonly<Record<string, boolean>>;
  readonly retain?: string;
  readonly onward?: 'forbidden';
};

/** Payload types of the workload: 25 fields each. */
export type Schema = Readonly<Record<string, readonly FieldDefinition[]>>;

/** One question to any engine: every fact is known, for most peers know no third value. */
export type NeutralQuestion = {
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly purpose: string;
  readonly phase: string;
  readonly facts: Readonly<Record<string, boolean>>;
};

/** Is a value among these names? */
export const includes = (names: Names, value: string): boolean => names === 'all' || names.includes(value);

/** Does a rule speak of a field? */
export const covers = ({ fields }: NeutralRule, { name, category }: FieldDefinition): boolean => {
  if (fields === 'all') return true;
  return 'names' in fields ? fields.names.includes(name) : fields.categories.includes(category);
};
