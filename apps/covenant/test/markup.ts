/** An element of a page as far as checks look at it. */
export type Element = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly parent: Element | undefined;
  /** Text of the element and all below it. */
  text: string;
};

const voids = new Set(['meta', 'br', 'link', 'img', 'hr', 'input']);
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** Entities as the characters they stand for; anything else that begins with an ampersand is a fault. */
const decoded = (text: string): string =>
  text.replaceAll(/&([^;]{0,8};)?/g, (_, name = '') => {
    const character = entities[name.slice(0, -1)];
    if (character === undefined) throw new Error(`an entity that is none: &${name}`);
    return character;
  });

const attributesOf = (text: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  const rest = text.replaceAll(/\s+([a-z][a-z-]*)="([^"<>]*)"/g, (_, name: string, value: string) => {
    if (found.has(name)) throw new Error(`an attribute twice: ${name}`);
    found.set(name, decoded(value));
    return '';
  });
  if (!/^\s*\/?$/.test(rest)) throw new Error(`attributes that are none: ${rest}`);
  return found;
};

/**
 * The elements of a page in the strict form that ours are written in: every element closed in order, every attribute in
 * double quotes, every special character escaped. Throws where a page is not so.
 */
export const elementsOf = (page: string): readonly Element[] => {
  const elements: Element[] = [];
  let open: Element | undefined;
  const body = page.replace(/^<!doctype html>\s*/, '').replace(/<style>[^<]*<\/style>/, '<style></style>');
  for (const [, close, name = '', attributes = '', text = ''] of body.matchAll(
    /<(\/)?([a-z][a-z0-9]*)([^<>]*)>([^<]*)/g,
  )) {
    if (close === undefined) {
      const element: Element = { name, attributes: attributesOf(attributes), parent: open, text: '' };
      elements.push(element);
      if (!voids.has(name)) open = element;
    } else {
      if (open?.name !== name) throw new Error(`</${name}> closes <${open?.name ?? 'nothing'}>`);
      open = open.parent;
    }
    if (text.includes('>')) throw new Error(`a loose > in: ${text}`);
    const said = decoded(text);
    for (let inside = open; inside !== undefined; inside = inside.parent) inside.text += said;
  }
  const length = [...body.matchAll(/<\/?[a-z][^<>]*>[^<]*/g)].reduce((sum, [part]) => sum + part.length, 0);
  if (open !== undefined || length !== body.length) throw new Error('not all of the page is elements');
  return elements;
};

const channel = (value: number): number => (value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const luminanceOf = (colour: string): number => {
  const full = colour.length === 4 ? colour.replaceAll(/[0-9a-f]/g, '$&$&') : colour;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    channel(Number.parseInt(full.slice(at, at + 2), 16) / 255),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** The contrast of two colours in hexadecimal form, from 1 to 21 (WCAG 2.2, relative luminance). */
export const contrastOf = (a: string, b: string): number => {
  const [dark = 0, light = 0] = [luminanceOf(a), luminanceOf(b)].toSorted((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
};
