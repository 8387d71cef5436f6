import { findPayloadType } from '@knooppunt/signals';
import type { Edition } from '../edition.js';
import type { Grid, GridCell } from '../grid.js';
import { anchorOf, frame, html, joined, nothing } from '../html.js';
import type { Html } from '../html.js';
import type { Reader } from '../readers.js';
import { dutch, filledHtml, linkToRule, scopeWords } from '../rule-words.js';
import { categoryTexts, levelCells, permitTexts, phaseTexts, specialFields, words } from '../texts.js';

type Piece = Html | string;

/** A grid as a table: what stands above it, how its heads read, and a name of its own for the anchors of its notes. */
type Shown = {
  readonly grid: Grid;
  readonly anchor: string;
  readonly caption: Piece;
  readonly corner: string;
  readonly rowHead: (name: string) => Piece;
  readonly columnHead: (name: string) => Piece;
};

const noteAnchor = ({ anchor }: Shown, number: number): string => anchorOf('noot', `${anchor}-${number}`);

const cellHtml = (cell: GridCell | undefined, shown: Shown, { language }: Edition): Html => {
  if (cell === undefined) {
    return html`<td class="none">
      <span aria-hidden="true">–</span><span class="unseen">${levelCells.withhold[language]}</span>
    </td>`;
  }
  const links = cell.notes.map(
    (number) =>
      html`<a href="#${noteAnchor(shown, number)}"
        ><span class="unseen">${words.notesOf[language]} </span>${number}</a
      >`,
  );
  return html`<td>${levelCells[cell.level][language]} <span class="refs">${joined(links, ' ')}</span></td>`;
};

const notesHtml = (shown: Shown, edition: Edition): Html => {
  const { language, covenant } = edition;
  const items = shown.grid.notes.map(({ permit, caps }, at) => {
    const { to: _to, phase: _phase, permit: level = 'withhold', ...scope } = permit;
    const lowered =
      caps.length === 0
        ? nothing
        : html` ${filledHtml(words.lowered, edition, { caps: joined(caps.map(linkToRule), ', ') })}`;
    return html`<li id="${noteAnchor(shown, at + 1)}">
      ${linkToRule(permit.id)} (${dutch(edition, permit.basis)}): ${permitTexts[level][language]}:
      ${scopeWords(scope, edition, covenant.groups)}.${lowered}
    </li>`;
  });
  return html`<ol class="notes">
    ${items}
  </ol>`;
};

const gridHtml = (shown: Shown, edition: Edition): Html => {
  const { grid, caption, corner, rowHead, columnHead } = shown;
  const rows = grid.rows.map(
    ({ heads, cells }) =>
      html`<tr>
        <th scope="row">${joined(heads.map(rowHead), ', ')}</th>
        ${cells.map((cell) => cellHtml(cell, shown, edition))}
      </tr> `,
  );
  const columns = grid.columns.map((column) => html`<th scope="col">${columnHead(column)}</th>`);
  const inside = html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        <th scope="col">${corner}</th>
        ${columns}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
  return html`${frame(caption, 'matrix titled', inside)} ${notesHtml(shown, edition)}`;
};

const phaseName = (phase: string, { language }: Edition): string => phaseTexts[phase]?.[language] ?? phase;

const columnHead = (column: string, { language }: Edition): Html => {
  const said = (specialFields[column] ?? categoryTexts[column])?.[language] ?? column;
  return Object.hasOwn(specialFields, column) || column === '_' ? html`${said}` : html`${said} (${column})`;
};

const deliveriesHtml = ({ kind, deliveries }: Reader, party: Piece, edition: Edition): readonly Html[] =>
  deliveries.map(({ phases, grid }) => {
    const { language } = edition;
    const phase = joined(
      phases.map((one) => phaseName(one, edition)),
      ', ',
    );
    const caption = filledHtml(words.matrixCaption, edition, { party, phase });
    if (grid.rows.length === 0) {
      return html`<p>${filledHtml(words.seesInPhase, edition, { party, phase })}</p>`;
    }
    const shown: Shown = {
      grid,
      anchor: `${kind}-${phases[0] ?? ''}`,
      caption,
      corner: words.supplier[language],
      rowHead: (name) => name,
      columnHead: (name) => columnHead(name, edition),
    };
    return html`<h4>${phase}</h4>
      ${gridHtml(shown, edition)}`;
  });

/** What the process itself shows: told once for all readers to whom it shows the same. */
const processHtml = (edition: Edition): Html => {
  const { language, readers, covenant } = edition;
  const groups = Map.groupBy(
    readers.filter(({ process }) => process.rows.length > 0),
    ({ process: { rows, notes } }) => JSON.stringify([rows, notes.map(({ permit, caps }) => [permit.id, caps])]),
  );
  const tables = [...groups.values()].map((alike) => {
    const [{ kind, process: grid } = readers[0] as Reader] = alike;
    const names = alike.map((reader) => dutch(edition, covenant.parties[reader.kind]?.name ?? reader.kind));
    const party = joined(names, ', ');
    const shown: Shown = {
      grid,
      anchor: `${kind}-proces`,
      caption: filledHtml(words.processCaption, edition, { party }),
      corner: words.type[language],
      rowHead: (id) => html`${id} ${findPayloadType(id)?.label[language] ?? ''}`,
      columnHead: (phase) => phaseName(phase, edition),
    };
    return html`<h4>${party}</h4>
      ${gridHtml(shown, edition)}`;
  });
  return html`<h3 id="proces">${words.process[language]}</h3>
    ${tables}`;
};

/** For each reader and phase: who can at most see what, from whom, under which facts. */
export const matrixSection = (edition: Edition): Html => {
  const { language, covenant, readers } = edition;
  const sections = readers.map((reader) => {
    const party = dutch(edition, covenant.parties[reader.kind]?.name ?? reader.kind);
    return html`<h3 id="${anchorOf('lezer', reader.kind)}">${party} (${reader.kind})</h3>
      ${deliveriesHtml(reader, party, edition)}`;
  });
  return html`<p>${words.matrixLead[language]}</p>
    ${sections}${processHtml(edition)}`;
};
