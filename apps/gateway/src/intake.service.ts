import { judgeSupply, refuseClosedType } from '@knooppunt/cases';
import { organisationOfSource, signalHeadersOf, signalTopicOf } from '@knooppunt/contracts';
import type { CloudEventDto } from '@knooppunt/contracts';
import { isDomainError, streamName } from '@knooppunt/kernel';
import type { DomainError, Instant, Kind, Uuid } from '@knooppunt/kernel';
import type { OrganisationCaller } from '@knooppunt/platform';
import { checkPayload, payloadTypeOfCloudEvent } from '@knooppunt/signals';
import type { Payload, PayloadType } from '@knooppunt/signals';
import type { IntakeRow } from '@knooppunt/vault';
import { Inject, Injectable } from '@nestjs/common';
import { deliveredContentOf, sealContribution } from './contribution.js';
import {
  ContentDiffers,
  IntakeBusy,
  IntakeUnavailable,
  PayloadInvalid,
  SourceNotOwn,
  SupplyNotAllowed,
  TypeUnknown,
} from './errors.js';
import { Consignment } from './consignment.js';
import type { Place } from './consignment.js';
import { GATEWAY_PARTS } from './gateway.parts.js';
import type { GatewayParts } from './gateway.parts.js';
import { publishRefusal } from './refusal-notice.js';
import { allFaults, declarationFaults } from './report-check.js';
import type { Notice } from './refusal-notice.js';
import { SupplyRights } from './supply-rights.js';
import type { Documents } from './supply-rights.js';

/** One delivery at the edge: who, what, in which chain of requests, and with which others, if it came with any. */
export type DeliveryAtEdge = {
  readonly caller: OrganisationCaller;
  readonly event: CloudEventDto;
  readonly correlation: string;
  readonly traceId: string;
  readonly consignment?: Consignment;
};

type From = Omit<DeliveryAtEdge, 'event' | 'consignment'>;

type Known = {
  readonly type: PayloadType;
  readonly payload: Payload;
  readonly contribution: Uuid;
  readonly kind: Kind;
  readonly documents: Documents;
  readonly at: Instant;
  readonly place: Place | undefined;
};

const usualCapacity = 256;

/** The way in: check, decide, register, seal, publish (design §2, steps 1-4). What it refuses becomes a fact. */
@Injectable()
export class IntakeService {
  private readonly rights: SupplyRights;
  private underWay = 0;

  constructor(@Inject(GATEWAY_PARTS) private readonly parts: GatewayParts) {
    this.rights = new SupplyRights(parts.readStore);
  }

  /**
   * Takes a delivery in; resolves with the contribution id once it lies on the topic. The same source and id with the same
   * content gives the same id and nothing else. Errors: `gateway/*`, `supply/*`; `gateway/intake-busy` at once where as much
   * is under way as there is room for.
   */
  async takeIn(delivery: DeliveryAtEdge): Promise<Uuid> {
    const place = delivery.consignment?.place();
    if (this.underWay >= (this.parts.capacity ?? usualCapacity)) {
      place?.ready();
      throw new IntakeBusy();
    }
    this.underWay += 1;
    try {
      return await this.take(delivery, place);
    } finally {
      place?.ready();
      this.underWay -= 1;
    }
  }

  /** Deliveries of one request: so many will be taken in with it. */
  consign({ cooperation, organisation }: OrganisationCaller, size: number): Consignment {
    return new Consignment(this.rights.standing(cooperation, organisation, this.parts.clock()), size);
  }

  private async take(delivery: DeliveryAtEdge, place: Place | undefined): Promise<Uuid> {
    const { caller, consignment } = delivery;
    const at = this.parts.clock();
    const { kind, documents } = await (consignment?.standing ??
      this.rights.standing(caller.cooperation, caller.organisation, at));
    const notice: { -readonly [K in keyof Notice]: Notice[K] } = {
      caller,
      kind,
      code: '',
      rules: [],
      correlation: delivery.correlation,
      traceId: delivery.traceId,
    };
    try {
      return await this.accept(delivery, { kind: kind ?? '', documents, at, place }, notice);
    } catch (error) {
      place?.ready();
      if (!isDomainError(error) || error.retriable) throw error;
      const rules = error instanceof SupplyNotAllowed ? error.refusal.rules : [];
      await publishRefusal(this.parts, { ...notice, code: error.code, rules });
      // it is a fact now: the edge must not make it another one
      throw Object.assign(error, { recorded: true });
    }
  }

  /** What the edge refused of a batch is a fact too; gives the refusal back. Error: `gateway/intake-unavailable`. */
  async refuse({ caller, correlation, traceId }: From, refusal: DomainError): Promise<DomainError> {
    const kind = await this.rights.kindOf(caller.cooperation, caller.organisation, this.parts.clock());
    await publishRefusal(this.parts, { caller, correlation, traceId, kind, code: refusal.code, rules: [] });
    return Object.assign(refusal, { recorded: true });
  }

