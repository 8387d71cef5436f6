import { openEmbeddedVault } from '../../src/embedded/embedded-vault.js';

// Destroys the keys of the owners that it is given, one after the other, and says each step on a line of its own; then
// stays until it is killed, or until nobody is left who could.
const [file, rootKeyFile, ...owners] = process.argv.slice(2) as [string, string, ...string[]];
const { destroyer } = await openEmbeddedVault({ file, rootKeyFile });
process.stdout.write('open\n');
process.stdin.once('end', () => process.exit());
await new Promise((resolve) => process.stdin.once('data', resolve));
for (const owner of owners) {
  process.stdout.write(`begun ${owner}\n`);
  await destroyer.destroy(owner);
  process.stdout.write(`destroyed ${owner}\n`);
}
setInterval(() => undefined, 1000);
