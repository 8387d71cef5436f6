import type { CaseState } from '@knooppunt/cases';
import type { Reader } from '@knooppunt/disclosure';
import type { Uuid } from '@knooppunt/kernel';
import { NotFound } from '@knooppunt/platform';
import type { KeyedNames } from '@knooppunt/vault';

type Naming = Pick<KeyedNames, 'pseudonym'>;

const find = (
  names: Naming,
  reader: Reader,
  within: Uuid,
  kind: string,
  ids: readonly Uuid[],
  reference: string,
): Uuid => {
  const scope = { cooperation: reader.cooperation, recipient: reader.organisation, within };
  const id = ids.find((one) => names.pseudonym(scope, kind, one) === reference);
  if (id === undefined) throw new NotFound();
  return id;
};

/** The contribution of a case behind the reference that this reader was shown. Error: `platform/niet-gevonden`. */
export const contributionOf = (
  names: Naming,
  reader: Reader,
  caseId: Uuid,
  state: CaseState,
  reference: string,
): Uuid => find(names, reader, caseId, 'reference', Object.keys(state.contributions), reference);

/** The subject of a case behind the reference that this reader was shown. Error: `platform/niet-gevonden`. */
export const subjectOf = (names: Naming, reader: Reader, caseId: Uuid, state: CaseState, reference: string): Uuid =>
  find(names, reader, caseId, 'subject', Object.keys(state.subjects), reference);
