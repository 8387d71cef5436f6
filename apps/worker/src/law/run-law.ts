import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { covenantDecider } from '@knooppunt/cases';
import { validateDocuments } from '@knooppunt/covenant';
import type { LawDocument } from '@knooppunt/covenant';
import { foldStream, openEmbeddedEventStore, openEventStoreDb, runDecider } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { isDomainError, streamName } from '@knooppunt/kernel';
import type { CooperationId, Instant } from '@knooppunt/kernel';
import { ConfigInvalid, acquireDataLock, exitCodes, readLawConfig } from '@knooppunt/platform';
import type { Language, LawConfig } from '@knooppunt/platform';
import { FoundingInvalid, readFounding, readYaml } from '../founding-file.js';
import { lawChangeOf, nextLawOf } from './law-change.js';
import type { LawChange, NextLaw } from './law-change.js';
import { texts } from './texts.js';
import type { Texts } from './texts.js';

/** Where the command is run. `say` and `complain`: a line to standard output or standard error. */
export type LawSurroundings = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Instant;
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
};

const misuseCode = 2;
/** Something was found that somebody has to look at, and nothing was done. */
const foundCode = 1;

/** What was asked cannot be done; the sentences say why. */
class Refusal extends Error {
  constructor(
    sentences: readonly string[],
    readonly exitCode: number,
  ) {
    super(sentences.join('\n'));
  }
}

type Values = { readonly digest?: string; readonly wider?: boolean; readonly lang?: string };
type Job = {
  readonly store: EventStore;
  readonly next: NextLaw;
  readonly cooperations: readonly CooperationId[];
  readonly values: Values;
  readonly text: Texts;
  readonly at: LawSurroundings;
};

/** The covenant of a cooperation, as far as its stream goes. */
const stateOf = async (store: EventStore, cooperation: CooperationId) =>
  (await foldStream(store, covenantDecider, streamName('covenant', cooperation))).state;

const tell = ({ next, text, at }: Job, change: LawChange): void => {
  const { cooperation, before, isInForce, problems, broken, wider, narrower } = change;
  at.say(text.cooperation(cooperation, before?.version ?? '-', next.law.version));
  if (isInForce) return at.say(text.already);
  for (const { code, rule, detail } of problems) at.say(text.problem(rule ?? '', code, detail));
  for (const one of wider) at.say(text.wider(one));
  for (const { code, rule } of broken) at.say(text.broken(rule ?? '', code));
  at.say(text.counts(wider.length, narrower));
};

const looked = async (job: Job): Promise<readonly LawChange[]> => {
  const changes: LawChange[] = [];
  const known = new Map<string, LawChange>();
  for (const cooperation of job.cooperations) {
    const state = await stateOf(job.store, cooperation);
    // Most cooperations have one text, and to work it out takes seconds.
    const pair = `${state.law?.digest} ${state.covenant?.digest}`;
    const change = { ...(known.get(pair) ?? lawChangeOf(cooperation, state, job.next)), cooperation };
    known.set(pair, change);
    tell(job, change);
    changes.push(change);
  }
  job.at.say(job.text.digest(job.next.digest));
  return changes;
};

const check = async (job: Job): Promise<number> => {
  const changes = await looked(job);
  return changes.some(({ problems, wider, broken }) => problems.length + wider.length + broken.length > 0)
    ? foundCode
    : 0;
};

const append = async ({ store, next, at }: Job, cooperation: CooperationId): Promise<void> => {
  const commandId = randomUUID();
  const { law, digest, document } = next;
  await runDecider(store, covenantDecider, {
    stream: streamName('covenant', cooperation),
    command: {
      type: 'BringLawIntoForce',
      data: { law: law.wet, version: law.version, semantics: law.semantics, digest, document },
    },
    meta: {
      commandId,
      cooperation,
      at: at.now,
      actor: 'system:law',
      organisation: null,
      role: null,
      purpose: null,
      correlation: commandId,
      causation: null,
      traceId: commandId.replaceAll('-', ''),
    },
  });
};

