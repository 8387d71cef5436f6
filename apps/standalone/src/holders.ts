import type { CooperationId } from '@knooppunt/kernel';
import type { Founding } from '../../worker/src/worker.module.js';
import { demoClients } from './demo-clients.js';

/** Who can hold a token of the demonstration: a person, or the system of an organisation; each for one cooperation. */
export type Holder =
  | { readonly kind: 'person'; readonly sub: string; readonly cooperation: CooperationId }
  | {
      readonly kind: 'system';
      readonly clientId: string;
      readonly clientSecret: string;
      readonly cooperation: CooperationId;
    };

const systemPrefix = 'systeem:';

const systemOf = (
  founding: Founding,
  id: string,
  asked: string | undefined,
): Holder | 'unknown-cooperation' | undefined => {
  const organisation = founding.organisations.find(({ client }) => client?.id === id);
  const clients = demoClients(founding).filter((one) => one.organisation === organisation?.oin);
  if (clients.length === 0) return undefined;
  const client = clients.find(({ cooperation }) => asked === undefined || cooperation === asked);
  if (!client) return 'unknown-cooperation';
  const { clientId, clientSecret, cooperation } = client;
  return { kind: 'system', clientId, clientSecret, cooperation };
};

/**
 * Finds a user of the founding facts by login name, or an organisation's system as `systeem:<name>`. Without a cooperation
 * the first one counts in which this user works.
 */
export const holderOf = (
  founding: Founding,
  user: string,
  asked?: string,
): Holder | 'unknown-user' | 'unknown-cooperation' => {
  if (user.startsWith(systemPrefix)) {
    return systemOf(founding, user.slice(systemPrefix.length), asked) ?? 'unknown-user';
  }
  const person = founding.people.find(({ sub }) => sub === user);
  if (!person) return 'unknown-user';
  const cooperation = asked ?? person.cooperations[0];
  if (cooperation === undefined || !person.cooperations.includes(cooperation)) return 'unknown-cooperation';
  return { kind: 'person', sub: person.sub, cooperation };
};
