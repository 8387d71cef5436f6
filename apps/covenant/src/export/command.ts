import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cedarExport } from '@knooppunt/covenant';
import type { CedarExport } from '@knooppunt/covenant';
import { filled } from '@knooppunt/platform';
import type { Terminal } from '@knooppunt/platform';
import { readCovenant, registryView } from '../reading/read-covenant.js';
import type { Asked, Command } from '../shell/command.js';
import { Wrong, wrongUsage } from '../shell/wrong.js';

type Name = 'cedar' | 'out';

const said = {
  nl: `{count} regels van {covenant} {version} staan nu in de taal van Cedar:
{files}
De plichten, de namen van beslissende regels en de beloften staan er alleen als aantekening in.
`,
  en: `{count} rules of {covenant} {version} now stand in the words of Cedar:
{files}
Obligations, the names of deciding rules and assertions are there as notes only.
`,
};

const write = (folder: string, texts: Readonly<Record<string, string>>): readonly string[] => {
  try {
    mkdirSync(folder, { recursive: true });
    return Object.entries(texts).map(([name, text]) => {
      const file = join(folder, name);
      writeFileSync(file, text);
      return file;
    });
  } catch (error) {
    const { code = '?' } = error as NodeJS.ErrnoException;
    throw new Wrong('not-written', {
      nl: `In ${folder} is niet te schrijven (${code}).`,
      en: `${folder} cannot be written to (${code}).`,
    });
  }
};

const filesOf = ({ text, schema, entities }: CedarExport): Readonly<Record<string, string>> => ({
  'policies.cedar': text,
  'schema.cedarschema': schema,
  'entities.json': `${JSON.stringify(entities, undefined, 2)}\n`,
});

const run = (asked: Asked<Name>, terminal: Terminal): 0 => {
  if (!asked.flag('cedar')) {
    throw wrongUsage({ nl: 'export vraagt een taal: --cedar', en: 'export asks for a language: --cedar' });
  }
  const [file = ''] = asked.files;
  const { covenant, law } = readCovenant(file, asked);
  const exported = cedarExport(law.document, covenant.document, registryView);
  const folder = asked.text('out');
  const { covenant: name, version } = covenant.document;
  const about = { covenant: name, version, rules: exported.policies.length };
  if (folder === undefined) {
    const { text, schema, entities } = exported;
    terminal.out(asked.json ? `${JSON.stringify({ kind: 'cedar', ...about, text, schema, entities })}\n` : text);
    return 0;
  }
  const files = write(folder, filesOf(exported));
  const told = files.map((one) => `  ${one}`).join('\n');
  terminal.out(
    asked.json
      ? `${JSON.stringify({ kind: 'cedar', ...about, files })}\n`
      : filled(said, asked.language, { count: String(about.rules), covenant: name, version, files: told }),
  );
  return 0;
};

/** `export`: a covenant and its law in the words of another engine, for those who want to judge them with tools of their own. */
export const exportCommand: Command<Name> = {
  name: 'export',
  summary: { nl: 'schrijft het convenant in de taal van Cedar', en: 'writes the covenant in the words of Cedar' },
  says: {
    nl: 'Zet een convenant met de wet erboven om in regels, schema en entiteiten van Cedar, zodat ook anderen het\nmet eigen gereedschap kunnen narekenen. Het knooppunt zelf beslist er niet mee. Gedekt: wachters, toestemmingen,\nplafonds, hun dagen en feiten, ook onbekende. Alleen als aantekening: plichten, beslissende regels, beloften.',
    en: 'Turns a covenant with the law above it into policies, schema and entities of Cedar, so that others can check\nit with tools of their own. The hub itself does not decide by it. Covered: guards, permits, caps, their days and\nfacts, unknown ones too. As notes only: obligations, deciding rules, assertions.',
  },
  files: { shown: { nl: 'BESTAND', en: 'FILE' }, least: 1, most: 1 },
  readsCovenant: true,
  options: {
    cedar: { says: { nl: 'de taal van Cedar 4', en: 'the language of Cedar 4' } },
    out: {
      value: { nl: 'MAP', en: 'FOLDER' },
      says: {
        nl: 'schrijft policies.cedar, schema.cedarschema en entities.json in deze map (standaard: de regels op het scherm)',
        en: 'writes policies.cedar, schema.cedarschema and entities.json in this folder (default: the policies on the screen)',
      },
    },
  },
  run,
};
