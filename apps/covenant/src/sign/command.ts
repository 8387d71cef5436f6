import { sign as signBytes } from 'node:crypto';
import { formatSignature, keyIdOf, signatureOf, signedBytes } from '@knooppunt/covenant';
import type { SignatureStatement } from '@knooppunt/covenant';
import { filled } from '@knooppunt/platform';
import type { InBoth, Language, Terminal } from '@knooppunt/platform';
import { rawPublicKeyOf } from '../keys/ed25519.js';
import { readPrivateKey } from '../keys/private-key.js';
import type { PrivateKey } from '../keys/private-key.js';
import { instantOf, organisationOf, writeNew } from '../keys/statement.js';
import { textToSign, wordsOfStatement } from '../keys/text-signed.js';
import { readCovenant } from '../reading/read-covenant.js';
import type { ReadPair } from '../reading/read-covenant.js';
import { digestOf } from '../reading/read-document.js';
import type { Asked, Command } from '../shell/command.js';
import { Wrong } from '../shell/wrong.js';

type Name = 'key' | 'as' | 'at' | 'digest' | 'out';

const said = {
  before: { nl: 'U ondertekent:\n', en: 'You sign:\n' },
  after: { nl: 'Ondertekend: dit, en niets anders.\n{words}', en: 'Signed: this, and nothing else.\n{words}' },
  it: { nl: 'De handtekening', en: 'The signature' },
  signer: { nl: 'namens wie u tekent', en: 'you sign for' },
  written: { nl: 'De handtekening staat in {file}.\n', en: 'The signature is in {file}.\n' },
  unread: {
    nl: 'Hier is geen toetsenbord om te vragen of u deze tekst las: geef met --digest de vingerafdruk die u las. Er is niets ondertekend.',
    en: 'There is no keyboard here to ask whether you read this text: give the digest that you read with --digest. Nothing is signed.',
  },
  ask: {
    nl: 'Las u deze tekst? Typ de eerste acht tekens van de vingerafdruk na sha256: ',
    en: 'Did you read this text? Type the first eight characters of the digest after sha256: ',
  },
} as const satisfies Readonly<Record<string, InBoth>>;

const requireDigest = (digest: string, given: string): void => {
  if (digest === given) return;
  throw new Wrong('other-text', {
    nl: `De tekst in dit bestand heeft een andere vingerafdruk (${digest}) dan u las: er is niets ondertekend.`,
    en: `The text in this file has another digest (${digest}) than the one that you read: nothing is signed.`,
  });
};

/** Nobody signs what he did not read: the digest stands on the readable edition, and here it is asked for, or given. */
const requireRead = async (statement: SignatureStatement, asked: Asked<Name>, { ask }: Terminal): Promise<void> => {
  const given = asked.text('digest');
  if (given !== undefined) return requireDigest(statement.digest, given);
  if (ask === undefined) throw new Wrong('unread', said.unread);
  const shown = statement.digest.slice('sha256:'.length, 'sha256:'.length + 8);
  if ((await ask(said.ask[asked.language])).trim() !== shown) requireDigest(statement.digest, '');
};

type Made = { readonly text: string; readonly words: string };

const tell = ({ text, words }: Made, asked: Asked<Name>, terminal: Terminal): void => {
  const file = asked.text('out');
  if (file !== undefined) writeNew(file, text, said.it);
  terminal.err(filled(said.after, asked.language, { words }));
  if (file !== undefined) terminal.err(filled(said.written, asked.language, { file }));
  // without a file the signature itself is what is printed, for a pipe
  if (file === undefined || asked.json) terminal.out(text);
};

const statementOf = (asked: Asked<Name>, pair: ReadPair, key: PrivateKey): SignatureStatement => ({
  ...textToSign(pair),
  organisation: organisationOf(asked.text('as'), key, said.signer),
  at: instantOf(asked.text('at')),
});

const run = async (asked: Asked<Name>, terminal: Terminal): Promise<0> => {
  // a party puts its name to no text that may not be adopted
  const pair = readCovenant(asked.files[0] ?? '', asked, 'assertions');
  const privateKey = readPrivateKey(asked.text('key') ?? '');
  const statement = statementOf(asked, pair, privateKey);
  const id = keyIdOf(rawPublicKeyOf(privateKey.key), digestOf);
  const language: Language = asked.language;
  const words = wordsOfStatement(statement, pair, id, language);
  terminal.err(`${said.before[language]}${words}\n`);
  await requireRead(statement, asked, terminal);
  const signature = signatureOf(statement, id, signBytes(null, signedBytes(statement), privateKey.key));
  tell({ text: formatSignature(signature), words }, asked, terminal);
  return 0;
};

const word = (nl: string, en: string): InBoth => ({ nl, en });
const file = word('BESTAND', 'FILE');

/** `sign`: a detached signature of an organisation under a covenant (ADR 0015). Runs where the organisation keeps its key. */
export const sign: Command<Name> = {
  name: 'sign',
  summary: word('ondertekent een convenant namens een organisatie', 'signs a covenant for an organisation'),
  says: word(
    'Maakt een losse handtekening (Ed25519) over de vingerafdruk van het convenant en van de wet erboven, voor één\nsamenwerkingsverband. Toont eerst in woorden wat u ondertekent, en weigert een tekst die niet mag worden vastgesteld.',
    'Makes a detached signature (Ed25519) over the digest of the covenant and of the law above it, for one cooperation.\nShows in words what you sign first, and refuses a text that may not be adopted.',
  ),
  files: { shown: word('CONVENANT', 'COVENANT'), least: 1, most: 1 },
  readsCovenant: true,
  options: {
    key: {
      value: file,
      required: true,
      says: word(
        'de sleutel van uw organisatie (PKCS #8 PEM, alleen voor u leesbaar)',
        'the key of your organisation (PKCS #8 PEM, readable by you only)',
      ),
    },
    as: {
      value: word('OIN', 'OIN'),
      says: word(
        'uw organisatie (standaard: die bij de sleutel staat)',
        'your organisation (default: the one that the key names)',
      ),
    },
    digest: {
      value: word('VINGERAFDRUK', 'DIGEST'),
      says: word(
        'de vingerafdruk van de tekst die u las: geen andere wordt ondertekend; nodig zonder toetsenbord',
        'the digest of the text that you read: no other is signed; needed without a keyboard',
      ),
    },
    at: {
      value: word('TIJDSTIP', 'INSTANT'),
      says: word('wanneer (standaard: nu)', 'when (default: now)'),
    },
    out: {
      value: file,
      says: word(
        'waar de handtekening komt (standaard: op het scherm); wat daar ligt, blijft',
        'where the signature goes (default: the screen); what lies there stays',
      ),
    },
  },
  run,
};
