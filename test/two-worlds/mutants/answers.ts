import { Refused } from '@knooppunt/platform';
import type { CaseState } from '@knooppunt/cases';
import { oins } from '../../e2e/support/cast.js';
import { uuidOf } from '../../harness/derived-ids.js';
import { nothing } from './mutant.js';
import type { Insides, Mutant } from './mutant.js';

/** Is there a case, a meeting, a request or a signal of this id? */
const exists = async ({ hub }: Insides, id: string | undefined): Promise<boolean> => {
  const { store } = hub.standalone.engines;
  const streams = ['case', 'meeting', 'request', 'signal'].map((category) => `${category}-${id ?? ''}`);
  const found = await Promise.all(streams.map((stream) => store.read(stream, { maxCount: 1 })));
  return found.some((events) => events.length > 0);
};

const idIn = ({ met }: Insides): string | undefined => met()?.request.url?.match(/[0-9a-f-]{36}/)?.[0];

/** Faults of how something is answered, of what stands beside an answer, and of what is recorded of it. */
export const answerMutants = {
  forbidden: {
    what: 'what is there and hidden is forbidden, what is not there is not found',
    reading: 'college',
    foundAt: / of others$/,
    spoil: (insides) => {
      const { desk, meet } = insides;
      meet(nothing);
      const show = desk.show.bind(desk);
      desk.show = (view, reader) =>
        show(view, reader).catch(async (error: unknown) => {
          throw (await exists(insides, idIn(insides))) ? new Refused('platform/geen-rol') : error;
        });
    },
  },
  unrecorded: {
    what: 'a refusal is recorded, and that there is nothing is not',
    reading: 'college',
    foundAt: / of others$/,
    spoil: (insides) => {
      const { gate, meet } = insides;
      meet(nothing);
      const answer = gate.answer.bind(gate);
      gate.answer = async (view, reader) => {
        const id = idIn(insides);
        if (id !== undefined && !(await exists(insides, id))) return { kind: 'absent', position: '' };
        return answer(view, reader);
      };
    },
  },
  etag: {
    what: 'the version of a thing moves with what is hidden in it',
    reading: 'college',
    foundAt: /^GET \/casussen/,
    spoil: ({ gate: { streams }, meet, met }) => {
      meet(nothing);
      const fold = streams.fold.bind(streams);
      streams.fold = async (category, stream, cooperation) => {
        const placed = await fold(category, stream, cooperation);
        const response = met()?.response;
        if (category === 'case' && response && !response.headersSent) {
          // an ETag that nobody meant to send, the edge takes out of every answer
          response.setHeader('x-version', `"${placed.revision}"`);
        }
        return placed;
      };
    },
  },
  sizes: {
    what: 'the size of an answer follows from what was taken out of it',
    reading: 'immigration',
    foundAt: /dossier/,
    spoil: ({ gate: { streams }, meet, met }) => {
      meet(nothing);
      const fold = streams.fold.bind(streams);
      streams.fold = async (category, stream, cooperation) => {
        const placed = await fold(category, stream, cooperation);
        const response = met()?.response;
        const size = JSON.stringify((placed.state as Partial<CaseState>).necessities ?? []).length;
        if (category === 'case' && response && !response.headersSent) {
          response.setHeader('x-padding', '.'.repeat(size));
        }
        return placed;
      };
    },
  },
  sequence: {
    what: 'ids follow each other, so that gaps tell how much others did',
    reading: 'college',
    foundAt: /^GET /,
    spoil: async ({ gate, hub, atEnd }) => {
      const inner = gate as unknown as { parts: { readonly newId: (scope: string, correlation: string) => string } };
      const { parts } = inner;
      const { store } = hub.standalone.engines;
      let given = Number(await store.head());
      const append = store.append.bind(store);
      store.append = (...input) => {
        given += input[1].length;
        return append(...input);
      };
      inner.parts = { ...parts, newId: (scope) => uuidOf('sequence', scope, String(given)) };
      atEnd(() => {
        inner.parts = parts;
        Reflect.deleteProperty(store, 'append');
      });
    },
  },
  clash: {
    what: 'the id of a delivery is one for all who deliver, so that a second one clashes with what is hidden',
    reading: 'college',
    acts: ['commanding'],
    commands: /^POST \/leveringen$/,
    foundAt: /^POST \/leveringen · /,
    spoil: async ({ hub }) => {
      const { store, vault } = hub.standalone.engines;
      const { names } = vault;
      const contributionId = names.contributionId.bind(names);
      const sourceOf = (organisation: string): string => `urn:nld:oin:${organisation}:systeem:werelden`;
      const twin = uuidOf('delivery', 'sH');
      const first = contributionId(oins.labour, sourceOf(oins.labour), twin);
      const isThere = (await store.read(`contribution-${first}`, { maxCount: 1 })).length > 0;
      names.contributionId = (supplier, source, id) =>
        id === twin && isThere ? first : contributionId(supplier, source, id);
    },
  },
} as const satisfies Record<string, Mutant>;
