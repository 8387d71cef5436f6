import { diff as difference } from '@knooppunt/covenant';
import type { Terminal } from '@knooppunt/platform';
import { readCovenant, registryView } from '../reading/read-covenant.js';
import type { ReadPair } from '../reading/read-covenant.js';
import { digestOfDocument } from '../reading/read-document.js';
import type { Asked, Command } from '../shell/command.js';
import { consequencesOf, differenceText } from './report.js';
import type { Compared } from './report.js';

type Name = 'law' | 'law-b';

const identityOf = ({ covenant, law }: ReadPair): unknown => ({
  covenant: covenant.document.covenant,
  version: covenant.document.version,
  digest: digestOfDocument(covenant),
  law: law.document.wet,
  lawVersion: law.document.version,
  lawDigest: digestOfDocument(law),
});

const jsonOf = (compared: Compared): readonly unknown[] => {
  const { before, after, difference: found } = compared;
  const { changes, term, periods } = found;
  const { suppliers, newProcessing } = consequencesOf(compared);
  return [
    ...changes.map((change) => ({ kind: 'change', ...change })),
    {
      kind: 'summary',
      command: 'diff',
      before: identityOf(before),
      after: identityOf(after),
      wider: changes.filter(({ isWider }) => isWider).length,
      narrower: changes.filter(({ isWider }) => !isWider).length,
      term: term ?? null,
      periods,
      suppliers,
      newProcessing: newProcessing ?? null,
    },
  ];
};

const run = (asked: Asked<Name>, terminal: Terminal): 0 | 1 => {
  const [first = '', second = ''] = asked.files;
  const under = (law: string | undefined) => ({ text: (name: string) => (name === 'law' ? law : undefined) });
  const before = readCovenant(first, under(asked.text('law')));
  const after = readCovenant(second, under(asked.text('law-b') ?? asked.text('law')));
  const [old, now] = [before, after].map(({ law, covenant }) => ({ law: law.document, covenant: covenant.document }));
  if (old === undefined || now === undefined) return 0;
  const compared: Compared = { before, after, difference: difference(old, now, registryView) };
  if (asked.json) for (const line of jsonOf(compared)) terminal.out(`${JSON.stringify(line)}\n`);
  else terminal.out(differenceText(compared, asked.language, terminal));
  const { changes, term } = compared.difference;
  return changes.length > 0 || term !== undefined ? 1 : 0;
};

const file = { nl: 'BESTAND', en: 'FILE' };

/** `diff`: who gains and who loses what from one covenant to the next. */
export const diff: Command<Name> = {
  name: 'diff',
  summary: {
    nl: 'zegt precies wie wat erbij krijgt en kwijtraakt van het ene convenant naar het andere',
    en: 'says exactly who gains and who loses what from one covenant to another',
  },
  says: {
    nl: 'Vergelijkt twee convenanten over elke situatie die kan bestaan: wie er welk veld bij krijgt of kwijtraakt, van wie, voor\nwelk doel, in welke fase en onder welke voorwaarden, en welke plichten anders worden. Wat ruimer wordt, staat voorop.\nOrde, namen en splitsing van regels doen er niet toe. Einde: 0 geen verschil, 1 verschil, 2 niet te lezen.',
    en: 'Compares two covenants over every situation that can exist: who gains or loses which field, from whom, for which\npurpose, in which phase and under which conditions, and which duties change. What becomes wider stands first.\nOrder, names and splitting of rules do not matter. Ends with 0 no difference, 1 differences, 2 cannot be read.',
  },
  files: { shown: { nl: 'OUD NIEUW', en: 'OLD NEW' }, least: 2, most: 2 },
  readsCovenant: false,
  options: {
    law: {
      value: file,
      says: {
        nl: 'de wet boven beide (standaard: die bij elk van hen hoort, zoals bij check)',
        en: 'the law above both (default: the one that belongs to each, as with check)',
      },
    },
    'law-b': {
      value: file,
      says: {
        nl: 'de wet boven het nieuwe, waar die een andere is',
        en: 'the law above the new one, where it is another',
      },
    },
  },
  run,
};
