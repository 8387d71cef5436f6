import { findPayloadType, payloadTypes } from '@knooppunt/signals';
import type { FactDefinition } from '@knooppunt/covenant';
import { levelTexts } from '../../level.texts.js';
import type { Edition } from '../edition.js';
import { anchorOf, html, joined, table } from '../html.js';
import type { Html } from '../html.js';
import { dutch, filledHtml } from '../rule-words.js';
import { categoryTexts, levelSays, words } from '../texts.js';

/** The six levels, in words. */
export const readingSection = ({ language, covenant }: Edition): Html =>
  table(
    words.readingLevels[language],
    [words.level[language], words.levelMeans[language]],
    covenant.levels.map((level) => ({
      cells: [html`${levelTexts[level][language]} <span class="id">(${level})</span>`, levelSays[level][language]],
    })),
  );

/** Who takes part, on what basis, under which secrecy, and for which purposes it may ask. */
export const partiesSection = (edition: Edition): Html => {
  const { language, covenant } = edition;
  return table(
    words.parties[language],
    [words.party, words.partyLaw, words.secrecy, words.purposes].map((word) => word[language]),
    Object.entries(covenant.parties).map(([kind, { name, law, secrecy, purposes }]) => ({
      id: anchorOf('partij', kind),
      cells: [
        html`${kind} <span class="id">${dutch(edition, name)}</span>`,
        dutch(edition, law),
        dutch(edition, secrecy.join(', ')),
        joined(
          Object.entries(purposes).map(
            ([code, basis]) => html`<code>${kind}.${code}</code> (${dutch(edition, basis)})`,
          ),
          html`<br />`,
        ),
      ],
    })),
    'titled',
  );
};

const groupTable = ({ language, covenant }: Edition): Html => {
  const { groups } = covenant;
  const member = (name: string): Html | string =>
    Object.hasOwn(groups, name) ? html`<a href="#${anchorOf('groep', name)}">${name}</a>` : name;
  return table(
    words.groups[language],
    [words.group[language], words.members[language]],
    Object.entries(groups).map(([name, members]) => ({
      id: anchorOf('groep', name),
      cells: [name, joined(members.map(member), ', ')],
    })),
  );
};

const categoryTable = ({ language, covenant }: Edition): Html =>
  table(
    words.categories[language],
    [words.category[language], words.means[language]],
    covenant.categories.map((category) => ({ cells: [category, categoryTexts[category]?.[language] ?? category] })),
  );

const typeTable = (edition: Edition): Html => {
  const { language } = edition;
  return table(
    words.types[language],
    [words.type, words.typeName, words.broughtBy].map((word) => word[language]),
    payloadTypes.map(({ id, label, suppliers, open }) => ({
      id: anchorOf('soort', id),
      cells: [
        id,
        findPayloadType(id)?.label[language] ?? label.nl,
        open && suppliers.length > 0 ? suppliers.join(', ') : words.nobodyYet[language],
      ],
    })),
  );
};

/** Groups, categories and types: what the words of the rules stand for. */
export const definitionsSection = (edition: Edition): Html =>
  html`${Object.keys(edition.covenant.groups).length === 0 ? '' : groupTable(edition)}${categoryTable(edition)}${typeTable(edition)}`;

const factTable = (caption: string, facts: Readonly<Record<string, FactDefinition>>, edition: Edition): Html => {
  const { language } = edition;
  return table(
    caption,
    [words.fact, words.means, words.factSource, words.factKnown].map((word) => word[language]),
    Object.entries(facts).map(([name, { is, from, known }]) => ({
      id: anchorOf('feit', name),
      cells: [
        name,
        dutch(edition, is),
        html`<code>${from}</code>`,
        known === 'hidden' ? words.hidden[language] : words.known[language],
      ],
    })),
  );
};

/** Every fact that a rule may ask, what it means and where it comes from. */
export const factsSection = (edition: Edition): Html => {
  const { language, covenant, law } = edition;
  return html`<p>${words.factsLead[language]}</p>
    ${factTable(words.ofLaw[language], law.facts, edition)}${factTable(words.ofCovenant[language], covenant.facts, edition)}`;
};

/** How duties combine, and what goes with every permit. */
export const dutiesSection = (edition: Edition): Html => {
  const { language, covenant, law } = edition;
  const { obligations } = covenant.defaults;
  return html`<p>${words.dutiesLead[language]}</p>
    ${table(
      words.duties[language],
      [words.duty, words.combine, words.defaultDuty].map((word) => word[language]),
      Object.entries({ ...covenant.obligations, ...law.obligations }).map(([name, { combine, order = [] }]) => {
        const given = Object.hasOwn(obligations, name) ? obligations[name] : undefined;
        const value = typeof given === 'string' ? given : (given ?? []).join(', ');
        return {
          cells: [
            dutch(edition, name),
            filledHtml(words[combine], edition, { order: dutch(edition, order.join(' › ')) }),
            value === '' ? '–' : dutch(edition, value),
          ],
        };
      }),
      'titled',
    )}`;
};
