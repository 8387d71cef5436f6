import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { edgeOf } from '../http/edge-context.js';
import type { EdgeContext, PurposeHeader, RouteRules } from '../http/edge-context.js';
import type { Caller } from './caller.js';

/** Where the rules of a handler lie, for guards. */
export const routeRulesKey = 'knooppunt:route-rules';
/** Prefix of the extensions in the generated OpenAPI document that carry the rules of an operation, one each. */
export const ruleExtension = 'x-regel-';

// decorators stack, and RouteConfig replaces: so the rules are merged here
const withRules =
  (rules: RouteRules): MethodDecorator =>
  (target, key, descriptor) => {
    const handler = descriptor.value as object;
    const before = (Reflect.getMetadata(routeRulesKey, handler) ?? {}) as RouteRules;
    const merged = { ...before, ...rules };
    Reflect.defineMetadata(routeRulesKey, merged, handler);
    RouteConfig({ edge: merged })(target, key, descriptor);
    // one extension per rule: of two with the same name, the first would stand
    for (const [rule, value] of Object.entries(rules))
      ApiExtension(ruleExtension + rule, value)(target, key, descriptor);
  };

/** This route needs no token. Every other route does. */
export const Public = (): MethodDecorator => withRules({ open: true });

/** This route gives everybody the same, whoever asks: no token, pages of any origin, and a success may be kept so long. */
export const PublicDocument = (cacheSeconds: number): MethodDecorator =>
  withRules({ open: true, anyOrigin: true, cacheSeconds });

/** This POST brings no `Idempotency-Key`: a CloudEvent identifies itself by `source` and `id`. */
export const SelfIdentifying = (): MethodDecorator => withRules({ selfIdentifying: true });

/** Persons need no `Doelbinding` here: nothing about a case, a subject or the log is shown. */
export const WithoutPurpose = (): MethodDecorator => withRules({ purposeless: true });

/** The answer carries an `ETag`: the handler puts it in `EdgeContext.etag`. */
export const Tagged = (): MethodDecorator => withRules({ tagged: true });

/** Takes `If-Match` with the tag of the thing that it changes; the handler compares `EdgeContext.ifMatch`. */
export const Conditional = (): MethodDecorator => withRules({ conditional: true });

/** This POST brings a whole document: up to `documentLimit` bytes. */
export const LargeDocument = (): MethodDecorator => withRules({ large: true });

/** Only this kind of caller; the other gets 403 `platform/verkeerde-afnemer`. */
export const OnlyFor = (callers: Caller['kind']): MethodDecorator => withRules({ callers });

const requestOf = (context: ExecutionContext): FastifyRequest => context.switchToHttp().getRequest<FastifyRequest>();

/** The edge's knowledge of the request that a guard, interceptor or pipe stands in. */
export const edgeOfContext = (context: ExecutionContext): EdgeContext => edgeOf(requestOf(context));

/** Parameter: who asks. */
export const CurrentCaller = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Caller | undefined => edgeOfContext(context).caller,
);

/** Parameter: the purpose and case that a person named; undefined for organisations. */
export const Purpose = createParamDecorator(
  (_data: unknown, context: ExecutionContext): PurposeHeader | undefined => edgeOfContext(context).purpose,
);

/** Parameter: all that the edge knows: caller, purpose, idempotency key, correlation, trace id. */
export const Edge = createParamDecorator((_data: unknown, context: ExecutionContext): EdgeContext =>
  edgeOfContext(context),
);
