import { CloudEventDto, ProblemDto } from '@knooppunt/contracts';
import {
  Batch,
  BodyOrBatchOf,
  CurrentCaller,
  Edge,
  ItemProblems,
  OnlyFor,
  SelfIdentifying,
  Turns,
  maximumBatch,
} from '@knooppunt/platform';
import type { BatchItem, Caller, EdgeContext, ItemProblem, OrganisationCaller } from '@knooppunt/platform';
import { Controller, Headers, HttpCode, Inject, Post, Res, UseInterceptors } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CloudEventsInterceptor } from './cloud-events.interceptor.js';
import { IntakeService } from './intake.service.js';
import type { DeliveryAtEdge } from './intake.service.js';

/** The answer to a delivery that was taken in. */
export class OntvangstDto {
  @ApiProperty({ format: 'uuid', description: 'Kenmerk van de levering.' })
  id: string;

  @ApiProperty({ enum: ['ontvangen'], description: 'De levering ligt duurzaam op de wachtrij.' })
  status: 'ontvangen';
}

/** What became of one delivery of a batch: taken in (202, with its id) or not (400 and above, with its problem). */
export class UitkomstDto {
  @ApiProperty({ minimum: 202, maximum: 599, description: 'De status die deze levering alleen had gekregen.' })
  status: number;

  @ApiPropertyOptional({ format: 'uuid', description: 'Kenmerk van de levering, als zij is ontvangen.' })
  id?: string;

  @ApiPropertyOptional({ type: () => ProblemDto, description: 'Waarom niet; deze levering alleen.' })
  probleem?: ProblemDto;
}

/** The answer to a batch: one outcome for each delivery, in the order of the batch. */
export class PartijDto {
  @ApiProperty({ type: () => UitkomstDto, isArray: true, maxItems: maximumBatch })
  leveringen: UitkomstDto[];
}

type From = Omit<DeliveryAtEdge, 'event'>;
type Outcome = { readonly status: number; readonly id: string } | { readonly error: unknown };

const unavailable = 503;

const binaryHeader = (attribute: string): MethodDecorator =>
  ApiHeader({
    name: `ce-${attribute}`,
    required: false,
    description: `In binaire vorm: het attribuut ${attribute}; buiten zichtbaar ASCII procent-gecodeerd.`,
    schema: { type: 'string' },
  });

/** The agency edge: `POST /v1/leveringen`. */
@ApiTags('leveringen')
@ApiExtraModels(CloudEventDto, OntvangstDto, PartijDto)
@Controller('v1/leveringen')
export class IntakeController {
  constructor(
    @Inject(IntakeService) private readonly intake: IntakeService,
    @Inject(ItemProblems) private readonly problems: ItemProblems,
  ) {}

  @Post()
  @HttpCode(202)
  @OnlyFor('organisation')
  @SelfIdentifying()
  @UseInterceptors(CloudEventsInterceptor)
  @ApiOperation({
    summary: 'Een levering aanbieden als CloudEvent, of een partij van ten hoogste honderd',
    description:
      'In gestructureerde vorm, of in binaire vorm: de attributen in koppen ce-…, de levering zelf als inhoud. Dezelfde source en id met dezelfde inhoud geeft hetzelfde antwoord, in welke vorm ook; met andere inhoud 409. Een fout wijst haar plaats aan in de gestructureerde vorm, ook als de levering binair kwam. Een partij krijgt 207 met een uitkomst per levering: een foute levering houdt de andere niet tegen.',
  })
  @binaryHeader('specversion')
  @binaryHeader('id')
  @binaryHeader('source')
  @binaryHeader('type')
  @binaryHeader('time')
  @ApiConsumes('application/cloudevents+json', 'application/json', 'application/cloudevents-batch+json')
  @ApiBody({
    schema: {
      anyOf: [
        { $ref: getSchemaPath(CloudEventDto) },
        { type: 'array', minItems: 1, maxItems: maximumBatch, items: { $ref: getSchemaPath(CloudEventDto) } },
        { type: 'object', additionalProperties: true, description: 'In binaire vorm: de levering zelf.' },
      ],
    },
  })
  @ApiResponse({ status: 202, type: OntvangstDto })
  @ApiResponse({ status: 207, type: PartijDto, description: 'De uitkomst van elke levering van een partij.' })
  async deliver(
    @CurrentCaller() caller: Caller,
    @Edge() edge: EdgeContext,
    @BodyOrBatchOf(CloudEventDto) body: CloudEventDto | Batch<CloudEventDto>,
    @Headers('accept-language') language: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OntvangstDto | PartijDto> {
    if (caller.kind !== 'organisation') throw new TypeError('a person at the agency edge');
    if (body instanceof Batch) {
      void reply.status(207);
      return this.deliverAll(caller, edge, body, language);
    }
    const { correlation, traceId } = edge;
    const id = await this.intake.takeIn({ caller, event: body, correlation, traceId });
    void reply.header('Location', `/v1/leveringen/${id}`);
    return { id, status: 'ontvangen' };
  }

  private async deliverAll(
    caller: OrganisationCaller,
    edge: EdgeContext,
    { items }: Batch<CloudEventDto>,
    language: string | undefined,
  ): Promise<PartijDto> {
    const { correlation, traceId } = edge;
    const consignment = this.intake.consign(caller, items.filter((item) => 'value' in item).length);
    await consignment.looked;
    const begun: Promise<Outcome>[] = [];
    // To check and seal a hundred in one turn would hold up everybody.
    const turns = new Turns();
    for (const item of items) {
      begun.push(this.outcomeOf({ caller, correlation, traceId, consignment }, item));
      await turns.next();
    }
    const outcomes = await Promise.all(begun);
    const worded = outcomes.map((outcome) =>
      'error' in outcome ? this.problems.of(outcome.error, edge, language) : outcome,
    );
    // Nothing was taken in and everything may be offered again: then the whole says so, with its Retry-After.
    const [first] = outcomes;
    const isAway = worded.every(({ status }) => status === unavailable);
    if (isAway && first && 'error' in first) throw first.error;
    return { leveringen: worded as (ItemProblem & { readonly probleem: ProblemDto })[] };
  }

  private async outcomeOf(from: From, item: BatchItem<CloudEventDto>): Promise<Outcome> {
    try {
      if ('refusal' in item) return { error: await this.intake.refuse(from, item.refusal) };
      return { status: 202, id: await this.intake.takeIn({ ...from, event: item.value }) };
    } catch (error) {
      return { error };
    }
  }
}
