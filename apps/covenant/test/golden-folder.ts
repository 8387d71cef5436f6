import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';
import { openEmbeddedEventStore } from '@knooppunt/event-store';
import type { Envelope } from '@knooppunt/kernel';
import { stringify } from 'yaml';
import { covenant } from '../src/cli.js';

const file = new URL('../../../test/golden/log.jsonl', import.meta.url);

/** What a run of the command line did. */
export type Run = { readonly code: number; readonly out: string; readonly err: string };

/** A data folder that holds the golden log, and drafts beside it. */
export class GoldenFolder {
  readonly folder = mkdtempSync(join(tmpdir(), 'knooppunt-covenant-spec-'));
  readonly law: LawDocument;
  readonly inForce: CovenantDocument;
  private readonly lines = readFileSync(file, 'utf8').trimEnd().split('\n');

  private constructor() {
    const documentOf = (type: string): object => {
      const line = this.lines.find((one) => one.includes(`"type":"${type}"`)) ?? '{}';
      return JSON.parse((JSON.parse(line) as { readonly data: { readonly document: string } }).data.document) as object;
    };
    this.law = documentOf('LawCameIntoForce') as LawDocument;
    this.inForce = documentOf('CovenantCameIntoForce') as CovenantDocument;
  }

  static async make(): Promise<GoldenFolder> {
    const made = new GoldenFolder();
    const store = await openEmbeddedEventStore({ file: join(made.folder, 'events.sqlite') });
    const revisions = new Map<string, bigint>();
    for (const line of made.lines) {
      const { id, type, stream } = JSON.parse(line) as Envelope;
      const revision = revisions.get(stream);
      await store.append(stream, [{ id, type, bytes: new TextEncoder().encode(line) }], revision ?? 'no-stream');
      revisions.set(stream, (revision ?? -1n) + 1n);
    }
    await store.close();
    made.write('law.yaml', made.law);
    return made;
  }

  get events(): readonly Envelope[] {
    return this.lines.map((line) => JSON.parse(line) as Envelope);
  }

  /** Writes a document beside the log; gives its file. */
  write(name: string, document: CovenantDocument | LawDocument): string {
    const path = join(this.folder, name);
    writeFileSync(path, stringify(document, { aliasDuplicateObjects: false }));
    return path;
  }

  /** Runs the command line. */
  async run(...args: readonly string[]): Promise<Run> {
    let [out, err] = ['', ''];
    const code = await covenant(args, {
      out: (text) => void (out += text),
      err: (text) => void (err += text),
      isTty: false,
    });
    return { code, out, err };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
