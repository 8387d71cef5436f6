import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind } from '@knooppunt/kernel';
import type { PayloadType } from '@knooppunt/signals';
import { parse, stringify } from 'yaml';
import { amsterdam, oins, people } from './cast.js';
import { idOf } from './client.js';
import { participants } from './play.js';
import type { Play } from './play.js';

/** Organisations of the kinds that the founding of the demonstration does not have. */
const more: Readonly<Partial<Record<Kind, string>>> = {
  OM: '00000099000000011000',
  FIOD: '00000099000000012000',
  DOU: '00000099000000013000',
  TOE: '00000099000000014000',
  UWV: '00000099000000015000',
  PROV: '00000099000000016000',
  NVWA: '00000099000000017000',
};
const organisations: Readonly<Partial<Record<Kind, string>>> = {
  ...more,
  POL: oins.police,
  KMAR: oins.kmar,
  BD: oins.tax,
  NLA: oins.labour,
  IND: oins.immigration,
  BURG: oins.mayor,
  COLL: oins.college,
};

const demo = new URL('../../../deploy/demo/', import.meta.url);

/** The founding of the demonstration with every kind of participant in it; `changed`: what its text becomes first. */
export const widerFounding = (folder: string, changed = (text: string): string => text): string => {
  const founding = parse(changed(readFileSync(new URL('founding.yaml', demo), 'utf8'))) as { organisations: unknown[] };
  for (const [kind, oin] of Object.entries(more)) {
    founding.organisations.push({
      oin,
      kind,
      name: `Deelnemer ${kind}`,
      region: 'national',
      cooperations: [amsterdam],
    });
  }
  for (const name of ['law-wgs-riec.yaml', 'convenant.yaml']) copyFileSync(new URL(name, demo), join(folder, name));
  writeFileSync(join(folder, 'founding.yaml'), stringify(founding));
  return join(folder, 'founding.yaml');
};

/** An organisation that may bring this type; the police where nobody may. */
export const supplierOf = ({ suppliers }: PayloadType): string => organisations[suppliers[0] ?? 'POL'] ?? oins.police;

/** Puts a request for these types in the case of a play. */
export const askFor = async (play: Play, asked: readonly PayloadType[]): Promise<string> => {
  const request = idOf(
    await play.command('director', '/v1/verzoeken', {
      casus: play.case,
      gevraagd: [...new Set(asked.map(supplierOf))],
      soorten: asked.map(({ id }) => id),
      categorieen: ['ID', 'RES', 'COM', 'FIN', 'FISC', 'CRIM', 'SEX'],
      betrokkenen: [play.subjects.get('volwassene')],
      voor: participants.map((role) => ({ organisatie: people[role].organisation, doel: people[role].purpose })),
      uiterlijk: '2026-05-01',
      tekst: 'Wat is hierover bekend?',
    }),
  );
  await play.hub.settled();
  return request;
};

/** Opens a phase of the case of a play, with the advice that it needs. */
export const openPhase = async (play: Play, fase: '2' | '3'): Promise<void> => {
  await play.command('privacy', `/v1/casussen/${play.case}/adviezen`, { fase, advies: 'positief', tekst: 'Akkoord.' });
  await play.command('director', `/v1/casussen/${play.case}/fasen`, {
    fase,
    noodzaak: 'Zonder dit blijft onduidelijk wie eraan verdient.',
    evenredigheid: 'Alleen over wie al betrokkene is.',
    subsidiariteit: 'Het bleek niet uit wat er lag.',
  });
  await play.hub.settled();
};
