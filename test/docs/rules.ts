/** One rule of the domain: what it says, its article, where it is enforced besides the covenant cases, and what is still missing. */
export type RuleEntry = {
  readonly says: string;
  readonly basis: string;
  /** A file and words in it. */
  readonly place?: readonly [file: string, words: string];
  readonly waits?: string;
};
export type RuleBook = Readonly<Record<string, RuleEntry>>;

/** Names of the covenant cases of a rule. */
export type CasesOf = (rule: string) => { readonly permitted: number; readonly refused: number } | undefined;

const escaped = (text: string): string => text.replaceAll('|', '\\|');

const enforcedBy = (rule: string, { place }: RuleEntry, casesOf: CasesOf): readonly string[] => {
  const cases = casesOf(rule);
  return [
    ...(cases === undefined
      ? []
      : [`[gevallen](../test/covenant-cases/${rule}.yaml): ${cases.permitted} toegestaan, ${cases.refused} geweigerd`]),
    ...(place === undefined ? [] : [`[${place[0]}](../${place[0]}): “${escaped(place[1])}”`]),
  ];
};

/** The table of all rules; a rule that nothing carries says what it waits for, and none says nothing. */
export const rulesDocument = (book: RuleBook, casesOf: CasesOf): string =>
  [
    '# De 71 regels en wie ze afdwingt',
    '',
    'Gemaakt uit `test/docs/rules.yaml` en `test/covenant-cases` met `UPDATE_DOCS=1 npm run jest -- test/docs`; niet met de hand wijzigen.',
    'Een geval is een vraag aan wet en convenant met het verwachte niveau; een test is wat er met die naam staat.',
    '',
    '| Regel | Wat hij zegt | Grondslag | Afgedwongen door | Nog niet: wacht op |',
    '|---|---|---|---|---|',
    ...Object.entries(book).map(([rule, entry]) => {
      const places = enforcedBy(rule, entry, casesOf);
      return `| ${rule} | ${escaped(entry.says)} | ${entry.basis} | ${places.join('; ') || 'nog niet'} | ${escaped(entry.waits ?? '–')} |`;
    }),
    '',
  ].join('\n');
