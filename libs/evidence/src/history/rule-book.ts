import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';
import type { Instant, OrganisationId } from '@knooppunt/kernel';
import type { RuleCoverage } from './coverage-report.js';

/** What a use of a rule was. */
export type Use = 'decided' | 'applied' | 'refused';
type Stat = {
  readonly id: string;
  readonly effect: RuleCoverage['effect'];
  readonly basis: string;
  decided: number;
  applied: number;
  refused: number;
  last: Instant | null;
  readonly organisations: Map<OrganisationId, number>;
};
/** One use: how often, when, and for or against whom; negative of what is taken back. */
export type Used = {
  readonly use: Use;
  readonly times: number;
  readonly at: Instant;
  readonly organisation: OrganisationId;
};

const rulesOf = (document: LawDocument | CovenantDocument): readonly Pick<Stat, 'id' | 'effect' | 'basis'>[] => {
  if ('rules' in document) {
    return document.rules.map(({ id, basis, permit }) => ({
      id,
      basis,
      effect: permit === undefined ? 'cap' : 'permit',
    }));
  }
  return [
    ...document.guards.map(({ id, basis }) => ({ id, basis, effect: 'guard' as const })),
    ...document.caps.map(({ id, basis }) => ({ id, basis, effect: 'cap' as const })),
  ];
};

/** The rules of one document and what became of each. */
export class RuleBook {
  private readonly stats: ReadonlyMap<string, Stat>;

  constructor(document: LawDocument | CovenantDocument) {
    const fresh = { decided: 0, applied: 0, refused: 0, last: null };
    this.stats = new Map(
      rulesOf(document).map((rule) => [
        rule.id,
        { ...rule, ...fresh, organisations: new Map<OrganisationId, number>() },
      ]),
    );
  }

  /** Notes a use of a rule of this document; of another nothing. */
  note(rule: string, { use, times, at, organisation }: Used): void {
    const stat = this.stats.get(rule);
    if (!stat) return;
    stat[use] += times;
    if (times > 0 && (stat.last === null || at > stat.last)) stat.last = at;
    stat.organisations.set(organisation, (stat.organisations.get(organisation) ?? 0) + times);
  }

  rules(): readonly RuleCoverage[] {
    return [...this.stats.values()].map(({ organisations, last, ...stat }) => {
      const used = [...organisations].filter(([, times]) => times > 0).map(([organisation]) => organisation);
      return {
        ...stat,
        last: used.length === 0 ? null : last,
        organisations: used.length,
        only: used.length === 1 ? (used[0] ?? null) : null,
      };
    });
  }
}