/** All or none: what stands in the way in one cooperation is found before anything is written in another. */
const bring = async (job: Job): Promise<number> => {
  const { next, values, text, at } = job;
  if (values.digest !== next.digest) throw new Refusal([text.otherDigest(next.digest)], misuseCode);
  const changes = await looked(job);
  if (changes.some(({ problems }) => problems.length > 0)) throw new Refusal([text.unfit], foundCode);
  if (changes.some(({ wider }) => wider.length > 0) && values.wider !== true)
    throw new Refusal([text.widens], foundCode);
  for (const { cooperation, isInForce } of changes) {
    if (isInForce) continue;
    await append(job, cooperation);
    at.say(text.brought(cooperation, next.law.version));
  }
  return 0;
};

const commands: Readonly<Record<string, (job: Job) => Promise<number>>> = { check, bring };

const lawIn = (file: string, text: Texts, lang: Language): NextLaw => {
  const law = readYaml(file, lang);
  const shape = validateDocuments(law, {}, { types: [] }, 'shape').filter(({ detail }) => detail.startsWith('law'));
  if (shape.length > 0)
    throw new Refusal(
      shape.map(({ detail }) => text.malformed(file, detail)),
      misuseCode,
    );
  return nextLawOf(law as LawDocument);
};

const withStore = async <Result>(
  config: LawConfig,
  text: Texts,
  work: (store: EventStore) => Promise<Result>,
): Promise<Result> => {
  if (config.eventStoreDb !== undefined)
    return using(await openEventStoreDb({ connectionString: config.eventStoreDb }), work);
  const file = join(config.data, 'events.sqlite');
  if (!existsSync(file)) throw new Refusal([text.noLog(config.data)], exitCodes.unexpected);
  // a hub that runs on this folder has it to itself
  const lock = await acquireDataLock(config.data);
  try {
    return await using(await openEmbeddedEventStore({ file }), work);
  } finally {
    lock.release();
  }
};

const using = async <Result>(store: EventStore, work: (store: EventStore) => Promise<Result>): Promise<Result> => {
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};

const read = (args: readonly string[]): { readonly values: Values; readonly words: readonly string[] } | undefined => {
  const word = { type: 'string' } as const;
  try {
    const options = { digest: word, lang: word, wider: { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    return { values, words: positionals };
  } catch {
    return undefined;
  }
};

const refusalFor = (error: unknown, text: Texts): Refusal | undefined => {
  if (error instanceof Refusal) return error;
  if (error instanceof ConfigInvalid) return new Refusal(error.faults, exitCodes.configuration);
  if (error instanceof FoundingInvalid) return new Refusal(error.faults, misuseCode);
  if (!isDomainError(error)) return undefined;
  if (error.code === 'platform/data-locked') return new Refusal([text.running], exitCodes.dataLocked);
  if (error.code.startsWith('cases/')) return new Refusal([text.refused(error.code)], foundCode);
  return error.code.startsWith('event-store/') ? new Refusal([text.away], exitCodes.unexpected) : undefined;
};

/**
 * A version of the law layer, looked at or brought into force in every cooperation of the founding facts. Gives the exit code:
 * 0 done or nothing found, 1 found something that stands in the way or has to be looked at, 2 a command that cannot be followed,
 * 4 settings. Source: ADR 0022.
 */
export const runLaw = async (args: readonly string[], at: LawSurroundings): Promise<number> => {
  const given = read(args);
  const language = given?.values.lang ?? 'nl';
  const text = language === 'en' ? texts.en : texts.nl;
  const [name = '', file, ...more] = given?.words ?? [];
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!given || !command || file === undefined || more.length > 0 || !['nl', 'en'].includes(language)) {
    at.complain(`${text.misuse}\n${text.usage}`);
    return misuseCode;
  }
  try {
    const config = readLawConfig(at.env);
    const next = lawIn(file, text, language === 'en' ? 'en' : 'nl');
    const cooperations = readFounding(config.founding).cooperations.map(({ id }) => id);
    return await withStore(config, text, (store) =>
      command({ store, next, cooperations, values: given.values, text, at }),
    );
  } catch (error) {
    const refusal = refusalFor(error, text);
    if (!refusal) throw error;
    at.complain(refusal.message);
    return refusal.exitCode;
  }
};
