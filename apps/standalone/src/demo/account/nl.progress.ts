import { assertNever } from '@knooppunt/kernel';
import type { Part } from '../cast.js';
import type { Progress } from '../progress.js';

/** Who plays, in Dutch. */
export const partsNl: Readonly<Record<Part, string>> = {
  analyst: 'analist van RIEC Amsterdam-Amstelland',
  director: 'casusregisseur',
  privacyOfficer: 'privacyfunctionaris',
  auditor: 'auditor',
  college: 'college van Amsterdam',
  mayor: 'burgemeester',
  police: 'politie',
  inspectorate: 'Arbeidsinspectie',
  tax: 'Belastingdienst',
  immigration: 'IND',
  marechaussee: 'Marechaussee',
  rotterdamAnalyst: 'analist van RIEC Rotterdam',
  rotterdamCollege: 'college van Rotterdam',
  rotterdamPolice: 'politie, in Rotterdam',
  rotterdamInspectorate: 'Arbeidsinspectie, in Rotterdam',
};

const signals = (count: number): string => `${count} ${count === 1 ? 'signaal' : 'signalen'}`;

/** A step of the play in a few Dutch words. */
export const progressNl = (progress: Progress): string => {
  switch (progress.step) {
    case 'imported':
      return `gemeente ${progress.municipality}: ${progress.residents} ingezetenen gelezen, ${signals(progress.signals)} gevonden`;
    case 'delivered':
      return `${partsNl[progress.part]} levert ${progress.type}: ${progress.count}×`;
    case 'repeated':
      return 'dezelfde levering nog eens aangeboden';
    case 'refused':
      return `${partsNl[progress.part]} biedt ${progress.type} aan: geweigerd (${progress.basis.join('; ')})`;
    case 'queued':
      return `op de weeglijst: ${signals(progress.count)}`;
    case 'weighed':
      return `gewogen: ${progress.accepted} aangenomen, ${progress.rejected} afgewezen`;
    case 'rotterdam-rejected':
      return `Rotterdam wijst zelf af: ${progress.count}`;
    case 'destroyed':
      return `sleutels vernietigd van ${signals(progress.count)}`;
    case 'case-opened':
      return `casus geopend met ${signals(progress.signals)} en ${progress.participants} deelnemers`;
    case 'linked':
      return `${progress.subjects} betrokkenen gekoppeld, ${progress.proposals} op voorstel`;
    case 'shielded':
      return 'één betrokkene afgeschermd als mogelijk slachtoffer';
    case 'necessity':
      return `noodzaak vastgelegd: ${progress.entries} keer`;
    case 'phase-opened':
      return 'fase 2 geopend, na advies van de privacyfunctionaris';
    case 'requested':
      return `verzoek aan ${partsNl[progress.asked]} om ${progress.type}`;
    case 'answered':
      return `${partsNl[progress.asked]} antwoordt met ${progress.type}`;
    case 'meeting-opened':
      return `overleg geopend, ${progress.attending} organisaties aan tafel`;
    case 'read':
      return `${partsNl[progress.part]} opent het dossier: ${progress.items} stukken`;
    case 'outsider':
      return progress.isEqual
        ? 'de Marechaussee vraagt ernaar: er is niets, tot op de byte'
        : 'LET OP: de Marechaussee ziet verschil';
    case 'meeting-closed':
      return 'overleg gesloten, met besluiten';
    case 'auditing':
      return 'de auditor wacht op het volgende ijkpunt en speelt het logboek na';
    default:
      return assertNever(progress);
  }
};
