/** A phenomenon for which joint processing may be weighed. */
export type Phenomenon = {
  readonly code: string;
  readonly label: { readonly nl: string; readonly en: string };
  /** Trafficking, illegal prostitution or exploitation: opens sexual conduct in phase 2 (WGS 2.21, R22). */
  readonly exploitation: boolean;
  readonly basis: string;
};

const basis = 'BGS 2.16(1)(b)';

/** The closed list of phenomena (R05); published additions are appended, and none is ever taken away. */
export const phenomena: readonly Phenomenon[] = [
  {
    code: 'mensenhandel',
    label: { nl: 'Mensenhandel en mensensmokkel', en: 'Trafficking in human beings and smuggling' },
    exploitation: true,
    basis,
  },
  {
    code: 'drugs',
    label: { nl: 'Georganiseerde drugscriminaliteit', en: 'Organised drug crime' },
    exploitation: false,
    basis,
  },
  {
    code: 'vastgoed',
    label: { nl: 'Fraude met en misbruik van vastgoed', en: 'Real-estate fraud and abuse' },
    exploitation: false,
    basis,
  },
  {
    code: 'witwassen',
    label: { nl: 'Witwassen en financieel-economische criminaliteit', en: 'Laundering and financial crime' },
    exploitation: false,
    basis,
  },
  {
    code: 'overige-georganiseerd',
    label: { nl: 'Andere ernstige georganiseerde criminaliteit', en: 'Other serious organised crime' },
    exploitation: false,
    basis,
  },
];

/** The phenomenon of this code, if it is on the list. */
export const findPhenomenon = (code: string): Phenomenon | undefined =>
  phenomena.find((phenomenon) => phenomenon.code === code);
