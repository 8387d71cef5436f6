import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Answerer } from './answer.js';

/** Hands every error of guards, pipes and handlers to the server's one answerer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly answer: Answerer) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    await this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}
