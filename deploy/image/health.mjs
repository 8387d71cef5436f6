// Is the program in this container ready? Ends with 0 when its management server says so, else with 1. The container's
// health check runs this beside the program, in the same environment.
const { KNOOPPUNT_MANAGEMENT_HOST: host = '127.0.0.1', KNOOPPUNT_MANAGEMENT_PORT: port = '9464' } = process.env;
const name = host.includes(':') ? `[${host}]` : host;

try {
  const { ok, status } = await fetch(`http://${name}:${port}/health/ready`, { signal: AbortSignal.timeout(4000) });
  process.stdout.write(`${status}\n`);
  process.exitCode = ok ? 0 : 1;
} catch (error) {
  process.stdout.write(`${error.cause?.code ?? error.name}\n`);
  process.exitCode = 1;
}
