/**
 * Names every skipped test; with KNOOPPUNT_ENGINES=required a skip is a failure. A run that was asked for tests of a certain name
 * (`-t`), or that is there for one purpose (`mustRun`), fails where not one test ran: jest calls that a success.
 */
export default class SkipReporter {
  constructor(
    globalConfig,
    { mustRun = false, env = process.env, say = (line) => process.stderr.write(`${line}\n`) } = {},
  ) {
    Object.assign(this, { wanted: globalConfig?.testNamePattern, mustRun, env, say });
  }

  onRunComplete(_contexts, results) {
    const skipped = results.testResults.flatMap((file) =>
      file.testResults
        .filter((test) => test.status === 'pending' || test.status === 'todo')
        .map((test) => `${test.fullName}`),
    );
    for (const name of skipped) this.say(`overgeslagen: ${name}`);
    const hasRun = results.numPassedTests + results.numFailedTests > 0;
    const fault = skipped.length === 0 ? undefined : this.faultOf(skipped.length, hasRun);
    if (fault === undefined) return;
    // Jest fails on it and does not say why.
    this.say(fault);
    this.error = new Error(fault);
  }

  faultOf(count, hasRun) {
    if (!hasRun && this.wanted)
      return `Geen test draaide: bij -t "${this.wanted}" past er geen, of wat past werd overgeslagen.`;
    if (!hasRun && this.mustRun) return 'Geen test draaide: alles werd overgeslagen.';
    if (this.env.KNOOPPUNT_ENGINES === 'required')
      return `${count} tests overgeslagen terwijl KNOOPPUNT_ENGINES=required.`;
    return undefined;
  }

  getLastError() {
    return this.error;
  }
}
