import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { validateDocuments, versionProblems } from '@knooppunt/covenant';
import type { CovenantDocument, LawDocument, Problem } from '@knooppunt/covenant';
import { payloadTypes, registryDigest, registryVersion } from '@knooppunt/signals';
import type { Asked } from '../shell/command.js';
import { Wrong } from '../shell/wrong.js';
import { DocumentRefused } from './document-refused.js';
import { faultOfProblem } from './located.js';
import { digestOf, digestOfDocument, readDocument } from './read-document.js';
import type { ReadDocument } from './read-document.js';

/** A covenant with the law above it, and the version before it where one was given. All have their shape. */
export type ReadPair = {
  readonly covenant: ReadDocument<CovenantDocument>;
  readonly law: ReadDocument<LawDocument>;
  readonly previous?: ReadDocument<CovenantDocument>;
  /** The cooperation that the covenant must be for, where one was named. */
  readonly cooperation?: string;
};

/** The payload registry of this build, as documents are held against it. */
export const registryView = {
  id: 'riec-payloads',
  version: registryVersion,
  digest: registryDigest(digestOf),
  types: payloadTypes,
} as const;

const noLaw = (nl: string, en: string): Wrong => new Wrong('no-law', { nl, en });

/** `law-<law>.yaml` and its kin beside the covenant. */
const besideOf = (file: string, covenant: CovenantDocument): string => {
  const law = (covenant as Partial<CovenantDocument>).under?.law;
  const isName = typeof law === 'string' && /^[A-Za-z0-9][\w.-]*$/.test(law);
  const names = isName ? ['law', 'wet'].flatMap((start) => [`${start}-${law}.yaml`, `${start}-${law}.yml`]) : [];
  const found = names.map((name) => join(dirname(file), name)).filter((path) => existsSync(path));
  const [one] = found;
  if (found.length > 1) {
    throw noLaw(
      `Er liggen meer wetten naast ${file} (${found.join(', ')}); noem er een met --law.`,
      `Several laws lie beside ${file} (${found.join(', ')}); name one with --law.`,
    );
  }
  if (one === undefined) {
    throw noLaw(
      `Er ligt geen wet naast ${file} (${names[0] ?? 'under: { law } ontbreekt'}); noem haar met --law.`,
      `No law lies beside ${file} (${names[0] ?? 'under: { law } is missing'}); name it with --law.`,
    );
  }
  return one;
};

const covenantIn = (file: string): ReturnType<typeof readDocument> & Pick<ReadPair, 'covenant'> => {
  const { covenant, law } = readDocument(file);
  if (covenant === undefined) {
    throw new Wrong('no-covenant', {
      nl: `${file} bevat een wet, geen convenant.`,
      en: `${file} holds a law, no covenant.`,
    });
  }
  return { covenant, ...(law && { law }) };
};

const lawIn = (file: string): ReadDocument<LawDocument> => {
  const { law } = readDocument(file);
  if (law === undefined) throw noLaw(`${file} bevat geen wet.`, `${file} holds no law.`);
  return law;
};

/** What of a pair is not of a covenant or law at all: nothing can be said of what it means. */
const requireShape = (pair: ReadPair, problems: readonly Problem[]): void => {
  const shapes = problems.filter(({ code }) => code === 'shape');
  if (shapes.length > 0) throw new DocumentRefused(shapes.map((problem) => faultOfProblem(pair, problem)));
};

const previousOf = (file: string, { law }: ReadPair): ReadDocument<CovenantDocument> => {
  const { covenant } = covenantIn(file);
  const pair = { covenant, law };
  requireShape(pair, validateDocuments(law.document, covenant.document, registryView, 'shape'));
  return covenant;
};

type Given = {
  readonly law?: string | undefined;
  readonly previous?: string | undefined;
  readonly cooperation?: string | undefined;
};

/**
 * Reads a covenant, the law above it (`law`, else the second document of the file, else the one beside it) and the version
 * before it. Their shape is checked, their meaning is not: `problemsOf` tells. Throws `DocumentRefused`, `Wrong`.
 */
export const readPair = (file: string, given: Given = {}): ReadPair => {
  const inFile = covenantIn(file);
  const { covenant } = inFile;
  const law = given.law === undefined ? (inFile.law ?? lawIn(besideOf(file, covenant.document))) : lawIn(given.law);
  const pair: ReadPair = { covenant, law, ...(given.cooperation !== undefined && { cooperation: given.cooperation }) };
  requireShape(pair, validateDocuments(law.document, covenant.document, registryView, 'shape'));
  return given.previous === undefined ? pair : { ...pair, previous: previousOf(given.previous, pair) };
};

/**
 * Everything that keeps a covenant from being adopted, by code and rule: names, facts, groups, duties, its assertions, and
 * how it follows on the version before it. `depth` leaves the assertions out, which take the longest.
 */
export const problemsOf = (pair: ReadPair, depth: 'names' | 'assertions' = 'assertions'): readonly Problem[] => {
  const { covenant, law, previous, cooperation } = pair;
  const known = previous && { document: previous.document, digest: digestOfDocument(previous) };
  return [
    ...versionProblems(
      { document: covenant.document, digest: digestOfDocument(covenant) },
      { ...(known && { previous: known }), ...(cooperation !== undefined && { cooperation }) },
    ),
    ...validateDocuments(law.document, covenant.document, registryView, depth),
  ];
};

/** Reads the covenant that a command was asked about, and refuses what may not be used: `DocumentRefused`, `Wrong`. */
export const readCovenant = (
  file: string,
  asked: Pick<Asked<never>, 'text'>,
  depth: 'names' | 'assertions' = 'names',
): ReadPair => {
  const pair = readPair(file, {
    law: asked.text('law'),
    previous: asked.text('previous'),
    cooperation: asked.text('cooperation'),
  });
  const problems = problemsOf(pair, depth);
  if (problems.length > 0) throw new DocumentRefused(problems.map((problem) => faultOfProblem(pair, problem)));
  return pair;
};
