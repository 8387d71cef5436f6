import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnyEvent } from '@knooppunt/cases';
import { signalTopicOf } from '@knooppunt/contracts';
import type { CloudEventDto } from '@knooppunt/contracts';
import { canonicalDocument } from '@knooppunt/covenant';
import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';
import type { Envelope, Position, Uuid } from '@knooppunt/kernel';
import { openEmbeddedMessaging } from '@knooppunt/messaging';
import type { Delivery, Messaging } from '@knooppunt/messaging';
import { supplyRights } from '@knooppunt/projections';
import { openEmbeddedReadStore, positionName } from '@knooppunt/read-store';
import type { ReadStore } from '@knooppunt/read-store';
import { kinds } from '@knooppunt/signals';
import { openEmbeddedVault } from '@knooppunt/vault';
import type { Vault } from '@knooppunt/vault';
import { parse } from 'yaml';
import type { GatewayParts } from '../src/gateway.parts.js';
import { IntakeService } from '../src/intake.service.js';

export const noon = '2026-03-02T12:00:00.000Z';
export const amsterdam = 'amsterdam-amstelland';
export const rotterdam = 'rotterdam';
const until = '2027-01-01T00:00:00.000Z';

const document = (name: string): unknown =>
  parse(readFileSync(new URL(`../../../deploy/demo/${name}`, import.meta.url), 'utf8'));
export const law = document('law-wgs-riec.yaml') as LawDocument;
export const covenant = document('convenant.yaml') as CovenantDocument;
const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;

/** Who delivers: the college works in Amsterdam alone, the police in both cooperations, the tax office left. */
export const parties = {
  college: { organisation: '00000099000000002000', kind: 'COLL', cooperations: [amsterdam] },
  police: { organisation: '00000099000000006000', kind: 'POL', cooperations: [amsterdam, rotterdam] },
  tax: { organisation: '00000099000000008000', kind: 'BD', cooperations: [amsterdam] },
  stranger: { organisation: '00000099000000077000', kind: 'COLL', cooperations: [] },
} as const;
export type PartyName = keyof typeof parties;

const explanations = { indications: 'a', phenomenon: 'b', necessity: 'c', parties: 'd', region: 'e' };
const declaration = { lawful: true, quality: true, firstProcessed: '2026-02-20' };
/** An overcrowded address, as a signal. */
export const s1 = {
  way: 'signal',
  declaration,
  report: { phenomenon: 'mensenhandel', region: amsterdam, task: 'wonen' },
  matter: { address: 'Kade 1, 1011AA Amsterdam', registrations: 12 },
  text: { _text: explanations },
};
/** An incident, as an answer. */
export const s6 = (caseId: Uuid, request: Uuid, person: Readonly<Record<string, unknown>> = {}) => ({
  way: 'answer',
  case: caseId,
  request,
  declaration,
  persons: [
    { ref: 'p1', name: 'Ada Janssen', role: 'betrokkene', incidentCode: 'mensenhandel-arbeidsuitbuiting', ...person },
  ],
});

/** A gateway's engines in a folder of their own; the read model holds what the scene is told. */
export class Scene {
  clock = noon;
  private told = 0;
  private position: Position | undefined;

  private constructor(
    readonly folder: string,
    readonly vault: Vault,
    readonly messaging: Messaging,
    readonly readStore: ReadStore,
  ) {}

  static async open(): Promise<Scene> {
    const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
    const file = (name: string): string => join(folder, name);
    const vault = await openEmbeddedVault({ file: file('vault.sqlite'), rootKeyFile: file('root.key') });
    const messaging = await openEmbeddedMessaging({ file: file('messages.sqlite') });
    await messaging.createTopics(kinds.map((kind) => ({ name: signalTopicOf(kind), partitions: 1 })));
    const readStore = await openEmbeddedReadStore({ file: file('read.sqlite') });
    await readStore.migrate([supplyRights]);
    return new Scene(folder, vault, messaging, readStore);
  }

  async close(): Promise<void> {
    await this.messaging.close();
    await this.readStore.close();
    await this.vault.close();
    rmSync(this.folder, { recursive: true });
  }

  parts(changes: Partial<GatewayParts> = {}): GatewayParts {
    const { vault, messaging, readStore } = this;
    const { register, sealer, names } = vault;
    return {
      register,
      sealer,
      names,
      messaging,
      readStore,
      clock: () => this.clock,
      newId: () => randomUUID(),
      ...changes,
    };
  }

