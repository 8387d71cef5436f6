/** How often and how long each fault comes. Times in milliseconds. */
export type Amounts = {
  readonly programKills: number;
  /** No further kill after so long: what was done until then is what is told. */
  readonly killsWithinMs: number;
  readonly brokerKills: number;
  readonly freezeMs: number;
  readonly databaseOutages: number;
  /** Ways in which roles lose rights, and how long each time. */
  readonly rightsLost: number;
  readonly rightsLostMs: number;
  readonly silences: number;
  readonly silenceMs: number;
  readonly checkKills: number;
  readonly messages: number;
  readonly burstMs: number;
  /** The most that the hub may take to find out that the event store is silent, and the median of refusals then. */
  readonly openWithinMs: number;
  readonly refusedWithinMs: number;
  /** The rate after a burst, over the one before it: a short sample of a shared machine says less. */
  readonly leastRatio: number;
  /** The most that one scenario may take. */
  readonly patienceMs: number;
};

/** What runs with every test. */
export const short: Amounts = {
  programKills: 3,
  killsWithinMs: Infinity,
  brokerKills: 1,
  freezeMs: 3_000,
  databaseOutages: 1,
  rightsLost: 1,
  rightsLostMs: 1_000,
  silences: 1,
  silenceMs: 3_000,
  checkKills: 1,
  messages: 200,
  burstMs: 1_000,
  // Beside other tests on the same cores there is no saying how fast: only that it is refused, and goes on.
  openWithinMs: Infinity,
  refusedWithinMs: Infinity,
  leastRatio: 0,
  patienceMs: 900_000,
};

const whole: Amounts = {
  programKills: 100,
  killsWithinMs: 60_000 * Number(process.env['KNOOPPUNT_FAULTS_MINUTES'] ?? Infinity),
  brokerKills: 20,
  freezeMs: 30_000,
  databaseOutages: 5,
  rightsLost: 6,
  rightsLostMs: 5_000,
  silences: 3,
  silenceMs: 30_000,
  checkKills: 20,
  messages: 2_000,
  burstMs: 20_000,
  openWithinMs: 2_000,
  refusedWithinMs: 50,
  leastRatio: 0.9,
  patienceMs: 7_200_000,
};

const share = Number(process.env['KNOOPPUNT_FAULTS_SHARE'] ?? 1);
const part = (count: number): number => Math.max(1, Math.round(count * share));

/**
 * What `npm run test:faults` runs. KNOOPPUNT_FAULTS_SHARE, between 0 and 1, makes fewer of each; times stay.
 * KNOOPPUNT_FAULTS_MINUTES ends the killing of programs, and that of the broker, after so long.
 */
export const long: Amounts = {
  ...whole,
  programKills: part(whole.programKills),
  brokerKills: part(whole.brokerKills),
  databaseOutages: part(whole.databaseOutages),
  rightsLost: part(whole.rightsLost),
  silences: part(whole.silences),
  checkKills: part(whole.checkKills),
};
