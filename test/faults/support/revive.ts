import type { Program } from '../../../apps/standalone/src/engines/program.js';

const most = 10;

/** Starts a program until it runs, as whatever watches over it would: it ends by itself where an engine does not answer. */
export const revive = async (program: Program): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await program.start();
    } catch (error) {
      await program.kill();
      if (tries === most) throw error;
    }
  }
};