  /** Brings an event into the read model, as the worker's projector does. */
  async tell({ type, data }: AnyEvent, cooperation: string = amsterdam): Promise<void> {
    this.told += 1;
    const to: Position = String(this.told).padStart(20, '0');
    const envelope: Envelope = {
      id: randomUUID(),
      type,
      data,
      schemaVersion: 1,
      stream: 'covenant-spec',
      cooperation,
      recordedAt: this.clock,
      actor: 'system:spec',
      organisation: null,
      role: null,
      purpose: null,
      commandId: randomUUID(),
      correlation: 'spec',
      causation: null,
      traceId: '0'.repeat(32),
    };
    const changes = supplyRights.evolve({ ...envelope, revision: 0n, position: to });
    await this.readStore.apply(supplyRights, changes, { from: this.position, to });
    this.position = await this.readStore.position(positionName(supplyRights));
  }

  async documents(cooperation: string = amsterdam): Promise<void> {
    const { version, semantics } = law;
    const lawText = { law: law.wet, version, semantics, digest: digest('1'), document: canonicalDocument(law) };
    await this.tell({ type: 'LawCameIntoForce', data: lawText }, cooperation);
    const ofCovenant = { covenant: covenant.covenant, version: covenant.version, semantics, registry: digest('3') };
    await this.tell(
      {
        type: 'CovenantCameIntoForce',
        data: { ...ofCovenant, digest: digest('2'), document: canonicalDocument(covenant) },
      },
      cooperation,
    );
  }

  async join(name: PartyName, memberFrom = '2025-03-01T00:00:00.000Z'): Promise<void> {
    const { organisation, kind, cooperations } = parties[name];
    for (const cooperation of cooperations) {
      await this.tell(
        { type: 'PartyJoined', data: { organisation, kind, region: 'national', name, memberFrom } },
        cooperation,
      );
    }
  }

  /** Documents and members of both cooperations. */
  async found(): Promise<this> {
    await this.documents(amsterdam);
    await this.documents(rotterdam);
    for (const name of ['college', 'police', 'tax'] as const) await this.join(name);
    return this;
  }

  /** A case in phase 1 with these organisations in its need-to-know set. */
  async openCase(members: readonly PartyName[], cooperation: string = amsterdam): Promise<Uuid> {
    const caseId = randomUUID();
    const grants = members.map((name) => ({ organisation: parties[name].organisation, until }));
    const rest = { signals: [], activity: 'casusoverleg', phenomenon: 'mensenhandel', director: randomUUID() };
    await this.tell({ type: 'CaseOpened', data: { case: caseId, grants, ...rest } }, cooperation);
    return caseId;
  }

  async openPhase(caseId: Uuid, phase = '2'): Promise<void> {
    await this.tell({ type: 'PhaseOpened', data: { case: caseId, phase, length: 1, textDigest: 'ZGlnZXN0' } });
  }

  /** A request for S6, put to these organisations about these subjects. */
  async request(caseId: Uuid, asked: readonly PartyName[], subjects: readonly Uuid[] = []): Promise<Uuid> {
    const request = randomUUID();
    await this.tell({
      type: 'RequestPut',
      data: {
        request,
        case: caseId,
        asked: asked.map((name) => parties[name].organisation),
        payloadTypes: ['S6'],
        categories: ['CRIM'],
        subjects,
        recipients: [],
        dueOn: '2026-04-01',
        length: 1,
        textDigest: 'ZGlnZXN0',
      },
    });
    return request;
  }

  /** Delivers as the system of an organisation. */
  deliver(
    name: PartyName,
    event: CloudEventDto,
    { cooperation = amsterdam, parts = this.parts() } = {},
  ): Promise<Uuid> {
    const { organisation } = parties[name];
    const caller = { kind: 'organisation', organisation, cooperation, clientId: name } as const;
    return new IntakeService(parts).takeIn({ caller, event, correlation: 'spec', traceId: '0'.repeat(32) });
  }

  /** Everything that lies on the topics, as envelopes, in the order of each topic. */
  async published(): Promise<readonly Envelope<string, Readonly<Record<string, unknown>>>[]> {
    const messages: Delivery[] = [];
    const consumer = await this.messaging.consume({
      topics: kinds.map((kind) => signalTopicOf(kind)),
      group: `spec-${randomUUID()}`,
      onMessage: (message) => Promise.resolve(void messages.push(message)),
    });
    await consumer.settled();
    await consumer.stop();
    return messages.map(
      ({ value }) => JSON.parse(new TextDecoder().decode(value)) as Envelope<string, Readonly<Record<string, unknown>>>,
    );
  }
}

/** A CloudEvent of an organisation's system. */
export const cloudEvent = (name: PartyName, slug: string, data: object, id: string = randomUUID()): CloudEventDto => ({
  specversion: '1.0',
  id,
  source: `urn:nld:oin:${parties[name].organisation}:systeem:zaken`,
  type: `nl.samenwerkingsverbanden.${slug}.v1`,
  data: data as Readonly<Record<string, unknown>>,
});
