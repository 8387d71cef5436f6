/** One kind of leak, or one defect that was shipped: what leaked, at whom, and what holds it here. */
export type Leak = {
  readonly nl: string;
  readonly en: string;
  readonly whom: string;
  /** Mutants that put it into our code: each is found. */
  readonly mutants?: readonly string[];
  /** Why it cannot exist here (Dutch), and the file and words of the test that keeps it so. */
  readonly held?: string;
  readonly by?: readonly [file: string, words: string];
};
export type LeakBook = Readonly<Record<string, Leak>>;

/** A mutant as the page tells it: what it does, and which test must fail with it. */
export type KnownMutant = { readonly what: string; readonly caughtBy: string };
export type MutantBook = Readonly<Record<string, KnownMutant>>;

/** The rows of both lists, in order. */
export const rowsOf = (): readonly string[] => {
  const list = (name: number, length: number): readonly string[] =>
    Array.from({ length }, (_none, at) => `${name}.${String(at + 1).padStart(2, '0')}`);
  return [...list(1, 48), ...list(2, 27)];
};

const escaped = (text: string): string => text.replaceAll('|', '\\|');
const link = (file: string): string => `[${file}](../${file})`;

const heldBy = ({ mutants = [], held, by }: Leak, book: MutantBook): readonly [mutant: string, caughtBy: string] => {
  if (held !== undefined)
    return [`kan niet bestaan: ${escaped(held)}`, by ? `${link(by[0])}: “${escaped(by[1])}”` : '–'];
  const known = mutants.map((name) => [name, book[name]] as const);
  return [
    known.map(([name, mutant]) => `\`${name}\`: ${escaped(mutant?.what ?? '?')}`).join('<br>'),
    known.map(([, mutant]) => escaped(mutant?.caughtBy ?? '?')).join('<br>'),
  ];
};

const introduction = [
  '# Lekken van anderen, en wat ze hier tegenhoudt',
  '',
  '*What comparable systems leaked, and what holds it here. Each row names a fault that we put into our own code (a mutant) and the test that must find it, or why it cannot exist here and the test that keeps it so. `npm run test:mutants` plays them all.*',
  '',
  'Gemaakt uit `test/two-worlds/leaks.yaml` met `UPDATE_DOCS=1 npm run jest -- test/two-worlds/leaks`; niet met de hand wijzigen.',
  'Een mutant van een lopend knooppunt wordt gezocht door twee werelden te vergelijken die alleen verschillen in wat voor een lezer verborgen is (`test/two-worlds`); een mutant in de bron door de genoemde test, die ermee moet falen.',
  '',
];

const header = ['| Rij | Wat er lekte | Bij wie | Onze fout | Gevangen door |', '|---|---|---|---|---|'];

/** The page of all leaks; `remains` are the paragraphs about what is left. */
export const leaksPage = (leaks: LeakBook, book: MutantBook, remains: string): string =>
  [
    ...introduction,
    ...header,
    ...Object.entries(leaks).map(([row, leak]) => {
      const [mutant, caughtBy] = heldBy(leak, book);
      return `| ${row} | ${escaped(leak.nl)}<br>*${escaped(leak.en)}* | ${escaped(leak.whom)} | ${mutant} | ${caughtBy} |`;
    }),
    '',
    remains,
  ].join('\n');
