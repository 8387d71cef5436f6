import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isDomainError } from '@knooppunt/kernel';
import type { Instant } from '@knooppunt/kernel';
import { ConfigInvalid, exitCodes, readKeysConfig, rootKeysOf } from '@knooppunt/platform';
import type { KeysConfig } from '@knooppunt/platform';
import { openPostgresVault, rootNameOf } from '@knooppunt/vault';
import type { KeyCare, VaultError } from '@knooppunt/vault';
import { texts } from './texts.js';
import type { Texts } from './texts.js';

/** Where the command is run. `say` and `complain`: a line to standard output or standard error. */
export type KeysSurroundings = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Instant;
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
};

const misuseCode = 2;

/** What was asked cannot be done; the sentence says why. */
class Refusal extends Error {
  constructor(
    sentence: string,
    readonly exitCode: number,
  ) {
    super(sentence);
  }
}

type Values = {
  readonly to?: string;
  readonly month?: string;
  readonly cooperation?: string;
  readonly supplier?: string;
  readonly 'dry-run'?: boolean;
  readonly lang?: string;
};
type Job = {
  readonly config: KeysConfig;
  readonly values: Values;
  readonly text: Texts;
  readonly at: KeysSurroundings;
};

/** Enough of a root's name to tell it from others. */
const short = (name: string): string => name.slice(0, 12);

const withCare = async <Result>(
  { postgres }: KeysConfig,
  keys: ReturnType<typeof rootKeysOf>,
  work: (care: KeyCare) => Promise<Result>,
): Promise<Result> => {
  const vault = await openPostgresVault({ connectionString: postgres.url, poolSize: 2, ...keys });
  try {
    return await work(vault.care);
  } finally {
    await vault.close();
  }
};

const status = ({ config, text, at }: Job): Promise<void> =>
  withCare(config, rootKeysOf(config), async (care) => {
    const found = await care.status();
    for (const { root, keks } of found.roots) at.say(text.root(short(root), keks, root === found.root));
    at.say(text.retiredRoots(found.retiredRoots.length));
    for (const { month, keks, living } of found.months) at.say(text.month(month, keks, living));
    at.say(text.destroyed(found.destroyed));
  });

const rotateRoot = async ({ config, values, text, at }: Job): Promise<void> => {
  const { to } = values;
  if (to === undefined) throw new Refusal(text.misuse, misuseCode);
  const files = [config.rootKeyFile, ...config.otherRootKeyFiles];
  // Programs that do not hold the next root open nothing from the first key on that comes under it.
  if (!files.some((file) => resolve(file) === resolve(to))) throw new Refusal(text.notNamed, misuseCode);
  const name = rootNameOf({ file: to });
  const found = await withCare(config, rootKeysOf(config), (care) => care.status());
  if (found.retiredRoots.includes(name)) throw new Refusal(text.wasRetired, misuseCode);
  if (values['dry-run'] === true) {
    const others = found.roots.filter(({ root }) => root !== name);
    at.say(
      text.wouldRotate(
        short(name),
        others.reduce((sum, { keks }) => sum + keks, 0),
      ),
    );
    return;
  }
  const otherRootKeyFiles = files.filter((file) => resolve(file) !== resolve(to));
  const keys = rootKeysOf({ rootKeyFile: to, otherRootKeyFiles });
  const { rewrapped } = await withCare(config, keys, (care) => care.rotateRoot());
  at.say(text.rotated(short(name), rewrapped));
  at.say(text.afterRotation);
};

const monthOf = ({ values, text, at }: Job): string => {
  const { month } = values;
  if (month === undefined) throw new Refusal(text.misuse, misuseCode);
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month)) throw new Refusal(text.badMonth, misuseCode);
  if (month >= at.now.slice(0, 7)) throw new Refusal(text.notOver(month), misuseCode);
  return month;
};

const retireMonth = async (job: Job): Promise<void> => {
  const { config, values, text, at } = job;
  const month = monthOf(job);
  await withCare(config, rootKeysOf(config), async (care) => {
    const chosen = (await care.keysOf(month)).filter(
      ({ cooperation, supplier }) =>
        cooperation === (values.cooperation ?? cooperation) && supplier === (values.supplier ?? supplier),
    );
    if (chosen.length === 0) return at.say(text.noKeys(month));
    if (values['dry-run'] === true) return at.say(text.wouldRetire(month, chosen.length));
    for (const one of chosen) {
      const { rewrapped } = await care.retireMonth(one);
      at.say(text.retired(one.cooperation, one.supplier, rewrapped));
    }
    at.say(text.afterRetiring(month, chosen.length));
  });
};

const commands: Readonly<Record<string, (job: Job) => Promise<void>>> = {
  status,
  'rotate-root': rotateRoot,
  'retire-month': retireMonth,
};

const word = { type: 'string' } as const;
const read = (args: readonly string[]): { readonly values: Values; readonly words: readonly string[] } | undefined => {
  const options = { to: word, month: word, cooperation: word, supplier: word, lang: word };
  try {
    const flags = { ...options, 'dry-run': { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: flags });
    return { values, words: positionals };
  } catch {
    return undefined;
  }
};

type Sentence = 'unreadable' | 'notOpening' | 'notPrepared' | 'away';
const { configuration, unexpected } = exitCodes;
type Foreseen = { readonly text: Sentence; readonly exitCode: number };
const foreseen: Readonly<Record<string, Foreseen>> = {
  'vault/root-key-missing': { text: 'unreadable', exitCode: configuration },
  'vault/root-key-open': { text: 'unreadable', exitCode: configuration },
  'vault/root-key-malformed': { text: 'unreadable', exitCode: configuration },
  'vault/root-key-wrong': { text: 'notOpening', exitCode: configuration },
  'vault/root-retired': { text: 'notOpening', exitCode: configuration },
  'vault/not-migrated': { text: 'notPrepared', exitCode: unexpected },
  'vault/unavailable': { text: 'away', exitCode: unexpected },
} satisfies Partial<Record<VaultError['code'], Foreseen>>;

/** Errors of the vault that an operator can do something about. */
const sentenceFor = (error: unknown, text: Texts): Refusal | undefined => {
  if (error instanceof Refusal) return error;
  if (error instanceof ConfigInvalid) return new Refusal(error.faults.join('\n'), configuration);
  const found = isDomainError(error) ? foreseen[error.code] : undefined;
  return found && new Refusal(text[found.text], found.exitCode);
};

/**
 * The care of the keys as a command: how they stand, another root, a month's keys replaced; all while the programs run.
 * Gives the exit code: 0 done, 1 the database is away, 2 a command that cannot be followed, 4 settings or key files.
 * Source: ADR 0006, ADR 0011.
 */
export const runKeys = async (args: readonly string[], at: KeysSurroundings): Promise<number> => {
  const given = read(args);
  const language = given?.values.lang ?? 'nl';
  const text = language === 'en' ? texts.en : texts.nl;
  const [name = '', ...more] = given?.words ?? [];
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!given || !command || more.length > 0 || !['nl', 'en'].includes(language)) {
    at.complain(`${text.misuse}\n${text.usage}`);
    return misuseCode;
  }
  try {
    await command({ config: readKeysConfig(at.env), values: given.values, text, at });
    return 0;
  } catch (error) {
    const refusal = sentenceFor(error, text);
    if (!refusal) throw error;
    at.complain(refusal.message);
    return refusal.exitCode;
  }
};
