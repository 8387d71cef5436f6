import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { formatPublicKey, keyIdOf } from '@knooppunt/covenant';
import { filled } from '@knooppunt/platform';
import type { Terminal } from '@knooppunt/platform';
import { rawPublicKeyOf } from '../keys/ed25519.js';
import { requireOin } from '../keys/oin.js';
import { headOf } from '../keys/private-key.js';
import { digestOf } from '../reading/read-document.js';
import type { Asked, Command } from '../shell/command.js';
import { Wrong } from '../shell/wrong.js';

type Name = 'out' | 'as';

const said = {
  nl: `De sleutel ligt in {file}; alleen u kunt hem lezen. Bewaar hem waar geen ander bij kan, en geef hem aan niemand.
Geef deze regel, langs een weg die men vertrouwt, aan wie uw handtekening controleert:

{line}

Kenmerk van de sleutel: {id}
`,
  en: `The key lies in {file}; only you can read it. Keep it where nobody else can reach it, and give it to nobody.
Give this line, in a way that is trusted, to those who check your signature:

{line}

Id of the key: {id}
`,
};

const write = (file: string, text: string): void => {
  try {
    // wx: a key that lies there already is never lost
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const { code = '?' } = error as NodeJS.ErrnoException;
    throw new Wrong('not-written', {
      nl:
        code === 'EEXIST'
          ? `${file} bestaat al en wordt niet overschreven.`
          : `${file} is niet te schrijven (${code}).`,
      en: code === 'EEXIST' ? `${file} exists already and is not overwritten.` : `${file} cannot be written (${code}).`,
    });
  }
};

const run = (asked: Asked<Name>, terminal: Terminal): 0 => {
  const file = asked.text('out') ?? '';
  const given = asked.text('as');
  const organisation = given === undefined ? undefined : requireOin('as', given);
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  write(file, `${organisation === undefined ? '' : headOf(organisation)}${pem}`);
  const raw = rawPublicKeyOf(publicKey);
  const [key, id] = [formatPublicKey(raw), keyIdOf(raw, digestOf)];
  const line = `${organisation ?? 'OIN'} ${key}`;
  terminal.out(
    asked.json
      ? `${JSON.stringify({ kind: 'key', file, organisation: organisation ?? null, publicKey: key, id })}\n`
      : filled(said, asked.language, { file, line, id }),
  );
  return 0;
};

/** `keygen`: a key pair for an organisation that has none. Runs where the organisation keeps its key, never in the hub. */
export const keygen: Command<Name> = {
  name: 'keygen',
  summary: { nl: 'maakt een sleutel om mee te tekenen', en: 'makes a key to sign with' },
  says: {
    nl: 'Maakt een Ed25519-sleutel (PKCS #8), schrijft hem naar een bestand dat alleen u kunt lezen, en toont de openbare helft.\nDoe dit op een machine van uw eigen organisatie: het knooppunt ziet deze sleutel nooit.',
    en: 'Makes an Ed25519 key (PKCS #8), writes it to a file that only you can read, and shows the public half.\nDo this on a machine of your own organisation: the hub never sees this key.',
  },
  files: { shown: { nl: '', en: '' }, least: 0, most: 0 },
  readsCovenant: false,
  options: {
    out: {
      value: { nl: 'BESTAND', en: 'FILE' },
      required: true,
      says: {
        nl: 'waar de sleutel komt; wat daar al ligt, blijft',
        en: 'where the key goes; what lies there already stays',
      },
    },
    as: {
      value: { nl: 'OIN', en: 'OIN' },
      says: { nl: 'de organisatie van wie de sleutel is', en: 'the organisation that the key belongs to' },
    },
  },
  run,
};
