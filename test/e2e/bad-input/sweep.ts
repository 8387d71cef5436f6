import type { Recorded } from '@knooppunt/kernel';
import type { Answer } from '../support/client.js';
import { expectProblem, expectSafe } from '../support/problem.js';
import { exchange } from './connection.js';
import type { Exchange } from './connection.js';
import type { Route } from './routes.js';
import type { Shot } from './shot.js';
import { longestTurnOf } from './turns.js';

/** A turn of the event loop may take no longer, in milliseconds of processor time. */
const longestTurn = 50;
const tries = 3;

/** One shot that was sent. `trails`: the correlations under which the hub may know it. */
export type Sent = {
  readonly shot: Shot;
  readonly trails: readonly string[];
  readonly code: string;
  readonly status: number;
};

/** What a sweep found out. */
export type Found = {
  readonly failures: string[];
  readonly sent: Sent[];
  readonly canaries: Set<string>;
  slowest: { ms: number; readonly what: string };
};

/** Nothing yet. */
export const nothingFound = (): Found => ({
  failures: [],
  sent: [],
  canaries: new Set(),
  slowest: { ms: 0, what: 'nothing' },
});

/** Answers that are the same for every cause: code -> the text, its correlation taken out. */
const sameTexts = new Map<string, string>();
const sameFor: ReadonlySet<string> = new Set(['platform/niet-gevonden', 'platform/niet-aangemeld']);

const judgeSameness = ({ body, text }: Answer): string | undefined => {
  const code = String(body['code']);
  if (!sameFor.has(code)) return undefined;
  const bare = text.replace(String(body['correlatie']), '');
  const first = sameTexts.get(code) ?? bare;
  sameTexts.set(code, first);
  return bare === first ? undefined : 'the answer differs from others of its code';
};

const judgeCode = ({ statuses, codes }: Shot['expected'], { status, body }: Answer): string | undefined => {
  const told = body['code'];
  const isExpected = codes.length === 0 || codes.includes(String(told));
  return statuses.includes(status) && isExpected ? undefined : `answer ${status} ${String(told)}`;
};

const judgeAllow = ({ route }: Shot, { status, headers }: Answer): string | undefined =>
  status === 405 && headers.get('allow') !== route.allow ? `Allow: ${String(headers.get('allow'))}` : undefined;

const judgeCanaries = (canaries: readonly string[], { text, headers }: Answer): string | undefined => {
  const said = `${text}${JSON.stringify([...headers])}`.toLowerCase();
  return canaries.some((canary) => said.includes(canary.toLowerCase())) ? 'it says what was sent' : undefined;
};

/** The form of the answer: a problem where it is a refusal; an answer to HEAD has no body. */
const judgeForm = ({ expected }: Shot, method: string, answer: Answer): string | undefined => {
  try {
    if (method === 'HEAD' || answer.status < 400) expectSafe(answer);
    else expectProblem(answer, expected.language);
    return undefined;
  } catch (error) {
    return (error as Error).message.split('\n').slice(0, 12).join(' ');
  }
};

const judgementsOf = (
  shot: Shot,
  method: string,
  canaries: readonly string[],
  { answer, rest }: Exchange,
): readonly string[] =>
  [
    method === 'HEAD' ? undefined : judgeCode(shot.expected, answer),
    judgeForm(shot, method, answer),
    shot.expected.language === undefined ? judgeSameness(answer) : undefined,
    judgeAllow(shot, answer),
    judgeCanaries(canaries, answer),
    rest === '' ? undefined : 'more came than one answer',
    shot.judge(answer),
  ].filter((judgement) => judgement !== undefined);

const sendOnce = async (port: number, shot: Shot, found: Found): Promise<number> => {
  const { method, bytes, canaries, given } = await shot.make();
  const { value, ms } = await longestTurnOf(() => exchange(port, bytes, method, shot.ends));
  const { status, body, headers } = value.answer;
  const trails = [headers.get('x-correlation-id') ?? '', ...(given === undefined ? [] : [given])];
  found.sent.push({ shot, trails, code: String(body['code']), status });
  for (const canary of canaries) found.canaries.add(canary);
  found.failures.push(...judgementsOf(shot, method, canaries, value).map((what) => `${shot.what}: ${what}`));
  return ms;
};

