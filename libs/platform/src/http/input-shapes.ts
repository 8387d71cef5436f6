import { Body, Query } from '@nestjs/common';
import type { PipeTransform } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DomainError } from '@knooppunt/kernel';
import { checkShape, isShape } from './validation.pipe.js';

type Shape = new () => object;
type Argument = { readonly index: number; readonly pipes: readonly unknown[] };
type Declared = { readonly kind: RouteParamtypes; readonly argument: Argument };

/** Handlers read a body or a query that no class of rules checks. Names classes and methods only. */
export class UnshapedInput extends DomainError {
  readonly code = 'platform/unshaped-input';

  constructor(readonly handlers: readonly string[]) {
    super(`no class of rules for the input of ${handlers.map((handler) => `\`${handler}\``).join(', ')}`);
  }
}

/** Checks a value against the class that it was made with; leaves what the global pipe has checked. */
export class ShapePipe implements PipeTransform {
  constructor(private readonly shape: Shape) {}

  async transform(value: unknown): Promise<unknown> {
    return value instanceof this.shape ? value : checkShape(this.shape, value === undefined ? {} : value);
  }
}

/** Parameter: the body, checked against this class. The class is named as a value, so that no type import can lose it. */
export const BodyOf = (shape: Shape): ParameterDecorator => Body(new ShapePipe(shape));

/** Parameter: the query, checked against this class. */
export const QueryOf = (shape: Shape): ParameterDecorator => Query(new ShapePipe(shape));

/** The parameters of a handler as Nest keeps them: `<kind>:<index>` -> where and through which pipes. */
export const declaredInputs = (controller: object, handler: string): readonly Declared[] => {
  const known = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler) ?? {}) as Record<string, Argument>;
  return Object.entries(known).map(([key, argument]) => ({ kind: Number(key.split(':')[0]), argument }));
};

const isUnshaped = (controller: Shape, handler: string): boolean => {
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype as object, handler) ?? []) as unknown[];
  return declaredInputs(controller, handler)
    .filter(({ kind }) => kind === RouteParamtypes.BODY || kind === RouteParamtypes.QUERY)
    .some(
      ({ argument }) => !isShape(types[argument.index]) && !argument.pipes.some((pipe) => pipe instanceof ShapePipe),
    );
};

/** Throws `platform/unshaped-input`, naming them, when a handler reads input that nothing checks. */
export const assertInputsHaveShapes = (app: NestFastifyApplication): void => {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  const unshaped = controllers.flatMap(({ metatype }) => {
    const controller = metatype as Shape;
    const handlers = Object.getOwnPropertyNames(controller.prototype);
    return handlers.filter((name) => isUnshaped(controller, name)).map((name) => `${controller.name}.${name}`);
  });
  if (unshaped.length > 0) throw new UnshapedInput(unshaped);
};
