import { filled } from '@knooppunt/platform';
import type { InBoth } from '@knooppunt/platform';
import type { Edition } from './edition.js';
import { anchorOf, Html, html } from './html.js';
import { dutch, filledHtml } from './rule-words.js';
import { identitySection } from './sections/identity.js';
import { matrixSection } from './sections/matrix.js';
import { assertionsSection, capsSection, lawSection, permitsSection } from './sections/rules.js';
import { definitionsSection, dutiesSection, factsSection, partiesSection, readingSection } from './sections/words.js';
import { style } from './style.js';
import { phaseTexts, words } from './texts.js';

type Section = {
  readonly id: string;
  readonly title: InBoth;
  readonly body: (edition: Edition) => Html;
  /** Begins a new sheet on paper. */
  readonly paged?: true;
  /** Entries of the contents below this one. */
  readonly below?: (edition: Edition) => readonly { readonly anchor: string; readonly title: Html | string }[];
};

const sections: readonly Section[] = [
  { id: 'dit', title: words.identity, body: identitySection },
  { id: 'lezen', title: words.reading, body: readingSection },
  { id: 'partijen', paged: true, title: words.parties, body: partiesSection },
  { id: 'woorden', title: words.definitions, body: definitionsSection },
  { id: 'feiten', title: words.facts, body: factsSection },
  {
    id: 'toestemmingen',
    paged: true,
    title: words.permits,
    body: permitsSection,
    below: (edition) =>
      edition.covenant.phases
        .filter((phase) => permitsSection(edition).text.includes(`id="${anchorOf('fase', phase)}"`))
        .map((phase) => ({
          anchor: anchorOf('fase', phase),
          title: filledHtml(words.from, edition, { phase: phaseTexts[phase]?.[edition.language] ?? phase }),
        })),
  },
  { id: 'plafonds', paged: true, title: words.caps, body: capsSection },
  { id: 'wet', paged: true, title: words.lawRules, body: lawSection },
  { id: 'plichten', paged: true, title: words.duties, body: dutiesSection },
  { id: 'beloften', title: words.assertions, body: assertionsSection },
  {
    id: 'lezers',
    paged: true,
    title: words.matrix,
    body: matrixSection,
    below: (edition) => [
      ...Object.entries(edition.covenant.parties).map(([kind, { name }]) => ({
        anchor: anchorOf('lezer', kind),
        title: dutch(edition, name),
      })),
      { anchor: 'proces', title: words.process[edition.language] },
    ],
  },
];

const contents = (edition: Edition): Html => {
  const { language } = edition;
  const entries = sections.map(({ id, title, below }) => {
    const inside = below?.(edition) ?? [];
    const list = inside.map(({ anchor, title: said }) => html`<li><a href="#${anchor}">${said}</a></li>`);
    return html`<li>
      <a href="#${id}">${title[language]}</a>${
        list.length === 0
          ? ''
          : html`<ol>
              ${list}
            </ol>`
      }
    </li> `;
  });
  return html`<nav aria-labelledby="inhoud">
    <h2 id="inhoud">${words.contents[language]}</h2>
    <ol>
      ${entries}
    </ol>
  </nav> `;
};

/** The whole edition as one static page: no scripts, nothing from elsewhere, in one language. */
export const pageOf = (edition: Edition): string => {
  const { language, covenant, digests } = edition;
  const names = { covenant: covenant.covenant, version: covenant.version };
  const title = filled(words.title, language, names);
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title}</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <a class="skip" href="#hoofd">${words.skip[language]}</a>
        <header>
          <h1>${title}</h1>
          <p class="lead">${words.lead[language]}</p>
        </header>
        ${contents(edition)}
        <main id="hoofd" tabindex="-1">
          ${sections.map(
            (section) =>
              html`<section class="${section.paged === true ? 'paged' : 'plain'}" aria-labelledby="${section.id}">
                <h2 id="${section.id}">${section.title[language]}</h2>
                ${section.body(edition)}
              </section> `,
          )}
        </main>
        <footer><p>${filledHtml(words.footer, edition, { ...names, digest: digests.covenant })}</p></footer>
      </body>
    </html> `.text;
};
