import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from '../../hub.js';

/** The compiler from Rego to WebAssembly, from the Go module proxy. */
const version = 'v1.22.2';

const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'knooppunt', `opa-${version}`);

const goProgram = (): string | undefined =>
  [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/go/bin']
    .map((folder) => join(folder, 'go'))
    .find((file) => existsSync(file));

const compiler = (): string | undefined => {
  const program = join(cache, 'opa');
  if (existsSync(program)) return program;
  const go = goProgram();
  if (go === undefined) return undefined;
  mkdirSync(cache, { recursive: true });
  execFileSync(go, ['install', `github.com/open-policy-agent/opa@${version}`], {
    env: { ...process.env, GOBIN: cache, CGO_ENABLED: '0' },
    stdio: 'ignore',
  });
  return program;
};

/**
 * The policy as WebAssembly; undefined on a machine without Go. The first time the compiler itself is built, which takes a
 * minute or two; it is kept outside the repository.
 */
export const opaPolicy = (): Uint8Array<ArrayBuffer> | undefined => {
  const program = compiler();
  if (program === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'knooppunt-opa-'));
  try {
    const bundle = join(folder, 'bundle.tar.gz');
    const source = join(root, 'test/bench/covenant/peers/opa.rego');
    const entries = ['hub/applied', 'hub/levels'].flatMap((entry) => ['--entrypoint', entry]);
    execFileSync(program, ['build', '--target', 'wasm', ...entries, '--output', bundle, source], { stdio: 'inherit' });
    return Uint8Array.from(
      execFileSync('tar', ['-xzOf', bundle, '/policy.wasm'], {
        maxBuffer: 2 ** 26,
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
