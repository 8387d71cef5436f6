// Stands in for the compiler: each line of a file that grows is a build, with as many errors as it says.
import { readFileSync, watchFile } from 'node:fs';

const file = process.argv[2];
let done = 0;
const build = () => {
  const builds = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  for (const errors of builds.slice(done)) {
    console.log('[10:00:00] File change detected. Starting incremental compilation...\n');
    if (errors !== '0') console.log('libs/kernel/src/ids.ts(1,1): error TS1005: `;` expected.');
    console.log(`[10:00:01] Found ${errors} error${errors === '1' ? '' : 's'}. Watching for file changes.`);
  }
  done = builds.length;
};
console.log(`compiler pid ${process.pid}`);
build();
watchFile(file, { interval: 20 }, build);
