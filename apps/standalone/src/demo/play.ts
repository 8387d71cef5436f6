import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CalendarDate } from '@knooppunt/kernel';
import type { Founding } from '../../../worker/src/worker.module.js';
import { Api } from './api.js';
import { castOf } from './cast.js';
import type { Progress } from './progress.js';
import type { DemoResult } from './result.js';
import type { Stage } from './stage.js';
import { playAudit } from './story/audit.js';
import type { LocalLog } from './story/audit.js';
import { playCase } from './story/case.js';
import { playMeeting } from './story/meeting.js';
import { playRequests } from './story/requests.js';
import { playSignals } from './story/signals.js';
import { playWeighing } from './story/weighing.js';

/** Where the fictitious population register lies, seen from the project's folder. */
const registerFile = 'deploy/demo/brp/persoonslijsten.csv';

/** What one run is played with. */
export type Playing = {
  /** Address of a hub that listens, without a slash at the end. */
  readonly base: string;
  readonly founding: Founding;
  readonly seed: number;
  readonly today: CalendarDate;
  readonly referenceDate: CalendarDate;
  readonly report: (progress: Progress) => void;
  /** The hub's log, where it lies on this machine. */
  readonly log?: LocalLog;
};

/**
 * Plays the first trial case through the public HTTP API, as the parties themselves would, and gives everything that was
 * done and seen. Each run is a new case. Throws `standalone/*` and `platform/token-refused`.
 */
export const play = async (playing: Playing): Promise<DemoResult> => {
  const { base, founding, seed, today, referenceDate, report, log } = playing;
  const run = randomUUID();
  const stage: Stage = {
    api: new Api(base, run),
    cast: castOf(founding),
    register: readFileSync(registerFile, 'utf8'),
    seed,
    today,
    referenceDate,
    report,
  };
  const signals = await playSignals(stage);
  const weighing = await playWeighing(stage, signals);
  const casePlayed = await playCase(stage, signals, weighing);
  const requests = await playRequests(stage, casePlayed);
  const meeting = await playMeeting(stage, casePlayed);
  const audit = await playAudit(stage, meeting, log);
  return { run, seed, today, referenceDate, signals, weighing, case: casePlayed, requests, meeting, audit };
};
