import type { Edition } from '../edition.js';
import { anchorOf, html, joined, nothing } from '../html.js';
import type { Html } from '../html.js';
import { matrixOf } from '../matrix.js';
import type { Matrix } from '../matrix.js';
import { dutch, filledHtml, linkToRule, scopeWords } from '../rule-words.js';
import { categoryTexts, levelCells, permitTexts, phaseTexts, specialFields, words } from '../texts.js';

const noteAnchor = ({ to, phase }: Matrix, id: string): string => anchorOf('noot', `${to}-${phase}-${id}`);

const columnHead = (column: string, { language }: Edition): Html => {
  const said = specialFields[column] ?? categoryTexts[column];
  return Object.hasOwn(specialFields, column) || column === '_'
    ? html`${said?.[language] ?? column}`
    : html`<abbr title="${said?.[language] ?? column}">${column}</abbr>`;
};

const cellHtml = (matrix: Matrix, from: string, column: string, { language }: Edition): Html => {
  const cell = matrix.cellAt(from, column);
  if (cell === undefined)
    return html`<td class="none">
      <span aria-hidden="true">–</span><span class="unseen">${levelCells.withhold[language]}</span>
    </td>`;
  const number = (id: string): number => matrix.notes.findIndex(({ permit }) => permit.id === id) + 1;
  const links = [...cell.permits]
    .toSorted((a, b) => number(a) - number(b))
    .map(
      (id) =>
        html`<a href="#${noteAnchor(matrix, id)}"
          ><span class="unseen">${words.notesOf[language]} </span>${number(id)}</a
        >`,
    );
  return html`<td>${levelCells[cell.level][language]} <sup>${joined(links, ' ')}</sup></td>`;
};

const notesHtml = (matrix: Matrix, edition: Edition): Html => {
  const { language, covenant } = edition;
  return html`<p class="unseen">${words.notes[language]}</p>
    <ol class="notes">
      ${matrix.notes.map(({ permit, caps }) => {
        const { to: _to, phase: _phase, permit: level = 'withhold', ...scope } = permit;
        const lowered =
          caps.length === 0
            ? nothing
            : html` ${filledHtml(words.lowered, edition, { caps: joined(caps.map(linkToRule), ', ') })}`;
        return html`<li id="${noteAnchor(matrix, permit.id)}">
          ${linkToRule(permit.id)} (${dutch(edition, permit.basis)}): ${permitTexts[level][language]}:
          ${scopeWords(scope, edition, covenant.groups)}.${lowered}
        </li> `;
      })}
    </ol> `;
};

const phaseHtml = (edition: Edition, to: string, phase: string): Html => {
  const { language, covenant } = edition;
  const matrix = matrixOf(edition, to, phase);
  const said = phaseTexts[phase]?.[language] ?? phase;
  const name = covenant.parties[to]?.name ?? to;
  const party = dutch(edition, name);
  if (matrix.suppliers.length === 0)
    return html`<p>${filledHtml(words.seesInPhase, edition, { party, phase: said })}</p> `;
  return html`<div class="frame matrix" role="region" tabindex="0" aria-label="${name}, ${said}">
      <table>
        <caption>
          ${filledHtml(words.matrixCaption, edition, { party, phase: said })}
        </caption>
        <thead>
          <tr>
            <th scope="col">${words.supplier[language]}</th>
            ${matrix.categories.map((column) => html`<th scope="col">${columnHead(column, edition)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${matrix.suppliers.map(
            (from) =>
              html`<tr>
                <th scope="row">${from}</th>
                ${matrix.categories.map((column) => cellHtml(matrix, from, column, edition))}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    ${notesHtml(matrix, edition)}`;
};

/** For each reader and phase: who can at most see what, from whom, under which facts. */
export const matrixSection = (edition: Edition): Html => {
  const { language, covenant } = edition;
  return html`<p>${words.matrixLead[language]}</p>
    ${Object.entries(covenant.parties).map(
      ([kind, { name }]) =>
        html`<h3 id="${anchorOf('lezer', kind)}">${dutch(edition, name)} (${kind})</h3>
          ${covenant.phases.map(
            (phase) =>
              html`<h4>${phaseTexts[phase]?.[language] ?? phase}</h4>
                ${phaseHtml(edition, kind, phase)}`,
          )}`,
    )}`;
};
