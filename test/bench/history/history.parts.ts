import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';
import { parseAllDocuments, stringify } from 'yaml';
import { covenant } from '../../../apps/covenant/src/cli.js';
import { cpuMs } from '../cpu.js';
import type { Asked, Parts, Sample } from '../harness.js';
import { root } from '../hub.js';
import { fillWithDecisions } from './synthetic-log.js';

/** A folder with a log of so many past decisions, and a draft beside it. */
export type PastDecisions = { readonly folder: string; readonly decisions: number };

const demo = (name: string): object =>
  parseAllDocuments(readFileSync(join(root, `deploy/demo/${name}.yaml`), 'utf8'))[0]?.toJS() as object;
const law = (): LawDocument => demo('law-wgs-riec') as LawDocument;
const inForce = (): CovenantDocument => demo('convenant') as CovenantDocument;

/** A draft that gives something, takes something and asks a fact more often than the covenant in force. */
const draftOf = (covenant_: CovenantDocument): CovenantDocument => ({
  ...covenant_,
  version: '9.9.9',
  rules: [
    ...covenant_.rules.filter(({ id }) => id !== 'P-102'),
    {
      id: 'P-990',
      permit: 'reveal',
      from: 'any',
      type: 'any',
      fields: ['RES', 'VEH'],
      to: ['POL', 'NLA'],
      purpose: 'own',
      phase: '2+',
      when: { attends: true },
      basis: 'convenant art. 99.1',
    },
    { id: 'C-990', cap: 'generalise', fields: ['FIN', 'EMP'], when: { scan: true }, basis: 'convenant art. 99.2' },
  ],
});

/** Makes logs of past decisions; what was made whole before is used again. */
const makerPart = (): Promise<Asked> =>
  Promise.resolve({
    make: async ({ folder, decisions }: PastDecisions): Promise<PastDecisions> => {
      const note = join(folder, 'decisions.json');
      if (existsSync(note)) return JSON.parse(readFileSync(note, 'utf8')) as PastDecisions;
      rmSync(folder, { recursive: true, force: true });
      const documents = { law: law(), covenant: inForce() };
      const held = await fillWithDecisions(folder, documents, decisions);
      writeFileSync(
        join(folder, 'draft.yaml'),
        stringify(draftOf(documents.covenant), { aliasDuplicateObjects: false }),
      );
      writeFileSync(join(folder, 'law-wgs-riec.yaml'), stringify(documents.law, { aliasDuplicateObjects: false }));
      const made = { folder, decisions: held };
      writeFileSync(note, JSON.stringify(made));
      return made;
    },
    close: () => Promise.resolve(),
  });

/** `npm run covenant -- impact` and `coverage` as the command line runs them, private copy of the log and report included. */
const commandPart = ({ folder, decisions }: PastDecisions): Promise<Asked> =>
  Promise.resolve({
    run: async (command: 'impact' | 'coverage'): Promise<Sample> => {
      const lines: string[] = [];
      const args = command === 'impact' ? ['impact', join(folder, 'draft.yaml')] : ['coverage'];
      const cpu = process.cpuUsage();
      const began = performance.now();
      const code = await covenant([...args, '--data', folder, '--json'], {
        out: (text) => void lines.push(text),
        err: (text) => void lines.push(text),
        isTty: false,
      });
      const sample = { ms: performance.now() - began, cpuMs: cpuMs(cpu) };
      const summary = JSON.parse(lines.join('').trim().split('\n').at(-1) ?? '{}') as { readonly decisions?: number };
      // Only a run that judged every decision that the log holds is a measurement.
      if (code !== 1 || summary.decisions !== decisions) {
        throw new Error(`${command} ended with ${code} after ${summary.decisions} of ${decisions}: ${lines.at(-1)}`);
      }
      return sample;
    },
    close: () => Promise.resolve(),
  });

const decoder = new TextDecoder();

/** The same rows read from the database and parsed as JSON, with nothing done to what comes out. */
const parsePart = ({ folder }: PastDecisions): Promise<Asked> => {
  const database = new DatabaseSync(join(folder, 'events.sqlite'), { readOnly: true });
  const rows = database.prepare('SELECT data FROM events ORDER BY position');
  return Promise.resolve({
    bytes: () => Number(database.prepare('SELECT sum(length(data)) AS bytes FROM events').get()?.['bytes']),
    parse: (): Sample => {
      const cpu = process.cpuUsage();
      const began = performance.now();
      for (const { data } of rows.iterate()) JSON.parse(decoder.decode(data as Uint8Array));
      return { ms: performance.now() - began, cpuMs: cpuMs(cpu) };
    },
    close: () => {
      database.close();
      return Promise.resolve();
    },
  });
};

/** Parts of the benchmark of a draft over the history. */
export const historyParts: Parts = {
  'history-maker': makerPart,
  'history-command': commandPart,
  'history-parse': parsePart,
};
