import { basisOf, decideSupply } from '@knooppunt/covenant';
import type { CovenantDocument, LawDocument, Truth } from '@knooppunt/covenant';
import type { Instant, Kind } from '@knooppunt/kernel';
import type { FieldDefinition, PayloadType } from '@knooppunt/signals';

/** Where a supply would go, as far as the one who decides knows it. Absent where there is no such case or request. */
export type SupplyTarget = {
  readonly case?: {
    readonly phase: string;
    readonly isOpen: boolean;
    readonly supplierInSet: boolean;
    readonly isScan: boolean;
  };
  readonly request?: { readonly isOfCase: boolean; readonly isAsked: boolean };
};

/** One supply: by whom, in which way, and what it would bring. */
export type Supply = {
  readonly at: Instant;
  readonly law: LawDocument;
  readonly covenant: CovenantDocument;
  readonly supplierKind: Kind;
  readonly isMember: boolean;
  readonly type: PayloadType;
  readonly way: 'signal' | 'answer' | 'supply';
  readonly declaration: { readonly lawful: boolean; readonly quality: boolean };
  /** Names of the fields that the payload holds; left out by who cannot see them (the worker): then all of the type. */
  readonly fields?: readonly string[];
  readonly target: SupplyTarget;
};

/** Why a supply is refused: a code, the rules of law that say so, and their articles. */
export type SupplyRefusal = {
  readonly code: string;
  readonly rules: readonly string[];
  readonly basis: readonly string[];
};

const refusal = (code: string, basis: readonly string[], rules: readonly string[] = []): SupplyRefusal => ({
  code,
  rules,
  basis,
});

const refuseTarget = ({ way, target }: Supply): SupplyRefusal | undefined => {
  if (way === 'signal') return undefined;
  if (!target.case?.isOpen) return refusal('supply/no-open-case', ['WGS 2.23(6)']);
  if (way === 'supply') {
    return target.case.supplierInSet ? undefined : refusal('supply/no-open-case', ['WGS 2.23(6)']);
  }
  if (target.request?.isOfCase === true && target.request.isAsked) return undefined;
  // Who is not in the set must not learn from the refusal that there is such a case.
  return target.case.supplierInSet
    ? refusal('supply/not-asked', ['WGS 1.5(1)', 'WGS 2.23(6)'])
    : refusal('supply/no-open-case', ['WGS 2.23(6)']);
};

/**
 * A type that no issue has let in yet is refused to everybody, before anybody reads what it holds: it stands in the
 * registry with the articles that keep it out (design §5; R01, R30).
 */
export const refuseClosedType = ({ open, closedBy }: PayloadType): SupplyRefusal | undefined =>
  open ? undefined : refusal('supply/type-not-open', closedBy ?? ['WGS 2.19']);

const refuseParty = ({ type, way, supplierKind, isMember }: Supply): SupplyRefusal | undefined => {
  if (!isMember) return refusal('supply/no-participant', ['WGS 2.19']);
  const shut = refuseClosedType(type);
  if (shut) return shut;
  if (!type.suppliers.includes(supplierKind)) return refusal('supply/type-not-of-supplier', ['WGS 2.19', 'BGS 2.15']);
  return type.ways.includes(way) ? undefined : refusal('supply/way-not-allowed', ['WGS 2.22']);
};

const phaseOf = ({ way, target }: Supply): string => (way === 'signal' ? 'weging' : (target.case?.phase ?? '1'));

const factsOf = (supply: Supply): Record<string, Truth> => {
  const kinds = [...supply.law.kinds.participants, ...supply.law.kinds.bureau];
  return {
    participants: kinds.includes(supply.supplierKind),
    declared: supply.declaration.lawful && supply.declaration.quality,
    scan: supply.target.case?.isScan ?? false,
    informant: false,
    linkedCrime: false,
    exploitationCase: false,
  };
};

const refuseByLaw = (supply: Supply): SupplyRefusal | undefined => {
  const { law, covenant, type, fields } = supply;
  const isBrought = ({ name }: FieldDefinition): boolean => fields === undefined || fields.includes(name);
  const asked = type.fields.filter(isBrought).map(({ name, category, levels }) => ({ name, category, levels }));
  const { refusedBy, withheld } = decideSupply(law, covenant, {
    act: 'levering',
    from: supply.supplierKind,
    to: 'RIEC',
    type: type.id,
    purpose: 'RIEC.voorbereiding',
    phase: phaseOf(supply),
    at: supply.at,
    fields: asked,
    facts: factsOf(supply),
  });
  if (refusedBy.length > 0) {
    const rules = refusedBy.map(({ id }) => id);
    return refusal(
      'supply/refused-by-law',
      rules.map((id) => basisOf(law, covenant, id) ?? id),
      rules,
    );
  }
  // Who sees the fields refuses for one that may not be brought; who sees the type alone, when none of it may.
  const isRefused = fields === undefined ? asked.length > 0 && withheld.length >= asked.length : withheld.length > 0;
  if (!isRefused) return undefined;
  const rules = [...new Set(withheld.map(({ rule }) => rule))].toSorted();
  return refusal(
    'supply/refused-by-law',
    rules.map((id) => basisOf(law, covenant, id) ?? id),
    rules,
  );
};

/**
 * May this organisation bring this, in this way, now? Guards and caps of the law, no permits (design §2 step 2).
 * The gateway asks it with what the read model says, the worker again with what the log says. Source: WGS 1.5, 2.22; BGS 2.15.
 */
export const judgeSupply = (supply: Supply): SupplyRefusal | undefined =>
  refuseParty(supply) ?? refuseTarget(supply) ?? refuseByLaw(supply);
