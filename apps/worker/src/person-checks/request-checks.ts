import { contributionDecider, mayAskRegister } from '@knooppunt/cases';
import type { AnyEvent } from '@knooppunt/cases';
import { streamName } from '@knooppunt/kernel';
import type { Recorded } from '@knooppunt/kernel';
import type { Reaction } from '@knooppunt/read-store';
import { reactWith } from '../reacting.js';
import type { WorkerParts } from '../worker.parts.js';
import type { PersonCheckParts } from './parts.js';

type Submitted = Recorded & Extract<AnyEvent, { type: 'SignalSubmitted' }>;

/** While it is weighed an answer can still be of use; where checks are switched on later, what was weighed by then is left. */
const inWeighing: ReadonlySet<string> = new Set(['submitted', 'weighing']);

/**
 * A signal of an organisation with a register of its own has its persons checked: asked here, answered by a loop, so that
 * a register that is away holds up nothing. Whether a person has a number is content, so each person is asked about.
 */
export const requestPersonChecks = (parts: WorkerParts, { registers }: PersonCheckParts): Reaction => ({
  name: 'request-person-checks',
  handles: ['SignalSubmitted'],
  react: async (event) => {
    const { data, cooperation } = event as Submitted;
    const { contribution, supplier, supplierKind } = data;
    const register = registers.get(supplier)?.register;
    if (register === undefined || !mayAskRegister(register, supplierKind)) return;
    const signal = await parts.folds.fold('signal', event.stream, cooperation);
    if (!inWeighing.has(signal.state.status)) return;
    const stream = streamName('contribution', contribution);
    const { state } = await parts.folds.fold('contribution', stream, cooperation);
    for (const { name: block } of state.blocks.filter(({ kind }) => kind === 'person')) {
      const deed = {
        decider: contributionDecider,
        stream,
        step: `check:${register}:${block}`,
        organisation: supplier,
      };
      await reactWith(parts, event, deed, {
        type: 'RequestPersonCheck',
        data: {
          contribution,
          check: parts.names.derivedId('person-check', contribution, register, block),
          block,
          register,
          partner: supplier,
        },
      });
    }
  },
});
