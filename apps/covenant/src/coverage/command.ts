import { CoverageRun } from '@knooppunt/evidence';
import type { CoverageReport } from '@knooppunt/evidence';
import type { Terminal } from '@knooppunt/platform';
import { daysOf, historyOptions, withHistory } from '../history/reading.js';
import type { HistoryOption } from '../history/reading.js';
import { digestOf } from '../reading/read-document.js';
import type { Asked, Command } from '../shell/command.js';
import { Wrong } from '../shell/wrong.js';
import { coverageJson, coverageText } from './coverage.report.js';

const run = async (asked: Asked<HistoryOption>, terminal: Terminal): Promise<0 | 1> => {
  const days = daysOf(asked);
  const named = asked.text('cooperation');
  const report = await withHistory(asked, terminal, (history): CoverageReport => {
    if (named !== undefined && !history.cooperations.includes(named)) {
      throw new Wrong('no-history', {
        nl: `Het logboek heeft geen geschiedenis van ${named}; wel van ${history.cooperations.join(', ') || '-'}.`,
        en: `The log has no history of ${named}; it has of ${history.cooperations.join(', ') || '-'}.`,
      });
    }
    const coverage = new CoverageRun({
      ...days,
      digestOf,
      ...(named === undefined ? {} : { cooperations: new Set([named]) }),
    });
    history.feed(coverage);
    return coverage.finish();
  });
  terminal.out(asked.json ? coverageJson(report) : coverageText(report, asked.language));
  return report.documents.some(({ never }) => never.length > 0) ? 1 : 0;
};

/** `coverage`: which rules decided in real use, and which never. */
export const coverage: Command<HistoryOption> = {
  name: 'coverage',
  summary: {
    nl: 'welke regels in gebruik beslisten, en welke nooit',
    en: 'which rules decided in real use, and which never',
  },
  says: {
    nl: 'Telt per versie die gold wat elke regel van convenant en wet in het logboek deed: besliste, gold, weigerde; hoe vaak, het laatst\nwanneer, en of het maar om één organisatie ging. Zegt ook welke feiten ooit waar, onwaar of onbekend waren.\nEinde: 0 elke regel deed iets, 1 er zijn regels die niets deden, 2 niet te lezen.',
    en: 'Counts per version in force what each rule of covenant and law did in the log: decided, applied, refused; how often, when last,\nand whether it was about one organisation alone. Tells too which facts were ever true, false or unknown.\nExit: 0 every rule did something, 1 some did nothing, 2 unreadable.',
  },
  files: { shown: { nl: '', en: '' }, least: 0, most: 0 },
  readsCovenant: false,
  options: {
    ...historyOptions,
    cooperation: {
      value: { nl: 'VERBAND', en: 'COOPERATION' },
      says: { nl: 'dit samenwerkingsverband alleen', en: 'this cooperation alone' },
    },
  },
  run,
};
