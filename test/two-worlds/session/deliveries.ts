import { amsterdam, oins } from '../../e2e/support/cast.js';
import { uuidOf } from '../../harness/derived-ids.js';
import { cloudEventOf } from '../history/narrator.js';
import type { Data } from '../history/narrator.js';
import { payloads, withParty } from '../history/payloads.js';
import type { About } from './party.js';

type Kind = { readonly slug: string; readonly data: Data };

const address: Kind = { slug: 'overbewoond-adres', data: payloads.s1 };
const kindOf: Readonly<Record<string, Kind>> = {
  [oins.college]: address,
  [oins.immigration]: { slug: 'verblijfspositie', data: payloads.s24 },
};

const withoutSignal = ({ report: _report, text: _text, ...data }: Data): Data => data;

/** Deliveries that the system of a party offers: a signal, into its own and others' cases, to its own and others' requests. */
export const deliveriesOf = ({ party, ids }: About): readonly Data[] => {
  const { organisation: supplier } = party.system;
  const { slug, data } = kindOf[supplier] ?? address;
  const event = (name: string, changed: Data): Data =>
    cloudEventOf(`zitting ${party.name} ${name}`, { slug, supplier, data: changed });
  const into = (way: string, place: readonly [string, string | undefined][]): Data =>
    event(`${way} ${JSON.stringify(place)}`, {
      ...withoutSignal(data),
      way,
      ...Object.fromEntries(place.map(([name, id]) => [name, id ?? uuidOf('nowhere', name)])),
    });
  const signal = event('signal', data);
  return [
    signal,
    signal,
    { ...signal, data: { ...data, declaration: { lawful: true, quality: true, firstProcessed: '2026-01-13' } } },
    { ...signal, id: 'andere-bron', source: `urn:nld:oin:${oins.police}:systeem:werelden` },
    { ...signal, type: 'nl.samenwerkingsverbanden.bestaat-niet.v1' },
    // under ids that others use for theirs
    ...['sH', 'sN', 's6'].map((name) => cloudEventOf(name, { slug, supplier, data })),
    { ...signal, id: 'onbekend-veld', data: { ...data, onbekend: amsterdam } },
    ...['c1', 'cH', 'cR', 'rc', 'nowhere'].map((name) => into('supply', [['case', ids[name]]])),
    ...['r2', 'r3', 'r1', 'nowhere'].flatMap((request) =>
      ['c1', 'cH', 'nowhere'].map((name) =>
        into('answer', [
          ['case', ids[name]],
          ['request', ids[request]],
        ]),
      ),
    ),
    ...(data['persons'] === undefined
      ? []
      : [event('about', withParty(data, 'persons', 0, { about: 'abcdefghijklmnop' }))]),
  ];
};
