import type { Codes } from '../field.js';

/** Bands of age in which victims are counted (S9, S31). */
export const ageBand: Codes = {
  '0-11': null,
  '12-15': null,
  '16-17': null,
  '18-22': null,
  '23+': null,
  onbekend: null,
};

/** Forms of exploitation in which victims are counted (S9, S31). */
export const exploitation: Codes = {
  'seksueel-binnenlands': null,
  'seksueel-grensoverschrijdend': null,
  arbeid: null,
  crimineel: null,
  dienstbaarheid: null,
  onbekend: null,
};

/** Sex as it is registered of a victim (S31). */
export const sex: Codes = { man: null, vrouw: null, x: null, onbekend: null };

/** Who reported a victim (S31). */
export const reporter: Codes = {
  politie: null,
  kmar: null,
  arbeidsinspectie: null,
  zorg: null,
  'niet-gouvernementeel': null,
  anders: null,
};

/** In which trade somebody was exploited (S31). */
export const sector: Codes = {
  'land-en-tuinbouw': null,
  horeca: null,
  schoonmaak: null,
  bouw: null,
  transport: null,
  prostitutie: null,
  huishouden: null,
  onbekend: null,
};

/** Kinds of shelter (S32). */
export const shelterKind: Codes = {
  'categorale-opvang': null,
  vrouwenopvang: null,
  jeugdopvang: null,
  crisisopvang: null,
  'begeleid-wonen': null,
};

/** What hotel staff may notice (S33). */
export const hotelIndicators: Codes = {
  'veel-bezoekers': null,
  'contant-betaald': null,
  'ander-houdt-sleutel': null,
  'weinig-bagage': null,
  'geen-schoonmaak-gewenst': null,
  'minderjarig-ogend': null,
};
