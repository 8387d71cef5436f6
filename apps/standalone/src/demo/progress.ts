import type { Part } from './cast.js';

/** A step that the play has reached, for a line on the screen. */
export type Progress =
  | { readonly step: 'imported'; readonly municipality: string; readonly residents: number; readonly signals: number }
  | { readonly step: 'delivered'; readonly part: Part; readonly type: string; readonly count: number }
  | { readonly step: 'repeated' }
  | { readonly step: 'refused'; readonly part: Part; readonly type: string; readonly basis: readonly string[] }
  | { readonly step: 'queued'; readonly count: number }
  | { readonly step: 'weighed'; readonly accepted: number; readonly rejected: number }
  | { readonly step: 'rotterdam-rejected'; readonly count: number }
  | { readonly step: 'destroyed'; readonly count: number }
  | { readonly step: 'case-opened'; readonly signals: number; readonly participants: number }
  | { readonly step: 'linked'; readonly subjects: number; readonly proposals: number }
  | { readonly step: 'shielded' }
  | { readonly step: 'necessity'; readonly entries: number }
  | { readonly step: 'phase-opened' }
  | { readonly step: 'requested'; readonly asked: Part; readonly type: string }
  | { readonly step: 'answered'; readonly asked: Part; readonly type: string }
  | { readonly step: 'meeting-opened'; readonly attending: number }
  | { readonly step: 'read'; readonly part: Part; readonly items: number }
  | { readonly step: 'outsider'; readonly isEqual: boolean }
  | { readonly step: 'meeting-closed' }
  | { readonly step: 'auditing' };
