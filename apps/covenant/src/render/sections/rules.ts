import type { Guard, Rule } from '@knooppunt/covenant';
import type { Level } from '@knooppunt/signals';
import { levelTexts } from '../../level.texts.js';
import type { Edition } from '../edition.js';
import { anchorOf, html, table } from '../html.js';
import type { Html } from '../html.js';
import { filledHtml, ruleHead, ruleWords, scopeWords } from '../rule-words.js';
import { phaseTexts, words } from '../texts.js';

const ruleTable = (
  caption: Html | string,
  rules: readonly Rule[],
  edition: Edition,
  wordsOf: (rule: Rule) => Html,
): Html => {
  const { language } = edition;
  const rows = rules.map((rule) => ({
    id: anchorOf('regel', rule.id),
    cells: [ruleHead(rule, edition), wordsOf(rule)],
  }));
  return table(caption, [words.article[language], words.rule[language]], rows, 'rules titled');
};

const phaseWordsOf = ({ phase }: Rule, phases: readonly string[]): readonly string[] => {
  if (phase === undefined || typeof phase === 'object') {
    return Array.isArray(phase) ? (phase as readonly string[]) : phases;
  }
  return phase === 'any' ? phases : [phase];
};

/** The first phase that a rule speaks of, in the order of the covenant. */
const firstPhaseOf = (rule: Rule, { covenant }: Edition): string => {
  const named = phaseWordsOf(rule, covenant.phases).map((word) => word.replace(/\+$/, ''));
  return covenant.phases.find((phase) => named.includes(phase)) ?? covenant.phases[0] ?? '';
};

/** Permits beside their articles, in the order of the phases. */
export const permitsSection = (edition: Edition): Html => {
  const { language, covenant } = edition;
  const permits = covenant.rules.filter(({ permit }) => permit !== undefined);
  const sections = covenant.phases.map((phase) => {
    const here = permits.filter((rule) => firstPhaseOf(rule, edition) === phase);
    if (here.length === 0) return html``;
    const caption = filledHtml(words.from, edition, { phase: phaseTexts[phase]?.[language] ?? phase });
    return html`<h3 id="${anchorOf('fase', phase)}">${caption}</h3>
      ${ruleTable(caption, here, edition, (rule) => ruleWords(rule, edition, covenant.groups))}`;
  });
  return html`<p>${words.permitsLead[language]}</p>
    ${sections}`;
};

/** The covenant's own caps. */
export const capsSection = (edition: Edition): Html => {
  const { language, covenant } = edition;
  const caps = covenant.rules.filter(({ cap }) => cap !== undefined);
  return html`<p>${words.capsLead[language]}</p>
    ${ruleTable(words.capsCaption[language], caps, edition, (rule) => ruleWords(rule, edition, covenant.groups))}`;
};

const periodWords = (period: readonly [string, string] | undefined, edition: Edition): Html => {
  if (period === undefined) return html``;
  const [from, until] = period;
  const text = until === 'open' ? words.inForceOpen : words.inForce;
  return html`<p>${filledHtml(text, edition, { from, until })}.</p>`;
};

const guardTable = (edition: Edition): Html => {
  const { language, law } = edition;
  const row = (guard: Guard) => ({
    id: anchorOf('regel', guard.id),
    cells: [
      ruleHead(guard, edition),
      html`<p>
          ${scopeWords(
            {
              ...(guard.phase !== undefined && { phase: guard.phase }),
              ...(guard.at !== undefined && { at: guard.at }),
              when: guard.require,
            },
            edition,
            {},
          )}.
        </p>
        ${periodWords(guard.in, edition)}`,
    ],
  });
  return table(
    words.guards[language],
    [words.article[language], words.rule[language]],
    law.guards.map(row),
    'rules titled',
  );
};

/** Guards and caps of the law, with their days. */
export const lawSection = (edition: Edition): Html => {
  const { language, law } = edition;
  const caps = ruleTable(
    words.lawCaps[language],
    law.caps,
    edition,
    (rule) => html`${ruleWords(rule, edition, {})}${periodWords(rule.in, edition)}`,
  );
  return html`<p>${words.lawLead[language]}</p>
    ${guardTable(edition)}${caps}`;
};

type Assertion = Omit<Rule, 'basis' | 'permit' | 'cap'> & { readonly atMost?: Level; readonly can?: Level };

/** What the covenant promises of itself. */
export const assertionsSection = (edition: Edition): Html => {
  const { language, covenant } = edition;
  const assertions = (covenant.assertions ?? []) as unknown as readonly Assertion[];
  const rows = assertions.map(({ id, atMost, can, ...scope }) => ({
    id: anchorOf('regel', id),
    cells: [
      id,
      html`<strong
          >${(atMost === undefined ? words.can : words.atMost)[language]}
          ${levelTexts[atMost ?? can ?? 'withhold'][language]}</strong
        >: ${scopeWords(scope, edition, covenant.groups)}.`,
    ],
  }));
  return html`<p>${words.assertionsLead[language]}</p>
    ${table(words.assertions[language], [words.assertion[language], words.rule[language]], rows, 'titled')}`;
};
