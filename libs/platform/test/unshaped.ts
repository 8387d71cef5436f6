import { Body, Controller, Get, Module, Param, Post, Query } from '@nestjs/common';
import { PaginaVraagDto } from '@knooppunt/contracts';
import { IdPipe, QueryOf } from '../src/index.js';

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

/** Handlers of which three read input that nothing checks. */
@Module({ controllers: [UnshapedController] })
export class UnshapedModule {}
