import { assertNever } from '@knooppunt/kernel';
import type { Part } from '../cast.js';
import type { Progress } from '../progress.js';

/** Who plays, in English. */
export const partsEn: Readonly<Record<Part, string>> = {
  analyst: 'analyst of RIEC Amsterdam-Amstelland',
  director: 'case director',
  privacyOfficer: 'privacy officer',
  auditor: 'auditor',
  college: 'college of Amsterdam',
  mayor: 'mayor',
  police: 'police',
  inspectorate: 'labour inspectorate',
  tax: 'tax administration',
  immigration: 'immigration service',
  marechaussee: 'Marechaussee',
  rotterdamAnalyst: 'analyst of RIEC Rotterdam',
  rotterdamCollege: 'college of Rotterdam',
  rotterdamPolice: 'police, in Rotterdam',
  rotterdamInspectorate: 'labour inspectorate, in Rotterdam',
};

const signals = (count: number): string => `${count} ${count === 1 ? 'signal' : 'signals'}`;

/** A step of the play in a few English words. */
export const progressEn = (progress: Progress): string => {
  switch (progress.step) {
    case 'imported':
      return `municipality ${progress.municipality}: ${progress.residents} residents read, ${signals(progress.signals)} found`;
    case 'delivered':
      return `${partsEn[progress.part]} delivers ${progress.type}: ${progress.count}×`;
    case 'repeated':
      return 'the same delivery offered once more';
    case 'refused':
      return `${partsEn[progress.part]} offers ${progress.type}: refused (${progress.basis.join('; ')})`;
    case 'queued':
      return `in the weighing queue: ${signals(progress.count)}`;
    case 'weighed':
      return `weighed: ${progress.accepted} accepted, ${progress.rejected} rejected`;
    case 'rotterdam-rejected':
      return `Rotterdam itself rejects: ${progress.count}`;
    case 'destroyed':
      return `keys destroyed of ${signals(progress.count)}`;
    case 'case-opened':
      return `case opened with ${signals(progress.signals)} and ${progress.participants} participants`;
    case 'linked':
      return `${progress.subjects} subjects linked, ${progress.proposals} on a proposal`;
    case 'shielded':
      return 'one subject shielded as a possible victim';
    case 'necessity':
      return `necessity recorded: ${progress.entries} times`;
    case 'phase-opened':
      return 'phase 2 opened, on the advice of the privacy officer';
    case 'requested':
      return `request to ${partsEn[progress.asked]} for ${progress.type}`;
    case 'answered':
      return `${partsEn[progress.asked]} answers with ${progress.type}`;
    case 'meeting-opened':
      return `meeting opened, ${progress.attending} organisations at the table`;
    case 'read':
      return `${partsEn[progress.part]} opens the dossier: ${progress.items} items`;
    case 'outsider':
      return progress.isEqual
        ? 'the Marechaussee asks for it: there is nothing, to the byte'
        : 'ATTENTION: the Marechaussee sees a difference';
    case 'meeting-closed':
      return 'meeting closed, with decisions';
    case 'auditing':
      return 'the auditor waits for the next checkpoint and replays the log';
    default:
      return assertNever(progress);
  }
};
