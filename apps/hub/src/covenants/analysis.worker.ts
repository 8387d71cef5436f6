import { parentPort, workerData } from 'node:worker_threads';
import { analyses } from './analysis.js';
import type { AnalysisAsked } from './analysis.js';

// One question, one thread: it answers and ends.
const { what, texts } = workerData as AnalysisAsked;
parentPort?.postMessage(analyses[what](texts));
