import { dutchDateOf, isDomainError } from '@knooppunt/kernel';
import { SystemClock, exitCodes, explainStartFailure } from '@knooppunt/platform';
import type { Config, StartFailure } from '@knooppunt/platform';
import { readFounding } from '../../../worker/src/worker.module.js';
import type { Founding } from '../../../worker/src/worker.module.js';
import { clusterAt, enginesFolder } from '../engines/places.js';
import { baseOf, whatListens } from '../listening.js';
import { accountOf } from './account/account.js';
import { en } from './account/en.js';
import { foregroundText } from './account/foreground.js';
import { nl } from './account/nl.js';
import type { Texts } from './account/texts.js';
import { runAuditProgram } from './audit-program.js';
import type { DemoError } from './errors.js';
import type { DemoOptions, Language } from './options.js';
import { startOwnHub } from './own-hub.js';
import type { OwnHub } from './own-hub.js';
import { play } from './play.js';
import { isSound } from './result.js';
import type { DemoResult } from './result.js';
import type { LocalLog } from './story/audit.js';

/** The words of each language. */
export const textsOf: Readonly<Record<Language, Texts>> = { nl, en };

/** What the demonstration runs in. */
export type DemoRun = {
  readonly config: Config;
  readonly options: DemoOptions;
  readonly out: (text: string) => void;
  /** Told as soon as a hub of its own runs, so that Ctrl-C can stop it. */
  readonly onHub: (hub: OwnHub) => void;
};

/** How a run ended. `stays`: its own hub goes on in the foreground. */
export type DemoEnding = { readonly exitCode: number; readonly stays: boolean };

/** The demonstration cannot go on: what to say and how to end. */
export class DemoStopped extends Error {
  constructor(readonly ending: StartFailure) {
    super(ending.sentence);
  }
}

const stop = (sentence: string, exitCode: number = exitCodes.unexpected): never => {
  throw new DemoStopped({ sentence, exitCode });
};

const isDemoError = (error: unknown): error is DemoError =>
  isDomainError(error) && error.code.startsWith('standalone/');
const codeOf = (error: unknown): unknown => (error as { readonly code?: unknown } | undefined)?.code;

/** What went wrong in words, or the error itself where nobody foresaw it. */
const explained = (error: unknown, texts: Texts, where: Config): unknown => {
  if (isDemoError(error)) {
    const isArgument = error.code === 'standalone/nothing-found' || error.code === 'standalone/part-missing';
    const exitCode = isArgument ? exitCodes.configuration : exitCodes.unexpected;
    return new DemoStopped({ sentence: texts.broken(error), exitCode });
  }
  if (codeOf(error) === 'platform/token-refused') {
    return new DemoStopped({ sentence: texts.noToken, exitCode: exitCodes.unexpected });
  }
  if (error instanceof TypeError && error.message === 'fetch failed') {
    return new DemoStopped({ sentence: texts.connectionLost, exitCode: exitCodes.unexpected });
  }
  const ending = explainStartFailure(error, where);
  return ending ? new DemoStopped(ending) : error;
};

const hubFor = async ({ config, out, onHub }: DemoRun, texts: Texts): Promise<OwnHub | undefined> => {
  const base = baseOf(config);
  switch (await whatListens(base)) {
    case 'other':
      return stop(texts.otherProgram(config.port), exitCodes.portTaken);
    case 'hub':
      out(`${texts.using(base)}\n`);
      return undefined;
    case 'nothing': {
      out(`${texts.starting(base)}\n`);
      const hub = await startOwnHub(config);
      onHub(hub);
      return hub;
    }
    default:
      throw new TypeError('an unknown answer of whatListens');
  }
};

/** The log that an auditor of this machine can go through: that of a hub on engines, or else the one in the data folder. */
const localLog = (config: Config): LocalLog => {
  const { data, eventStoreDb } = clusterAt(enginesFolder, baseOf(config)) ?? { data: config.data };
  return { data, audit: runAuditProgram({ data, ...(eventStoreDb === undefined ? {} : { eventStoreDb }) }) };
};

const playAt = (run: DemoRun, founding: Founding, texts: Texts): Promise<DemoResult> => {
  const { config, options, out } = run;
  const start = performance.now();
  const tenths = new Intl.NumberFormat(texts.locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const seconds = (): string => tenths.format((performance.now() - start) / 1000).padStart(5);
  return play({
    base: baseOf(config),
    founding,
    seed: options.seed,
    today: dutchDateOf(new SystemClock().now()),
    referenceDate: options.referenceDate,
    report: (progress) => out(`${seconds()} s  ${texts.progress(progress)}\n`),
    log: localLog(config),
  });
};

/**
 * Starts a hub where none listens, plays the first trial case and prints the account. A run that fails, or that ends
 * after the account, leaves no hub of its own behind. Throws `DemoStopped` with a sentence, or what nobody foresaw.
 */
export const runDemo = async (run: DemoRun): Promise<DemoEnding> => {
  const { config, options, out } = run;
  const texts = textsOf[options.language];
  if (config.identity.kind !== 'demo' || config.production) stop(texts.ownProvider, exitCodes.configuration);
  let hub: OwnHub | undefined;
  let stays = false;
  try {
    hub = await hubFor(run, texts);
    const founding = readFounding(config.founding);
    const result = await playAt(run, founding, texts);
    stays = hub !== undefined && !options.once;
    out(`\n${accountOf(result, texts)}\n`);
    out(foregroundText({ config, founding, result, stays, ...(hub ? { hub } : {}) }, texts));
    return { exitCode: isSound(result) ? 0 : exitCodes.unexpected, stays };
  } catch (error) {
    throw explained(error, texts, config);
  } finally {
    if (!stays) await hub?.close();
  }
};
