import type { Condition, CovenantDocument, Obligations, Rule, Selector } from '@knooppunt/covenant';
import type { InBoth } from '@knooppunt/platform';
import { findPayloadType, payloadTypes } from '@knooppunt/signals';
import type { Edition } from './edition.js';
import { anchorOf, html, joined } from './html.js';
import type { Html } from './html.js';
import { actTexts, capTexts, categoryTexts, permitTexts, phaseTexts, specialFields, words } from './texts.js';

type Piece = Html | string;

/** A text of the edition with its `{names}` filled in by pieces of HTML. */
export const filledHtml = (text: InBoth, { language }: Edition, values: Readonly<Record<string, Piece>>): Html =>
  html`${text[language].split(/(\{\w+\})/).map((part) => {
    const [, name] = /^\{(\w+)\}$/.exec(part) ?? [];
    return name === undefined ? part : (values[name] ?? '');
  })}`;

/** Words of the document itself: they exist in Dutch only, and say so to whoever hears them read. */
export const dutch = ({ language }: Edition, text: Piece): Piece =>
  language === 'nl' ? text : html`<span lang="nl">${text}</span>`;

/** A rule by its id, where it stands in the edition. */
export const linkToRule = (id: string): Html => html`<a href="#${anchorOf('regel', id)}">${id}</a>`;
/** A fact by its name, where it stands in the edition. */
const linkToFact = (name: string): Html => html`<a href="#${anchorOf('feit', name)}">${name}</a>`;

const linkToGroup = (name: string): Html => html`<a href="#${anchorOf('groep', name)}">${name}</a>`;

type Names = string | readonly string[];
const listOf = (names: Names): readonly string[] => (typeof names === 'string' ? [names] : names);

type Groups = CovenantDocument['groups'];

/** A selector in words; `name` says what one of its words means. */
const selected = (
  selector: Selector | undefined,
  any: InBoth,
  edition: Edition,
  { name, groups }: { readonly name: (word: string) => Piece; readonly groups: Groups },
): Piece => {
  const said = (names: Names): Html =>
    joined(
      listOf(names).map((word) => (Object.hasOwn(groups, word) ? linkToGroup(word) : name(word))),
      ', ',
    );
  if (selector === undefined || selector === 'any') return any[edition.language];
  if (typeof selector === 'string' || !('except' in selector)) return said(selector);
  const what = selector.of === undefined ? any[edition.language] : said(selector.of);
  return filledHtml(words.except, edition, { what, but: said(selector.except) });
};

const plainName = (word: string): Piece => word;

const labels = new Map(payloadTypes.flatMap(({ fields }) => fields.map(({ name, label }) => [name, label] as const)));

/** A field as rules name it: a word of its own, a category, or a field of the registry with its label. */
const fieldName =
  ({ language }: Edition) =>
  (word: string): Piece => {
    const special = specialFields[word];
    if (special !== undefined) return special[language];
    const label = (categoryTexts[word] ?? labels.get(word))?.[language];
    return label === undefined || label.toLowerCase() === word.toLowerCase()
      ? word
      : `${label.toLowerCase()} (${word})`;
  };

/** A type with its label. */
const typeName =
  ({ language }: Edition) =>
  (word: string): Piece => {
    const label = findPayloadType(word)?.label[language];
    return html`<a href="#${anchorOf('soort', word)}">${word}</a>${label === undefined ? '' : ` ${label}`}`;
  };
const textIn =
  (texts: Readonly<Record<string, InBoth>>, { language }: Edition) =>
  (word: string): Piece =>
    texts[word]?.[language] ?? word;

/** A condition in the words of the document that declares its facts, each with its name. */
const conditionWords = (condition: Condition, edition: Edition): Html => {
  const facts = { ...edition.covenant.facts, ...edition.law.facts };
  return joined(
    Object.entries(condition).map(([fact, value]) => {
      const is = Object.hasOwn(facts, fact) ? (facts[fact]?.is ?? fact) : fact;
      const said = { is: dutch(edition, `“${is}”`), fact: linkToFact(fact) };
      return filledHtml(value ? words.isTrue : words.isFalse, edition, said);
    }),
    words.and[edition.language],
  );
};

