/** Names every skipped test; with KNOOPPUNT_ENGINES=required a skip is a failure. */
export default class SkipReporter {
  onRunComplete(_contexts, results) {
    const skipped = results.testResults.flatMap((file) =>
      file.testResults
        .filter((test) => test.status === 'pending' || test.status === 'todo')
        .map((test) => `${test.fullName}`),
    );
    for (const name of skipped) process.stdout.write(`overgeslagen: ${name}\n`);
    if (skipped.length > 0 && process.env.KNOOPPUNT_ENGINES === 'required') {
      this.error = new Error(`${skipped.length} tests overgeslagen terwijl KNOOPPUNT_ENGINES=required`);
    }
  }
  getLastError() {
    return this.error;
  }
}
