import type { Language } from '@knooppunt/platform';
import { Unreadable } from '../unreadable.js';

/** A field that was shown. */
export type SeenField = { readonly veld: string; readonly niveau: string; readonly bepaling?: string };
/** A block of which fields were shown. */
export type SeenBlock = {
  readonly blok: string;
  readonly betrokkene?: string;
  readonly onbeantwoord?: string;
  readonly velden: readonly SeenField[];
};
/** A piece that was shown. */
export type SeenPiece = {
  readonly kenmerk: string;
  readonly bron: string;
  readonly revisie: string;
  readonly soort: string;
  readonly leverancierSoort: string;
  readonly fase: string;
  readonly blokken: readonly SeenBlock[];
};
/** One answer that told of the case. */
export type SeenAnswer = {
  readonly id: string;
  readonly vastgelegd: string;
  readonly persoon: string;
  readonly rol: string;
  readonly doel: string;
  readonly weergave: string;
  readonly stukken: readonly SeenPiece[];
};

/** What is asked of the hub. */
export type Asked = {
  readonly base: string;
  readonly token: string;
  readonly case: string;
  readonly party: string;
  readonly at: string;
  readonly purpose: string;
  readonly language: Language;
};

type Page = { readonly items: readonly SeenAnswer[]; readonly volgende?: string };
type Problem = { readonly code?: string; readonly title?: string; readonly detail?: string };

const limitMs = 30_000;

const fetched = async ({ base, token, purpose, language }: Asked, path: string): Promise<Response> => {
  try {
    return await fetch(new URL(path, base), {
      headers: { authorization: `Bearer ${token}`, doelbinding: purpose, 'accept-language': language },
      redirect: 'error',
      signal: AbortSignal.timeout(limitMs),
    });
  } catch (error) {
    const { cause, name } = error as { readonly cause?: { readonly code?: string }; readonly name: string };
    throw new Unreadable('no-hub', base, cause?.code ?? name);
  }
};

const refusalOf = async (answer: Response): Promise<Unreadable> => {
  const problem = (await answer.json().catch(() => ({}))) as Problem;
  return new Unreadable('hub-refused', problem.title ?? String(answer.status), problem.code ?? `HTTP ${answer.status}`);
};

/** All answers that told the party of the case up to the moment, page by page. Throws `Unreadable`: no-hub, hub-refused. */
export const askHub = async (asked: Asked): Promise<readonly SeenAnswer[]> => {
  const answers: SeenAnswer[] = [];
  const query = new URLSearchParams({ organisatie: asked.party, tot: asked.at });
  for (;;) {
    const answer = await fetched(
      asked,
      `/v1/casussen/${encodeURIComponent(asked.case)}/verstrekkingen?${query.toString()}`,
    );
    if (!answer.ok) throw await refusalOf(answer);
    const { items, volgende } = (await answer.json()) as Page;
    answers.push(...items);
    if (volgende === undefined) return answers;
    query.set('cursor', volgende);
  }
};
