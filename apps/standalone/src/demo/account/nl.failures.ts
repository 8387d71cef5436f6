import { assertNever } from '@knooppunt/kernel';
import type { DemoError } from '../errors.js';
import type { Texts } from './texts.js';

const brokenNl = (error: DemoError): string => {
  switch (error.code) {
    case 'standalone/nothing-found':
      return (
        `Op ${error.referenceDate} vinden de regels in gemeente ${error.municipality} niet wat de proefcasus nodig heeft: ` +
        'een overbewoond adres met volwassen bewoners. Kies een andere peildatum met --reference-date.'
      );
    case 'standalone/part-missing':
      return (
        `In het bestand met beginfeiten staat niemand die '${error.sub}' speelt: de demonstratie werkt alleen met ` +
        'deploy/demo/founding.yaml.'
      );
    case 'standalone/unexpected-answer':
      return `Het knooppunt antwoordde anders dan de demonstratie verwacht: ${error.route} gaf ${error.status} ${error.problem}. ${error.detail}`;
    case 'standalone/still-waiting':
      return `De demonstratie heeft te lang gewacht op iets dat vanzelf had moeten volgen (${error.what}).`;
    default:
      return assertNever(error);
  }
};

/** What the demonstration says around the account, in Dutch: start, end, and what can go wrong. */
export const failuresNl: Pick<
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
  starting: (base) => `Er luistert nog geen knooppunt op ${base}: de demonstratie start er een.`,
  using: (base) => `Er luistert al een knooppunt op ${base}: de demonstratie speelt daar.`,
  peopleHead: ['gebruiker', 'organisatie', 'rollen'],
  foreground: ({ base, docs, data, log, errors, curl, token, afresh, isOwnHub, staysOpen }) => [
    `Adres             ${base}`,
    `API-beschrijving  ${docs}`,
    ...(isOwnHub
      ? [
          `Gegevens          ${data} (blijven staan; opnieuw beginnen: ${afresh})`,
          `Logregels         ${log}${errors > 0 ? ` (${errors} van iets dat misging)` : ''}`,
        ]
      : []),
    ...(isOwnHub && !staysOpen
      ? ['Het knooppunt is gestopt; npm start zet het weer aan, met dezelfde gegevens.']
      : [
          `Toegangsbewijs    ${token}`,
          'Zelf kijken, in een ander venster:',
          `  ${curl}`,
          isOwnHub ? 'Ctrl-C stopt het knooppunt.' : 'Dit knooppunt draaide al en gaat door.',
        ]),
  ],
  broken: brokenNl,
  noToken: 'De inlogdienst van dit knooppunt gaf geen toegangsbewijs: het is niet met deze beginfeiten gestart.',
  connectionLost: 'De verbinding met het knooppunt is verbroken.',
  otherProgram: (port) =>
    `Op poort ${port} luistert een programma dat geen knooppunt is: stop dat, of kies met KNOOPPUNT_PORT een andere poort.`,
  ownProvider:
    'De demonstratie werkt alleen met de inlogdienst van de demonstratie: haal OIDC_ISSUER en NODE_ENV=production weg.',
  badOption: (argument) => `Dit argument begrijpt de demonstratie niet: ${argument} (zie npm run demo -- --help).`,
  usage: `Gebruik: npm run demo -- [opties]

  --lang nl|en               taal van het verslag (standaard: nl)
  --once                     stoppen na het verslag
  --seed GETAL               waarmee de verzonnen gegevens worden gemaakt (standaard: willekeurig)
  --reference-date DATUM     dag waarop de gemeenten hun register lezen (standaard: 2017-06-01)

Adres en gegevensmap: KNOOPPUNT_HOST, KNOOPPUNT_PORT en KNOOPPUNT_DATA (standaard 127.0.0.1, 3000 en var).
`,
};
