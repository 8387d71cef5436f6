import { ConnectionStringRefused } from '../errors.js';

// What client 6.2.1 knows, in lower case and without `-` and `_`, as it compares them. Of what it does not know it warns on
// the console, and prints the whole connection string with the password in it: so it never gets to see that.
const knownOptions: ReadonlySet<string> = new Set([
  'usercertfile',
  'userkeyfile',
  'maxdiscoverattempts',
  'connectionname',
  'defaultdeadline',
  'discoveryinterval',
  'gossiptimeout',
  'nodepreference',
  'tls',
  'tlsverifycert',
  'tlscafile',
  'throwonappendfailure',
  'keepaliveinterval',
  'keepalivetimeout',
]);

// `tlsVerifyCert=false`: the client warns, prints the password, and verifies all the same. `throwOnAppendFailure=false`:
// the client reports revision 1 for what was refused (ADR 0004).
const refusedSettings: ReadonlySet<string> = new Set(['tlsverifycert=false', 'throwonappendfailure=false']);

const form = /^(?:esdb|kurrentdb|kdb)(\+discover)?:\/\/([^?\s]+?)\/?(?:\?(\S+))?$/u;
const flat = (text: string): string => text.trim().toLowerCase().replaceAll(/[_-]/gu, '');

const checkOption = (option: string): void => {
  const [key = '', value = ''] = option.split('=');
  const isUsable = knownOptions.has(flat(key)) && value !== '' && !refusedSettings.has(`${flat(key)}=${value.trim()}`);
  if (!isUsable) throw new ConnectionStringRefused(/^[\w-]+$/u.test(key) ? key : 'option');
};

/**
 * A connection string as this client takes it: those of newer servers (`kurrentdb://`, `kdb://`) are spelled the old way.
 * Throws `ConnectionStringRefused` for what the client does not know or does not do: it would only warn, with the
 * password in the warning, and go on as if it had not been asked.
 */
export const usable = (connectionString: string): string => {
  const found = form.exec(connectionString.trim());
  if (!found) throw new ConnectionStringRefused('form');
  const [, discover = '', hosts = '', options] = found;
  for (const option of options?.split('&') ?? []) checkOption(option);
  return `esdb${discover}://${hosts}${options === undefined ? '' : `?${options}`}`;
};

/** Makes something of a connection string; what it cannot be made of is named without a word of its content. */
export const refusing = <Made>(make: () => Made): Made => {
  try {
    return make();
  } catch (error) {
    const text = error instanceof Error ? error.message : '';
    throw new ConnectionStringRefused(/certificate/iu.test(text) ? 'tlsCAFile' : 'form');
  }
};
