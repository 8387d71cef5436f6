/** What jest tells of a run, as far as the reporter reads it. */
export type RunResults = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly testResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
};
/** What a test gives the reporter instead of its own. */
export type SkipOptions = {
  readonly mustRun?: boolean;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly say?: (line: string) => void;
};
/** A reporter of jest: names what was skipped, and calls a run in which nothing ran a failure where that was not meant. */
export default class SkipReporter {
  constructor(globalConfig?: { readonly testNamePattern?: string }, options?: SkipOptions);
  onRunComplete(contexts: unknown, results: RunResults): void;
  getLastError(): Error | undefined;
}
