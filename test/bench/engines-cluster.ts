import { readFileSync } from 'node:fs';
import { Cluster } from '../../apps/standalone/src/engines/cluster.js';
import type { EngineAddresses } from '../../apps/standalone/src/engines/cluster.js';
import { noLimits } from '../harness/no-limits.js';
import type { Asked } from './harness.js';
import { collegeHeaders, root } from './hub.js';

/** The engines that it runs on, and a folder of its own. */
export type ClusterPlace = { readonly engines: EngineAddresses; readonly folder: string };
/** Where its gateway listens, who delivers, and how a read store of ours finds its rows. */
export type ClusterAddress = {
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly postgres: string;
};

const megabytes = (pid: number | undefined, figure: string): number => {
  if (pid === undefined) return Number.NaN;
  const [, kb] = new RegExp(`^${figure}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kb) / 1024;
};

/** Gateway, hub and two workers as processes of their own, as `npm run start:engines` runs them. */
export const clusterPart = async ({ engines, folder }: ClusterPlace): Promise<Asked> => {
  const founding = `${root}deploy/demo/founding.yaml`;
  // Who profiles this part means the programs that it starts.
  const profiling = process.execArgv.filter((argument) => argument.startsWith('--cpu-prof')).join(' ');
  const settings = { ...noLimits, ...(profiling === '' ? {} : { NODE_OPTIONS: profiling }) };
  const options = { engines, folder, founding, port: 0, database: 'knooppunt_bench', workers: 2, settings };
  const cluster = await Cluster.start(options);
  // The parent may fall: no program stays behind.
  process.once('exit', () => {
    for (const { pid } of cluster.programs) if (pid !== undefined) process.kill(pid, 'SIGKILL');
  });
  const { env } = cluster.gateway.options;
  const second = cluster.workers[1];
  await second?.stop();
  return {
    where: async (): Promise<ClusterAddress> => ({
      base: `http://127.0.0.1:${env['KNOOPPUNT_PORT']}`,
      headers: await collegeHeaders(`${cluster.base}/oidc`),
      postgres: env['KNOOPPUNT_POSTGRES_URL'] ?? '',
    }),
    /** Ends the workers, in good order; the rest goes on. */
    stopWorkers: async () => {
      await Promise.all(cluster.workers.map((worker) => worker.stop()));
    },
    /** Starts so many workers, and waits until they say that they are ready. */
    startWorkers: async (count: number) => {
      await Promise.all(cluster.workers.slice(0, count).map((worker) => worker.start()));
    },
    /** Memory now and at most since its start, in MB (2^20), by program. */
    memory: () => ({
      gatewayMb: megabytes(cluster.gateway.pid, 'VmRSS'),
      gatewayPeakMb: megabytes(cluster.gateway.pid, 'VmHWM'),
      workerMb: megabytes(cluster.workers[0]?.pid, 'VmRSS'),
      workerPeakMb: megabytes(cluster.workers[0]?.pid, 'VmHWM'),
    }),
    close: async () => {
      await cluster.stop();
    },
  };
};