  private async accept(
    delivery: DeliveryAtEdge,
    around: Pick<Known, 'kind' | 'at' | 'place'> & { readonly documents: Documents | undefined },
    notice: { -readonly [K in keyof Notice]: Notice[K] },
  ): Promise<Uuid> {
    const { caller, event } = delivery;
    const { kind, documents } = around;
    if (organisationOfSource(event.source) !== caller.organisation) throw new SourceNotOwn();
    const contribution = this.parts.names.contributionId(caller.organisation, event.source, event.id);
    notice.contribution = contribution;
    const type = payloadTypeOfCloudEvent(event.type);
    if (!type) throw new TypeUnknown();
    notice.payloadType = type.id;
    // What may not come in at all is not read: it would be the data of a victim, or of somebody whom nobody observed.
    const shut = kind === '' ? undefined : refuseClosedType(type);
    if (shut) throw new SupplyNotAllowed(shut);
    const { faults, payload } = checkPayload(type, event.data);
    if (!payload) {
      const { cooperation } = caller;
      const known =
        kind !== '' && documents ? { kind, cooperation, at: around.at, covenant: documents.covenant } : undefined;
      throw new PayloadInvalid(allFaults(event.data, faults, known));
    }
    notice.way = payload.way;
    if (payload.case !== undefined) notice.case = payload.case;
    if (!documents) throw new SupplyNotAllowed({ code: 'supply/nothing-in-force', rules: [], basis: ['WGS 1.4'] });
    const known = { ...around, type, payload, contribution, documents };
    const refusal = await this.refusalOf(delivery, known, notice);
    // What was taken in before stands, whatever phase it is by now; who is no participant any more gets no answer to that.
    const isRepeat = refusal && kind !== '' && (await this.parts.register.find(contribution)) !== undefined;
    if (refusal && !isRepeat) throw refusal;
    return this.register(delivery, known);
  }

  /** Why this may not come in now, if so; the decision first, then every fault of the declarations at once. */
  private async refusalOf(
    { caller }: DeliveryAtEdge,
    known: Known,
    notice: { -readonly [K in keyof Notice]: Notice[K] },
  ): Promise<SupplyNotAllowed | PayloadInvalid | undefined> {
    const { type, payload, kind, documents, at } = known;
    const { cooperation } = caller;
    const target = await this.rights.target(cooperation, caller.organisation, payload, type.id, at);
    if (target.case) notice.phase = target.case.phase;
    const refusal = judgeSupply({
      at,
      type,
      target,
      law: documents.law,
      covenant: documents.covenant,
      supplierKind: kind,
      isMember: kind !== '',
      way: payload.way,
      declaration: payload.declaration,
      fields: namesOf(payload),
    });
    if (refusal) return new SupplyNotAllowed(refusal);
    const misfits = declarationFaults(payload, { kind, at, cooperation, covenant: documents.covenant });
    return misfits.length > 0 ? new PayloadInvalid(misfits) : undefined;
  }

  /** A repeat and the loser of a race keep no seal of their own: the row's bytes go out, if they have not (design §2 step 3). */
  private async register(delivery: DeliveryAtEdge, known: Known): Promise<Uuid> {
    const { caller, correlation, traceId } = delivery;
    const { type, payload, contribution, kind, documents, at, place } = known;
    const about = await this.subjectsNamed(caller, payload);
    const { bytes, keys } = await sealContribution(this.parts, {
      contribution,
      type,
      payload,
      about,
      at,
      correlation,
      traceId,
      cooperation: caller.cooperation,
      supplier: caller.organisation,
      supplierKind: kind,
      covenant: { law: documents.lawDigest, covenant: documents.covenantDigest },
    });
    place?.ready();
    await place?.together;
    const stream = streamName('contribution', contribution);
    const { outcome, row } = await this.parts.register.register(
      {
        contribution,
        stream,
        topic: signalTopicOf(kind),
        bytes,
        registeredAt: at,
        content: deliveredContentOf(caller.cooperation, type, payload),
      },
      keys,
    );
    if (outcome === 'clash') throw new ContentDiffers();
    await this.publish(row);
    return contribution;
  }

  private async publish({ contribution, topic, bytes, published }: IntakeRow): Promise<void> {
    if (published || !bytes) return;
    try {
      await this.parts.messaging.publish(topic, { key: contribution, value: bytes, headers: signalHeadersOf(bytes) });
    } catch (error) {
      throw new IntakeUnavailable({ cause: error });
    }
    // Not waited for: it lies on every in-sync replica. A row without its mark is published once more by the sweeper, or by
    // the retry of the agency, and the worker compares bytes: the only cost of a crash or a refusal here.
    this.parts.register.markPublished(contribution).catch(() => undefined);
  }

  /** Subjects that the persons of an answer name, by the reference that the asked organisation was shown. */
  private async subjectsNamed(
    { cooperation, organisation }: OrganisationCaller,
    payload: Payload,
  ): Promise<Record<string, Uuid>> {
    const { request, case: within, persons = [] } = payload;
    if (request === undefined || within === undefined) return {};
    const subjects = await this.rights.subjectsOf(request);
    const scope = { cooperation, recipient: organisation, within };
    const named = persons.flatMap(({ ref, about }, at) => {
      if (about === undefined) return [];
      const subject = subjects.find((id) => this.parts.names.pseudonym(scope, 'subject', id) === about);
      return [{ ref, subject, pointer: `/data/persons/${at}/about` }];
    });
    const unknown = named.filter(({ subject }) => subject === undefined);
    if (unknown.length > 0)
      throw new PayloadInvalid(unknown.map(({ pointer }) => ({ pointer, code: 'unknown-subject' })));
    return Object.fromEntries(named.flatMap(({ ref, subject }) => (subject === undefined ? [] : [[ref, subject]])));
  }
}

/** Names of all fields that a payload holds, wherever they lie. */
const namesOf = (payload: Payload): readonly string[] => {
  const holders = [...(payload.persons ?? []), ...(payload.companies ?? []), payload.matter ?? {}, payload.text ?? {}];
  return [...new Set(holders.flatMap((holder) => Object.keys(holder)))];
};
