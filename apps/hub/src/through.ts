import { SetMetadata } from '@nestjs/common';
import type { Type } from '@nestjs/common';

/**
 * The way by which a route reaches data: through the gate under the covenant (`poort`), through the gate as one's own
 * supply (`eigen`), as a reader of the log whose reading is recorded first (`log`), or as a command that shows nothing (`opdracht`).
 */
export type Way = 'poort' | 'eigen' | 'log' | 'opdracht';

const throughKey = 'knooppunt:through';
const routeMethod = 'method';

/** Says of a route by which way it reaches data. A route that does not say so does not start (design, idea 2). */
export const Through = (way: Way): MethodDecorator => SetMetadata(throughKey, way);

const handlersOf = (controller: Type): readonly (readonly [string, object])[] => {
  const prototype = controller.prototype as object;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
    return typeof handler === 'function' && Reflect.hasMetadata(routeMethod, handler) ? [[name, handler] as const] : [];
  });
};

/** Routes of these controllers, and the way that each names; undefined where one names none. */
export const waysOf = (
  controllers: readonly Type[],
): readonly { readonly route: string; readonly way: Way | undefined }[] =>
  controllers.flatMap((controller) =>
    handlersOf(controller).map(([name, handler]) => ({
      route: `${controller.name}.${name}`,
      way: Reflect.getMetadata(throughKey, handler) as Way | undefined,
    })),
  );

/** Throws when a route does not say which gate it goes through. */
export const requireWays = (controllers: readonly Type[]): void => {
  const silent = waysOf(controllers).filter(({ way }) => way === undefined);
  if (silent.length > 0)
    throw new TypeError(`routes that name no gate: ${silent.map(({ route }) => route).join(', ')}`);
};
