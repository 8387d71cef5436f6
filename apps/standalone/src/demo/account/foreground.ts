import { docsPath } from '@knooppunt/platform';
import type { Config } from '@knooppunt/platform';
import type { Founding } from '../../../../worker/src/worker.module.js';
import { baseOf } from '../../listening.js';
import { castOf } from '../cast.js';
import type { OwnHub } from '../own-hub.js';
import type { DemoResult } from '../result.js';
import { tableText } from './layout.js';
import type { Texts } from './texts.js';

/** What the last lines on the screen are made of. */
export type Screen = {
  readonly config: Config;
  readonly founding: Founding;
  readonly result: DemoResult;
  readonly stays: boolean;
  /** The hub that the demonstration started itself. */
  readonly hub?: OwnHub;
};

/** Settings that differ from the defaults, so that a command on the screen reaches this hub. */
const settingsOf = ({ host, port }: Config): string =>
  [
    ...(host === '127.0.0.1' ? [] : [`KNOOPPUNT_HOST=${host} `]),
    ...(port === 3000 ? [] : [`KNOOPPUNT_PORT=${port} `]),
  ].join('');

const quoted = (path: string): string =>
  /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;

/** Who is who, where the hub is, and a command to look for oneself. */
export const foregroundText = ({ config, founding, result, stays, hub }: Screen, texts: Texts): string => {
  const base = baseOf(config);
  const { mayor } = castOf(founding);
  const token = `${settingsOf(config)}npm run -s token --`;
  const names = new Map(founding.organisations.map(({ oin, name }) => [oin, name]));
  const lines = texts.foreground({
    base,
    docs: `${base}${docsPath}`,
    data: config.data,
    log: hub?.log ?? '',
    errors: hub?.errors() ?? 0,
    token: `${token} ${mayor.sub}`,
    curl:
      `curl -s -H "Authorization: Bearer $(${token} ${mayor.sub})" -H 'Doelbinding: ${mayor.purpose}' ` +
      `${base}/v1/overleggen/${result.meeting.meeting}/dossier`,
    afresh: `rm -r ${quoted(config.data)}`,
    isOwnHub: hub !== undefined,
    staysOpen: stays,
  });
  const people = tableText({
    head: texts.peopleHead,
    rows: founding.people.map(({ sub, organisation, roles }) => [sub, names.get(organisation) ?? '', roles.join(', ')]),
  });
  return `${people}\n\n${lines.join('\n')}\n`;
};
