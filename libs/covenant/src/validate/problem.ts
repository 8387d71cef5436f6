import type { Level } from '@knooppunt/signals';

/**
 * Why a document may not come into force: which rule, a code, and words that name ids only. `values`: what those words speak
 * of, by name, for sentences in other words; `name` is the word of the document that is meant.
 */
export type Problem = {
  readonly rule?: string;
  readonly code: string;
  readonly detail: string;
  readonly values?: Readonly<Record<string, string>>;
};

/**
 * What validation needs of the payload registry. A field without `levels` is taken to have all of them. A covenant that
 * names its registry (`schema`) is held against `id`, `version` and `digest` where they are given.
 */
export type RegistryView = {
  readonly id?: string;
  readonly version?: string;
  readonly digest?: string;
  readonly types: readonly {
    readonly id: string;
    readonly suppliers: readonly string[];
    /** How it comes in; what only the process itself writes is no supply. Absent: any way. */
    readonly ways?: readonly string[];
    /** False for a type that nobody may bring yet. */
    readonly open?: boolean;
    readonly fields: readonly {
      readonly name: string;
      readonly category: string;
      readonly levels?: readonly Level[];
    }[];
  }[];
};

/** A problem of one rule, or of a document as a whole where no rule is named. */
export const problem = (code: string, detail: string, rule?: string, values?: Problem['values']): Problem => ({
  ...(rule !== undefined && { rule }),
  code,
  detail,
  ...(values !== undefined && { values }),
});
