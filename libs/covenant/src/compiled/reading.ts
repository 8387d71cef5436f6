import type { CovenantDocument, Selector } from '../model.js';
import { phases } from '../semantics/covenant-1.selectors.js';

type Groups = CovenantDocument['groups'];

/** A selector with its groups spelled out: any of these words (undefined: whatever it is), and none of those. */
export type Reading = { readonly of: ReadonlySet<string> | undefined; readonly except: ReadonlySet<string> };

const none: ReadonlySet<string> = new Set();
const anything: Reading = { of: undefined, except: none };
const nothing: Reading = { of: none, except: none };

/** What a word stands for: the members of a group at any depth. A group that is met within itself stands for its own name. */
const leavesOf = (word: string, groups: Groups, met: readonly string[] = []): readonly string[] =>
  Object.hasOwn(groups, word) && !met.includes(word)
    ? (groups[word] ?? []).flatMap((member) => leavesOf(member, groups, [...met, word]))
    : [word];

const spelledOut = (names: string | readonly string[], groups: Groups): ReadonlySet<string> =>
  new Set((typeof names === 'string' ? [names] : names).flatMap((word) => leavesOf(word, groups)));

/** Reads a selector by the groups of its document. */
export const readingOf = (selector: Selector, groups: Groups): Reading => {
  if (selector === 'any') return anything;
  if (typeof selector === 'string' || !('except' in selector))
    return { of: spelledOut(selector, groups), except: none };
  return {
    of: selector.of === undefined ? undefined : spelledOut(selector.of, groups),
    except: spelledOut(selector.except, groups),
  };
};

const mapWords = ({ of, except }: Reading, meaning: (word: string) => readonly string[]): Reading => ({
  of: of && new Set([...of].flatMap(meaning)),
  except: new Set([...except].flatMap(meaning)),
});

/** Phases as words: `2+` is phase 2 and what comes after it. */
export const inPhases = (reading: Reading): Reading =>
  mapWords(reading, (word) => {
    if (!word.endsWith('+')) return [word];
    const first = phases.indexOf(word.slice(0, -1));
    return first === -1 ? [] : phases.slice(first);
  });

/** A reading of purposes for one that is on the reader's own list: the word `own` then means whatever it is. */
export const asOwn = ({ of, except }: Reading): Reading => {
  if (except.has('own')) return nothing;
  return of?.has('own') ? { of: undefined, except } : { of, except };
};
