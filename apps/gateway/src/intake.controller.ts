import { CloudEventDto } from '@knooppunt/contracts';
import { BodyOf, CurrentCaller, Edge, OnlyFor, SelfIdentifying } from '@knooppunt/platform';
import type { Caller, EdgeContext } from '@knooppunt/platform';
import { Controller, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { IntakeService } from './intake.service.js';

/** The answer to a delivery that was taken in. */
export class OntvangstDto {
  @ApiProperty({ format: 'uuid', description: 'Kenmerk van de levering.' })
  id: string;

  @ApiProperty({ enum: ['ontvangen'], description: 'De levering ligt duurzaam op de wachtrij.' })
  status: 'ontvangen';
}

/** The agency edge: `POST /v1/leveringen`. */
@ApiTags('leveringen')
@Controller('v1/leveringen')
export class IntakeController {
  constructor(@Inject(IntakeService) private readonly intake: IntakeService) {}

  @Post()
  @HttpCode(202)
  @OnlyFor('organisation')
  @SelfIdentifying()
  @ApiOperation({
    summary: 'Een levering aanbieden als CloudEvent',
    description: 'Dezelfde source en id met dezelfde inhoud geeft hetzelfde antwoord; met andere inhoud 409.',
  })
  @ApiConsumes('application/cloudevents+json', 'application/json')
  @ApiBody({ type: CloudEventDto })
  @ApiResponse({ status: 202, type: OntvangstDto })
  async deliver(
    @CurrentCaller() caller: Caller,
    @Edge() { correlation, traceId }: EdgeContext,
    @BodyOf(CloudEventDto) event: CloudEventDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OntvangstDto> {
    if (caller.kind !== 'organisation') throw new TypeError('a person at the agency edge');
    const id = await this.intake.takeIn({ caller, event, correlation, traceId });
    void reply.header('Location', `/v1/leveringen/${id}`);
    return { id, status: 'ontvangen' };
  }
}
