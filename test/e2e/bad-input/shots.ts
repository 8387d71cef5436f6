import { assertNever } from '@knooppunt/kernel';
import { oins, people } from '../support/cast.js';
import type { BadCase } from './corpus.js';
import { goodHeaders, prepare } from './request.js';
import { inScope } from './routes.js';
import { settingOf, shotOf } from './shot.js';
import type { Range, Shot } from './shot.js';
import { batchShots, deliveryShots, eventShots, fieldShots } from './shots.deliveries.js';
import { membersShots, valueShots } from './shots.values.js';
import { written } from './text.js';
import { authorizationOf, holderOf } from './tokens.js';

const requestShots = (range: Range, one: BadCase & { readonly kind: 'request' }): readonly Shot[] =>
  inScope(range.routes, one.on).map((route) => shotOf(range, one, route, { edits: one.request }));

const tokenShots = (range: Range, one: BadCase & { readonly kind: 'token' }): readonly Shot[] =>
  inScope(range.routes, one.on).map((route) =>
    shotOf(range, one, route, {
      make: async () => {
        const { hub, keys } = range;
        const setting = await settingOf(range, route);
        const holder = holderOf(one.token, route);
        if (holder !== undefined) {
          const stands =
            holder === 'police-system'
              ? await hub.system(oins.police, people.police.cooperation)
              : await hub.person(holder);
          const purpose = holder === 'police-system' ? people.police.purpose : holder.purpose;
          const authorization = stands.headers['authorization'] ?? '';
          return prepare(route, { headers: { Doelbinding: purpose } }, { ...setting, authorization });
        }
        const value = authorizationOf(hub, keys, one.token, route) ?? null;
        const lines = one.token.twice === true && value !== null ? [setting.authorization, value] : value;
        return prepare(route, { headers: { Authorization: lines } }, setting);
      },
    }),
  );

const connectionShots = (range: Range, one: BadCase & { readonly kind: 'connection' }): readonly Shot[] =>
  inScope(range.routes, one.on).map((route) =>
    shotOf(range, one, route, {
      ends: one.ends === true,
      make: async () => {
        const setting = await settingOf(range, route);
        const lines = goodHeaders(route, setting).map(([name, value]) => `${name}: ${value}\r\n`);
        const { method } = route.operation;
        const { bytes, canaries } = written(one.connection, {
          ...range.words,
          method: () => method,
          path: () => route.path,
          headers: () => lines.join(''),
        });
        const given = lines.join('').match(/X-Correlation-Id: (\S+)/)?.[1] ?? '';
        return { method, bytes, canaries, given };
      },
    }),
  );

/** Everything that a case can be at the routes that there are. */
export const shotsOf = (range: Range, one: BadCase): readonly Shot[] => {
  switch (one.kind) {
    case 'request':
      return requestShots(range, one);
    case 'value':
      return valueShots(range, one);
    case 'members':
      return membersShots(range, one);
    case 'field':
      return fieldShots(range, one);
    case 'delivery':
      return deliveryShots(range, one);
    case 'event':
      return eventShots(range, one);
    case 'batch':
      return batchShots(range, one);
    case 'token':
      return tokenShots(range, one);
    case 'connection':
      return connectionShots(range, one);
    default:
      return assertNever(one);
  }
};
