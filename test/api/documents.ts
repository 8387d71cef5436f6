import type { AddressInfo } from 'node:net';
import { api, apiVersion } from '@knooppunt/contracts';
import { AccessTokenVerifier, JsonLogger, Metrics, createHttpApp, openApiPath } from '@knooppunt/platform';
import type { HttpAppOptions } from '@knooppunt/platform';
import { GatewayModule } from '../../apps/gateway/src/gateway.module.js';
import { HubModule } from '../../apps/hub/src/hub.module.js';
import { HUB_PARTS } from '../../apps/hub/src/hub.parts.js';
import type { HubParts } from '../../apps/hub/src/hub.parts.js';
import { TestHub } from '../e2e/support/hub.js';

/** An API description, as far as tests look into it. */
export type ApiDocument = {
  readonly openapi: string;
  readonly info: {
    readonly version: string;
    readonly description: string;
    readonly contact: Readonly<Record<string, string>>;
  };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
};
export type Operation = {
  readonly summary?: string;
  readonly security: readonly object[];
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly required?: boolean }[];
  readonly responses: Readonly<Record<string, { readonly headers?: Readonly<Record<string, object>> }>>;
};

type Program = 'standalone' | 'hub' | 'gateway';
/** The description that each program publishes at its own address. */
export type Described = {
  readonly hub: TestHub;
  readonly documents: Readonly<Record<Program, ApiDocument>>;
  readonly close: () => Promise<void>;
};

const fetchFrom = async (base: string): Promise<ApiDocument> => {
  const answer = await fetch(`${base}${openApiPath}`);
  if (answer.status !== 200) throw new Error(`${openApiPath} answered ${answer.status}`);
  return (await answer.json()) as ApiDocument;
};

const optionsOf = (hub: TestHub): HttpAppOptions => {
  const { clock } = hub;
  const verifier = new AccessTokenVerifier({
    issuer: 'https://nobody.example',
    provider: 'test',
    keys: { find: () => Promise.reject(new Error('nobody signs in')) } as never,
    serves: () => false,
    clock,
  });
  return { clock, verifier, apiVersion, openApi: api, metrics: new Metrics(), logger: new JsonLogger(clock, () => {}) };
};

/** Starts hub and gateway as the programs do, each with its own modules only, and fetches what they publish as a user does. */
export const documentsOf = async (): Promise<Described> => {
  const hub = await TestHub.start();
  const { app, engines } = hub.standalone;
  const parts = app.get<HubParts>(HUB_PARTS, { strict: false });
  const { vault, messaging } = engines;
  const gatewayParts = { ...parts, register: vault.register, messaging };
  const apps = await Promise.all(
    [HubModule.with(parts), GatewayModule.with(gatewayParts)].map(async (module) => {
      const made = await createHttpApp(module, optionsOf(hub));
      await made.listen(0, '127.0.0.1');
      return made;
    }),
  );
  const bases = apps.map((made) => `http://127.0.0.1:${(made.getHttpServer().address() as AddressInfo).port}`);
  const [standalone, ofHub, gateway] = await Promise.all([hub.base, ...bases].map(fetchFrom));
  return {
    hub,
    documents: { standalone, hub: ofHub, gateway } as Described['documents'],
    close: async () => {
      for (const made of apps) await made.close();
      await hub.end();
    },
  };
};
