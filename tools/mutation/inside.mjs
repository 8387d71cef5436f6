import { insideOf } from './threads.mjs';

// What `node:worker_threads` gives a module of the thread that its address names.

export const { parentPort, workerData } = insideOf(new URL(import.meta.url).searchParams.get('thread'));
