import { fetchOrganisationToken, fetchPersonToken, readConfig, requireNode } from '@knooppunt/platform';
import type { Config } from '@knooppunt/platform';
import type { Holder } from './holders.js';

/** Nobody gets a token: why, in one Dutch sentence. */
class NoToken extends Error {}

const usage =
  'Gebruik: npm run -s token -- GEBRUIKER [SAMENWERKINGSVERBAND]; systeem:NAAM is het systeem van een organisatie.';

const holderIn = async (founding: string, user: string, cooperation: string | undefined): Promise<Holder> => {
  const { readFounding } = await import('../../worker/src/worker.module.js');
  const { holderOf } = await import('./holders.js');
  const holder = holderOf(readFounding(founding), user, cooperation);
  if (holder === 'unknown-user') throw new NoToken(`De gebruiker '${user}' is niet bekend.`);
  if (holder === 'unknown-cooperation') {
    throw new NoToken(`De gebruiker '${user}' werkt niet in het samenwerkingsverband '${cooperation ?? ''}'.`);
  }
  return holder;
};

const tokenFor = async (config: Config, user: string, cooperation: string | undefined): Promise<string> => {
  const { baseOf, whatListens } = await import('./listening.js');
  if (config.identity.kind !== 'demo') {
    throw new NoToken('Alleen de inlogdienst van de demonstratie geeft hier toegangsbewijzen: haal OIDC_ISSUER weg.');
  }
  const base = baseOf(config);
  if ((await whatListens(base)) !== 'hub') {
    throw new NoToken(`Er luistert geen knooppunt op ${base}: start het met npm start of npm run demo.`);
  }
  const issuer = `${base}/oidc`;
  const holder = await holderIn(config.founding, user, cooperation);
  return holder.kind === 'person'
    ? fetchPersonToken({ issuer, ...holder })
    : fetchOrganisationToken({ issuer, ...holder });
};

const sentenceOf = (error: unknown): string | undefined => {
  if (error instanceof NoToken) return error.message;
  const { code, faults } = error as { readonly code?: unknown; readonly faults?: readonly string[] };
  if (code === 'platform/token-refused') return 'De inlogdienst van dit knooppunt kent deze gebruiker niet.';
  return faults?.join('\n');
};

const start = async (): Promise<void> => {
  const [user, cooperation, ...more] = process.argv.slice(2);
  try {
    if (user === undefined || user.startsWith('-') || more.length > 0) throw new NoToken(usage);
    process.stdout.write(`${await tokenFor(readConfig(process.env), user, cooperation)}\n`);
  } catch (error) {
    const sentence = sentenceOf(error);
    if (sentence === undefined) throw error;
    process.stderr.write(`${sentence}\n`);
    process.exitCode = 1;
  }
};

if (requireNode(24, 15)) await start();
