import { assertNever } from '@knooppunt/kernel';
import type { DemoError } from '../errors.js';
import type { Texts } from './texts.js';

const brokenEn = (error: DemoError): string => {
  switch (error.code) {
    case 'standalone/nothing-found':
      return (
        `On ${error.referenceDate} the rules do not find in municipality ${error.municipality} what the trial case needs: ` +
        'an overcrowded address with adult residents. Choose another day with --reference-date.'
      );
    case 'standalone/part-missing':
      return (
        `Nobody in the file of founding facts plays '${error.sub}': the demonstration works with ` +
        'deploy/demo/founding.yaml only.'
      );
    case 'standalone/unexpected-answer':
      return `The hub answered otherwise than the demonstration expects: ${error.route} gave ${error.status} ${error.problem}. ${error.detail}`;
    case 'standalone/still-waiting':
      return `The demonstration waited too long for something that should have followed by itself (${error.what}).`;
    default:
      return assertNever(error);
  }
};

/** What the demonstration says around the account, in English: start, end, and what can go wrong. */
export const failuresEn: Pick<
  Texts,
  | 'starting'
  | 'using'
  | 'foreground'
  | 'peopleHead'
  | 'broken'
  | 'noToken'
  | 'connectionLost'
  | 'otherProgram'
  | 'ownProvider'
  | 'badOption'
  | 'usage'
> = {
  starting: (base) => `No hub listens on ${base} yet: the demonstration starts one.`,
  using: (base) => `A hub listens on ${base} already: the demonstration plays there.`,
  peopleHead: ['user', 'organisation', 'roles'],
  foreground: ({ base, docs, data, log, errors, curl, token, afresh, isOwnHub, staysOpen }) => [
    `Address          ${base}`,
    `API description  ${docs}`,
    ...(isOwnHub
      ? [
          `Data             ${data} (stays; to start afresh: ${afresh})`,
          `Log lines        ${log}${errors > 0 ? ` (${errors} of something that went wrong)` : ''}`,
        ]
      : []),
    ...(isOwnHub && !staysOpen
      ? ['The hub has stopped; npm start starts it again, with the same data.']
      : [
          `Access token     ${token}`,
          'Look for yourself, in another window:',
          `  ${curl}`,
          isOwnHub ? 'Ctrl-C stops the hub.' : 'This hub ran already and goes on.',
        ]),
  ],
  broken: brokenEn,
  noToken: 'The identity provider of this hub gave no token: it was not started with these founding facts.',
  connectionLost: 'The connection with the hub was lost.',
  otherProgram: (port) =>
    `A program that is no hub listens on port ${port}: stop it, or choose another port with KNOOPPUNT_PORT.`,
  ownProvider:
    'The demonstration works with its own identity provider only: take OIDC_ISSUER and NODE_ENV=production away.',
  badOption: (argument) =>
    `The demonstration does not understand this argument: ${argument} (see npm run demo -- --help).`,
  usage: `Usage: npm run demo -- [options]

  --lang nl|en               language of the account (default: nl)
  --once                     end after the account
  --seed NUMBER              with which the made-up data are made (default: random)
  --reference-date DATE      day on which the municipalities read their register (default: 2017-06-01)

Address and data folder: KNOOPPUNT_HOST, KNOOPPUNT_PORT and KNOOPPUNT_DATA (default 127.0.0.1, 3000 and var).
`,
};
