import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { ProblemDto } from '@knooppunt/contracts';
import { NotFound } from './http/platform-errors.js';
import { completeDocument } from './openapi.complete.js';

/** What the API says of itself. `server` is an https address without path. */
export type OpenApiOptions = {
  readonly title: string;
  readonly description: string;
  readonly contact: { readonly name: string; readonly url: string; readonly email: string };
  readonly server: string;
};

/** Where the API description and its page are. */
export const openApiPath = '/v1/openapi.json';
export const docsPath = '/v1/docs';

/** The API description (OpenAPI 3.1, Dutch) of an app. Source: API Design Rules doc-openapi, doc-language, version-header. */
const openApiDocument = (
  app: NestFastifyApplication,
  { title, description, contact, server }: OpenApiOptions,
  version: string,
): OpenAPIObject => {
  const base = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(title)
    .setDescription(description)
    .setVersion(version)
    .setContact(contact.name, contact.url, contact.email)
    .setLicense('EUPL-1.2', 'https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12')
    .addServer(`${server.replace(/\/$/, '')}/v1`, 'Deze dienst')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'toegangsbewijs')
    .build();
  const document = SwaggerModule.createDocument(app, base, {
    extraModels: [ProblemDto],
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  return completeDocument(document);
};

// the folder that is served is a whole npm package
const pageFile = /\/(docs|index\.html|swagger-ui[a-z-]*\.(js|css)|favicon-\d+x\d+\.png)?$/;
const refuseOtherFiles = async (request: FastifyRequest): Promise<void> => {
  if (!pageFile.test(request.url.split('?')[0] ?? '')) throw new NotFound();
};

/** Serves the description to everybody, pages of other origins too, and a page for people from local files. */
export const publishOpenApi = (app: NestFastifyApplication, options: OpenApiOptions, version: string): void => {
  const server = app.getHttpAdapter().getInstance();
  let text: string | undefined;
  const document = () => openApiDocument(app, options, version);
  server.get(openApiPath, { config: { edge: { open: true, anyOrigin: true } } }, async (_request, reply) => {
    text ??= JSON.stringify(document());
    return reply.type('application/json').send(text);
  });
  server.addHook('onRoute', (route) => {
    if (route.url === docsPath || route.url.startsWith(`${docsPath}/`)) {
      route.config = { ...route.config, edge: { open: true, page: true } };
      route.onRequest = refuseOtherFiles;
    }
  });
  SwaggerModule.setup(docsPath.slice(1), app, document, { raw: false, customSiteTitle: options.title });
};
