import type { Kind } from '@knooppunt/kernel';

/** The fourteen participants of WGS 2.19 and BGS 2.14. */
export const participants: readonly Kind[] = [
  'POL',
  'KMAR',
  'OM',
  'FIOD',
  'BD',
  'DOU',
  'TOE',
  'NLA',
  'UWV',
  'IND',
  'BURG',
  'COLL',
  'PROV',
  'NVWA',
];

/** The participants, and the bureau that works for them (WGS 1.4). */
export const kinds: readonly Kind[] = [...participants, 'RIEC'];
