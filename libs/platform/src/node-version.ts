/** Exit codes of the programs; the audit tool has its own (0, 1, 2). */
export const exitCodes = { unexpected: 1, nodeVersion: 3, configuration: 4, portTaken: 5, dataLocked: 6 } as const;

type Surroundings = {
  readonly version: string;
  readonly say: (sentence: string) => void;
  readonly exit: (code: number) => void;
};

const here: Surroundings = {
  version: process.versions.node,
  say: (sentence) => process.stderr.write(`${sentence}\n`),
  exit: (code) => process.exit(code),
};

/**
 * Ends the program with one sentence and code 3 when it runs on an older Node. Call it before anything that needs
 * `node:sqlite` is imported. Returns whether the version is good enough.
 */
export const requireNode = (major: number, minor: number, around: Surroundings = here): boolean => {
  const [haveMajor = 0, haveMinor = 0] = around.version.split('.').map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return true;
  around.say(
    `Knooppunt heeft Node ${major}.${minor} of nieuwer nodig, maar dit is Node ${around.version}: ` +
      `voer 'npm ci' uit en start met een npm-opdracht, of installeer Node ${major}.`,
  );
  around.exit(exitCodes.nodeVersion);
  return false;
};
