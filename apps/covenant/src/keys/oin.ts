import { wrongUsage } from '../shell/wrong.js';

/** An OIN as an option gave it. Throws `Wrong`: usage, where it is none. */
export const requireOin = (option: string, given: string): string => {
  if (/^\d{20}$/.test(given)) return given;
  throw wrongUsage({
    nl: `--${option} vraagt een OIN van twintig cijfers`,
    en: `--${option} asks for an OIN of twenty digits`,
  });
};
