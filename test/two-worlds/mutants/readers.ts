import type { GateAnswer, Reader } from '@knooppunt/disclosure';
import { amsterdam, oins } from '../../e2e/support/cast.js';
import { everyRole, roles } from '../../../apps/hub/src/roles.js';
import type { HubParts } from '../../../apps/hub/src/hub.parts.js';
import { forgetReader, nothing } from './mutant.js';
import type { Insides, Mutant } from './mutant.js';

const details: readonly string[] = ['signaal', 'casus', 'casus-dossier', 'verzoek', 'overleg', 'overleg-dossier'];
const listViews: readonly string[] = ['signalen', 'casussen', 'verzoeken', 'overleggen'];
const dossiers: readonly string[] = ['casus-dossier', 'overleg-dossier'];

/** One view answers with the rights of the bureau, for everybody who asks it. */
const forgetsIn =
  (...views: readonly string[]) =>
  (insides: Insides): void =>
    forgetReader(insides, ({ name }) => views.includes(name));

const asPolice = ({ names }: HubParts, reader: Reader): Reader => ({
  ...reader,
  person: names.personId('proef', 'politie', amsterdam),
  organisation: oins.police,
  kind: 'POL',
  purpose: 'POL.opsporing',
});

/** The state of a stream is folded as always, and then said to be another. */
const changeState = ({ gate: { streams } }: Insides, change: (state: object) => object | undefined): void => {
  const fold = streams.fold.bind(streams);
  streams.fold = async (category, stream, cooperation) => {
    const placed = await fold(category, stream, cooperation);
    const changed = change(placed.state);
    return changed ? { ...placed, state: { ...placed.state, ...changed } } : placed;
  };
};

const everybody: readonly string[] = Object.values(oins);
const national: readonly string[] = [oins.police, oins.labour, oins.tax, oins.immigration, oins.kmar];

/** Answers are kept by a name and given to whoever asks under that name. */
const keepAnswers = ({ gate, met }: Insides, nameOf: (view: string) => string): void => {
  const kept = new Map<string, Promise<GateAnswer>>();
  const answer = gate.answer.bind(gate);
  gate.answer = (view, reader) => {
    const name = `${met()?.request.url ?? ''} ${nameOf(view.name)}`;
    const given = kept.get(name) ?? answer(view, reader);
    kept.set(name, given);
    return given;
  };
};

