import type { InBoth, Language } from '@knooppunt/platform';
import type { Unreadable, UnreadableCode } from '../unreadable.js';

const texts: Readonly<Record<UnreadableCode, InBoth>> = {
  usage: {
    nl: 'Onjuiste aanroep: {what}; `--help` toont wat kan.',
    en: 'Wrong usage: {what}; `--help` shows what can be asked.',
  },
  'no-file': {
    nl: 'Er is geen logboek {what}; noem met --data de map waarin het ligt.',
    en: 'There is no log {what}; name the folder that holds it with --data.',
  },
  'no-access': {
    nl: 'Het logboek {what} is niet te lezen ({where}).',
    en: 'The log {what} cannot be read ({where}).',
  },
  'no-database': { nl: '{what} is geen SQLite-database.', en: '{what} is not a SQLite database.' },
  'no-events-table': {
    nl: '{what} is een database zonder gebeurtenissen: de tabel `events` ontbreekt of heeft andere kolommen.',
    en: '{what} is a database without events: the table `events` is missing or has other columns.',
  },
  'damaged-page': {
    nl: '{what} heeft een beschadigde pagina: {where}.',
    en: '{what} has a damaged page: {where}.',
  },
  'damaged-row': {
    nl: '{what} is beschadigd na positie {where}: de volgende rij is niet te lezen.',
    en: '{what} is damaged after position {where}: the next row cannot be read.',
  },
  'damaged-wal': {
    nl: 'Frame {what} is beschadigd in {where}; wat daarna kwam, zou stil wegvallen.',
    en: 'Frame {what} is damaged in {where}; what came after it would silently be lost.',
  },
  moving: {
    nl: '{what} verandert te snel om er een kopie van te maken; probeer het op een rustiger moment.',
    en: '{what} changes too fast to be copied; try again at a quieter moment.',
  },
  'no-eventstore': {
    nl: 'De EventStoreDB {what} is niet te lezen ({where}).',
    en: 'The EventStoreDB {what} cannot be read ({where}).',
  },
  'no-postgres': {
    nl: 'De leesmodellen in {what} zijn niet te lezen ({where}).',
    en: 'The read models in {what} cannot be read ({where}).',
  },
  'no-key': {
    nl: 'Het logboek heeft ijkpunten, maar er is geen sleutel om ze mee te controleren: {what} ontbreekt; geef hem met --key.',
    en: 'The log has checkpoints, but there is no key to check them with: {what} is missing; give it with --key.',
  },
  'bad-key': {
    nl: '{what} is geen geldige controlesleutel (`naam+hash+sleutel`).',
    en: '{what} is not a valid verifier key (`name+hash+key`).',
  },
  'which-cooperation': {
    nl: 'Het logboek heeft meer dan één boom ({what}); noem er een met --cooperation.',
    en: 'The log has more than one tree ({what}); name one with --cooperation.',
  },
  'no-tree': {
    nl: 'Het logboek heeft geen gebeurtenis van samenwerkingsverband {what}.',
    en: 'The log has no event of cooperation {what}.',
  },
  'no-event': { nl: 'Er is geen gebeurtenis op positie {what}.', en: 'There is no event at position {what}.' },
  'no-checkpoint': {
    nl: 'Geen geldig ijkpunt dekt precies {what} bladeren; wel dichtbij: {where}.',
    en: 'No valid checkpoint covers exactly {what} leaves; nearby ones: {where}.',
  },
  'bad-proof': {
    nl: '{what} is geen bewijs in de vorm van C2SP ({where}).',
    en: '{what} is no proof in the form of C2SP ({where}).',
  },
  'no-leaf': {
    nl: '{what} noemt zelf geen blad; geef de bytes van de gebeurtenis met --leaf.',
    en: '{what} names no leaf itself; give the bytes of the event with --leaf.',
  },
  'entry-too-long': {
    nl: 'De gebeurtenis op positie {what} is te lang voor een bundel (65.535 bytes); schrijf de tegels zonder --entries.',
    en: 'The event at position {what} is too long for a bundle (65,535 bytes); write the tiles without --entries.',
  },
  'not-written': { nl: '{what} is niet te schrijven ({where}).', en: '{what} cannot be written ({where}).' },
  'no-hub': { nl: 'Het knooppunt {what} antwoordt niet ({where}).', en: 'The hub {what} does not answer ({where}).' },
  'hub-refused': {
    nl: 'Het knooppunt weigert dit: {what} ({where}).',
    en: 'The hub refuses this: {what} ({where}).',
  },
};

/** The one sentence that goes with exit code 2. */
export const sentenceOf = ({ code, what, where }: Unreadable, language: Language): string =>
  texts[code][language].replace('{what}', () => what).replace('{where}', () => where);
