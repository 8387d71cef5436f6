import type { Codes } from '../field.js';

/** A person's part in an investigation (S7, S8). */
export const investigationRole: Codes = {
  hoofdverdachte: 'onderwerp-van-onderzoek',
  medeverdachte: 'onderwerp-van-onderzoek',
  'ongebruikelijk-contact': 'onderwerp-van-onderzoek',
  getuige: 'bron-van-onderzoek',
  slachtoffer: 'bron-van-onderzoek',
};

/** Part of Wpg 10(1) under which a person is processed (S8). Part b and Wpg 12, informants, are on no list (R14). */
export const organisedCrimeGround: Codes = { '10-1-a': null, '10-1-c': null };

/** What border guards noticed (S10). */
export const borderIndicators: Codes = {
  'onbekend-reisdoel': 'reis',
  'ticket-door-ander-betaald': 'reis',
  'ongebruikelijke-route': 'reis',
  'ander-spreekt-voor-reiziger': 'afhankelijkheid',
  'ander-houdt-documenten': 'afhankelijkheid',
  'angstig-of-ingestudeerd': 'afhankelijkheid',
  'vals-document': 'identiteit',
  'document-van-ander': 'identiteit',
};

/** Kinds of documents (S11). */
export const documentType: Codes = {
  paspoort: 'reisdocument',
  identiteitskaart: 'reisdocument',
  vluchtelingenpaspoort: 'reisdocument',
  visum: 'verblijf-of-toegang',
  verblijfsdocument: 'verblijf-of-toegang',
  rijbewijs: 'ander-document',
  geboorteakte: 'ander-document',
};

/** How a document deceives (S11). */
export const fraudKind: Codes = {
  vals: 'aan-het-document',
  vervalst: 'aan-het-document',
  'blanco-gestolen': 'aan-het-document',
  'look-alike': 'aan-het-gebruik',
  'onterecht-verkregen': 'aan-het-gebruik',
};

/** Offences for which somebody is prosecuted (S12), with the field that `generalise` shows. */
export const offence: Codes = {
  'sr-273f': 'mensenhandel-en-smokkel',
  'sr-197a': 'mensenhandel-en-smokkel',
  'opiumwet-2': 'opiumwet',
  'opiumwet-3': 'opiumwet',
  'sr-420bis': 'financieel-delict',
  'sr-420ter': 'financieel-delict',
  'sr-225': 'financieel-delict',
  'sr-140': 'georganiseerd-verband',
  'sr-140a': 'georganiseerd-verband',
  'sr-282': 'geweldsdelict',
  'sr-317': 'geweldsdelict',
  'wwm-26': null,
};

/** What the prosecutor or the court did (S12). */
export const prosecutionDecision: Codes = {
  'in-onderzoek': 'zonder-uitspraak',
  gedagvaard: 'zonder-uitspraak',
  'sepot-beleid': 'zonder-vervolging',
  'sepot-bewijs': 'zonder-vervolging',
  strafbeschikking: 'afgedaan',
  veroordeling: 'afgedaan',
  vrijspraak: 'afgedaan',
};

/** How money seems to be laundered (S14). */
export const launderingConstruction: Codes = {
  'loan-back': 'schijnlening',
  'lening-zonder-aflossing': 'schijnlening',
  stroman: 'verhulde-eigenaar',
  'buitenlandse-vennootschap': 'verhulde-eigenaar',
  'valse-facturen': 'schijnomzet',
  'contante-omzet': 'schijnomzet',
  'abc-transactie': 'vastgoedconstructie',
  'waardesprong-vastgoed': 'vastgoedconstructie',
  'ondergronds-bankieren': null,
};
