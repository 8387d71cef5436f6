import { dirname, resolve } from 'node:path';
import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';
import { DomainError } from '@knooppunt/kernel';
import { readYamlFile } from '@knooppunt/platform';
import type { Language } from '@knooppunt/platform';
import { faultsOf } from './founding-faults.js';

/** An organisation of the founding facts; `client` is for the demonstration provider only. */
export type FoundingOrganisation = {
  readonly oin: string;
  readonly kind: string;
  readonly name: string;
  readonly region: string;
  readonly municipality?: string;
  readonly cooperations: readonly string[];
  readonly client?: { readonly id: string; readonly secret: string };
};

/** A person of the founding facts, as the identity provider knows it. */
export type FoundingPerson = {
  readonly sub: string;
  readonly name: string;
  readonly organisation: string;
  readonly roles: readonly string[];
  readonly cooperations: readonly string[];
};

/** Who takes part from the first day on, and under which law and covenant. */
export type Founding = {
  readonly law: LawDocument;
  readonly covenant: CovenantDocument;
  readonly cooperations: readonly { readonly id: string; readonly name: string }[];
  readonly organisations: readonly FoundingOrganisation[];
  readonly people: readonly FoundingPerson[];
};

/** The founding file, or a document that it names, cannot be used; `faults` are sentences, Dutch unless asked otherwise, all at once. */
export class FoundingInvalid extends DomainError {
  readonly code = 'worker/founding-invalid';
  constructor(readonly faults: readonly string[]) {
    super(`${faults.length} faults in the founding facts`);
  }
}

type Written = Omit<Founding, 'law' | 'covenant'> & { readonly law: string; readonly covenant: string };

/** A document of a deployment. Error: `worker/founding-invalid`. */
export const readYaml = (file: string, lang: Language = 'nl'): unknown => {
  const { value, faults } = readYamlFile(file, lang);
  if (faults.length > 0) throw new FoundingInvalid(faults);
  return value;
};

/** Reads the founding facts with law and covenant, which lie beside the file. Error: `worker/founding-invalid`. */
export const readFounding = (file: string): Founding => {
  const facts = readYaml(file);
  const faults = faultsOf(facts);
  if (faults.length > 0) throw new FoundingInvalid(faults);
  const written = facts as Written;
  const beside = (name: string): string => resolve(dirname(file), name);
  return {
    ...written,
    law: readYaml(beside(written.law)) as LawDocument,
    covenant: readYaml(beside(written.covenant)) as CovenantDocument,
  };
};
