const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/**
 * The longest turn of the event loop while something goes on, in milliseconds of this thread's own processor time: what
 * other threads and other processes do in the meantime does not count, nor does waiting for a processor.
 */
export const longestTurnOf = async <T>(deed: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> => {
  let longest = 0;
  let isGoing = true;
  let before = cpuMs();
  const look = (): void => {
    const now = cpuMs();
    longest = Math.max(longest, now - before);
    before = now;
    if (isGoing) setImmediate(look);
  };
  setImmediate(look);
  try {
    const value = await deed();
    return { value, ms: longest };
  } finally {
    isGoing = false;
  }
};
