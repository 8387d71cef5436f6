import { check as checkDocuments, mayBeAdopted } from '@knooppunt/covenant';
import type { Finding, Problem } from '@knooppunt/covenant';
import type { Terminal } from '@knooppunt/platform';
import { problemsOf, readPair, registryView } from '../reading/read-covenant.js';
import type { ReadPair } from '../reading/read-covenant.js';
import { digestOfDocument } from '../reading/read-document.js';
import type { Asked, Command } from '../shell/command.js';
import { countsOf, findingJson, findingText, summaryText, toldOf } from './report.js';

const isSame = (a: Problem, b: Problem): boolean => a.code === b.code && a.rule === b.rule && a.detail === b.detail;

/** How the covenant follows on the one before it, and everything that the documents say of themselves; each once. */
const findingsOf = (pair: ReadPair): readonly Finding[] => {
  const found = checkDocuments(pair.law.document, pair.covenant.document, registryView);
  const known = found.flatMap((finding) => ('problem' in finding ? [finding.problem] : []));
  const following = problemsOf(pair, 'names').filter((problem) => !known.some((one) => isSame(one, problem)));
  const ofFollowing = following.map((problem): Finding => ({
    severity: 'fout',
    code: problem.code,
    rules: problem.rule === undefined ? [] : [problem.rule],
    problem,
  }));
  return [...ofFollowing, ...found];
};

const run = (asked: Asked<never>, terminal: Terminal): 0 | 1 => {
  const pair = readPair(asked.files[0] ?? '', {
    law: asked.text('law'),
    previous: asked.text('previous'),
    cooperation: asked.text('cooperation'),
  });
  const findings = findingsOf(pair);
  const adoptable = mayBeAdopted(findings);
  for (const finding of findings) {
    const told = toldOf(pair, finding);
    terminal.out(
      asked.json
        ? `${JSON.stringify(findingJson(told, asked.language))}\n`
        : findingText(pair, told, asked.language, terminal),
    );
  }
  if (!asked.json) {
    terminal.out(summaryText(pair, findings, asked.language));
    return adoptable ? 0 : 1;
  }
  const { covenant, law } = pair;
  const summary = {
    kind: 'summary',
    command: 'check',
    covenant: covenant.document.covenant,
    version: covenant.document.version,
    digest: digestOfDocument(covenant),
    law: law.document.wet,
    lawVersion: law.document.version,
    lawDigest: digestOfDocument(law),
    adoptable,
    counts: Object.fromEntries(countsOf(findings).map(({ severity, count }) => [severity, count])),
  };
  terminal.out(`${JSON.stringify(summary)}\n`);
  return adoptable ? 0 : 1;
};

/** `check`: everything that is wrong with a covenant, or that its drafters should know. */
export const check: Command<never> = {
  name: 'check',
  summary: {
    nl: 'zegt of een convenant mag worden aangenomen, en wat eraan opvalt',
    en: 'says whether a covenant may be adopted, and what is noticeable about it',
  },
  says: {
    nl: 'Onderzoekt een convenant onder de wet, over elke situatie die kan bestaan: vorm en namen, regels die nooit gelden of nooit\nbeslissen, velden die niemand of iedereen ziet, bijzondere gegevens zonder plafond, feiten die een niveau verraadt,\nstrijd met de wet, en de beloften van het convenant zelf. Einde: 0 mag worden aangenomen (waarschuwingen mogen), 1 niet,\n2 niet te lezen.',
    en: 'Examines a covenant under the law, over every situation that can exist: form and names, rules that never hold or never\ndecide, fields that nobody or everybody sees, special data without a cap, facts that a level betrays, conflict with the\nlaw, and the covenant’s own assertions. Ends with 0 may be adopted (warnings allowed), 1 may not, 2 cannot be read.',
  },
  files: { shown: { nl: 'CONVENANT', en: 'COVENANT' }, least: 1, most: 1 },
  readsCovenant: true,
  options: {},
  run,
};
