/**
 * The style of the readable edition: no colour carries meaning, every text has a contrast of at least 7:1, tables scroll on
 * narrow screens and break between rows on paper (A4).
 */
export const style = `
:root { color-scheme: light; --ink: #1b1b1f; --soft: #45454d; --line: #80808c; --pale: #f1f3f7; --link: #123f86; }
* { box-sizing: border-box; }
html { font: 100%/1.5 system-ui, "Liberation Sans", "DejaVu Sans", Arial, sans-serif; color: var(--ink); background: #fff; }
body { margin: 0 auto; max-width: 72rem; padding: 0 1.25rem 4rem; overflow-wrap: break-word; }
a { color: var(--link); text-decoration: underline; text-underline-offset: 0.15em; }
a:focus-visible, .frame:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; top: 0; background: #fff; padding: 0.75rem 1rem; z-index: 1; }
.skip:focus { left: 0; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 2rem 0 0.5rem; }
h2 { font-size: 1.4rem; line-height: 1.25; margin: 3rem 0 0.75rem; padding-top: 0.5rem; border-top: 2px solid var(--ink); }
h3 { font-size: 1.12rem; margin: 2rem 0 0.5rem; }
h4 { font-size: 1rem; margin: 1.5rem 0 0.4rem; }
p, ul, ol, dl { max-width: 46rem; margin: 0.5rem 0; }
li { margin: 0.2rem 0; }
nav ol { columns: 2 18rem; padding-left: 2rem; }
nav ol ol { columns: 1; padding-left: 2rem; }
nav ol ol { margin: 0; }
nav > ol > li { break-inside: avoid-column; }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.25rem; max-width: none; }
dl.facts dt { font-weight: 600; }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }
code { font: 0.92em/1.4 ui-monospace, "Liberation Mono", "DejaVu Sans Mono", monospace; overflow-wrap: break-word; }
dd code, .long code { overflow-wrap: anywhere; }
.frame { overflow-x: auto; margin: 0.75rem 0 1.25rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.93rem; }
caption { text-align: left; font-weight: 600; padding: 0 0 0.35rem; }
th, td { border: 1px solid var(--line); padding: 0.4rem 0.55rem; text-align: left; vertical-align: top; }
thead th { background: var(--pale); }
tbody th { font-weight: 600; }
.rules tbody th { width: 15rem; }
.id { font-weight: 400; color: var(--soft); }
.rules .id { display: block; }
.rules p { margin: 0 0 0.3rem; max-width: none; }
.matrix table { width: auto; min-width: 30rem; }
.matrix th { max-width: 16rem; }
.matrix tbody th { min-width: 6.5rem; }
.matrix .refs { font-size: 0.85em; white-space: nowrap; }
.matrix .refs a { display: inline-block; min-width: 1.6rem; min-height: 1.6rem; text-align: center; }
a[href^="#regel-"] { white-space: nowrap; }
.matrix td.none { color: var(--soft); }
.titled caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.notes { font-size: 0.93rem; max-width: 60rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.lead { font-size: 1.05rem; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 0.75rem; color: var(--soft); }
@media (max-width: 40rem) {
  h1 { font-size: 1.5rem; }
  dl.facts { grid-template-columns: 1fr; gap: 0; }
  dl.facts dd { margin-bottom: 0.6rem; }
  .rules thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .rules table, .rules tbody, .rules tr, .rules th, .rules td, .rules caption { display: block; width: auto; }
  .rules tbody th { width: auto; border-bottom: 0; background: var(--pale); }
  .rules td { margin-bottom: 0.75rem; }
}
@page { size: A4; margin: 18mm 16mm 20mm; }
@media print {
  html { font-size: 9.5pt; }
  body { max-width: none; padding: 0; }
  .skip { display: none; }
  a { color: inherit; text-decoration: none; }
  .matrix .refs a { min-width: 0; min-height: 0; }
  .matrix tbody th { min-width: 0; }
  h2 { border-top: 0; margin: 6mm 0 2mm; }
  .paged { break-before: page; }
  h2, h3, h4, caption { break-after: avoid; }
  tr, li, dt { break-inside: avoid; }
  thead { display: table-header-group; }
  .frame { overflow: visible; }
  table { font-size: 8.5pt; }
  th, td { padding: 1.2mm 1.6mm; }
  .matrix table { min-width: 0; }
  .matrix td, .matrix th { padding: 0.8mm 1mm; font-size: 7.5pt; hyphens: auto; }
  .matrix table { width: 100%; }
  li { orphans: 2; widows: 2; }
  .rules tbody th { width: 38mm; }
}
`;
