import { isAuthorisedAt } from '@knooppunt/cases';
import type { Asking } from '@knooppunt/cases';
import type { InForce } from './documents.js';
import type { RecordedFold } from './record.js';

/** Was the one who asked a person that this organisation had designated, in this role, at this moment (R55, R56)? */
const checkPerson = (fold: RecordedFold): void => {
  const { actor, organisation, role, recordedAt, data } = fold.record;
  // The hub itself may read back what an organisation supplied, in that organisation's name, and nothing else.
  if (role === null && actor.startsWith('system:') && data.act === 'eigen') return;
  const person = fold.find('person', `person-${actor}`)?.state;
  if (!person || person.status === 'none') return fold.say('person-missing', 'actor');
  const isTheirs = person.organisation === organisation && role !== null && person.roles.includes(role);
  if (!isTheirs || !isAuthorisedAt(person, recordedAt)) fold.say('person-unauthorised', 'actor');
};

/** The question of a record, from the folded streams; undefined, and findings, where it cannot be put again. */
export const askingOf = (fold: RecordedFold, { law, covenant }: InForce): Asking | undefined => {
  const { data, recordedAt, organisation, purpose, cooperation } = fold.record;
  checkPerson(fold);
  const party = fold.find('party', `party-${cooperation}-${data.recipient}`);
  if (!party) return undefined;
  if (data.recipient !== organisation || party.state.kind !== data.recipientKind) {
    fold.say('recipient-differs', data.recipientKind);
  }
  const meeting = data.meeting === undefined ? undefined : fold.find('meeting', `meeting-${data.meeting}`);
  if (data.meeting !== undefined && !meeting) return undefined;
  return {
    at: recordedAt,
    act: 'inzage',
    cooperation,
    recipient: data.recipient,
    recipientKind: data.recipientKind,
    purpose: purpose ?? '',
    law,
    covenant,
    party,
    ...(meeting ? { meeting } : {}),
  };
};
