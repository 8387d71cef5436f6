import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// The bill of materials of what runs (CycloneDX 1.5), on standard output, as npm makes it from the lock file. Three things npm
// gets wrong: it calls the whole after its folder, its --omit=dev also leaves out what runs and is a peer of what does not, and
// of two copies of one version it says what it saw of the first. So what runs is what the lock file says that runs.
const root = fileURLToPath(new URL('../../', import.meta.url));
const args = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'];
const options = { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26, stdio: ['ignore', 'pipe', 'ignore'] };
const read = (name) => JSON.parse(readFileSync(root + name, 'utf8'));
const bill = JSON.parse(execFileSync('npm', args, options));

const runs = new Set(
  Object.entries(read('package-lock.json').packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, { name, version }]) => `${name ?? path.slice(path.lastIndexOf('node_modules/') + 13)}@${version}`),
);
const saidOf = ({ properties = [], ...component }) => ({
  ...component,
  properties: properties.filter(({ name }) => name !== 'cdx:npm:package:development'),
});
const components = bill.components.filter(({ name, version }) => runs.has(`${name}@${version}`)).map(saidOf);
const refs = new Set([bill.metadata.component['bom-ref'], ...components.map((component) => component['bom-ref'])]);
const dependencies = bill.dependencies
  .filter(({ ref }) => refs.has(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) }));

const component = { ...bill.metadata.component, name: read('package.json').name };
const whole = { ...bill, metadata: { ...bill.metadata, component }, components, dependencies };
process.stdout.write(`${JSON.stringify(whole, undefined, 2)}\n`);
