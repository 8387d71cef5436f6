import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { RouteRules } from '../http/edge-context.js';
import { Refused, Unauthenticated } from '../http/platform-errors.js';
import { edgeOfContext, routeRulesKey } from './route-decorators.js';

/**
 * The second wall behind the edge: no handler runs without a caller unless it says `@Public()`, whatever happened to the
 * server's own hooks.
 */
@Injectable()
export class AuthenticatedGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const rules = (Reflect.getMetadata(routeRulesKey, context.getHandler()) ?? {}) as RouteRules;
    if (rules.open) return true;
    const { caller } = edgeOfContext(context);
    if (!caller) throw new Unauthenticated();
    if (rules.callers && rules.callers !== caller.kind) throw new Refused('platform/verkeerde-afnemer');
    return true;
  }
}
