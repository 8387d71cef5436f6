import { types as pgTypes } from 'pg';
import type { CustomTypesConfig } from 'pg';

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('the database gave a number that is not exact');
  return value;
};
const int8: number = pgTypes.builtins.INT8;
const numeric: number = pgTypes.builtins.NUMERIC;

/** Counts and sums come as bigint and numeric; here they are numbers, as the embedded engines give them. */
export const parsers: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === int8) return whole;
    if (oid === numeric) return Number;
    return (pgTypes.getTypeParser as (oid: number, format?: string) => unknown)(oid, format);
  },
};
