import type { Kind } from '@knooppunt/kernel';

/** How much of a field is shown (policy-engine §3.2). The order is the field's own; a level that a field lacks rounds down. */
export const levels = ['withhold', 'exists', 'pseudonymise', 'generalise', 'mask', 'reveal'] as const;
export type Level = (typeof levels)[number];

/** Categories of fields (BGS 2.15, domain §2a). `_` marks fields without category: the pseudo-fields and process records. */
export const fieldCategories = [
  'ID',
  'CON',
  'RES',
  'EMP',
  'COM',
  'FIN',
  'FISC',
  'CRIM',
  'MIG',
  'ENF',
  'VEH',
  'VIC',
  'HEA',
  'SEX',
  '_',
] as const;
export type FieldCategory = (typeof fieldCategories)[number];

/** Where in a contribution a field lies, and so under which key. `record`: a clear column of the process, never sealed. */
export type BlockKind = 'person' | 'company' | 'matter' | 'text' | 'record';

/** What a field's value is; decides its check, its normal form and its transforms. */
export type FieldType =
  | 'name'
  | 'birth-date'
  | 'bsn'
  | 'v-number'
  | 'text'
  | 'long-text'
  | 'address'
  | 'bag-id'
  | 'company'
  | 'company-name'
  | 'kvk-number'
  | 'wage-tax-number'
  | 'turnover-tax-number'
  | 'prosecution-number'
  | 'document-number'
  | 'number-plate'
  | 'cadastral-id'
  | 'flight-number'
  | 'contribution-id'
  | 'opaque-token'
  | 'date'
  | 'count'
  | 'money'
  | 'flag'
  | 'code'
  /** Several codes of one list, each once. */
  | 'code-list'
  | 'reference'
  | 'explanations'
  /** Only in process records: */
  | 'id'
  | 'id-list'
  | 'instant';

export type FieldDefinition = {
  readonly name: string;
  readonly type: FieldType;
  readonly category: FieldCategory;
  readonly block: BlockKind;
  /** Levels between `exists` and the top that this field has, in its own order, lowest first; withhold and exists are always there. */
  readonly levels: readonly Level[];
  readonly required?: boolean;
  /** Bounds of a count, both included; from zero and without end where they are absent. */
  readonly least?: number;
  readonly most?: number;
  /** Closed list of a code; it grows only. Value -> group for `generalise` (or null where there is no group). */
  readonly codes?: Readonly<Record<string, string | null>>;
  /** Names for people, Dutch and English. */
  readonly label: { readonly nl: string; readonly en: string };
};

/** The way in decides what is lawful (domain §2a). `process`: a text or record that the hub's own users write. */
export type Way = 'signal' | 'answer' | 'supply' | 'process';

/**
 * One payload type as data: S1-S33 of agencies, Z1-Z6 texts of the process, Z7 answers of registers, H1-H9 records of the process
 * (clear columns that are fields to the covenant like any other).
 */
export type PayloadType = {
  readonly id: string;
  /** `<payload-type>` in `nl.samenwerkingsverbanden.<payload-type>.v1`. */
  readonly slug: string;
  readonly label: { readonly nl: string; readonly en: string };
  readonly suppliers: readonly Kind[];
  readonly ways: readonly Way[];
  readonly fields: readonly FieldDefinition[];
  /** False for types of parties that no issue has let in yet: in the registry, and refused (R01, R30). */
  readonly open: boolean;
  /** Of a type that is not open: the articles that keep it out. */
  readonly closedBy?: readonly string[];
  /** Of a type that is not open: parties outside WGS 2.19 that would bring it (domain §2). */
  readonly outsiders?: readonly string[];
  /** Police data that never travels without a code of Bpg 2:11. */
  readonly needsBpgCode?: true;
  readonly maxPersons: number;
  readonly maxCompanies: number;
};

/**
 * A local person or company of a payload: `ref` is p1, p2 … or c1; `about` the reference of a subject as the asked
 * organisation was shown it; the other members are fields of the type.
 */
export type LocalParty = { readonly ref: string; readonly about?: string } & Readonly<Record<string, unknown>>;

/** `data` of a CloudEvent, after its check. Fields are those of the payload type; absent stays absent. */
export type Payload = {
  readonly way: 'signal' | 'answer' | 'supply';
  readonly request?: string;
  readonly case?: string;
  readonly declaration: { readonly lawful: boolean; readonly quality: boolean; readonly firstProcessed: string };
  /** Of a signal (BGS 2.16). */
  readonly report?: { readonly phenomenon: string; readonly region: string; readonly task: string };
  /** Handling codes; they tell, so they are sealed in the facts block. */
  readonly handling?: { readonly handlingCode?: string; readonly bpgCode?: string };
  readonly persons?: readonly (LocalParty & { readonly possibleVictim?: boolean })[];
  readonly companies?: readonly LocalParty[];
  readonly matter?: Readonly<Record<string, unknown>>;
  readonly text?: Readonly<Record<string, unknown>>;
};

/** One fault of an input: where (JSON pointer without values) and which rule, as a code. Never the value. */
export type Fault = { readonly pointer: string; readonly code: string };
