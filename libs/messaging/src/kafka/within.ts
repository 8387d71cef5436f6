import { realDelay } from '../delay.js';

/** Resolves or rejects as the promise does, or rejects with an error of this text when it takes longer. */
export const within = async <Result>(promise: Promise<Result>, ms: number, text: string): Promise<Result> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(text)), ms);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
};

/** For a promise whose outcome reaches its caller another way, or nobody can use. */
export const ignore = (): undefined => undefined;

/** Waits for a promise, but no longer than this. */
export const atMost = async (ms: number, promise: Promise<unknown>): Promise<void> => {
  const done = new AbortController();
  await Promise.race([promise.catch(ignore), realDelay(ms, done.signal)]);
  done.abort();
};
