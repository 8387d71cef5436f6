import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeSignature } from '@knooppunt/covenant';
import { filled, languages, SystemClock } from '@knooppunt/platform';
import type { InBoth, Language, Terminal } from '@knooppunt/platform';
import { verifyBytes } from '../keys/ed25519.js';
import { readKeyRing } from '../keys/key-ring.js';
import { readSignatures } from '../keys/signature-files.js';
import { textToSign } from '../keys/text-signed.js';
import { readCovenant } from '../reading/read-covenant.js';
import type { ReadPair } from '../reading/read-covenant.js';
import { digestOf, digestOfDocument } from '../reading/read-document.js';
import type { Asked, Command } from '../shell/command.js';
import { Wrong } from '../shell/wrong.js';
import { contentOf } from './edition.js';
import type { ShownSignature } from './edition.js';
import { pageOf } from './page.js';

type Name = 'out' | 'signature' | 'keys';

const said: InBoth = { nl: 'Geschreven: {file}\n', en: 'Written: {file}\n' };

const notWritten = (place: string, error: unknown): Wrong => {
  const { code = '?' } = error as NodeJS.ErrnoException;
  return new Wrong('not-written', {
    nl: `${place} is niet te schrijven (${code}).`,
    en: `${place} cannot be written (${code}).`,
  });
};

const write = (folder: string, name: string, text: string): string => {
  const file = join(folder, name);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw notWritten(file, error);
  }
  return file;
};

/** Signatures as the edition shows them: judged where keys were given. */
const signaturesOf = (asked: Asked<Name>, pair: ReadPair): readonly ShownSignature[] => {
  const { files, unreadable } = readSignatures(asked.texts('signature'));
  const [bad] = unreadable;
  if (bad !== undefined) {
    throw new Wrong('no-signature', { nl: `${bad} bevat geen handtekening.`, en: `${bad} holds no signature.` });
  }
  const place = asked.text('keys');
  if (place === undefined || files.length === 0) return files.map(({ signature }) => ({ signature }));
  const keys = readKeyRing(place);
  const context = {
    expected: textToSign(pair),
    keys,
    signers: keys.map(({ organisation }) => organisation),
    now: new SystemClock().now(),
    digestOf,
    verify: verifyBytes,
  };
  return files.map(({ signature }) => ({ signature, verdict: judgeSignature(signature, context) }));
};

/** A name that is safe in a path, whatever the covenant calls itself. */
const fileNameOf = ({ covenant }: ReadPair, language: Language): string => {
  const name = `${covenant.document.covenant}-${covenant.document.version}`.replaceAll(/[^A-Za-z0-9.-]/g, '_');
  return `${name.replace(/^\.+/, '_')}.${language}.html`;
};

const run = (asked: Asked<Name>, terminal: Terminal): 0 => {
  const pair = readCovenant(asked.files[0] ?? '', asked);
  const digests = { covenant: digestOfDocument(pair.covenant), law: digestOfDocument(pair.law) };
  const signatures = signaturesOf(asked, pair);
  const content = { ...contentOf(pair, digests), signatures };
  const wanted = asked.namesLanguage ? [asked.language] : languages;
  for (const language of wanted) {
    const page = pageOf({ ...content, language });
    const file = write(asked.text('out') ?? '', fileNameOf(pair, language), page);
    const line = { kind: 'edition', file, language, ...digests };
    terminal.out(asked.json ? `${JSON.stringify(line)}\n` : filled(said, asked.language, { file }));
  }
  return 0;
};

const word = (nl: string, en: string): InBoth => ({ nl, en });

/** `render`: the readable edition of a covenant, one static page per language. */
export const render: Command<Name> = {
  name: 'render',
  summary: word(
    'maakt een leesbare uitgave (HTML), Nederlands en Engels',
    'makes a readable edition (HTML), Dutch and English',
  ),
  says: word(
    'Schrijft per taal één bladzijde zonder scripts en zonder iets van buiten: regels naast hun artikelen, begrippen, feiten,\nplichten, en per lezer en fase wie hoogstens wat kan zien. Geschikt om te printen. Met --lang alleen in die taal.',
    'Writes one page per language, without scripts and without anything from elsewhere: rules beside their articles,\ndefinitions, facts, duties, and for each reader and phase who can at most see what. Fit to print. With --lang in that\nlanguage only.',
  ),
  files: { shown: word('CONVENANT', 'COVENANT'), least: 1, most: 1 },
  readsCovenant: true,
  options: {
    out: { value: word('MAP', 'DIR'), required: true, says: word('waar de bladzijden komen', 'where the pages go') },
    signature: {
      value: word('BESTAND', 'FILE'),
      multiple: true,
      says: word('een handtekening die erbij hoort', 'a signature that goes with it'),
    },
    keys: {
      value: word('MAP|BESTAND', 'DIR|FILE'),
      says: word(
        'openbare sleutels om de handtekeningen mee te controleren',
        'public keys to check the signatures with',
      ),
    },
  },
  run,
};