/** Sends a shot; again, and once more, where it held up the loop for too long: only what does so each time does so itself. */
export const fire = async (port: number, shot: Shot, found: Found): Promise<void> => {
  let least = Infinity;
  try {
    for (let nth = 0; nth < tries && least > longestTurn; nth += 1) {
      least = Math.min(least, await sendOnce(port, shot, found));
    }
  } catch (error) {
    found.failures.push(`${shot.what}: ${(error as Error).message}`);
    return;
  }
  if (least > found.slowest.ms) found.slowest = { ms: least, what: shot.what };
  if (least > longestTurn) found.failures.push(`${shot.what}: the loop was held up for ${Math.round(least)} ms`);
};

/** What is recorded where the answer is that there is nothing: by the gate, or of a look into the log. */
const absences: ReadonlySet<string> = new Set(['disclosure/absent', 'LogConsulted']);
const refusals: ReadonlySet<string> = new Set(['CommandRefused', 'SupplyRefused', 'ReadRefused', 'LogConsulted']);

const codeIn = ({ data }: Recorded): string | undefined => (data as { code?: string }).code;
const tells = (fact: Recorded, code: string): boolean =>
  codeIn(fact) === code || (code === 'platform/niet-gevonden' && absences.has(codeIn(fact) ?? fact.type));

/**
 * As many facts as there should be, and one alone under the code of the answer. A connection that breaks within a request
 * may have had a caller by then: then there is one, else none.
 */
const misrecordedOf = ({ shot, code, status }: Sent, facts: readonly Recorded[]): readonly string[] => {
  const { facts: wanted } = shot.expected;
  const [first] = facts;
  if (wanted === undefined && facts.length <= 1) return [];
  if (facts.length !== wanted)
    return [`${shot.what}: ${facts.length} facts instead of ${wanted ?? 1}, answer ${status}`];
  if (wanted !== 1 || !first || status === manyOutcomes || tells(first, code)) return [];
  return [`${shot.what}: the fact says ${codeIn(first) ?? first.type}, the answer ${code}`];
};
const manyOutcomes = 207;

/** What the log says otherwise than the answers: each refusal a fact under its own code, as often as it should be, and nothing else. */
export const misrecorded = (sent: readonly Sent[], log: readonly Recorded[]): readonly string[] => {
  const events = log.filter(({ type }) => type !== 'CheckpointSigned');
  const byTrail = Map.groupBy(events, ({ correlation }) => correlation);
  const strange = events.filter(({ type }) => !refusals.has(type)).map(({ type }) => `stored: ${type}`);
  const trails = new Set(sent.flatMap((one) => one.trails));
  const foreign = events
    .filter(({ correlation }) => !trails.has(correlation))
    .map(({ type, data }) => `of nothing sent: ${type} ${JSON.stringify(data)}`);
  const amiss = sent.flatMap((one) =>
    misrecordedOf(
      one,
      [...new Set(one.trails)].flatMap((trail) => byTrail.get(trail) ?? []),
    ),
  );
  return [...strange, ...foreign, ...amiss];
};

/** Numbers below a bound. */
export type Random = (bound: number) => number;

/**
 * Some of the shots of a case, of the routes that have been met least; all of them without a number. Chance decides
 * between equals.
 */
export const chosen = (
  shots: readonly Shot[],
  {
    most,
    met,
    random,
  }: { readonly most: number | undefined; readonly met: Map<Route, number>; readonly random: Random },
): readonly Shot[] => {
  const order = shots.map((shot) => ({ shot, times: met.get(shot.route) ?? 0, chance: random(2 ** 30) }));
  const sorted = order.toSorted((a, b) => a.times - b.times || a.chance - b.chance).map(({ shot }) => shot);
  const taken = most === undefined ? shots : sorted.slice(0, most);
  for (const { route } of taken) met.set(route, (met.get(route) ?? 0) + 1);
  return taken;
};
