import { readFileSync } from 'node:fs';
import { AstBuilder, GherkinClassicTokenMatcher, Parser, compile } from '@cucumber/gherkin';
import { IdGenerator } from '@cucumber/messages';

/** A step of a scenario, with what stands under it: a text or a table. */
export type Step = {
  readonly text: string;
  readonly document: string;
  readonly table: readonly (readonly string[])[];
};

/** A scenario with its examples filled in. */
export type Scenario = { readonly name: string; readonly steps: readonly Step[] };

/** Every scenario of a published feature, once for each of its examples, as the authors' own parser reads it. */
export const scenariosOf = (file: string): readonly Scenario[] => {
  const text = readFileSync(new URL(`../fixtures/cloudevents/${file}`, import.meta.url), 'utf8');
  const newId = IdGenerator.incrementing();
  const document = new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher()).parse(text);
  return compile(document, file, newId).map(({ name, steps }) => ({
    name,
    steps: steps.map(({ text: words, argument }) => ({
      text: words,
      document: argument?.docString?.content ?? '',
      table: (argument?.dataTable?.rows ?? []).map(({ cells }) => cells.map(({ value }) => value)),
    })),
  }));
};

/** How many `Scenario`, and examples of a `Scenario Outline`, a feature's text holds: counted without any parser. */
export const countOfScenarios = (file: string): number => {
  const lines = readFileSync(new URL(`../fixtures/cloudevents/${file}`, import.meta.url), 'utf8').split('\n');
  const plain = lines.filter((line) => /^\s*Scenario:/.test(line)).length;
  const rows = lines.filter((line, at) => /^\s*\|/.test(line) && isExample(lines, at)).length;
  return plain + rows;
};

/** Is this row of a table one of `Examples`, and not its head? */
const isExample = (lines: readonly string[], at: number): boolean => {
  const above = lines.slice(0, at).findLastIndex((line) => !/^\s*\|/.test(line));
  return /^\s*Examples:/.test(lines[above] ?? '') && at > above + 1;
};

type Deed<State> = (state: State, found: readonly string[], step: Step) => State | Promise<State>;
/** What each form of step does. */
export type Deeds<State> = readonly (readonly [RegExp, Deed<State>])[];

/** Plays a scenario; a step that no deed knows fails it, so that nothing is passed over. */
export const play = async <State>(scenario: Scenario, deeds: Deeds<State>, state: State): Promise<State> => {
  let now = state;
  for (const step of scenario.steps) {
    const matching = deeds.filter(([form]) => form.test(step.text));
    const [deed, ...others] = matching;
    if (!deed || others.length > 0) throw new Error(`${matching.length} deeds for the step: ${step.text}`);
    now = await deed[1](now, deed[0].exec(step.text) ?? [], step);
  }
  return now;
};

/** The rows of a table of keys and values under its head. */
export const pairsOf = ({ table }: Step): Readonly<Record<string, string>> =>
  Object.fromEntries(table.slice(1).map(([key = '', value = '']) => [key, value]));
