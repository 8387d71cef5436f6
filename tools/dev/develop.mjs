import { Child } from './child.mjs';
import { listenTo } from './compiler.mjs';

/** Exit codes of a start that a change of code cannot mend: Node, settings, port, data in use. */
const hopeless = new Set([3, 4, 5, 6]);
const seconds = (ms) => `${(ms / 1000).toFixed(1).replace('.', ',')} s`;
const faults = (count) => (count === 1 ? '1 fout' : `${count} fouten`);

/**
 * Builds at every change and runs what was built: `compiler` and `program` are arguments of Node. A build with faults
 * leaves the running program as it is. Resolves with the exit code, once nothing of it runs any more.
 */
export const develop = ({ compiler, program, say = console.log }) => {
  const { promise: over, resolve: end } = Promise.withResolvers();
  const builder = new Child(compiler, { output: 'pipe' });
  let running;
  let builds = 0;
  let started = 0;
  let isBusy = false;
  let isStopping = false;

  const stop = async (code) => {
    if (isStopping) return;
    isStopping = true;
    await Promise.all([builder.stop(), running?.stop()]);
    end(code);
  };

  const start = () => {
    const child = new Child(program);
    running = child;
    child.ended.then((ending) => {
      if (child.isAsked) return;
      if (hopeless.has(ending)) void stop(ending);
      else say(`Gestopt (${ending}); bij de volgende wijziging start het opnieuw.`);
    });
  };

  /** As often as it takes until the newest build runs: a build may end while an older one is being stopped. */
  const renew = async () => {
    if (isBusy) return;
    isBusy = true;
    while (started < builds && !isStopping) {
      started = builds;
      await running?.stop();
      if (!isStopping) start();
    }
    isBusy = false;
  };

  listenTo(builder.process.stdout, {
    show: say,
    onBuilt: ({ errors, tookMs }) => {
      const isUp = running?.isRunning === true;
      if (errors > 0) {
        say(
          `Gebouwd in ${seconds(tookMs)}: ${faults(errors)}. ${isUp ? 'De vorige versie draait door.' : 'Er draait niets.'}`,
        );
        return;
      }
      say(`Gebouwd in ${seconds(tookMs)}; ${isUp ? 'herstart' : 'start'}.`);
      builds += 1;
      void renew();
    },
  });
  builder.ended.then((ending) => {
    if (builder.isAsked) return;
    say(`De compiler is gestopt (${ending}).`);
    void stop(1);
  });

  let signals = 0;
  const onSignal = () => {
    signals += 1;
    if (signals === 1) void stop(0);
    else for (const child of [builder, running]) child?.process.kill('SIGKILL');
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  return over;
};
