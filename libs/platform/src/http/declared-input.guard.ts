import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { Refused } from './platform-errors.js';

const hasMembers = (value: unknown): boolean =>
  value !== undefined && (typeof value !== 'object' || value === null || Object.keys(value).length > 0);

/** Refuses a query or a body that the handler never asked for: what nobody reads would be ignored in silence. */
@Injectable()
export class DeclaredInputGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const declared = Object.keys(
      (Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) ?? {}) as object,
    );
    const reads = (kind: RouteParamtypes) => declared.some((key) => key.startsWith(`${kind}:`));
    const unread =
      (hasMembers(request.query) && !reads(RouteParamtypes.QUERY)) ||
      (hasMembers(request.body) && !reads(RouteParamtypes.BODY));
    if (unread) throw new Refused('platform/invoer-ongeldig', [{ pointer: '', code: 'onbekend' }]);
    return true;
  }
}
