import { ImpactRun } from '@knooppunt/evidence';
import type { ImpactReport } from '@knooppunt/evidence';
import type { CooperationId } from '@knooppunt/kernel';
import type { Terminal } from '@knooppunt/platform';
import { daysOf, historyOptions, withHistory } from '../history/reading.js';
import type { HistoryOption, StoredHistory } from '../history/reading.js';
import { readCovenant } from '../reading/read-covenant.js';
import { digestOf, digestOfDocument } from '../reading/read-document.js';
import type { Asked, Command } from '../shell/command.js';
import { Wrong } from '../shell/wrong.js';
import { impactJson, impactText } from './impact.report.js';

type Name = Exclude<HistoryOption, 'cooperation'>;

const covenantsIn = (history: StoredHistory, cooperation: CooperationId): readonly string[] =>
  history
    .covenantEvents(cooperation)
    .filter(({ type }) => type === 'CovenantCameIntoForce')
    .map(({ data }) => (data as { readonly covenant: string }).covenant);

/** The cooperations that the draft is for: the one that is named, or all whose covenant bears its name. */
const cooperationsFor = (history: StoredHistory, covenant: string, named: string | undefined): readonly string[] => {
  const known = history.cooperations;
  const found = known.filter((one) =>
    named === undefined ? covenantsIn(history, one).includes(covenant) : one === named,
  );
  if (found.length > 0) return found;
  const there = known.join(', ') || '-';
  throw new Wrong('no-history', {
    nl: `Het logboek heeft geen geschiedenis van ${named ?? `convenant ${covenant}`}; wel van ${there} (--cooperation).`,
    en: `The log has no history of ${named ?? `covenant ${covenant}`}; it has of ${there} (--cooperation).`,
  });
};

const run = async (asked: Asked<Name>, terminal: Terminal): Promise<0 | 1> => {
  const [file = ''] = asked.files;
  const { covenant, law } = readCovenant(file, asked);
  const days = daysOf(asked);
  const report = await withHistory(asked, terminal, (history): ImpactReport => {
    const cooperations = cooperationsFor(history, covenant.document.covenant, asked.text('cooperation'));
    const impact = new ImpactRun({
      ...days,
      draft: covenant.document,
      cooperations: new Set(cooperations),
      digestOf,
      // A law that was named is put in the place of the laws of then; one that only lies beside the draft is not.
      ...(asked.text('law') === undefined ? {} : { law: law.document }),
    });
    history.feed(impact);
    return impact.finish();
  });
  const about = {
    covenant: covenant.document.covenant,
    version: covenant.document.version,
    digest: digestOfDocument(covenant),
  };
  terminal.out(asked.json ? impactJson(about, report) : impactText(about, report, asked.language));
  const { allowed, raised, refused, lowered } = report.totals;
  return allowed + raised + refused + lowered > 0 ? 1 : 0;
};

/** `impact`: what a draft would have changed in the stored history. */
export const impact: Command<Name> = {
  name: 'impact',
  summary: {
    nl: 'wat een ontwerp in de geschiedenis zou hebben veranderd',
    en: 'what a draft would have changed in the history',
  },
  says: {
    nl: 'Legt het ontwerp op elke vastgelegde verstrekking, met de feiten zoals ze zijn vastgelegd: wat zou zijn geweigerd, verlaagd,\ngelijk gebleven of nieuw getoond; verruimingen eerst. Telt en noemt verstrekkingen, toont geen inhoud. Een feit dat het ontwerp\nvraagt en de vastlegging niet kent, is onbekend: dat staat erbij. Einde: 0 geen verandering, 1 verandering, 2 niet te lezen.',
    en: 'Puts the draft to every recorded disclosure, with the facts as recorded: what would have been refused, lowered, kept or newly\nshown; widenings first. Counts and names disclosures, shows no content. A fact that the draft asks and a record does not hold is\nunknown, and is told. Exit: 0 no change, 1 changes, 2 unreadable.',
  },
  files: { shown: { nl: 'ONTWERP', en: 'DRAFT' }, least: 1, most: 1 },
  readsCovenant: true,
  options: historyOptions,
  run,
};
