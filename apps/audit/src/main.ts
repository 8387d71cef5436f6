import { runOnTerminal } from '@knooppunt/platform';

await runOnTerminal(async () => (await import('./cli.js')).audit);
