import type { Level } from '@knooppunt/signals';

/** `any`, `own` (purposes), one value, a list, or all but a list. Values may be groups. */
export type Selector =
  | string
  | readonly string[]
  | { readonly of?: string | readonly string[]; readonly except: string | readonly string[] };

/** Facts that must all have this value. A list of conditions is OR. */
export type Condition = Readonly<Record<string, boolean>>;

export type Obligations = Readonly<Record<string, string | readonly string[]>>;

/** A permit gives at most a level, a cap never allows more. Dimensions that a cap leaves out mean any. */
export type Rule = {
  readonly id: string;
  readonly permit?: Level;
  readonly cap?: Level;
  readonly from?: Selector;
  readonly to?: Selector;
  readonly type?: Selector;
  readonly fields?: Selector;
  readonly purpose?: Selector;
  readonly phase?: Selector;
  readonly at?: Selector;
  readonly when?: Condition | readonly Condition[];
  readonly obligations?: Obligations;
  readonly observable?: readonly string[];
  readonly basis: string;
  /** Of a rule of law: in force from, until (`open`). */
  readonly in?: readonly [string, string];
};

/** Must be known to hold, or the whole question is refused. */
export type Guard = {
  readonly id: string;
  readonly at?: Selector;
  readonly phase?: Selector;
  readonly require: Condition;
  readonly in: readonly [string, string];
  readonly basis: string;
};

export type FactDefinition = {
  readonly of: 'recipient' | 'question' | 'case' | 'subject' | 'contribution';
  readonly from: string;
  readonly is: string;
  readonly known: 'recipient' | 'hidden';
  readonly seenAs?: string;
};

export type PartyDefinition = {
  readonly name: string;
  readonly law: string;
  readonly secrecy: readonly string[];
  readonly purposes: Readonly<Record<string, string>>;
};

export type ObligationDefinition = {
  readonly combine: 'shortest' | 'strictest' | 'union';
  readonly order?: readonly string[];
};

/**
 * A covenant as a document (policy-engine §3.1).
 *
 * - `supersedes`: the version that this one replaces, with the digest of its text; the first version has none.
 * - `cooperations`: those that may adopt it; any, where a document that is older than this member leaves it out.
 * - `schema`: the payload registry that it was written with; its digest fixes fields, levels and transforms.
 * - `adopted`: the day and the bodies that decided on it; signatures are never part of the text that they sign.
 */
export type CovenantDocument = {
  readonly covenant: string;
  readonly version: string;
  readonly semantics: string;
  readonly under: { readonly law: string; readonly checkedAgainst: string };
  readonly valid: { readonly from: string; readonly until: string; readonly zone: string };
  readonly supersedes?: { readonly version: string; readonly digest: string };
  readonly cooperations?: readonly string[];
  readonly schema?: { readonly id: string; readonly version: string; readonly digest: string };
  readonly adopted?: { readonly on: string; readonly by: readonly string[]; readonly signatures: 'detached' };
  readonly phases: readonly string[];
  readonly levels: readonly Level[];
  readonly categories: readonly string[];
  readonly parties: Readonly<Record<string, PartyDefinition>>;
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly facts: Readonly<Record<string, FactDefinition>>;
  readonly obligations: Readonly<Record<string, ObligationDefinition>>;
  readonly defaults: { readonly level: Level; readonly obligations: Obligations } & Readonly<Record<string, unknown>>;
  readonly rules: readonly Rule[];
  readonly assertions?: readonly Readonly<Record<string, unknown>>[];
};

/** The law above every covenant: guards and caps, no permit. */
export type LawDocument = {
  readonly wet: string;
  readonly version: string;
  readonly semantics: string;
  readonly kinds: { readonly participants: readonly string[]; readonly bureau: readonly string[] };
  readonly acts: Readonly<Record<string, string>>;
  readonly facts: Readonly<Record<string, FactDefinition>>;
  readonly guards: readonly Guard[];
  readonly caps: readonly Rule[];
  /** Obligations that the law itself imposes: they combine as the law says, and no covenant defines them anew. */
  readonly obligations?: Readonly<Record<string, ObligationDefinition>>;
  /** Names that rules may use although no payload registry holds them yet: types and fields to come. */
  readonly vocabulary?: { readonly types: readonly string[]; readonly fields: readonly string[] };
};

/** A field as the engine sees it: name, category, and its own levels, lowest first, without withhold and exists. */
export type DecidedField = { readonly name: string; readonly category: string; readonly levels: readonly Level[] };

export type Truth = true | false | 'unknown';

/** One question: who brought it, who asks, for what, in which phase, under which act, on which day. */
export type Question = {
  readonly act: 'levering' | 'inzage' | 'resultaat';
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly purpose: string;
  readonly phase: string;
  /** The recorded instant of the decision; dated rules of law look at its day. */
  readonly at: string;
  readonly fields: readonly DecidedField[];
  /** A fact that is not here is unknown. */
  readonly facts: Readonly<Record<string, Truth>>;
};

/** What the engine says of one field. `permit` and `cap` are the ids that decided; absent where none did. */
export type FieldDecision = {
  readonly field: string;
  readonly level: Level;
  readonly permit?: string;
  readonly cap?: string;
  readonly obligations: Obligations;
};

/** What the engine says of a question. A guard that does not hold refuses it whole: every field is withheld. */
export type Decision = {
  readonly semantics: string;
  readonly refusedBy: readonly string[];
  readonly fields: readonly FieldDecision[];
  /** Names of all facts that a rule in scope asked, so that the record can hold them. */
  readonly factsUsed: readonly string[];
};

/** What the engine says of a supply: guards that refuse it whole, and fields that may not come in. Both empty: it may. */
export type SupplyDecision = {
  readonly refusedBy: readonly { readonly id: string; readonly basis: string }[];
  readonly withheld: readonly { readonly field: string; readonly rule: string; readonly basis: string }[];
};
