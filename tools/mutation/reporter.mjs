import { PluginKind, declareFactoryPlugin } from '@stryker-mutator/api/plugin';
import { told } from './result.mjs';

/** One line for every mutant that lives, as soon as it is known, and one for every hundred that were tried. */
const lines = () => {
  let planned = 0;
  let tried = 0;
  return {
    onMutationTestingPlanReady: ({ mutantPlans }) => {
      planned = mutantPlans.length;
    },
    onMutantTested: (mutant) => {
      tried++;
      const { status } = mutant;
      if (status !== 'Killed' && status !== 'Ignored') {
        const { file, at, from, to } = told(mutant);
        console.log(`  ${status} ${file}:${at} ${from} -> ${to}`);
      }
      if (tried % 100 === 0) console.log(`  ${tried} of ${planned} tried at ${new Date().toISOString().slice(11, 19)}`);
    },
  };
};

export const strykerPlugins = [declareFactoryPlugin(PluginKind.Reporter, 'lines', lines)];
