import { DatabaseSync } from 'node:sqlite';
import { isMainThread } from 'node:worker_threads';

// `node --import <this file> program` gives a test's own program the crash points that its environment names; the
// engine's threads load it too. Nothing of this is in the product.
const point = process.env.CRASH_POINT;
let left = Number(process.env.CRASH_AT ?? Infinity);

const dieIf = (isHere) => {
  if (!isHere) return;
  left -= 1;
  if (left <= 0) process.kill(process.pid, 'SIGKILL');
};

if (!isMainThread && point !== undefined) {
  const exec = DatabaseSync.prototype.exec;
  DatabaseSync.prototype.exec = function execOrDie(text) {
    dieIf(point === 'before-transaction' && text === 'BEGIN IMMEDIATE');
    dieIf(point === 'before-commit' && text === 'COMMIT');
    const result = exec.call(this, text);
    dieIf(point === 'after-commit' && text === 'COMMIT');
    return result;
  };
}
