import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Asked } from './harness.js';
import { fillTo } from './fill.js';
import { Load } from './http-load.js';
import { startHub } from './hub.js';
import { playCase, readerHeaders } from './play.js';

/**
 * What a log holds: so many events before the reads, a case of so many contributions (played unless the log goes on
 * `from` another), and so many reads of its dossier.
 */
export type Scale = {
  readonly events: number;
  readonly contributions: number;
  readonly disclosures: number;
  readonly from?: Fixture | undefined;
};
/** A data folder as a hub left it, with the id of its case. */
export type Fixture = { readonly folder: string; readonly caseId: string };

/** The path of the dossier of a case. */
export const dossierOf = (caseId: string): string => `/v1/casussen/${caseId}/dossier`;

const readers = 4;

const play = async (folder: string, contributions: number): Promise<string> => {
  const running = await startHub(folder);
  const caseId = await playCase(running, contributions);
  await running.hub.close();
  return caseId;
};

/** A hub follows the log to its end, and is asked for the dossier so many times. */
const followAndRead = async ({ folder, caseId }: Fixture, disclosures: number): Promise<void> => {
  const { hub, base } = await startHub(folder);
  await hub.worker.settled();
  const headers = await readerHeaders(hub.issuer);
  const load = new Load(base, readers);
  await load.send(Array.from({ length: disclosures }, () => ({ method: 'GET', path: dossierOf(caseId), headers })));
  load.close();
  await hub.worker.settled();
  await hub.close();
};

const noteOf = (folder: string): string => join(folder, 'fixture.json');

/** Makes fixtures, in a process of its own; what was made whole before is used again. */
export const fixturePart = (): Promise<Asked> =>
  Promise.resolve({
    make: async ({ folder, scale }: { readonly folder: string; readonly scale: Scale }): Promise<Fixture> => {
      const { from, events, contributions, disclosures } = scale;
      const note = noteOf(folder);
      if (existsSync(note)) return JSON.parse(readFileSync(note, 'utf8')) as Fixture;
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      if (from) cpSync(from.folder, folder, { recursive: true, filter: (name) => name !== noteOf(from.folder) });
      const caseId = from?.caseId ?? (await play(folder, contributions));
      await fillTo(folder, events);
      await followAndRead({ folder, caseId }, disclosures);
      const fixture = { folder, caseId };
      writeFileSync(note, JSON.stringify(fixture));
      return fixture;
    },
    close: () => Promise.resolve(),
  });
