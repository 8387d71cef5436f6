import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { declaredInputs } from './input-shapes.js';
import { Refused } from './platform-errors.js';

const hasMembers = (value: unknown): boolean =>
  value !== undefined && (typeof value !== 'object' || value === null || Object.keys(value).length > 0);

/** Refuses a query or a body that the handler never asked for: what nobody reads would be ignored in silence. */
@Injectable()
export class DeclaredInputGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const declared = declaredInputs(context.getClass(), context.getHandler().name);
    const reads = (kind: RouteParamtypes) => declared.some((input) => input.kind === kind);
    const unread =
      (hasMembers(request.query) && !reads(RouteParamtypes.QUERY)) ||
      (hasMembers(request.body) && !reads(RouteParamtypes.BODY));
    if (unread) throw new Refused('platform/invoer-ongeldig', [{ pointer: '', code: 'onbekend' }]);
    return true;
  }
}
