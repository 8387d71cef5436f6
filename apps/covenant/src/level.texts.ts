import type { InBoth } from '@knooppunt/platform';
import type { Level } from '@knooppunt/signals';

/** What a level gives, in words. */
export const levelTexts: Readonly<Record<Level, InBoth>> = {
  withhold: { nl: 'niets', en: 'nothing' },
  exists: { nl: 'dat het er is', en: 'that it is there' },
  pseudonymise: { nl: 'een pseudoniem', en: 'a pseudonym' },
  generalise: { nl: 'in grote lijn', en: 'in broad terms' },
  mask: { nl: 'gemaskeerd', en: 'masked' },
  reveal: { nl: 'voluit', en: 'in full' },
};
