import { BadRequestException, Body, Controller, Get, HttpCode, Module, Param, Post, Query } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiProperty } from '@nestjs/swagger';
import { CloudEventDto, MeldAanwezigDto, OpenCasusDto, PaginaVraagDto } from '@knooppunt/contracts';
import { DomainError } from '@knooppunt/kernel';
import {
  BodyOf,
  Conditional,
  CurrentCaller,
  Edge,
  IdPipe,
  NotFound,
  OnlyFor,
  Public,
  Purpose,
  QueryOf,
  registerProblems,
  SelfIdentifying,
  Tagged,
  WithoutPurpose,
} from '../src/index.js';
import type { Caller, EdgeContext, PurposeHeader } from '../src/index.js';

class ToyRefusal extends DomainError {
  readonly code = 'toy/refused';
  override readonly basis = ['WGS 2.23(5)'];
  readonly faults = [{ pointer: '/data/persons/0/bsn', code: 'elfproef' }];

  constructor() {
    super('refused for Jan de Vries');
  }
}

class UnmappedRefusal extends DomainError {
  readonly code = 'toy/unmapped';
}

registerProblems({
  'toy/refused': { status: 409, nl: 'Dit mag nu niet.', en: 'This is not allowed now.' },
});

const makeGate = () => {
  const inside = Promise.withResolvers<void>();
  const open = Promise.withResolvers<void>();
  return { entered: inside.resolve, isEntered: inside.promise, open: open.resolve, opened: open.promise };
};
/** Holds the slow route until it is opened; `reset` shuts it again. */
export const gate = { ...makeGate(), reset: () => void Object.assign(gate, makeGate()) };

/** What is done with a delivery, when there is something. */
export const taking: { in?: (edge: EdgeContext) => Promise<void> } = {};

class EchoDto {
  @ApiProperty()
  soort: string;
}

@Controller('v1')
class ToyController {
  @Post('leveringen')
  @HttpCode(202)
  @SelfIdentifying()
  @OnlyFor('organisation')
  @ApiOperation({ summary: 'Levering.' })
  @ApiCreatedResponse({ type: EchoDto })
  async deliver(
    @BodyOf(CloudEventDto) event: CloudEventDto,
    @CurrentCaller() caller: Caller,
    @Edge() edge: EdgeContext,
  ) {
    await taking.in?.(edge);
    return { id: event.id, keys: Object.keys(event).toSorted(), organisatie: caller.organisation, data: event.data };
  }

  @Post('casussen')
  @ApiCreatedResponse({ type: EchoDto })
  open(@BodyOf(OpenCasusDto) body: OpenCasusDto, @Purpose() purpose: PurposeHeader, @Edge() edge: EdgeContext) {
    return { body, purpose, sleutel: edge.idempotencyKey, spoor: edge.traceId };
  }

  @Get('casussen')
  @ApiOkResponse({ type: EchoDto })
  list(@QueryOf(PaginaVraagDto) page: PaginaVraagDto) {
    return { limiet: page.limiet ?? 50 };
  }

  @Get('casussen/:id')
  @Tagged()
  @ApiOkResponse({ type: EchoDto })
  read(@Param('id', IdPipe) id: string, @Edge() edge: EdgeContext) {
    edge.etag = `"${id}"`;
    if (id.endsWith('1')) return { id };
    throw new NotFound();
  }

  @Post('casussen/:id/fasen')
  @Conditional()
  @ApiCreatedResponse({ type: EchoDto })
  phase(@Edge() edge: EdgeContext) {
    return { voorwaarde: edge.ifMatch ?? 'geen' };
  }

  @Post('overleggen/:id/aanwezigen')
  @HttpCode(204)
  @ApiNoContentResponse()
  attend(@BodyOf(MeldAanwezigDto) _body: MeldAanwezigDto): void {
    // the body is what is tested
  }

  @Get('ik')
  @WithoutPurpose()
  @ApiOkResponse({ type: EchoDto })
  me(@CurrentCaller() caller: Caller) {
    return caller;
  }

  @Post('breekt/_domein')
  domain(): never {
    throw new ToyRefusal();
  }

  @Post('breekt/_onbekend')
  unmapped(): never {
    throw new UnmappedRefusal('about Jan de Vries');
  }

  @Post('breekt/_fout')
  bug(): never {
    throw new TypeError('cannot read Jan de Vries at /home/secret.ts');
  }

  @Post('breekt/_nest')
  framework(): never {
    throw new BadRequestException('Jan de Vries');
  }

  @Get('traag')
  @Public()
  async slow() {
    gate.entered();
    await gate.opened;
    return { soort: 'traag' };
  }

  @Get('openbaar')
  @Public()
  @ApiOkResponse({ type: EchoDto })
  open2() {
    return { soort: 'openbaar' };
  }
}

@Controller('v1/los')
class UnshapedController {
  @Post('a')
  body(@Body() body: Record<string, unknown>) {
    return body;
  }

  @Get('b')
  query(@Query() query: Record<string, string>) {
    return query;
  }

  @Get('c')
  part(@Query('naam') name: string) {
    return name;
  }

  @Get('d/:id')
  fine(@Param('id', IdPipe) id: string, @QueryOf(PaginaVraagDto) page: PaginaVraagDto) {
    return { id, page };
  }
}

@Module({ controllers: [UnshapedController] })
export class UnshapedModule {}

/** Where the end of the app waits, when there is one. */
export const ending: { wait?: () => Promise<void> } = {};

@Module({ controllers: [ToyController] })
export class ToyModule implements OnModuleDestroy {
  async onModuleDestroy(): Promise<void> {
    await ending.wait?.();
  }
}
