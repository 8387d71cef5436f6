import type { Type } from '@nestjs/common';
import * as cases from './case.commands.js';
import * as covenants from './covenant.commands.js';
import * as designations from './designation.commands.js';
import * as meetings from './meeting.commands.js';
import * as parties from './party.commands.js';
import * as requests from './request.commands.js';
import * as signals from './signal.commands.js';

const exported = {
  ...cases,
  ...covenants,
  ...designations,
  ...meetings,
  ...parties,
  ...requests,
  ...signals,
} as unknown as Readonly<Record<string, Type>>;

const named = (isHandler: boolean): readonly [string, Type][] =>
  Object.entries(exported).filter(([name]) => name.endsWith('Handler') === isHandler);

/** Every command handler of the hub. */
export const commandHandlers: readonly Type[] = named(true).map(([, handler]) => handler);

/** Where @nestjs/cqrs keeps the command class of a handler; the package does not export the name. */
const handledCommand = '__commandHandler__';

const commandOf = (handler: Type): string =>
  (Reflect.getMetadata(handledCommand, handler) as { readonly name?: string } | undefined)?.name ?? '';

/** Throws when a command has no handler here, or more than one. */
export const requireHandlers = (handlers: readonly Type[]): void => {
  const handled = handlers.map(commandOf);
  const missing = named(false).filter(([name]) => !handled.includes(name));
  const twice = handled.filter((name, at) => handled.indexOf(name) !== at);
  if (missing.length === 0 && twice.length === 0) return;
  throw new TypeError(`commands without one handler: ${[...missing.map(([name]) => name), ...twice].join(', ')}`);
};
