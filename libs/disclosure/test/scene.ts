import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseDecider, covenantDecider, meetingDecider, partyDecider, personDecider } from '@knooppunt/cases';
import type { CaseCommand, CaseState, MeetingCommand, Placed } from '@knooppunt/cases';
import { canonicalDocument, covenantDigest } from '@knooppunt/covenant';
import { decodeEvent, openEmbeddedEventStore, runDecider } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { streamName } from '@knooppunt/kernel';
import type { Decider, Message, Position, Recorded, StreamName, Uuid } from '@knooppunt/kernel';
import { registryDigest } from '@knooppunt/signals';
import { openEmbeddedVault } from '@knooppunt/vault';
import type { Vault } from '@knooppunt/vault';
import { Gate, standingStream } from '../src/index.js';
import type { GateParts, PlannedItem, Reader } from '../src/index.js';
import { amsterdam, digestOf, names, noon, organisations } from './cast.js';
import type { Name } from './cast.js';
import { covenant, law } from './documents.js';
import { sealedSupply } from './supply.js';
import type { Content } from './supply.js';

const yearsAhead = '2028-01-01T00:00:00.000Z';

/** A hub without its edges: a store and a vault in a folder of their own, and a gate over both. */
export class Scene {
  clock = noon;
  readonly caseId = randomUUID();
  readonly meeting = randomUUID();
  readonly persons = Object.fromEntries(names.map((name) => [name, randomUUID()])) as Record<Name, Uuid>;
  private seen: Position | undefined;

  private constructor(
    readonly folder: string,
    readonly store: EventStore,
    readonly vault: Vault,
  ) {}

