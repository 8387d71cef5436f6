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

/** Faults of what a payload declares about itself; pointers and codes only. Source: BGS 1.5, 2.16(1), WGS 1.8(7). */
export const declarationFaults = (payload: Payload, around: Surroundings): readonly Fault[] => {
  const { declaration, report } = payload;
  return [
    // A day that has not come would put off the end of the five years.
    ...(declaration.firstProcessed > dutchDateOf(around.at)
      ? [{ pointer: '/data/declaration/firstProcessed', code: 'in-the-future' }]
      : []),
    ...(report && !isKnownTask(report.task, around) ? [{ pointer: '/data/report/task', code: 'unknown-task' }] : []),
    // One of the five criteria is the right region: what belongs to another cooperation goes there itself (R04, R50).
    ...(report && report.region !== around.cooperation
      ? [{ pointer: '/data/report/region', code: 'other-region' }]
      : []),
  ];
};
