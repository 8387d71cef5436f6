import { fileURLToPath } from 'node:url';
import { develop } from './develop.mjs';

const root = new URL('../../', import.meta.url);
process.chdir(fileURLToPath(root));
console.log('Bouwt, en daarna bij elke wijziging onder apps/ en libs/ opnieuw (stop met Ctrl-C).');
process.exitCode = await develop({
  compiler: ['node_modules/@nestjs/cli/bin/nest.js', 'build', 'standalone', '--watch', '--preserveWatchOutput'],
  program: ['dist/apps/standalone/src/main.js', ...process.argv.slice(2)],
});
process.exit();
