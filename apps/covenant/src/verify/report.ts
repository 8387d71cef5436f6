import type { ExpectedText, SignatureFault, SignaturesJudged, SignatureVerdict } from '@knooppunt/covenant';
import { filled, painted } from '@knooppunt/platform';
import type { InBoth, Language, Terminal } from '@knooppunt/platform';
import type { SignatureFiles } from '../keys/signature-files.js';

/** What the report of verify is made of. */
export type VerifyReport = {
  readonly expected: ExpectedText;
  readonly found: SignatureFiles;
  readonly judged: SignaturesJudged;
};

const verdictTexts: Readonly<Record<SignatureVerdict['verdict'], InBoth>> = {
  valid: { nl: 'geldig', en: 'valid' },
  forged: { nl: 'vervalst', en: 'forged' },
  foreign: { nl: 'van een ander', en: 'foreign' },
  stale: { nl: 'verouderd', en: 'stale' },
};

const reasonTexts: Readonly<Record<SignatureFault['reason'], InBoth>> = {
  'bad-signature': {
    nl: 'wat hier staat, is niet met deze sleutel ondertekend',
    en: 'what stands here was not signed with this key',
  },
  'other-cooperation': { nl: 'zij is voor een ander samenwerkingsverband', en: 'it is for another cooperation' },
  'other-covenant': { nl: 'zij is onder een ander convenant gezet', en: 'it is under another covenant' },
  'not-a-signer': { nl: 'deze organisatie is niet gevraagd te tekenen', en: 'this organisation is not asked to sign' },
  'unknown-key': { nl: 'de sleutel is niet bekend', en: 'the key is not known' },
  'key-of-another': { nl: 'de sleutel is van een andere organisatie', en: 'the key belongs to another organisation' },
  'other-version': { nl: 'zij is onder een andere versie gezet', en: 'it is under another version' },
  'other-text': {
    nl: 'de tekst is sindsdien veranderd: de vingerafdruk is een andere',
    en: 'the text has changed since: its digest is another',
  },
  'other-law': { nl: 'zij is onder een andere tekst van de wet gezet', en: 'it is under another text of the law' },
  'key-not-begun': { nl: 'de sleutel gold toen nog niet', en: 'the key was not valid yet' },
  'key-ended': { nl: 'de sleutel gold toen niet meer', en: 'the key was no longer valid' },
  'time-to-come': { nl: 'zij is gedateerd in de toekomst', en: 'it bears a time that is yet to come' },
};

const words = {
  title: {
    nl: '{covenant} {version} ({digest}), in {cooperation}',
    en: '{covenant} {version} ({digest}), in {cooperation}',
  },
  line: {
    nl: '  {mark} {organisation}, {at}: {verdict} ({file})',
    en: '  {mark} {organisation}, {at}: {verdict} ({file})',
  },
  reason: { nl: '{verdict}: {reason}', en: '{verdict}: {reason}' },
  unreadable: { nl: '  ✗ {file} bevat geen handtekening', en: '  ✗ {file} holds no signature' },
  missing: { nl: '  ✗ {organisation}: ontbreekt', en: '  ✗ {organisation}: missing' },
  complete: { nl: 'Iedereen die gevraagd is, heeft getekend.', en: 'Everyone who was asked has signed.' },
  incomplete: {
    nl: '{signed} van {asked} {signed:heeft|hebben} geldig getekend.',
    en: '{signed} of {asked} {signed:has|have} validly signed.',
  },
} as const satisfies Readonly<Record<string, InBoth>>;

/** A verdict on a signature, in words. */
export const verdictText = (verdict: SignatureVerdict, language: Language): string =>
  verdict.verdict === 'valid'
    ? verdictTexts.valid[language]
    : filled(words.reason, language, {
        verdict: verdictTexts[verdict.verdict][language],
        reason: reasonTexts[verdict.reason][language],
      });

/** The verdict on each signature and who is missing, for people. */
export const verifyText = (
  { expected, found, judged }: VerifyReport,
  language: Language,
  terminal: Terminal,
): string => {
  const { covenant, version, digest, cooperation } = expected;
  const lines = judged.verdicts.map(({ signature, verdict }, at) => {
    const isValid = verdict.verdict === 'valid';
    const { organisation, at: instant } = signature.statement;
    return filled(words.line, language, {
      mark: isValid ? painted(terminal, 'green', '✓') : painted(terminal, 'red', '✗'),
      organisation,
      at: instant,
      verdict: verdictText(verdict, language),
      file: found.files[at]?.file ?? '',
    });
  });
  const { signed, missing } = judged;
  const count = { signed: String(signed.length), asked: String(signed.length + missing.length) };
  return [
    filled(words.title, language, { covenant, version, digest, cooperation }),
    ...lines,
    ...found.unreadable.map((file) => filled(words.unreadable, language, { file })),
    ...missing.map((organisation) => filled(words.missing, language, { organisation })),
    missing.length === 0 ? words.complete[language] : filled(words.incomplete, language, count),
    '',
  ].join('\n');
};

/** The same for machines: a line per signature, and a summary. */
export const verifyJson = ({ expected, found, judged }: VerifyReport): string => {
  const lines = [
    ...judged.verdicts.map(({ signature, verdict }, at) => ({
      kind: 'signature',
      file: found.files[at]?.file,
      ...signature.statement,
      key: signature.key,
      ...verdict,
    })),
    ...found.unreadable.map((file) => ({ kind: 'signature', file, verdict: 'unreadable' })),
    { kind: 'summary', command: 'verify', ...expected, signed: judged.signed, missing: judged.missing },
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
};
