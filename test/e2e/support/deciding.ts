import { randomUUID } from 'node:crypto';
import { caseDecider, partyDecider, personDecider } from '@knooppunt/cases';
import { runDecider } from '@knooppunt/event-store';
import { streamName } from '@knooppunt/kernel';
import type { CommandMeta, Decider, Message, StreamName } from '@knooppunt/kernel';
import { amsterdam } from './cast.js';
import type { Person } from './cast.js';
import type { TestHub } from './hub.js';

// For what no route brings about yet: closing a case, withdrawing a grant, ending a designation or a membership.
const decide = <State, Command extends Message, Event extends Message>(
  hub: TestHub,
  decider: Decider<State, Command, Event>,
  stream: StreamName,
  command: NoInfer<Command>,
): Promise<unknown> => {
  const commandId = randomUUID();
  const meta: CommandMeta = {
    commandId,
    cooperation: amsterdam,
    at: hub.clock.now(),
    actor: 'system:proef',
    organisation: null,
    role: null,
    purpose: null,
    correlation: commandId,
    causation: null,
    traceId: commandId,
  };
  return runDecider(hub.standalone.engines.store, decider, { stream, command, meta });
};

/** The id under which the hub knows a person. */
export const personIdOf = (hub: TestHub, { sub, cooperation }: Person): string =>
  hub.standalone.engines.vault.names.personId('proef', sub, cooperation);

export const closeCase = (hub: TestHub, caseId: string): Promise<unknown> =>
  decide(hub, caseDecider, streamName('case', caseId), {
    type: 'CloseCase',
    data: { case: caseId, reason: 'completed' },
  });

export const withdrawGrant = (hub: TestHub, caseId: string, organisation: string): Promise<unknown> =>
  decide(hub, caseDecider, streamName('case', caseId), {
    type: 'WithdrawGrant',
    data: { case: caseId, organisation },
  });

/** Gives a grant again, for ninety days. */
export const grant = (hub: TestHub, caseId: string, organisation: string): Promise<unknown> => {
  const until = new Date(Date.parse(hub.clock.now()) + 90 * 86_400_000).toISOString();
  return decide(hub, caseDecider, streamName('case', caseId), {
    type: 'DecideGrants',
    data: { case: caseId, grants: [{ organisation, until }] },
  });
};

/** The keys of a contribution in a case are about to be destroyed. */
export const markUnderDestruction = (hub: TestHub, caseId: string, contribution: string): Promise<unknown> =>
  decide(hub, caseDecider, streamName('case', caseId), {
    type: 'MarkUnderDestruction',
    data: { case: caseId, contribution },
  });

export const withdrawPerson = (hub: TestHub, who: Person): Promise<unknown> => {
  const person = personIdOf(hub, who);
  return decide(hub, personDecider, streamName('person', person), { type: 'WithdrawPerson', data: { person } });
};

/** Designates a person again, with a mandate and a screening that end when told. */
export const designate = (
  hub: TestHub,
  who: Person,
  ends: { readonly mandateUntil: string; readonly screenedUntil: string; readonly roles?: readonly string[] },
): Promise<unknown> => {
  const person = personIdOf(hub, who);
  const { mandateUntil, screenedUntil, roles = ['accounthouder'] } = ends;
  return decide(hub, personDecider, streamName('person', person), {
    type: 'DesignatePerson',
    data: {
      person,
      roles,
      screenedUntil,
      organisation: who.organisation,
      mandate: { from: hub.clock.now(), until: mandateUntil },
    },
  });
};

/** An organisation leaves the cooperation at once. */
export const leave = (hub: TestHub, organisation: string): Promise<unknown> =>
  decide(hub, partyDecider, streamName('party', `${amsterdam}-${organisation}`), {
    type: 'LeaveParty',
    data: { organisation, memberUntil: hub.clock.now() },
  });
