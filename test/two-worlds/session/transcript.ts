import type { Append } from '../../harness/appends.js';
import type { WireAnswer } from '../../harness/wire.js';

/** What one request brought back: all that its caller gets to see, and how much was made durable for it. */
export type Entry = {
  readonly label: string;
  readonly status: string;
  readonly headers: readonly string[];
  readonly size: number;
  /** The body, each opaque string replaced by its length and the order in which it first appeared. */
  readonly body: string;
  /** Durable appends under the request's own correlation. */
  readonly appends: number;
  /** Kept apart: what the worker did because of it, and checkpoints. */
  readonly reactions: readonly string[];
  readonly checkpoints: number;
};

/** The transcript of a session in one world. */
export class Transcript {
  readonly entries: Entry[] = [];
  private readonly opaque = new Map<string, number>();

  /** Every opaque string so far, in order of first appearance. */
  get opaqueStrings(): readonly string[] {
    return [...this.opaque.keys()];
  }

  add(
    label: string,
    { status, reason, headers, body }: WireAnswer,
    found: { readonly opaque: readonly string[]; readonly appends: readonly Append[]; readonly correlation: string },
  ): void {
    const own = found.appends.filter(({ correlation }) => correlation === found.correlation);
    this.entries.push({
      label,
      status: `${status} ${reason}`,
      headers: headers.map(([name, value]) => `${name}: ${value}`),
      size: body.length,
      body: found.opaque.reduce((text, one) => text.replaceAll(one, this.nameOf(one)), body.toString()),
      appends: own.filter(({ origin }) => origin === 'request').length,
      reactions: own.filter(({ origin }) => origin === 'reaction').map(({ type }) => type),
      checkpoints: found.appends.filter(({ origin }) => origin === 'checkpoint').length,
    });
  }

  /** Forgets everything: a transcript is large. */
  clear(): void {
    this.entries.length = 0;
    this.opaque.clear();
  }

  private nameOf(opaque: string): string {
    const known = this.opaque.get(opaque) ?? this.opaque.size + 1;
    this.opaque.set(opaque, known);
    return `<opaque ${known}, ${opaque.length}>`;
  }
}

/** Where two transcripts part: the request, the first of its parts that differs, and what stands there in each world. */
export type Difference = {
  readonly label: string;
  readonly part: string;
  readonly here: string;
  readonly there: string;
};

const compared = ['label', 'status', 'body', 'headers', 'size', 'appends'] as const;
const shownAround = 80;

const around = (text: string, at: number): string => text.slice(Math.max(0, at - shownAround), at + shownAround);

const differenceOf = (one: Entry | undefined, other: Entry | undefined): readonly Difference[] => {
  const textOf = (entry: Entry | undefined, part: (typeof compared)[number]): string => String(entry?.[part]);
  const part = compared.find((name) => textOf(one, name) !== textOf(other, name));
  if (part === undefined) return [];
  const [here, there] = [textOf(one, part), textOf(other, part)];
  const at = Array.from(here).findIndex((letter, index) => letter !== there[index]);
  const from = at < 0 ? here.length : at;
  return [{ label: one?.label ?? other?.label ?? '', part, here: around(here, from), there: around(there, from) }];
};

/** Every request whose answers differ, byte for byte, or whose appends do. Reactions stay out: no caller sees them. */
export const differencesOf = (here: Transcript, there: Transcript): readonly Difference[] => {
  const longest = Math.max(here.entries.length, there.entries.length);
  return Array.from({ length: longest }, (_none, at) => differenceOf(here.entries[at], there.entries[at])).flat();
};
