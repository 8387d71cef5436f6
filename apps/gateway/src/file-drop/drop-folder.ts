import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import type { CooperationId, OrganisationId } from '@knooppunt/kernel';
import { subfolders } from './places.js';

/** A drop folder: whose it is, and how long things stay in it. The folder is the organisation's proof of who it is. */
export type DropFolder = {
  readonly path: string;
  readonly organisation: OrganisationId;
  readonly cooperation: CooperationId;
  /** CloudEvents source of rows of CSV: `urn:nld:oin:<oin>:systeem:<name>`. */
  readonly source: string;
  /** Days that a file stays after it was worked through; 0: it is removed at once. */
  readonly keepDays: number;
  /** Days that a result stays. */
  readonly resultDays: number;
  /** Days that a file may lie without a marker. */
  readonly abandonedDays: number;
};

type Rule = { readonly name: string; readonly mode: number; readonly forbidden: number; readonly rights: string };

/** Who delivers may write in one folder and read in one other, and change neither's name; nobody else sees anything. */
const rules: readonly Rule[] = [
  { name: subfolders.incoming, mode: 0o770, forbidden: 0o007, rights: '0770' },
  { name: subfolders.work, mode: 0o700, forbidden: 0o077, rights: '0700' },
  { name: subfolders.results, mode: 0o750, forbidden: 0o027, rights: '0750' },
  { name: subfolders.kept, mode: 0o700, forbidden: 0o077, rights: '0700' },
];
const own: Rule = { name: '', mode: 0o750, forbidden: 0o027, rights: '0750' };
const inheritsGroup = 0o2000;

const statOf = (path: string): Stats | undefined => {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
};

const faultOf = (stat: Stats | undefined, { forbidden, rights }: Rule): string | undefined => {
  if (!stat) return 'is er niet of is niet te bereiken.';
  if (!stat.isDirectory()) return 'is geen map (een koppeling telt niet).';
  if (stat.uid !== process.getuid?.()) return 'is van een andere gebruiker dan die van de gateway.';
  return (stat.mode & forbidden) === 0 ? undefined : `staat open voor anderen: zet de rechten op ${rights}.`;
};

const make = (path: string, mode: number, parent: Stats): void => {
  if (statOf(path)) return;
  mkdirSync(path, { mode });
  chmodSync(path, mode | (parent.mode & inheritsGroup));
};

/**
 * Makes what is missing within a drop folder and says what is wrong with it: sentences in Dutch, without the name, all at once.
 * The folder itself has to be there, for who may write in it is the operator's to say.
 */
export const prepareFolder = (path: string): readonly string[] => {
  const stat = statOf(path);
  const fault = faultOf(stat, own);
  if (fault !== undefined || !stat) return [`De map ${fault}`];
  return rules.flatMap((rule) => {
    const within = join(path, rule.name);
    try {
      make(within, rule.mode, stat);
    } catch {
      return [`De map ${rule.name} kan niet worden gemaakt.`];
    }
    const made = statOf(within);
    const wrong = faultOf(made, rule) ?? (made?.dev === stat.dev ? undefined : 'ligt op een ander bestandssysteem.');
    return wrong === undefined ? [] : [`De map ${rule.name} ${wrong}`];
  });
};
