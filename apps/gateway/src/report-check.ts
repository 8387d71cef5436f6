import { dutchDateOf } from '@knooppunt/kernel';
import type { CooperationId, Instant, Kind } from '@knooppunt/kernel';
import type { CovenantDocument } from '@knooppunt/covenant';
import type { Fault, Payload } from '@knooppunt/signals';

/** What the gateway knows of a delivery that the registry cannot know: who, when, under which covenant. */
export type Surroundings = {
  readonly kind: Kind;
  readonly cooperation: CooperationId;
  readonly at: Instant;
  readonly covenant: CovenantDocument;
};

const isPurpose = ({ parties }: CovenantDocument, kind: Kind, code: string): boolean =>
  Object.hasOwn(parties[kind]?.purposes ?? {}, code);

/**
 * Is this a task that the covenant lists? With the kind in front it is one of the supplier's own list. The code stays in
 * the clear for ever, so that a word of one's own has no place in it.
 */
const isKnownTask = (task: string, { kind, covenant }: Surroundings): boolean => {
  const [first = '', second] = task.split('.');
  if (second !== undefined) return first === kind && isPurpose(covenant, kind, second);
  return Object.keys(covenant.parties).some((one) => isPurpose(covenant, one, first));
};

/** What a payload declares about itself, as far as it can be read. */
type Declared = { readonly firstProcessed?: string; readonly task?: string; readonly region?: string };

const declaredBy = ({ declaration: { firstProcessed }, report }: Payload): Declared =>
  report ? { firstProcessed, task: report.task, region: report.region } : { firstProcessed };

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;

// What is too much beside a member does not make the member itself unreadable.
const unknownMember = 'unknown-member';

/** Members of a payload with faults that have none themselves, and neither has what they lie in. */
const readableIn = (data: unknown, faults: readonly Fault[]): Declared => {
  const isFaulty = (pointer: string) =>
    faults.some((fault) => fault.pointer === pointer && fault.code !== unknownMember);
  const read = (holder: string, name: string): Declared => {
    const value = memberOf(memberOf(data, holder), name);
    const isLegible = typeof value === 'string' && !isFaulty(`/${holder}`) && !isFaulty(`/${holder}/${name}`);
    return isLegible ? { [name]: value } : {};
  };
  return { ...read('declaration', 'firstProcessed'), ...read('report', 'task'), ...read('report', 'region') };
};

const faultsOf = ({ firstProcessed, task, region }: Declared, around: Surroundings): readonly Fault[] => [
  // A day that has not come would put off the end of the five years.
  ...(firstProcessed !== undefined && firstProcessed > dutchDateOf(around.at)
    ? [{ pointer: '/data/declaration/firstProcessed', code: 'in-the-future' }]
    : []),
  ...(task !== undefined && !isKnownTask(task, around) ? [{ pointer: '/data/report/task', code: 'unknown-task' }] : []),
  // One of the five criteria is the right region: what belongs to another cooperation goes there itself (R04, R50).
  ...(region !== undefined && region !== around.cooperation
    ? [{ pointer: '/data/report/region', code: 'other-region' }]
    : []),
];

/** Faults of what a payload declares about itself; pointers and codes only. Source: BGS 1.5, 2.16(1), WGS 1.8(7). */
export const declarationFaults = (payload: Payload, around: Surroundings): readonly Fault[] =>
  faultsOf(declaredBy(payload), around);

/** All faults of a delivery that does not fit its type: those of the registry, and of what it declares as far as that can be read. */
export const allFaults = (
  data: unknown,
  faults: readonly Fault[],
  around: Surroundings | undefined,
): readonly Fault[] => [
  ...faults.map(({ pointer, code }) => ({ pointer: `/data${pointer}`, code })),
  ...(around ? faultsOf(readableIn(data, faults), around) : []),
];
