import type { CalendarDate, Uuid } from '@knooppunt/kernel';

/** The five explanations of a signal (BGS 2.16(1)); they name no person, no address and no company. */
export type Explanations = {
  readonly indications: string;
  readonly phenomenon: string;
  readonly necessity: string;
  readonly parties: string;
  readonly region: string;
};

/** `data` of a CloudEvent, before it is sent. */
export type PayloadData = Readonly<Record<string, unknown>>;

/** A signal to the cooperation of a region. */
export type SignalFrame = {
  readonly way: 'signal';
  readonly region: string;
  readonly firstProcessed: CalendarDate;
  /** Default `mensenhandel`. */
  readonly phenomenon?: string;
};

/** The answer to a request, or unasked into an open case. */
export type CaseFrame =
  | { readonly way: 'answer'; readonly request: Uuid; readonly case: Uuid; readonly firstProcessed: CalendarDate }
  | { readonly way: 'supply'; readonly case: Uuid; readonly firstProcessed: CalendarDate };

/** How a payload enters. `firstProcessed`: the day from which the five years of WGS 1.8(7) run; only the agency knows it. */
export type Frame = SignalFrame | CaseFrame;

const declarationOf = ({ firstProcessed }: Frame) => ({ lawful: true, quality: true, firstProcessed });

/** The members that every payload into a case has. */
export const inCase = (frame: CaseFrame): PayloadData => ({
  way: frame.way,
  ...(frame.way === 'answer' ? { request: frame.request } : {}),
  case: frame.case,
  declaration: declarationOf(frame),
});

/** The members that a payload has besides its fields; a signal also says in which task it was observed, and why. */
export const framed = (frame: Frame, task: string, explanations: Explanations): PayloadData => {
  if (frame.way !== 'signal') return inCase(frame);
  const report = { phenomenon: frame.phenomenon ?? 'mensenhandel', region: frame.region, task };
  return { way: frame.way, declaration: declarationOf(frame), report, text: { _text: explanations } };
};

/** The entries that have a value: absent stays absent. */
export const present = (fields: PayloadData): PayloadData =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
