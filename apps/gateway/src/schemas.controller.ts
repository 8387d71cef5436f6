import { createHash } from 'node:crypto';
import { api, schemaAddressOf } from '@knooppunt/contracts';
import { NotFound, PublicDocument } from '@knooppunt/platform';
import { cloudEventTypeOf, publishedSchema, publishedTypes, registryDigest, registryVersion } from '@knooppunt/signals';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

/** Where the schema of one payload type lies, and what it must be. */
export class SchemaVerwijzingDto {
  @ApiProperty({
    example: 'nl.samenwerkingsverbanden.overbewoond-adres.v1',
    description: 'Het type van de CloudEvent.',
  })
  type: string;

  @ApiProperty({ example: 'S1', description: 'Soort levering in het register.' })
  soort: string;

  @ApiProperty({ example: 'Overbewoond adres' })
  naam: string;

  @ApiProperty({ description: 'Of deze soort al door iemand mag worden ingebracht.' })
  open: boolean;

  @ApiProperty({ format: 'uri', description: 'Adres van het schema; ook de waarde van dataschema.' })
  adres: string;

  @ApiProperty({ description: 'SHA-256 over het schema zoals het wordt gegeven.', pattern: '^sha256:[0-9a-f]{64}$' })
  digest: string;
}

/** The published schemas, with the registry that they were made from. */
export class SchemasDto {
  @ApiProperty({ example: '2026.1', description: 'Versie van het register van leveringssoorten.' })
  register: string;

  @ApiProperty({ description: 'SHA-256 over het register.', pattern: '^sha256:[0-9a-f]{64}$' })
  digest: string;

  @ApiProperty({ type: () => SchemaVerwijzingDto, isArray: true })
  schemas: SchemaVerwijzingDto[];
}

const digestOf = (bytes: string | Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
/** Long enough to spare a request for each delivery, short enough for a new field to be known within the hour. */
const keptSeconds = 3600;

const published = new Map(
  publishedTypes.map((type) => [cloudEventTypeOf(type), { type, ...publishedSchema(type, api.server, digestOf) }]),
);
const list: SchemasDto = {
  register: registryVersion,
  digest: registryDigest(digestOf),
  schemas: [...published].map(([name, { type, digest }]) => ({
    type: name,
    soort: type.id,
    naam: type.label.nl,
    open: type.open,
    adres: schemaAddressOf(name),
    digest,
  })),
};

/**
 * JSON Schemas of what an agency may deliver, for everybody and without a token: they say what the registry says, which is no
 * secret, and a developer needs them before there is a connection. Source: NL GOV profile for CloudEvents, dataschema.
 */
@ApiTags('schemas')
@Controller('v1/schemas')
export class SchemasController {
  @Get()
  @PublicDocument(keptSeconds)
  @ApiOperation({
    summary: 'De schema’s van alle soorten leveringen',
    description:
      'Met het adres en de digest van elk schema. Een soort groeit alleen; een ander schema krijgt een ander type.',
  })
  @ApiResponse({ status: 200, type: SchemasDto })
  all(): SchemasDto {
    return list;
  }

  @Get(':type')
  @PublicDocument(keptSeconds)
  @ApiOperation({
    summary: 'Het JSON-schema (2020-12) van de inhoud van één soort levering',
    description:
      'Elfproef, verwijzingen binnen de levering en wat alleen de inname kan weten, vallen buiten het schema en worden daar gecontroleerd.',
  })
  @ApiParam({ name: 'type', example: 'nl.samenwerkingsverbanden.overbewoond-adres.v1' })
  @ApiResponse({
    status: 200,
    description: 'Het schema, in canonieke JSON (RFC 8785).',
    content: { 'application/schema+json': { schema: { type: 'object', additionalProperties: true } } },
  })
  one(@Param('type') type: string, @Res({ passthrough: true }) reply: FastifyReply): Buffer {
    const schema = published.get(type);
    if (!schema) throw new NotFound();
    void reply.type('application/schema+json');
    // as bytes: these are what the digest is over
    return Buffer.from(schema.text);
  }
}
