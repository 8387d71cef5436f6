import type { Place } from './document-refused.js';

/** Names and positions that lead to a value, from the top of a document. */
export type Path = readonly (string | number)[];

type Noted = { readonly path: Path; readonly place: Place; readonly word: string | undefined };

const isUnder = (path: Path, base: Path): boolean => base.every((step, at) => path[at] === step);

/** Where every value and name of one document stands. */
export class PlaceIndex {
  private readonly noted: Noted[] = [];
  private readonly byPath = new Map<string, Place>();

  constructor(private readonly file: string) {}

  /** Notes a value (`word`: its text) or the name of a member, which then stands for the member. */
  note(path: Path, place: Place, word: string | undefined): void {
    this.noted.push({ path, place, word });
    this.byPath.set(JSON.stringify(path), place);
  }

  /** Where this path stands, or the nearest thing around it. */
  at(path: Path): Place {
    const place = this.byPath.get(JSON.stringify(path));
    if (place !== undefined) return place;
    return path.length === 0 ? { file: this.file, line: 1, column: 1 } : this.at(path.slice(0, -1));
  }

  /** Where a word first stands at or under a path, as a value or a name; the path itself where it does not. */
  of(word: string, path: Path): Place {
    const found = this.noted.find((one) => one.word === word && isUnder(one.path, path));
    return found?.place ?? this.at(path);
  }
}
