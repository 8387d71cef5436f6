import type { KnownPerson } from '@knooppunt/agencies';
import type { StukDto } from '@knooppunt/contracts';
import type { Inzage } from '../api.js';

type Block = StukDto['blokken'][number];

/** Contributions of a dossier: what organisations delivered, not the texts of the process. */
export const contributionsOf = ({ stukken }: Inzage): readonly StukDto[] =>
  stukken.filter(({ soort }) => soort.startsWith('S'));

/** The persons of a contribution, as this reader was shown them. */
export const personsOf = ({ blokken }: StukDto): readonly Block[] => blokken.filter(({ blok }) => /^p\d/.test(blok));

/** The value of a field of a block, where it was shown open; undefined at every other level. */
export const openIn = (block: Block, name: string): unknown =>
  block.velden.find(({ veld, niveau }) => veld === name && niveau === 'reveal')?.waarde;

/** The first open value of a field in the contributions of one type. */
export const openInType = (dossier: Inzage, type: string, name: string): unknown =>
  contributionsOf(dossier)
    .flatMap(({ soort, blokken }) => (soort === type ? blokken : []))
    .map((block) => openIn(block, name))
    .find((value) => value !== undefined);

/** The place of the inspection, where this reader was shown it. */
export const siteIn = (dossier: Inzage): string => {
  const site = openInType(dossier, 'S19', 'site');
  return typeof site === 'string' ? site : '';
};

/** References of the subjects of whom immigration delivered the residence position, as this reader was shown them. */
export const positionedIn = (dossier: Inzage): readonly string[] =>
  contributionsOf(dossier)
    .filter(({ soort }) => soort === 'S24')
    .flatMap(personsOf)
    .flatMap(({ betrokkene }) => betrokkene ?? []);

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Who these references are, as far as this reader was shown it; a shielded person it cannot recognise. */
export const knownTo = (dossier: Inzage, subjects: readonly string[]) => {
  const blocks = contributionsOf(dossier).flatMap(personsOf);
  return subjects.flatMap((about): readonly (KnownPerson & { readonly about: string })[] => {
    const own = blocks.filter(({ betrokkene }) => betrokkene === about);
    const find = (name: string) => textOf(own.map((block) => openIn(block, name)).find((value) => value !== undefined));
    const [name, birthDate, bsn, vNr] = [find('name'), find('birthDate'), find('bsn'), find('vNr')];
    if (name === undefined) return [];
    const known = Object.entries({ birthDate, bsn, vNr }).filter(([, value]) => value !== undefined);
    return [{ about, name, ...Object.fromEntries(known) }];
  });
};
