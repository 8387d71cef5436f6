import { judgeSignatures } from '@knooppunt/covenant';
import type { SignaturesJudged } from '@knooppunt/covenant';
import { SystemClock } from '@knooppunt/platform';
import type { InBoth, Terminal } from '@knooppunt/platform';
import { verifyBytes } from '../keys/ed25519.js';
import { readKeyRing } from '../keys/key-ring.js';
import { requireOin } from '../keys/oin.js';
import { readSignatures } from '../keys/signature-files.js';
import type { SignatureFiles } from '../keys/signature-files.js';
import { textToSign } from '../keys/text-signed.js';
import { readCovenant } from '../reading/read-covenant.js';
import { digestOf } from '../reading/read-document.js';
import type { Asked, Command } from '../shell/command.js';
import { verifyJson, verifyText } from './report.js';

type Name = 'keys' | 'by';

const isComplete = ({ unreadable }: SignatureFiles, { verdicts, missing }: SignaturesJudged): boolean =>
  unreadable.length === 0 && missing.length === 0 && verdicts.every(({ verdict }) => verdict.verdict === 'valid');

const run = (asked: Asked<Name>, terminal: Terminal): 0 | 1 => {
  const [document = '', ...paths] = asked.files;
  const pair = readCovenant(document, asked);
  const expected = textToSign(pair);
  const keys = readKeyRing(asked.text('keys') ?? '');
  const by = asked.texts('by').map((oin) => requireOin('by', oin));
  const signers = by.length > 0 ? [...new Set(by)] : [...new Set(keys.map(({ organisation }) => organisation))];
  const found = readSignatures(paths);
  const judged = judgeSignatures(
    found.files.map(({ signature }) => signature),
    { expected, keys, signers, now: new SystemClock().now(), digestOf, verify: verifyBytes },
  );
  const report = { expected, found, judged };
  terminal.out(asked.json ? verifyJson(report) : verifyText(report, asked.language, terminal));
  return isComplete(found, judged) ? 0 : 1;
};

const word = (nl: string, en: string): InBoth => ({ nl, en });

/** `verify`: who has signed a covenant, and which signatures do not count. */
export const verify: Command<Name> = {
  name: 'verify',
  summary: word('controleert handtekeningen onder een convenant', 'checks the signatures under a covenant'),
  says: word(
    'Zegt van elke handtekening of zij telt, en zo niet, waarom: vervalst, van een ander, of verouderd; en wie nog niet tekende.',
    'Tells of each signature whether it counts, and if not, why: forged, foreign or stale; and who has not signed yet.',
  ),
  files: { shown: word('CONVENANT HANDTEKENING…', 'COVENANT SIGNATURE…'), least: 1, most: 1_000 },
  readsCovenant: true,
  options: {
    keys: {
      value: word('MAP|BESTAND', 'DIR|FILE'),
      required: true,
      says: word(
        'openbare sleutels: een regel `OIN ed25519:… [from DAG] [until DAG]` per sleutel, in een bestand of in *.pub in een map',
        'public keys: a line `OIN ed25519:… [from DAY] [until DAY]` for each, in a file or in *.pub in a folder',
      ),
    },
    by: {
      value: word('OIN', 'OIN'),
      multiple: true,
      says: word(
        'wie er moet tekenen (standaard: iedereen met een sleutel)',
        'who has to sign (default: everyone with a key)',
      ),
    },
  },
  run,
};
