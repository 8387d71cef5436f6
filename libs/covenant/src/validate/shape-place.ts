/** Where in which document a fault of shape lies, as names and places in lists, and what should be there. */
export type ShapePlace = {
  readonly document: 'law' | 'covenant';
  readonly path: readonly (string | number)[];
  readonly what: string;
};

/** Reads the words of a problem `shape` (`covenant.rules[3].when: no list`); undefined where they are none. */
export const shapePlaceOf = (detail: string): ShapePlace | undefined => {
  const [, document, steps = '', what = ''] =
    /^(law|covenant)((?:\.[A-Za-z][\w-]*|\[\d+\])*): (.*)/s.exec(detail) ?? [];
  if (document !== 'law' && document !== 'covenant') return undefined;
  const path = [...steps.matchAll(/\.([A-Za-z][\w-]*)|\[(\d+)\]/g)].map(([, name, at]) => name ?? Number(at));
  return { document, path, what };
};
