import { DataLocked } from './lock.js';
import { exitCodes } from './node-version.js';

/** Why a program cannot start: one Dutch sentence (configuration: one per fault) and the exit code. */
export type StartFailure = { readonly sentence: string; readonly exitCode: number };

/** What an engine or the keys said, by the code of the error; the adapters are not known here. */
const engineSentences: Readonly<Record<string, string>> = {
  'event-store/store-unavailable':
    'EventStoreDB antwoordt niet: kijk naar KNOOPPUNT_EVENTSTOREDB_URL en naar de server.',
  'event-store/access-denied': 'EventStoreDB laat deze gebruiker niet toe: kijk naar KNOOPPUNT_EVENTSTOREDB_URL.',
  'event-store/connection-string-refused':
    'De client van EventStoreDB kan KNOOPPUNT_EVENTSTOREDB_URL niet gebruiken: zie docs/operations.md voor wat erin mag staan.',
  'event-store/unreadable-event':
    'In het log liggen gebeurtenissen die niet van een Knooppunt zijn: geef het een EventStoreDB voor zich alleen.',
  'event-store/envelope-mismatch':
    'In het log liggen gebeurtenissen die niet van een Knooppunt zijn: geef het een EventStoreDB voor zich alleen.',
  'messaging/unavailable': 'Kafka antwoordt niet: kijk naar KNOOPPUNT_KAFKA_BROKERS en naar de brokers.',
  'messaging/unknown-topic': 'Een topic ontbreekt in Kafka: draai eerst het voorbereidende programma (prepare).',
  'messaging/messages-lost':
    'Kafka heeft berichten gewist die nog niet verwerkt waren: zie docs/operations.md, “A program does not start”.',
  'read-store/unavailable': 'PostgreSQL antwoordt niet: kijk naar KNOOPPUNT_POSTGRES_URL en naar de server.',
  'read-store/not-migrated':
    'De tabellen van de leesmodellen ontbreken: draai eerst het voorbereidende programma (prepare).',
  'read-store/projection-changed':
    'Een leesmodel is veranderd onder dezelfde versie: zie docs/operations.md, “A program does not start”.',
  'vault/unavailable': 'PostgreSQL antwoordt niet: kijk naar KNOOPPUNT_POSTGRES_URL en naar de server.',
  'vault/not-migrated': 'De tabellen van de kluis ontbreken: draai eerst het voorbereidende programma (prepare).',
  'vault/root-key-missing':
    'Het bestand met de hoofdsleutel ontbreekt, en de kluis is niet nieuw (KNOOPPUNT_ROOT_KEY_FILE).',
  'vault/root-key-open': 'Het bestand met de hoofdsleutel is voor anderen leesbaar: zet de rechten op 0600.',
  'vault/root-key-wrong': 'De hoofdsleutel past niet bij deze kluis (KNOOPPUNT_ROOT_KEY_FILE).',
  'vault/root-key-malformed': 'Het bestand met de hoofdsleutel heeft niet de juiste vorm (KNOOPPUNT_ROOT_KEY_FILE).',
};

type Difference = Readonly<Record<'topic' | 'setting' | 'found' | 'wanted', string>>;

/** Which topics are not as they should be, a line for each setting: names and numbers of Kafka, no content. */
const differingTopics = (differences: readonly Difference[]): StartFailure => {
  const lines = Map.groupBy(differences, ({ setting, found, wanted }) => `${setting} is ${found}, gevraagd ${wanted}`);
  const told = [...lines].map(([what, of]) => `  ${what}: ${of.map(({ topic }) => topic).join(', ')}`);
  const title = 'Topics in Kafka zijn anders ingericht dan gevraagd (docs/operations.md, “A program does not start”):';
  return { sentence: [title, ...told].join('\n'), exitCode: exitCodes.configuration };
};

const isOfSettings = (code: string): boolean =>
  code.startsWith('vault/root-key') || code === 'event-store/connection-string-refused';

/**
 * What to say and with which code to end when a start fails: settings and files with all their `faults`, a busy port or folder,
 * an engine that is away; undefined for what nobody foresaw.
 */
export const explainStartFailure = (
  error: unknown,
  where: { port: number; data: string },
): StartFailure | undefined => {
  const { faults, differences } = error as {
    readonly faults?: readonly string[];
    readonly differences?: readonly Difference[];
  };
  if (faults) return { sentence: faults.join('\n'), exitCode: exitCodes.configuration };
  if (differences) return differingTopics(differences);
  if (error instanceof DataLocked) {
    return {
      sentence: `Er draait al een knooppunt op de gegevens in ${where.data}: stop dat eerst, of kies met KNOOPPUNT_DATA een andere map.`,
      exitCode: exitCodes.dataLocked,
    };
  }
  const code = (error as { code?: unknown }).code;
  if (code === 'EADDRINUSE') {
    return {
      sentence: `Poort ${where.port} is al in gebruik: stop het andere programma, of kies met KNOOPPUNT_PORT een andere poort.`,
      exitCode: exitCodes.portTaken,
    };
  }
  if (code === 'EACCES') {
    return {
      sentence: `Geen toegang tot poort ${where.port} of tot de map ${where.data}: kies een andere, of geef het recht.`,
      exitCode: exitCodes.configuration,
    };
  }
  const sentence = typeof code === 'string' ? engineSentences[code] : undefined;
  if (typeof code !== 'string' || sentence === undefined) return undefined;
  return { sentence, exitCode: isOfSettings(code) ? exitCodes.configuration : exitCodes.unexpected };
};
