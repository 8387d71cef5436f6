import type { CovenantChange } from '@knooppunt/covenant';

/** What the care of the law says, in both languages: names of rules, kinds, types and fields; nothing of anybody. */
export type Texts = {
  readonly usage: string;
  readonly misuse: string;
  readonly malformed: (file: string, detail: string) => string;
  readonly noLog: (folder: string) => string;
  readonly running: string;
  readonly away: string;
  readonly refused: (code: string) => string;
  readonly cooperation: (cooperation: string, before: string, after: string) => string;
  readonly already: string;
  readonly problem: (rule: string, code: string, detail: string) => string;
  readonly broken: (rule: string, code: string) => string;
  readonly wider: (change: CovenantChange) => string;
  readonly counts: (wider: number, narrower: number) => string;
  readonly digest: (digest: string) => string;
  readonly otherDigest: (digest: string) => string;
  readonly unfit: string;
  readonly widens: string;
  readonly brought: (cooperation: string, version: string) => string;
};

const commands = `npm run law -- check FILE | bring FILE --digest sha256:... [--wider]
                [--lang nl|en]`;

/** One change as codes: from whom, what, to whom, in which phase, and the step. */
const stepOf = ({ aspect, blocks }: CovenantChange): string => {
  const step =
    aspect.kind === 'duty'
      ? `${aspect.duty}: ${aspect.before ?? '-'} > ${aspect.after ?? '-'}`
      : `${aspect.before} > ${aspect.after}`;
  const [block] = blocks;
  if (!block) return step;
  const types = block.types.map(({ type }) => type).join(' ');
  const to = block.to.map(({ purpose }) => purpose).join(' ');
  const more = blocks.length > 1 ? ` (+${blocks.length - 1})` : '';
  return `${block.act}, ${types} ${block.what.join(' ')}, ${block.from.join(' ')} > ${to}, ${block.phases.join(' ')}: ${step}${more}`;
};

const colon = (rule: string): string => (rule === '' ? '' : `${rule}: `);

const nl: Texts = {
  usage: `Gebruik: ${commands}`,
  misuse: 'Deze opdracht is niet bekend, of mist iets.',
  malformed: (file, detail) => `${file} is geen wetslaag: ${detail}`,
  noLog: (folder) => `In ${folder} ligt geen log: zie KNOOPPUNT_DATA, of KNOOPPUNT_EVENTSTOREDB_URL.`,
  running: 'Op deze gegevens draait een knooppunt: stop het eerst.',
  away: 'Het log is niet te lezen of te beschrijven: kijk naar KNOOPPUNT_EVENTSTOREDB_URL en naar de server.',
  refused: (code) =>
    `Geweigerd (${code}): een nummer van de wet wordt eenmaal gebruikt, en wat voorbij is komt niet terug.`,
  cooperation: (cooperation, before, after) => `${cooperation}: wet ${before} naar ${after}`,
  already: '  is al in werking',
  problem: (rule, code, detail) => `  kan niet: ${colon(rule)}${code} (${detail})`,
  broken: (rule, code) => `  het convenant houdt geen stand: ${colon(rule)}${code}`,
  wider: (change) => `  RUIMER  ${stepOf(change)}`,
  counts: (wider, narrower) =>
    `  ruimer: ${wider} (van de wet zelf), enger: ${narrower} (van wat het convenant nu toestaat)`,
  digest: (digest) => `Vingerafdruk van de wet: ${digest}`,
  otherDigest: (digest) => `Noem met --digest de wet die u las; deze heeft ${digest}. Er is niets veranderd.`,
  unfit: 'Onder deze wet kan niet worden beslist. Er is niets veranderd.',
  widens: 'Deze wet laat meer toe dan de vorige. Zeg met --wider dat dat zo is bedoeld. Er is niets veranderd.',
  brought: (cooperation, version) => `${cooperation}: wet ${version} is in werking`,
};

const en: Texts = {
  usage: `Usage: ${commands}`,
  misuse: 'This command is not known, or lacks something.',
  malformed: (file, detail) => `${file} is no law layer: ${detail}`,
  noLog: (folder) => `There is no log in ${folder}: see KNOOPPUNT_DATA, or KNOOPPUNT_EVENTSTOREDB_URL.`,
  running: 'A hub runs on these data: stop it first.',
  away: 'The log cannot be read or written: see KNOOPPUNT_EVENTSTOREDB_URL and the server.',
  refused: (code) => `Refused (${code}): a number of the law is used once, and what is over does not come back.`,
  cooperation: (cooperation, before, after) => `${cooperation}: law ${before} to ${after}`,
  already: '  is in force already',
  problem: (rule, code, detail) => `  cannot be: ${colon(rule)}${code} (${detail})`,
  broken: (rule, code) => `  the covenant does not hold: ${colon(rule)}${code}`,
  wider: (change) => `  WIDER  ${stepOf(change)}`,
  counts: (wider, narrower) =>
    `  wider: ${wider} (of the law itself), narrower: ${narrower} (of what the covenant permits now)`,
  digest: (digest) => `Digest of the law: ${digest}`,
  otherDigest: (digest) => `Name with --digest the law that you read; this one has ${digest}. Nothing was changed.`,
  unfit: 'Nothing can be decided under this law. Nothing was changed.',
  widens: 'This law allows more than the one before. Say with --wider that this is meant. Nothing was changed.',
  brought: (cooperation, version) => `${cooperation}: law ${version} is in force`,
};

/** What the command says, by language. */
export const texts = { nl, en } as const;