  static async open(): Promise<Scene> {
    const folder = mkdtempSync(join(tmpdir(), 'gate-'));
    const vault = await openEmbeddedVault({
      file: join(folder, 'vault.sqlite'),
      rootKeyFile: join(folder, 'root.key'),
    });
    return new Scene(folder, await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') }), vault);
  }

  async close(): Promise<void> {
    await this.store.close();
    await this.vault.close();
    rmSync(this.folder, { recursive: true });
  }

  /** A gate over these engines, or over others in their place. */
  gate(parts: Partial<GateParts> = {}): Gate {
    const { store, vault } = this;
    const { opener, names: keyed } = vault;
    return new Gate({ store, opener, names: keyed, clock: () => this.clock, newId: () => randomUUID(), ...parts });
  }

  reader(name: Name, changes: Partial<Reader> = {}): Reader {
    const { oin, kind } = organisations[name];
    return {
      person: this.persons[name],
      organisation: oin,
      kind,
      cooperation: amsterdam,
      role: 'accounthouder',
      purpose: `${kind}.taak`,
      correlation: randomUUID(),
      traceId: '0'.repeat(32),
      ...changes,
    };
  }

  async run<State, Command extends Message, Event extends Message>(
    decider: Decider<State, Command, Event>,
    stream: StreamName,
    command: NoInfer<Command>,
  ): Promise<void> {
    const meta = {
      commandId: randomUUID(),
      cooperation: amsterdam,
      at: this.clock,
      actor: 'system:spec',
      organisation: null,
      role: null,
      purpose: null,
      correlation: 'spec',
      causation: null,
      traceId: '0'.repeat(32),
    };
    await runDecider(this.store, decider, { stream, command, meta });
  }

  ofCase(command: CaseCommand, caseId = this.caseId): Promise<void> {
    return this.run(caseDecider, streamName('case', caseId), command);
  }

  ofMeeting(command: MeetingCommand): Promise<void> {
    return this.run(meetingDecider, streamName('meeting', this.meeting), command);
  }

  async documents(): Promise<void> {
    const stream = streamName('covenant', amsterdam);
    await this.run(covenantDecider, stream, {
      type: 'BringLawIntoForce',
      data: {
        law: law.wet,
        version: law.version,
        semantics: law.semantics,
        digest: covenantDigest(law, digestOf),
        document: canonicalDocument(law),
      },
    });
    await this.run(covenantDecider, stream, {
      type: 'BringCovenantIntoForce',
      data: {
        covenant: covenant.covenant,
        version: covenant.version,
        semantics: covenant.semantics,
        digest: covenantDigest(covenant, digestOf),
        registry: registryDigest(digestOf),
        document: canonicalDocument(covenant),
      },
    });
  }

  /** Every organisation a member since last year, each with one designated person. */
  async standing(): Promise<void> {
    for (const name of names) {
      const { oin, kind } = organisations[name];
      await this.run(partyDecider, standingStream('party', amsterdam, oin), {
        type: 'JoinParty',
        data: { organisation: oin, kind, region: 'national', name, memberFrom: '2025-03-01T00:00:00.000Z' },
      });
      const person = this.persons[name];
      await this.run(personDecider, standingStream('person', amsterdam, person), {
        type: 'DesignatePerson',
        data: {
          person,
          organisation: oin,
          roles: ['accounthouder'],
          mandate: { from: '2025-03-01T00:00:00.000Z', until: yearsAhead },
          screenedUntil: yearsAhead,
        },
      });
    }
  }

  /** A case with the police, the inspectorate and the college in its need-to-know set. */
  async openCase(
    caseId = this.caseId,
    members: readonly Name[] = ['police', 'inspectorate', 'college'],
  ): Promise<void> {
    await this.ofCase(
      {
        type: 'OpenCase',
        data: {
          case: caseId,
          signals: [randomUUID()],
          activity: 'casusoverleg',
          phenomenon: 'mensenhandel',
          director: this.persons.bureau,
          grants: members.map((name) => ({ organisation: organisations[name].oin, until: yearsAhead })),
        },
      },
      caseId,
    );
  }

  /** Law, covenant, standing and a case. */
  async found(): Promise<this> {
    await this.documents();
    await this.standing();
    await this.openCase();
    return this;
  }

  /** What the college supplies, sealed as the gateway seals it; not yet in a case. */
  async supply(content: Content): Promise<Uuid> {
    const contribution = randomUUID();
    const { event, keys } = await sealedSupply(this.vault.sealer, contribution, content, this.clock);
    await this.vault.sealer.keep(contribution, keys);
    await this.store.append(streamName('contribution', contribution), [event], 'no-stream');
    return contribution;
  }

  /** Takes a supply into the case as an answer, so that its persons are nobody's until they are linked. */
  async takeIn(contribution: Uuid, way: 'answer' | 'supply' = 'answer'): Promise<void> {
    const { data } = await this.suppliedEvent(contribution);
    await this.ofCase({
      type: 'TakeInContribution',
      data: {
        case: this.caseId,
        contribution,
        way,
        payloadType: 'S2',
        supplier: data.supplier,
        supplierKind: 'COLL',
        receivedOn: '2026-03-02',
        firstProcessed: data.firstProcessed,
        blocks: data.blocks.map(({ name, kind }) => ({ name, kind })),
      },
    });
  }

  async link(contribution: Uuid, block: string, subject: Uuid, role: 'circle' | 'third' = 'circle'): Promise<void> {
    await this.ofCase({
      type: 'LinkSubject',
      data: { case: this.caseId, subject, contribution, block, role },
    });
  }

  async need(name: Name, categories: readonly string[]): Promise<void> {
    const { oin, kind } = organisations[name];
    await this.ofCase({
      type: 'RecordNecessity',
      data: {
        case: this.caseId,
        necessity: randomUUID(),
        recipient: oin,
        recipientKind: kind,
        purpose: `${kind}.taak`,
        payloadType: 'S2',
        categories,
        length: 20,
        textDigest: 'ZGlnZXN0',
      },
    });
  }

  async suppliedEvent(contribution: Uuid) {
    const [stored] = await this.store.read(streamName('contribution', contribution), { maxCount: 1 });
    if (!stored) throw new Error('no such contribution');
    return decodeEvent(stored) as Recorded & {
      readonly data: {
        readonly supplier: string;
        readonly firstProcessed: string;
        readonly declaration: { readonly lawful: boolean; readonly quality: boolean };
        readonly blocks: readonly { readonly name: string; readonly kind: string; readonly keyId: Uuid }[];
      };
    };
  }

  /** A contribution as a view plans it, in the case or outside any. */
  async planned(contribution: Uuid, placed?: Placed<CaseState>): Promise<PlannedItem> {
    const event = await this.suppliedEvent(contribution);
    const { supplier, declaration, firstProcessed, blocks } = event.data;
    return {
      content: { kind: 'sealed', event },
      identity: { id: contribution, within: placed ? this.caseId : contribution },
      receivedOn: '2026-03-02',
      item: {
        payloadType: 'S2',
        supplier,
        supplierKind: 'COLL',
        phase: placed?.state.phase ?? 'weging',
        source: { stream: event.stream, revision: event.revision },
        contribution,
        way: placed?.state.contributions[contribution]?.way ?? 'signal',
        declaration,
        firstProcessed,
        blocks: blocks.filter(({ kind }) => kind === 'person' || kind === 'text'),
        ...(placed ? { case: placed } : {}),
      },
    };
  }

  /** What has been appended since this was last asked. */
  async appended(): Promise<readonly Recorded[]> {
    const events: Recorded[] = [];
    for (;;) {
      const page = await this.store.readAll(this.seen === undefined ? {} : { after: this.seen });
      const last = page.at(-1);
      if (!last) return events;
      this.seen = last.position;
      events.push(...page.map((stored) => decodeEvent(stored)));
    }
  }
}
