import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ItemProblems, JsonLogger, Metrics, SystemClock } from '@knooppunt/platform';
import { FileDrop } from '../src/file-drop/file-drop.js';
import type { FileDropParts } from '../src/file-drop/file-drop.js';
import { dropFolderOf, prepareFolders } from '../src/file-drop/drop-file.js';
import type { DropFolder } from '../src/file-drop/drop-folder.js';
import { GatewayModule } from '../src/gateway.module.js';
import { IntakeService } from '../src/intake.service.js';
import { Scene, amsterdam, parties } from './scene.js';

/** A line of a result, as the developer of an agency reads it. */
export type ResultLine = Readonly<Record<string, unknown>> & {
  readonly regel?: number;
  readonly status?: number;
  readonly id?: string;
  readonly code?: string;
  readonly klaar?: boolean;
};

/** SHA-256 in hexadecimal. */
export const digestOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** A line of CSV: every cell in quotes. */
export const csvLine = (cells: readonly string[], delimiter = ','): string =>
  cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter);

/** A gateway's engines and the drop folder of the college of Amsterdam. */
export class DropScene {
  readonly lines: string[] = [];
  readonly metrics = new Metrics();
  readonly folder: DropFolder;
  private running: FileDrop | undefined;
  private isClosed = false;

  private constructor(
    readonly scene: Scene,
    changes: Partial<DropFolder>,
  ) {
    const root = join(scene.folder, 'inlevermap');
    mkdirSync(join(root, 'college'), { recursive: true, mode: 0o750 });
    const { organisation } = parties.college;
    const made = dropFolderOf(root, { folder: 'college', organisation, cooperation: amsterdam, system: 'zaken' });
    this.folder = { ...made, ...changes };
    prepareFolders([this.folder]);
  }

  static async open(changes: Partial<DropFolder> = {}): Promise<DropScene> {
    const scene = await (await Scene.open()).found();
    GatewayModule.with(scene.parts());
    return new DropScene(scene, changes);
  }

  at(...names: readonly string[]): string {
    return join(this.folder.path, ...names);
  }

  names(folder: 'in' | 'werk' | 'uit' | 'bewaard'): readonly string[] {
    return readdirSync(this.at(folder)).filter((name) => !name.startsWith('lock.sqlite'));
  }

  /** Puts a file and its marker in the folder. */
  drop(name: string, bytes: Uint8Array | string, marker = `${digestOf(bytes)}  ${name}\n`): void {
    writeFileSync(this.at('in', name), bytes);
    writeFileSync(this.at('in', `${name}.klaar`), marker);
  }

  /** The lines of the result of a file; none where there is no result yet. */
  result(name: string): readonly ResultLine[] {
    const file = `${name}.uitkomst.jsonl`;
    return this.names('uit').includes(file) ? linesIn(readFileSync(this.at('uit', file), 'utf8')) : [];
  }

  /** The same, once it is there. */
  async resultOf(name: string): Promise<readonly ResultLine[]> {
    await this.seeing(() => this.result(name).length > 0);
    return this.result(name);
  }

  /** Waits until something is so. */
  async seeing(what: () => boolean): Promise<void> {
    while (!what()) {
      if (this.isClosed) throw new Error('it never came so');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Drops a file and gives its result. */
  async taken(name: string, bytes: Uint8Array | string): Promise<readonly ResultLine[]> {
    this.drop(name, bytes);
    return this.resultOf(name);
  }

  /** Begins to look at the folder. */
  begin(changes: Partial<FileDropParts> = {}): FileDrop {
    const logger = new JsonLogger(new SystemClock(), (line) => void this.lines.push(line));
    const problems = new ItemProblems(logger, this.metrics);
    this.running = new FileDrop({
      folders: [this.folder],
      intake: new IntakeService(this.scene.parts()),
      word: (error, correlation) => problems.of(error, { correlation }, 'nl'),
      isOpen: () => true,
      serves: () => Promise.resolve(true),
      logger,
      metrics: this.metrics,
      ...changes,
      rhythm: { pollMs: 5, ...changes.rhythm },
    });
    this.running.begin();
    return this.running;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.running?.stop();
    await this.scene.close();
  }
}

/** JSON lines, read. */
export const linesIn = (text: string): readonly ResultLine[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ResultLine);
