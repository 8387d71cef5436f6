import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Public } from '../auth/route-decorators.js';
import { Refused } from './platform-errors.js';

/** Whether the process can do its work; undefined: it can as soon as it listens. */
export type HealthCheck = () => Promise<boolean> | boolean;
/** Injection token of the health check. */
export const HEALTH_CHECK = Symbol('health-check');

/** The one word of health; why not is nobody's business outside. */
export class GezondheidDto {
  @ApiProperty({ enum: ['goed'] })
  status: 'goed';
}

/** `GET /v1/gezondheid`: 200, or 503 `platform/niet-beschikbaar`. */
@ApiTags('gezondheid')
@Controller('v1/gezondheid')
export class HealthController {
  constructor(@Inject(HEALTH_CHECK) private readonly check: HealthCheck) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'Zegt of de dienst werkt.' })
  @ApiOkResponse({ type: GezondheidDto })
  async read(): Promise<GezondheidDto> {
    if (!(await this.check())) throw new Refused('platform/niet-beschikbaar');
    return { status: 'goed' };
  }
}
