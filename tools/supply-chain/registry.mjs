import { execFile } from 'node:child_process';

const limitMs = 180_000;

/** Runs npm and reads the JSON that it prints; undefined where it printed none or took too long. */
const ask = (npm, args, folder) =>
  new Promise((resolve) => {
    const options = { cwd: folder, timeout: limitMs, maxBuffer: 2 ** 28, killSignal: 'SIGKILL' };
    execFile(npm, [...args, '--json'], options, (_error, output) => {
      try {
        resolve(JSON.parse(output));
      } catch {
        resolve(undefined);
      }
    });
  });

const reasonOf = (answer) => {
  if (typeof answer !== 'object' || answer === null) return 'no answer';
  return String(answer.error?.code ?? answer.message ?? answer.error?.summary ?? 'an answer that is none').slice(
    0,
    120,
  );
};
const nameOf = ({ name, version }) => `${name}@${version}`;

/** The registry's signatures over what is installed: `{ unchecked }`, or `{ invalid, missing }` by name. */
export const askSignatures = async (npm, folder) => {
  const answer = await ask(npm, ['audit', 'signatures'], folder);
  const { invalid, missing } = answer ?? {};
  if (!Array.isArray(invalid) || !Array.isArray(missing)) return { unchecked: reasonOf(answer) };
  return { invalid: invalid.map(nameOf), missing: missing.map(nameOf) };
};

/** Known vulnerabilities of what runs: `{ unchecked }`, or `{ known }`: one line for each package. */
export const askAdvisories = async (npm, folder) => {
  const answer = await ask(npm, ['audit', '--omit=dev'], folder);
  const { vulnerabilities } = answer ?? {};
  if (typeof vulnerabilities !== 'object' || vulnerabilities === null) return { unchecked: reasonOf(answer) };
  return { known: Object.values(vulnerabilities).map(({ name, severity }) => `${name} (${severity})`) };
};
