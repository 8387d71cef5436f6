// Stands in for the hub: serves until it is asked to end, and says how often it was asked.
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

const [ending = 'in order', code = '0'] = process.argv.slice(2);
let asked = 0;
process.on('SIGTERM', () => (asked += 1)).on('SIGINT', () => (asked += 100));
const end = once(process, 'SIGTERM');
const alive = setInterval(() => undefined, 1000);
console.log(`program pid ${process.pid}`);
if (ending === 'by itself') process.exit(Number(code));
await end;
await pause(50);
console.log(`program ends, asked ${asked}`);
clearInterval(alive);
process.exit(0);
