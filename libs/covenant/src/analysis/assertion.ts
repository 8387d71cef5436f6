import type { Level } from '@knooppunt/signals';
import type { Rule } from '../model.js';

/** What a covenant promises of itself: in this scope never above a level, or somewhere in it at least a level. */
export type Assertion = Omit<Rule, 'permit' | 'cap' | 'basis' | 'in' | 'obligations' | 'observable'> & {
  readonly atMost?: Level;
  readonly can?: Level;
};