/** Faults by which a reader gets what another may read. */
export const readerMutants = {
  lookup: {
    what: 'a look-up by id skips authorisation',
    reading: 'outsider',
    foundAt: /^GET \/\w+\/\{id\}.* of others$/,
    spoil: forgetsIn(...details),
  },
  audience: {
    what: 'an empty audience means everyone',
    reading: 'weigher',
    foundAt: /^GET \/signalen\/\{id\}.* of others$/,
    spoil: (insides) =>
      changeState(insides, (state) => {
        const { weighers } = state as { readonly weighers?: readonly string[] };
        return weighers?.length === 0 ? { weighers: everybody } : undefined;
      }),
  },
  nationalSet: {
    what: 'a flag that means every national organisation puts them into every need-to-know set',
    reading: 'outsider',
    foundAt: /^GET \/casussen\/\{id\}.* of others$/,
    spoil: (insides) =>
      changeState(insides, (state) => {
        const { grants } = state as { readonly grants?: object };
        const until = '2030-01-01T00:00:00.000Z';
        return grants && { grants: { ...Object.fromEntries(national.map((one) => [one, until])), ...grants } };
      }),
  },
  nested: {
    what: 'who may see a case gets everything nested in it',
    reading: 'immigration',
    foundAt: /^GET \/(casussen|overleggen)\/\{id\}\/dossier · /,
    spoil: forgetsIn(...dossiers),
  },
  members: {
    what: 'the list of who takes part is shown to all who take part',
    reading: 'college',
    foundAt: /^GET \/overleggen\/\{id\} · /,
    spoil: forgetsIn('overleg'),
  },
  sideObjects: {
    what: 'texts beside a case do not inherit who may read the case',
    reading: 'college',
    foundAt: /^GET \/casussen\/\{id\}\/noodzaak · /,
    spoil: forgetsIn('noodzaak'),
  },
  similar: {
    what: 'what matching found is shown to all who may see the case',
    reading: 'college',
    foundAt: /^GET \/casussen\/\{id\}\/betrokkenen · /,
    spoil: forgetsIn('betrokkenen'),
  },
  history: {
    what: 'the history of what was shown is that of everybody',
    reading: 'immigration',
    foundAt: /^GET \/verstrekkingen · /,
    spoil: (insides) => forgetReader(insides, ({ name }) => name === 'verstrekkingen', asPolice),
  },
  edge: {
    what: 'a link is shown where one of its ends is hidden',
    reading: 'bureau',
    foundAt: /^GET \/casussen\/\{id\}\/betrokkenen · /,
    spoil: ({ gate }) => {
      const answer = gate.answer.bind(gate);
      gate.answer = (view, reader) =>
        answer({ ...view, plan: (folded) => view.plan({ ...folded, sees: () => Promise.resolve(true) }) }, reader);
    },
  },
  relation: {
    what: 'the state of what one sees tells of what began with it',
    reading: 'weigher',
    foundAt: /^GET \/signalen/,
    spoil: ({ gate }) => {
      const answer = gate.answer.bind(gate);
      const asBureau = (view: Parameters<typeof answer>[0]): Parameters<typeof answer>[0] => ({
        ...view,
        plan: (folded) => {
          const { asking } = folded;
          const kinds = { ...asking.law.kinds, bureau: [...asking.law.kinds.bureau, asking.recipientKind] };
          return view.plan({ ...folded, asking: { ...asking, law: { ...asking.law, kinds } } });
        },
      });
      gate.answer = (view, reader) => answer(view.name.startsWith('signa') ? asBureau(view) : view, reader);
    },
  },
  auditAll: {
    what: 'who reads the log of one cooperation reads that of all',
    reading: 'college',
    by: 'auditorOfRotterdam',
    foundAt: /verstrekkingen/,
    spoil: ({ desk }) => {
      const readerOf = desk.reader.bind(desk);
      desk.reader = async (edge, asked) => {
        const reader = await readerOf(edge, asked);
        return reader.role === roles.auditor ? { ...reader, cooperation: amsterdam } : reader;
      };
    },
  },
  keptAnswer: {
    what: 'an answer is kept by its address, without its reader',
    reading: 'college',
    warmedBy: 'bureau',
    foundAt: /^GET /,
    spoil: (insides) => {
      insides.meet(nothing);
      keepAnswers(insides, (view) => view);
    },
  },
  keptContext: {
    what: 'a list goes on in the context of whoever read it before',
    reading: 'college',
    warmedBy: 'bureau',
    foundAt: /^GET \/\w+ · /,
    spoil: (insides) => {
      const first = new Map<string, Reader>();
      const { desk } = insides;
      const audience = desk.audience.bind(desk);
      desk.audience = (reader) => audience(first.get('list') ?? reader);
      forgetReader(insides, (view, reader) => {
        if (!listViews.includes(view.name)) return false;
        first.set('list', first.get('list') ?? reader);
        return first.get('list') !== reader;
      });
    },
  },
  ownWrite: {
    what: 'who reads its own write back is not checked again',
    reading: 'college',
    acts: ['commanding', 'handingBack'],
    commands: /noodzaak/,
    foundAt: / · with its own write$/,
    spoil: (insides) => {
      const { met, meet } = insides;
      meet(nothing);
      forgetReader(insides, () => met()?.request.headers['leesbewijs'] !== undefined);
    },
  },
  otherMethod: {
    what: 'another method reaches the same handler without the check',
    reading: 'outsider',
    acts: ['otherMethods'],
    foundAt: / · PUT \/v1/,
    spoil: (insides) => {
      const { met, meet } = insides;
      const changed = new WeakSet<object>();
      meet(nothing, (request) => {
        if (request.method !== 'PUT') return;
        request.method = 'GET';
        changed.add(request);
      });
      forgetReader(insides, () => changed.has(met()?.request ?? {}));
    },
  },
  otherForm: {
    what: 'what is asked as a table is exported without the caps',
    reading: 'immigration',
    acts: ['otherForms'],
    foundAt: / as a table$/,
    spoil: (insides) => {
      const { met, meet } = insides;
      const changed = new WeakSet<object>();
      meet(nothing, (request) => {
        if (request.headers.accept !== 'text/csv') return;
        request.headers.accept = 'application/json';
        changed.add(request);
      });
      forgetReader(insides, () => changed.has(met()?.request ?? {}));
    },
  },
  anyRole: {
    what: 'a helper gives its caller every role',
    reading: 'college',
    acts: ['commanding'],
    commands: /^POST \/casussen$/,
    foundAt: /^POST \/casussen · /,
    spoil: ({ standings }) => {
      const readerOf = standings.readerOf.bind(standings);
      standings.readerOf = (asked, wanted) => readerOf(asked, [...wanted, ...everyRole]);
    },
  },
  actOnOther: {
    what: 'a command is allowed for one thing and done to another',
    reading: 'college',
    acts: ['commanding'],
    commands: /noodzaak/,
    foundAt: /^POST \/casussen\/\{id\}\/noodzaak · .* of others by /,
    spoil: ({ runner, gate }) => {
      runner.visibleCase = async ({ reader }, caseId) => {
        const placed = await gate.streams.fold('case', `case-${caseId}`, reader.cooperation);
        return placed;
      };
    },
  },
} as const satisfies Record<string, Mutant>;
