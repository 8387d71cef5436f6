import { eventCatalogue } from '@knooppunt/cases';
import type { EventDefinition } from '@knooppunt/kernel';
import { allProjections } from '@knooppunt/projections';
import { eventNotes } from './event-notes.js';
import type { EventNotes } from './event-notes.js';
import { eventUses } from './event-uses.js';
import type { EventUses } from './event-uses.js';
import { textOf } from './source-tree.js';
import { clearFieldsOf } from './stored-for-ever.js';

/** Everything that the catalogue tells of one event type. */
export type CatalogueEntry = EventUses & {
  readonly type: string;
  readonly definition: EventDefinition;
  readonly notes: EventNotes;
  /** Categories of the streams in which the golden log has it. */
  readonly streams: readonly string[];
  /** Read models whose rows follow from it, with their version. */
  readonly readModels: readonly string[];
};

const streamsOfGoldenLog = (): ReadonlyMap<string, ReadonlySet<string>> => {
  const streams = new Map<string, Set<string>>();
  for (const line of textOf('test/golden/log.jsonl').split('\n').filter(Boolean)) {
    const { type, stream } = JSON.parse(line) as { readonly type: string; readonly stream: string };
    const known = streams.get(type) ?? new Set();
    streams.set(type, known.add(stream.slice(0, stream.indexOf('-'))));
  }
  return streams;
};

/** Every event type of the catalogue, in its order. */
export const catalogueEntries = (): readonly CatalogueEntry[] => {
  const definitions = Object.entries(eventCatalogue as Readonly<Record<string, EventDefinition>>);
  const notes = eventNotes();
  const uses = eventUses(definitions.map(([type]) => type));
  const streams = streamsOfGoldenLog();
  return definitions.map(([type, definition]) => ({
    type,
    definition,
    notes: notes.get(type) ?? { group: '', says: undefined, fields: new Map() },
    streams: [...(streams.get(type) ?? [])],
    readModels: allProjections
      .filter(({ handles }) => handles.includes(type))
      .map(({ name, version }) => `\`${name}\` v${version}`),
    makers: uses.get(type)?.makers ?? [],
    // what the read models make of it is told by their names
    readers: (uses.get(type)?.readers ?? []).filter((path) => !path.endsWith('.projection.ts')),
  }));
};

const escaped = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
const linked = (paths: readonly string[]): string => paths.map((path) => `[${path}](../${path})`).join(', ');

/** Where the payload type of a sealed block is described. */
const sealedWith = (block: string, what: string): string =>
  `${block === '*' ? 'every block' : `\`${block}\``} (${what === 'payload' ? 'the [payload](payloads/README.md)' : what})`;

/** Notes of a field and of what it lies in; each is told once, at the first field that it is about. */
const notesAt = (fields: ReadonlyMap<string, string>, path: string, told: Set<string>): string => {
  const about = [...fields].filter(
    ([at]) => path === at || /^[[{.]/.test(path.slice(path.startsWith(at) ? at.length : 0)),
  );
  const news = about.filter(([at]) => !told.has(at));
  for (const [at] of news) told.add(at);
  return news.map(([at, note]) => (at === path ? note : `(\`${at}\`) ${note}`)).join(' ');
};

const fieldRows = ({ definition, notes }: CatalogueEntry): readonly string[] => {
  const told = new Set<string>();
  return [
    '| Clear field | Kind | |',
    '| --- | --- | --- |',
    ...clearFieldsOf(definition).map(
      ({ path, kind }) =>
        `| \`${path}\` | ${kind} | ${escaped(notesAt(notes.fields, path.replaceAll('?', ''), told))} |`,
    ),
  ];
};

const section = (entry: CatalogueEntry): readonly string[] => {
  const { type, definition, notes, streams, readModels, makers, readers } = entry;
  const sealed = Object.entries(definition.sealed ?? {}).map(([block, what]) => sealedWith(block, what));
  return [
    `### ${type}`,
    '',
    ...(notes.says === undefined ? [] : [notes.says, '']),
    `Stream ${streams.map((stream) => `\`${stream}-…\``).join(', ')} · schema version ${definition.version} · sealed: ${sealed.join(', ') || 'nothing'}`,
    '',
    ...fieldRows(entry),
    '',
    `- Made by: ${linked(makers)}`,
    `- Read models: ${readModels.join(', ') || 'none'}`,
    `- Also read by: ${linked(readers) || 'folds by stream only'}`,
    '',
  ];
};

const groupTitle = (group: string): string => group.replace(/: .*$/s, '');
const groupText = (group: string): string => group.replace(/ \(design[^)]*\)/, '');

/** docs/catalogue.md. */
export const catalogueDocument = (entries: readonly CatalogueEntry[]): string => {
  const groups = Map.groupBy(entries, ({ notes }) => notes.group);
  return [
    '# Every event',
    '',
    '_Samengevat._ Alles wat het knooppunt vastlegt, per soort gebeurtenis: wat er open in staat, wat verzegeld is, wie haar maakt en wie haar leest. Gemaakt uit de code; een test houdt het gelijk.',
    '',
    `Made from \`libs/cases/src/events\`, the projections, the golden log and the sources with \`UPDATE_DOCS=1 npm run jest -- test/docs\`; not edited by hand. ${entries.length} event types. Why each clear field may stay for ever: [ADR 0001](adr/0001-what-is-stored-for-ever.md). The header that every event has beside these fields: \`Envelope\` in [libs/kernel/src/envelope.ts](../libs/kernel/src/envelope.ts). A path ends in \`?\` where it may be absent; \`[]\` is a list, \`{}\` a map.`,
    '',
    ...[...groups].flatMap(([group, members]) => [
      `- **${groupTitle(group)}**: ${members.map(({ type }) => `[${type}](#${type.toLowerCase()})`).join(' · ')}`,
    ]),
    '',
    ...[...groups].flatMap(([group, members]) => [
      `## ${groupTitle(group)}`,
      '',
      groupText(group),
      '',
      ...members.flatMap((entry) => section(entry)),
    ]),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
};
