import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { askedOf } from '../asked.mjs';
import { faultsOfLock } from './lock.mjs';
import { askAdvisories, askSignatures } from './registry.mjs';

// What comes from others: is it what was locked, did its makers' registry sign it, is anything known against it? A fault of
// the lock file or a wrong signature fails. What could not be asked is named and does not: a registry that is away, or that
// does not answer such questions, says nothing about what was installed. What is known against a package is told, and for
// people to weigh: it changes without any change here.
const { values } = askedOf('npm run audit:supply-chain -- [--folder <folder>] [--npm <program>]', {
  options: { folder: { type: 'string', default: '.' }, npm: { type: 'string', default: 'npm' } },
});
const read = (name) => JSON.parse(readFileSync(join(values.folder, name), 'utf8'));
const say = (line) => process.stdout.write(`${line}\n`);
const list = (lines) => lines.forEach((line) => say(`  ${line}`));

const lock = read('package-lock.json');
const faults = faultsOfLock(lock, read('package.json'));
say(
  faults.length === 0
    ? `lock file: ${Object.keys(lock.packages).length - 1} packages, each pinned with its integrity`
    : `lock file: ${faults.length} fault(s)`,
);
list(faults);

const [signatures, advisories] = await Promise.all([
  askSignatures(values.npm, values.folder),
  askAdvisories(values.npm, values.folder),
]);
if (signatures.unchecked !== undefined)
  say(`signatures: NOT CHECKED, the registry did not answer (${signatures.unchecked})`);
else {
  say(`signatures: ${signatures.invalid.length} wrong, ${signatures.missing.length} missing`);
  list(signatures.invalid);
}
if (advisories.unchecked !== undefined) {
  say(`known vulnerabilities: NOT CHECKED, the registry did not answer (${advisories.unchecked})`);
} else {
  say(`known vulnerabilities in what runs: ${advisories.known.length}`);
  list(advisories.known);
}
process.exitCode = faults.length > 0 || (signatures.invalid ?? []).length > 0 ? 1 : 0;