/** When a rule applies, in words; undefined where it always does. */
export const whenWords = ({ when }: Pick<Rule, 'when'>, edition: Edition): Html | undefined => {
  if (when === undefined) return undefined;
  const clauses = (Array.isArray(when) ? when : [when]) as readonly Condition[];
  const conditions = joined(
    clauses.map((clause) => conditionWords(clause, edition)),
    words.or[edition.language],
  );
  return filledHtml(words.when, edition, { conditions });
};

/** Duties by name and value. */
const dutyWords = (obligations: Obligations, edition: Edition): Piece =>
  dutch(
    edition,
    Object.entries(obligations)
      .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : value.join(', ')}`)
      .join('; '),
  );

type Spoken = Omit<Rule, 'id' | 'basis'>;

/** A part of a rule that says something: a dimension that a cap leaves out says nothing. */
const parts = (rule: Spoken, edition: Edition, groups: Groups): readonly Piece[] => {
  const { language } = edition;
  const dimension = (text: InBoth, key: string, said: Piece): Piece => filledHtml(text, edition, { [key]: said });
  const plain = { name: plainName, groups };
  const inWords = (texts: Readonly<Record<string, InBoth>>) => ({ name: textIn(texts, edition), groups });
  const purposeName = (word: string): Piece => (word === 'own' ? words.own[language] : word);
  const isSaid = (selector: Selector | undefined): boolean => selector !== undefined;
  const when = whenWords(rule, edition);
  return [
    ...(isSaid(rule.to) ? [dimension(words.forWhom, 'to', selected(rule.to, words.anyone, edition, plain))] : []),
    selected(rule.fields, words.anyField, edition, { name: fieldName(edition), groups }),
    ...(isSaid(rule.from) ? [dimension(words.of, 'from', selected(rule.from, words.anySupplier, edition, plain))] : []),
    ...(isSaid(rule.type)
      ? [
          dimension(
            words.within,
            'types',
            selected(rule.type, words.anyType, edition, { name: typeName(edition), groups }),
          ),
        ]
      : []),
    ...(isSaid(rule.purpose)
      ? [
          dimension(
            words.purpose,
            'purposes',
            selected(rule.purpose, words.anyPurpose, edition, { name: purposeName, groups }),
          ),
        ]
      : []),
    ...(isSaid(rule.phase)
      ? [dimension(words.inPhase, 'phases', selected(rule.phase, words.anyPhase, edition, inWords(phaseTexts)))]
      : []),
    ...(isSaid(rule.at)
      ? [dimension(words.atAct, 'acts', selected(rule.at, words.anyAct, edition, inWords(actTexts)))]
      : []),
    ...(when === undefined ? [] : [when]),
  ];
};

/** A sentence about whom and what a rule, guard or assertion speaks of. */
export const scopeWords = (rule: Spoken, edition: Edition, groups: Groups): Html =>
  joined(parts(rule, edition, groups), '; ');

/** A rule as it is read: what it gives or leaves, for whom, of what, when, with which duties. */
export const ruleWords = (rule: Rule, edition: Edition, groups: Groups): Html => {
  const { language } = edition;
  const effect = rule.permit === undefined ? capTexts[rule.cap ?? 'withhold'] : permitTexts[rule.permit];
  const { obligations, observable = [] } = rule;
  return html`<p><strong>${effect[language]}</strong>: ${scopeWords(rule, edition, groups)}.</p>
    ${
      obligations === undefined
        ? ''
        : html`<p>${filledHtml(words.ruleDuties, edition, { duties: dutyWords(obligations, edition) })}</p>`
    }${observable.length === 0 ? '' : html`<p>${filledHtml(words.observable, edition, { facts: observable.join(', ') })}</p>`}`;
};

/** The head of a row about a rule: its article, and under it its id. */
export const ruleHead = ({ id, basis }: Pick<Rule, 'id' | 'basis'>, edition: Edition): Html =>
  html`${dutch(edition, basis)} <span class="id">${id}</span>`;
