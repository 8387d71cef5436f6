import type { Codes } from '../field.js';

/** Where a permit of the mayor stands (S3). */
export const permitState: Codes = {
  aangevraagd: 'lopende-aanvraag',
  'in-behandeling': 'lopende-aanvraag',
  verleend: 'geldig',
  'verleend-onder-voorwaarden': 'geldig',
  geschorst: 'niet-geldig',
  ingetrokken: 'niet-geldig',
  geweigerd: 'niet-geldig',
  verlopen: 'niet-geldig',
  'zonder-vergunning': 'niet-geldig',
};

/** Where an inquiry under the Wet Bibob stands. Ungrouped: any form of it is Bibob data (Bibob 28). */
export const bibobStatus: Codes = {
  geen: null,
  'eigen-onderzoek': null,
  'advies-gevraagd': null,
  'geen-gevaar': null,
  'mindere-mate-van-gevaar': null,
  'ernstig-gevaar': null,
};

/** What disturbed public order (S4). */
export const orderNature: Codes = {
  drugspand: 'ondermijning',
  'illegale-prostitutie': 'ondermijning',
  wapenvondst: 'ondermijning',
  'explosie-of-beschieting': 'geweld-in-de-openbare-ruimte',
  vechtpartij: 'geweld-in-de-openbare-ruimte',
  bedreiging: 'geweld-in-de-openbare-ruimte',
  woonoverlast: 'overlast',
  horecaoverlast: 'overlast',
};

/** What the mayor did about it (S4). */
export const orderMeasure: Codes = {
  geen: 'zonder-sluiting',
  waarschuwing: 'zonder-sluiting',
  'last-onder-dwangsom': 'zonder-sluiting',
  gebiedsverbod: 'zonder-sluiting',
  'sluiting-opiumwet-13b': 'sluiting-van-een-pand',
  'sluiting-gemeentewet-174a': 'sluiting-van-een-pand',
  'sluiting-apv': 'sluiting-van-een-pand',
};

/** Under which title goods or money were seized (S13; WvSv 94, 94a). */
export const seizure: Codes = {
  geen: 'zonder-beslag',
  opgeheven: 'zonder-beslag',
  'klassiek-beslag': 'onder-beslag',
  'conservatoir-beslag': 'onder-beslag',
  verbeurdverklaring: 'onder-beslag',
};

/** Goods that customs stopped (S18). */
export const goods: Codes = {
  cocaine: 'verdovende-middelen',
  heroine: 'verdovende-middelen',
  cannabis: 'verdovende-middelen',
  precursoren: 'verdovende-middelen',
  sigaretten: 'accijnsgoederen',
  alcohol: 'accijnsgoederen',
  vuurwapens: 'verboden-goederen',
  'zwaar-vuurwerk': 'verboden-goederen',
  namaak: 'verboden-goederen',
  'contant-geld': null,
};

/** What was decided on a permit to work or a permit of the province (S23, S27). */
export const decision: Codes = {
  verleend: 'toegestaan',
  'deels-verleend': 'toegestaan',
  geweigerd: 'niet-toegestaan',
  ingetrokken: 'niet-toegestaan',
  'buiten-behandeling': 'niet-toegestaan',
  'in-behandeling': null,
};

/** Kinds of permits of a province (S27). */
export const provincialPermit: Codes = {
  milieubelasting: 'omgevingsvergunning',
  stortplaats: 'omgevingsvergunning',
  ontgronding: 'omgevingsvergunning',
  natuur: 'omgevingsvergunning',
  subsidie: 'geldelijke-steun',
  garantstelling: 'geldelijke-steun',
};

/** Signs that a residence procedure is abused (S25). */
export const procedureIndicators: Codes = {
  'zelfde-adres': 'patroon-bij-de-referent',
  'zelfde-gemachtigde': 'patroon-bij-de-referent',
  'veel-afwijzingen': 'patroon-bij-de-referent',
  'geen-bedrijfsactiviteit': 'twijfel-over-het-werk',
  'loon-niet-uitbetaald': 'twijfel-over-het-werk',
  'functie-bestaat-niet': 'twijfel-over-het-werk',
  'document-twijfel': 'twijfel-over-de-stukken',
  'wisselende-verklaringen': 'twijfel-over-de-stukken',
};

/** What somebody receives from UWV (S22). */
export const benefit: Codes = {
  geen: 'zonder-uitkering',
  beeindigd: 'zonder-uitkering',
  ww: 'met-uitkering',
  wia: 'met-uitkering',
  wajong: 'met-uitkering',
  ziektewet: 'met-uitkering',
};
