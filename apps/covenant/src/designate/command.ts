import { sign as signBytes } from 'node:crypto';
import { designationBytes, designationOf, formatDesignation, keyIdOf } from '@knooppunt/covenant';
import type { DesignationStatement } from '@knooppunt/covenant';
import { dutchDateOf, isCalendarDate } from '@knooppunt/kernel';
import { filled } from '@knooppunt/platform';
import type { InBoth, Terminal } from '@knooppunt/platform';
import { rawPublicKeyOf } from '../keys/ed25519.js';
import { readPrivateKey } from '../keys/private-key.js';
import type { PrivateKey } from '../keys/private-key.js';
import { instantOf, organisationOf, writeNew } from '../keys/statement.js';
import { digestOf } from '../reading/read-document.js';
import type { Asked, Command } from '../shell/command.js';
import { wrongUsage } from '../shell/wrong.js';

type Name = 'key' | 'as' | 'in' | 'person' | 'role' | 'from' | 'until' | 'screened-until' | 'at' | 'out';

const said = {
  words: {
    nl: `Ondertekend: dit, en niets anders.
  organisatie        {organisation}
  wijst aan          {person}
  in                 {cooperation}
  als                {roles}
  van tot en met     {from} tot en met {until}
  gescreend tot en met {screenedUntil}
  op                 {at}
  sleutel            {key}
`,
    en: `Signed: this, and nothing else.
  organisation       {organisation}
  designates         {person}
  in                 {cooperation}
  as                 {roles}
  from and until     {from} up to and including {until}
  screened until     {screenedUntil}
  at                 {at}
  key                {key}
`,
  },
  it: { nl: 'De aanwijzing', en: 'The designation' },
  designator: { nl: 'die aanwijst', en: 'designates' },
  written: { nl: 'De aanwijzing staat in {file}.\n', en: 'The designation is in {file}.\n' },
} as const satisfies Readonly<Record<string, InBoth>>;

const dayOf = (asked: Asked<Name>, name: 'from' | 'until' | 'screened-until', otherwise: string): string => {
  const given = asked.text(name) ?? otherwise;
  if (isCalendarDate(given)) return given;
  throw wrongUsage({
    nl: `--${name} ${given} is geen dag (zoals 2026-03-01)`,
    en: `--${name} ${given} is no day (such as 2026-03-01)`,
  });
};

const rolesOf = (asked: Asked<Name>): readonly string[] => {
  const roles = asked.texts('role').toSorted();
  if (new Set(roles).size === roles.length && roles.every((role) => /^[a-z][a-z-]{1,59}$/.test(role))) return roles;
  throw wrongUsage({
    nl: '--role is een rol zoals accounthouder of stuurgroeplid, iedere rol eenmaal',
    en: '--role is a role such as accounthouder or stuurgroeplid, each role once',
  });
};

const statementOf = (asked: Asked<Name>, key: PrivateKey): DesignationStatement => {
  const at = instantOf(asked.text('at'));
  const until = dayOf(asked, 'until', '');
  return {
    cooperation: asked.text('in') ?? '',
    organisation: organisationOf(asked.text('as'), key, said.designator),
    person: asked.text('person') ?? '',
    roles: rolesOf(asked),
    from: dayOf(asked, 'from', dutchDateOf(at)),
    until,
    screenedUntil: dayOf(asked, 'screened-until', until),
    at,
  };
};

const run = (asked: Asked<Name>, terminal: Terminal): 0 => {
  const privateKey = readPrivateKey(asked.text('key') ?? '');
  const statement = statementOf(asked, privateKey);
  const key = keyIdOf(rawPublicKeyOf(privateKey.key), digestOf);
  const signed = designationOf(statement, key, signBytes(null, designationBytes(statement), privateKey.key));
  const text = formatDesignation(signed);
  const file = asked.text('out');
  if (file !== undefined) writeNew(file, text, said.it);
  const { language } = asked;
  terminal.err(filled(said.words, language, { ...statement, roles: statement.roles.join(', '), key }));
  if (file !== undefined) terminal.err(filled(said.written, language, { file }));
  // without a file the designation itself is what is printed, for a pipe
  if (file === undefined || asked.json) terminal.out(text);
  return 0;
};

const word = (nl: string, en: string): InBoth => ({ nl, en });
const file = word('BESTAND', 'FILE');
const day = word('DAG', 'DAY');

/** `designate`: an organisation that has nobody in the hub yet designates somebody (WGS 1.8(2)). Runs where it keeps its key. */
export const designate: Command<Name> = {
  name: 'designate',
  summary: word('wijst namens een organisatie iemand aan', 'designates somebody for an organisation'),
  says: word(
    'Ondertekent (Ed25519) dat een organisatie deze persoon aanwijst, in deze rollen en tot deze dag. Voor wie net is\ntoegetreden: de convenantbeheerder brengt de aanwijzing naar het knooppunt; daarna wijst de organisatie daar zelf aan.',
    'Signs (Ed25519) that an organisation designates this person, in these roles and until this day. For who has just\nacceded: the covenant manager brings it to the hub; after that the organisation designates others there itself.',
  ),
  files: { shown: word('', ''), least: 0, most: 0 },
  readsCovenant: false,
  options: {
    key: {
      value: file,
      required: true,
      says: word('de sleutel van uw organisatie (PKCS #8 PEM)', 'the key of your organisation (PKCS #8 PEM)'),
    },
    as: {
      value: word('OIN', 'OIN'),
      says: word(
        'uw organisatie (standaard: die bij de sleutel staat)',
        'your organisation (default: the one that the key names)',
      ),
    },
    in: {
      value: word('ID', 'ID'),
      required: true,
      says: word('het samenwerkingsverband', 'the cooperation'),
    },
    person: {
      value: word('SUB', 'SUB'),
      required: true,
      says: word('kenmerk van de persoon bij de inlogdienst', 'id of the person at the identity provider'),
    },
    role: {
      value: word('ROL', 'ROLE'),
      required: true,
      multiple: true,
      says: word('rol; mag vaker: accounthouder, stuurgroeplid', 'role; may be repeated: accounthouder, stuurgroeplid'),
    },
    from: { value: day, says: word('eerste dag van het mandaat (standaard: vandaag)', 'first day (default: today)') },
    until: { value: day, required: true, says: word('laatste dag van het mandaat', 'last day of the mandate') },
    'screened-until': {
      value: day,
      says: word(
        'laatste dag van de screening (standaard: die van het mandaat)',
        'last day of the screening (default: that of the mandate)',
      ),
    },
    at: { value: word('TIJDSTIP', 'INSTANT'), says: word('wanneer (standaard: nu)', 'when (default: now)') },
    out: {
      value: file,
      says: word(
        'waar de aanwijzing komt (standaard: op het scherm); wat daar ligt, blijft',
        'where the designation goes (default: the screen); what lies there stays',
      ),
    },
  },
  run,
};
