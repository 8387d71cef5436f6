import { unhinderedFacts } from '@knooppunt/covenant';
import type { CovenantDocument, DecidedField, LawDocument, Question, Truth } from '@knooppunt/covenant';
import { isCalendarDate, isInstant } from '@knooppunt/kernel';
import { findPayloadType, payloadTypes } from '@knooppunt/signals';
import type { PayloadType } from '@knooppunt/signals';
import type { Asked } from '../shell/command.js';
import { wrongUsage } from '../shell/wrong.js';

/** The options of `explain`. */
export type ExplainOption =
  'from' | 'to' | 'type' | 'field' | 'purpose' | 'phase' | 'act' | 'at' | 'fact' | 'for' | 'others';

/** A question as the engine takes it, and which facts somebody stated; the others were taken for granted. */
export type AskedQuestion = { readonly question: Question; readonly given: ReadonlySet<string> };

type Documents = { readonly law: LawDocument; readonly covenant: CovenantDocument };
const existence: DecidedField = { name: '_exists', category: '_', levels: [] };
const acts = ['inzage', 'levering', 'resultaat'] as const;

/** One of the known words, or a sentence that names them. */
const oneOf = <Word extends string>(option: string, given: string, known: readonly Word[]): Word => {
  const found = known.find((word) => word === given);
  if (found !== undefined) return found;
  const list = known.join(', ');
  throw wrongUsage({
    nl: `--${option} ${given} is onbekend (bekend zijn ${list})`,
    en: `--${option} ${given} is unknown (known are ${list})`,
  });
};

const typeOf = (given: string): PayloadType =>
  findPayloadType(
    oneOf(
      'type',
      given,
      payloadTypes.map(({ id }) => id),
    ),
  ) as PayloadType;

/** The party that brought it: as stated, else the only one that brings this type. */
const supplierOf = (asked: Asked<ExplainOption>, type: PayloadType, kinds: readonly string[]): string => {
  const given = asked.text('from');
  if (given !== undefined) return oneOf('from', given, kinds);
  const [only, ...more] = type.suppliers;
  if (only !== undefined && more.length === 0) return only;
  const list = type.suppliers.join(', ');
  throw wrongUsage({
    nl: `noem met --from wie ${type.id} aanleverde (${list})`,
    en: `name with --from who supplied ${type.id} (${list})`,
  });
};

const purposeOf = (given: string, to: string, { parties }: CovenantDocument): string => {
  const codes = Object.keys(parties[to]?.purposes ?? {});
  const code = given.startsWith(`${to}.`) ? given.slice(to.length + 1) : given;
  return `${to}.${oneOf('purpose', code, codes)}`;
};

const instantOf = (given: string | undefined, now: string): string => {
  if (given === undefined) return now;
  // noon in UTC is the same day in the Netherlands, summer and winter
  if (isCalendarDate(given)) return `${given}T12:00:00.000Z`;
  if (isInstant(given)) return given;
  throw wrongUsage({ nl: `--at ${given} is geen dag (JJJJ-MM-DD)`, en: `--at ${given} is no day (YYYY-MM-DD)` });
};

const truths: Readonly<Record<string, Truth>> = { true: true, false: false, unknown: 'unknown' };

const givenFacts = (stated: readonly string[], names: readonly string[]): Readonly<Record<string, Truth>> => {
  const facts = stated.map((one) => {
    const [, name, value = ''] = /^([^=]+)=(.*)$/.exec(one) ?? [];
    if (name === undefined) {
      throw wrongUsage({
        nl: `--fact ${one} zegt niet wat het feit is: ${one}=true, ${one}=false of ${one}=unknown`,
        en: `--fact ${one} does not say what the fact is: ${one}=true, ${one}=false or ${one}=unknown`,
      });
    }
    const fact = oneOf('fact', name, names);
    return [fact, truths[oneOf(`fact ${fact}=`, value, Object.keys(truths))] ?? 'unknown'] as const;
  });
  const twice = facts.find(([name], at) => facts.findIndex(([other]) => other === name) !== at)?.[0];
  if (twice === undefined) return Object.fromEntries(facts);
  throw wrongUsage({ nl: `--fact ${twice} staat er meer dan één keer`, en: `--fact ${twice} is given more than once` });
};

const fieldsOf = (type: PayloadType, names: readonly string[]): readonly DecidedField[] => {
  const known = [existence, ...type.fields.filter(({ name }) => name !== existence.name)];
  if (names.length === 0) return known;
  const all = known.map(({ name }) => name);
  return [...new Set(names)].map((name) => {
    const wanted = oneOf('field', name, all);
    return known.find((field) => field.name === wanted) ?? existence;
  });
};

/** The question that the options ask about these documents. `now`: the instant for a run without `--at`. Throws `Wrong`. */
export const questionOf = ({ law, covenant }: Documents, asked: Asked<ExplainOption>, now: string): AskedQuestion => {
  const kinds = [...law.kinds.participants, ...law.kinds.bureau];
  const type = typeOf(asked.text('type') ?? '');
  const to = oneOf('to', asked.text('to') ?? '', Object.keys(covenant.parties));
  const purpose = purposeOf(asked.text('purpose') ?? '', to, covenant);
  const names = [...Object.keys(law.facts), ...Object.keys(covenant.facts)];
  const facts = givenFacts(asked.texts('fact'), names);
  const others = oneOf('others', asked.text('others') ?? 'unhindered', ['unhindered', 'unknown']);
  const question: Question = {
    act: oneOf('act', asked.text('act') ?? 'inzage', acts),
    from: supplierOf(asked, type, kinds),
    to,
    type: type.id,
    purpose,
    phase: oneOf('phase', asked.text('phase') ?? '', covenant.phases),
    at: instantOf(asked.text('at'), now),
    fields: fieldsOf(type, asked.texts('field')),
    facts: { ...(others === 'unhindered' ? unhinderedFacts(law, covenant) : {}), ...facts },
  };
  return { question, given: new Set(Object.keys(facts)) };
};
