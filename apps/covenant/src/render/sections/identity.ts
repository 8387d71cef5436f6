import type { Edition, ShownSignature } from '../edition.js';
import { html, nothing, table } from '../html.js';
import type { Html } from '../html.js';
import { filledHtml } from '../rule-words.js';
import { words } from '../texts.js';
import { verdictText } from '../../verify/report.js';

const signatureRow = ({ signature, verdict }: ShownSignature, { language }: Edition) => ({
  cells: [
    signature.statement.organisation,
    signature.statement.at,
    html`<code>${signature.key}</code>`,
    verdict === undefined ? words.unverified[language] : verdictText(verdict, language),
  ],
});

const signatureTable = (edition: Edition): Html => {
  const { language, signatures } = edition;
  if (signatures.length === 0) return html`<p>${words.noSignatures[language]}</p>`;
  return table(
    words.signatures[language],
    [words.signature, words.signedAt, words.signedKey, words.signatureSays].map((word) => word[language]),
    signatures.map((one) => signatureRow(one, edition)),
    'long titled',
  );
};

/** Name, version, digests, time, law; and the signatures that were given with it. */
export const identitySection = (edition: Edition): Html => {
  const { language, covenant, law, digests } = edition;
  const { valid, supersedes, cooperations, adopted, schema } = covenant;
  const row = (term: keyof typeof words, value: Html | string): Html =>
    html`<dt>${words[term][language]}</dt>
      <dd>${value}</dd> `;
  const digest = (text: string): Html => html`<code>${text}</code>`;
  return html`<dl class="facts">
      ${row('covenant', covenant.covenant)}${row('version', covenant.version)}${row('digest', digest(digests.covenant))}${
        supersedes === undefined
          ? nothing
          : row('supersedes', html`${supersedes.version}, ${digest(supersedes.digest)}`)
      }${row('valid', filledHtml(words.validText, edition, { from: valid.from, until: valid.until }))}${row(
        'law',
        `${law.wet} ${law.version}`,
      )}${row('lawDigest', digest(digests.law))}${cooperations === undefined ? nothing : row('cooperations', cooperations.join(', '))}${
        adopted === undefined
          ? nothing
          : row('adopted', filledHtml(words.adoptedText, edition, { on: adopted.on, by: adopted.by.join(', ') }))
      }${
        schema === undefined ? nothing : row('schema', html`${schema.id} ${schema.version}, ${digest(schema.digest)}`)
      }${row('semantics', digest(covenant.semantics))}
    </dl>
    <h3>${words.signatures[language]}</h3>
    ${signatureTable(edition)}`;
};
