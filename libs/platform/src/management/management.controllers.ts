import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { HealthCheckService } from '@nestjs/terminus';
import type { HealthIndicatorResult } from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import { Metrics } from '../metrics/metrics.js';
import { Readiness } from './readiness.js';
import type { Health } from './readiness.js';

/** `GET /health/live`: the event loop turns, or nobody would answer. `GET /health/ready`: 200 or 503, checks by name, up or down. */
@Controller('health')
export class ProbesController {
  constructor(
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(HealthCheckService) private readonly terminus: HealthCheckService,
  ) {}

  @Get('live')
  live(): { readonly status: 'up' } {
    return { status: 'up' };
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Health> {
    const health = await this.readiness.health();
    const indicators = Object.entries(health.checks).map(
      ([name, status]) =>
        () =>
          this.indicator(name, status),
    );
    const isUp = await this.terminus.check(indicators).then(
      () => health.status === 'up',
      () => false,
    );
    reply.code(isUp ? 200 : 503);
    return health;
  }

  private indicator(name: string, status: 'up' | 'down'): HealthIndicatorResult {
    return { [name]: { status } };
  }
}

/** `GET /metrics`: the text format of Prometheus. */
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(Metrics) private readonly metrics: Metrics) {}

  @Get()
  @Header('cache-control', 'no-store')
  async read(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.header('content-type', this.metrics.contentType);
    return this.metrics.text();
  }
}
