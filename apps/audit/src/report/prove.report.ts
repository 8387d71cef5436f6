import { toBase64 } from '@knooppunt/evidence';
import type { ProofVerdict } from '@knooppunt/evidence';
import type { Position } from '@knooppunt/kernel';
import { counted, filled } from '@knooppunt/platform';
import type { InBoth, Language } from '@knooppunt/platform';
import type { Options } from '../options.js';
import type { Checked } from '../proofs/checking.js';
import type { Unproven } from '../proofs/proving.js';
import { shortPosition } from './short-position.js';

/** A proof as it is reported: in its public form, and what it speaks of. */
export type ProofReport = {
  readonly proof: 'inclusion' | 'consistency';
  readonly text: string;
  /** Index of the leaf, or size of the older tree. */
  readonly from: number;
  readonly size: number;
  readonly position?: Position;
  readonly leaf?: Uint8Array;
  readonly older?: string;
};

const words = {
  inclusion: {
    nl: 'De gebeurtenis op positie {position} is blad {from} van een ondertekende boom van {size} bladeren. Bewijs: {out}',
    en: 'The event at position {position} is leaf {from} of a signed tree of {size} leaves. Proof: {out}',
  },
  consistency: {
    nl: 'De boom van {from} bladeren is het begin van die van {size}. Bewijs: {out}; het oudere ijkpunt: {out}.older',
    en: 'The tree of {from} leaves is the beginning of the one of {size}. Proof: {out}; the older checkpoint: {out}.older',
  },
  'not-covered': {
    nl: 'Nog geen ijkpunt dekt deze gebeurtenis; het laatste dekt {detail} bladeren.',
    en: 'No checkpoint covers this event yet; the last one covers {detail} leaves.',
  },
  'checkpoint-mismatch': {
    nl: 'Het logboek is niet wat is ondertekend: het ijkpunt over {detail} bladeren klopt niet. Zie verify.',
    en: 'The log is not what was signed: the checkpoint over {detail} leaves does not agree. See verify.',
  },
} as const satisfies Readonly<Record<string, InBoth>>;

const checkedWords = {
  inclusion: {
    nl: 'Bewezen: blad {from} is in de boom van {size} bladeren van {origin}.',
    en: 'Proven: leaf {from} is in the tree of {size} leaves of {origin}.',
  },
  consistency: {
    nl: 'Bewezen: de boom van {from} bladeren van {origin} is het begin van die van {size}.',
    en: 'Proven: the tree of {from} leaves of {origin} is the beginning of the one of {size}.',
  },
} as const;

const verdicts: Readonly<Record<Exclude<ProofVerdict, 'proven'>, InBoth>> = {
  'key-unknown': {
    nl: 'Niet bewezen: geen handtekening is van een vertrouwde sleutel.',
    en: 'Not proven: no signature is of a trusted key.',
  },
  'signature-bad': {
    nl: 'Niet bewezen: de handtekening van het ijkpunt klopt niet.',
    en: 'Not proven: the signature of the checkpoint is wrong.',
  },
  'origin-differs': {
    nl: 'Niet bewezen: het ijkpunt is van een ander logboek.',
    en: 'Not proven: the checkpoint is of another log.',
  },
  'not-included': {
    nl: 'Niet bewezen: dit blad zit daar niet in de boom.',
    en: 'Not proven: this leaf is not at that place of the tree.',
  },
  'not-consistent': {
    nl: 'Niet bewezen: de oudere boom is niet het begin van de nieuwere.',
    en: 'Not proven: the older tree is not the beginning of the newer one.',
  },
};

/** One sentence on a proof that was written to a file. */
export const proofText = (report: ProofReport, { out = '' }: Pick<Options, 'out'>, language: Language): string => {
  const { proof, from, size, position = '' } = report;
  const values = {
    from: counted(from, language),
    size: counted(size, language),
    position: shortPosition(position),
    out,
  };
  return `${filled(words[proof], language, values)}\n`;
};

/** A proof for machines; `text` is its public form. */
export const proofJson = ({ leaf, ...report }: ProofReport, cooperation: string): string =>
  `${JSON.stringify({
    kind: 'proof',
    command: 'prove',
    cooperation,
    ...report,
    ...(leaf === undefined ? {} : { leaf: toBase64(leaf) }),
  })}\n`;

/** Why there is no proof. */
export const unprovenText = ({ code, detail }: Unproven, language: Language): string =>
  `${filled(words[code], language, { detail })}\n`;

/** Why there is no proof, for machines. */
export const unprovenJson = (unproven: Unproven): string => `${JSON.stringify({ kind: 'finding', ...unproven })}\n`;

/** What became of a proof that was checked. */
export const checkedText = ({ proof, verdict, from, size, origin }: Checked, language: Language): string => {
  if (verdict !== 'proven') return `${verdicts[verdict][language]}\n`;
  const values = { from: counted(from, language), size: counted(size, language), origin };
  return `${filled(checkedWords[proof], language, values)}\n`;
};

/** What became of a proof that was checked, for machines. */
export const checkedJson = (checked: Checked): string =>
  `${JSON.stringify({ kind: 'summary', command: 'prove', ...checked, findings: checked.verdict === 'proven' ? 0 : 1 })}\n`;
