import type { ExpectedText, SignatureStatement } from '@knooppunt/covenant';
import { filled } from '@knooppunt/platform';
import type { InBoth, Language } from '@knooppunt/platform';
import { digestOfDocument } from '../reading/read-document.js';
import type { ReadPair } from '../reading/read-covenant.js';
import { wrongUsage } from '../shell/wrong.js';

/** The text that a signature is asked for. The cooperation is the one named, else the only one that the covenant is for. */
export const textToSign = ({ covenant, law, cooperation }: ReadPair): ExpectedText => {
  const [only, ...more] = covenant.document.cooperations ?? [];
  const place = cooperation ?? (more.length === 0 ? only : undefined);
  if (place === undefined) {
    throw wrongUsage({
      nl: 'noem met --cooperation het samenwerkingsverband waarvoor de handtekening geldt',
      en: 'name with --cooperation the cooperation that the signature is for',
    });
  }
  return {
    cooperation: place,
    covenant: covenant.document.covenant,
    version: covenant.document.version,
    digest: digestOfDocument(covenant),
    law: { name: law.document.wet, version: law.document.version, digest: digestOfDocument(law) },
  };
};

const words: InBoth = {
  nl: `  organisatie        {organisation}
  convenant          {covenant}, versie {version}
  zijn vingerafdruk  {digest}
  geldig             {from} tot en met {until}
  onder de wet       {law}, versie {lawVersion}
  haar vingerafdruk  {lawDigest}
  in                 {cooperation}
  op                 {at}
  met sleutel        {key}
`,
  en: `  organisation  {organisation}
  covenant      {covenant}, version {version}
  its digest    {digest}
  valid         {from} up to and including {until}
  under the law {law}, version {lawVersion}
  its digest    {lawDigest}
  in            {cooperation}
  at            {at}
  with key      {key}
`,
};

/** What a signature covers, in words, one thing per line. */
export const wordsOfStatement = (
  { law, ...statement }: SignatureStatement,
  { covenant }: Pick<ReadPair, 'covenant'>,
  key: string,
  language: Language,
): string => {
  const { from, until } = covenant.document.valid;
  return filled(words, language, {
    ...statement,
    from,
    until,
    law: law.name,
    lawVersion: law.version,
    lawDigest: law.digest,
    key,
  });
};
