import type { DemoOrganisation } from '@knooppunt/platform';
import type { Founding } from '../../worker/src/worker.module.js';

/** The demonstration clients: one per organisation and cooperation, for a token is good for one cooperation. */
export const demoClients = ({ organisations }: Founding): readonly DemoOrganisation[] =>
  organisations.flatMap(({ oin, client, cooperations }) =>
    client
      ? cooperations.map((cooperation) => ({
          clientId: cooperations.length === 1 ? client.id : `${client.id}.${cooperation}`,
          clientSecret: client.secret,
          organisation: oin,
          cooperation,
        }))
      : [],
  );
