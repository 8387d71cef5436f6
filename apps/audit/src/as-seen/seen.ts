import type { SeenAnswer, SeenPiece } from './asking.js';

/** A piece as the party had last been shown it: in which answer, when, by whom, and how often before. */
export type LastSeen = {
  readonly piece: SeenPiece;
  readonly answer: Omit<SeenAnswer, 'stukken'>;
  readonly times: number;
};

/** What a party had been shown: every answer, and every piece as it stood in the last answer that had it. */
export type Seen = { readonly answers: readonly Omit<SeenAnswer, 'stukken'>[]; readonly pieces: readonly LastSeen[] };

/** From answers in the order of the log to what they had told by then. */
export const seenFrom = (answers: readonly SeenAnswer[]): Seen => {
  const pieces = new Map<string, LastSeen>();
  for (const { stukken, ...answer } of answers) {
    for (const piece of stukken) {
      const name = `${piece.bron}@${piece.revisie} ${piece.kenmerk}`;
      pieces.set(name, { piece, answer, times: (pieces.get(name)?.times ?? 0) + 1 });
    }
  }
  return { answers: answers.map(({ stukken: _pieces, ...answer }) => answer), pieces: [...pieces.values()] };
};
