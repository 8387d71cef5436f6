/** What crosses the thread to be appended: all events' bytes in one buffer, cut by `lengths`. `expected` is -1 for none. */
export type AppendArgument = {
  readonly stream: string;
  readonly expected: number;
  readonly ids: readonly string[];
  readonly types: readonly string[];
  readonly lengths: readonly number[];
  readonly bytes: Uint8Array;
};

/** What comes back from an append: the last event's place. */
export type AppendValue = { readonly revision: number; readonly position: number; readonly repeated: boolean };

/** One event of a page, its bytes apart. */
export type PageRow = {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly length: number;
};

/** A page as it crosses the thread: rows, and all their bytes in one buffer. */
export type PageValue = { readonly rows: readonly PageRow[]; readonly bytes: Uint8Array<ArrayBuffer> };
