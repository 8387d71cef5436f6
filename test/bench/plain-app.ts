import type { AddressInfo } from 'node:net';
import { Module } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** A Nest application on Fastify with one controller and nothing else, listening: what the hub is compared with. */
export const startPlainApp = async (
  controller: Type,
  bodyLimit = 2 ** 20,
): Promise<{ readonly base: string; readonly close: () => Promise<void> }> => {
  @Module({ controllers: [controller] })
  class PlainModule {}
  const app = await NestFactory.create<NestFastifyApplication>(PlainModule, new FastifyAdapter({ bodyLimit }), {
    logger: false,
  });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { base: `http://127.0.0.1:${port}`, close: () => app.close() };
};
