import { logFaultTexts } from '@knooppunt/event-store';
import { filled } from '@knooppunt/platform';
import type { InBoth, Language } from '@knooppunt/platform';
import type { Unreadable, UnreadableCode } from '../unreadable.js';

const texts: Readonly<Record<UnreadableCode, InBoth>> = {
  usage: {
    nl: 'Onjuiste aanroep: {what}; `--help` toont wat kan.',
    en: 'Wrong usage: {what}; `--help` shows what can be asked.',
  },
  ...logFaultTexts,
  'no-read-models': {
    nl: 'Er zijn geen leesmodellen {what}; noem met --data de map waarin zij liggen.',
    en: 'There are no read models {what}; name with --data the folder that they lie in.',
  },
  'no-postgres': {
    nl: 'De leesmodellen in {what} zijn niet te lezen ({where}).',
    en: 'The read models in {what} cannot be read ({where}).',
  },
  'no-root-key': {
    nl: 'De hoofdsleutel {what} is niet te gebruiken ({where}); noem hem met --root-key, of laat --release weg.',
    en: 'The root key {what} cannot be used ({where}); name it with --root-key, or leave --release out.',
  },
  'no-vault': {
    nl: 'De sleutels in {what} zijn niet te openen ({where}).',
    en: 'The keys in {what} cannot be opened ({where}).',
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
    nl: 'Geen geldig ijkpunt dekt precies {what} {what:blad|bladeren}; wel dichtbij: {where}.',
    en: 'No valid checkpoint covers exactly {what} {what:leaf|leaves}; nearby ones: {where}.',
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
  'other-tiles': {
    nl: 'In {what} liggen al tegels van een ander logboek ({where}); noem met --to een andere map.',
    en: '{what} holds tiles of another log already ({where}); name another folder with --to.',
  },
  'too-large': {
    nl: '{what} is te groot of geen gewoon bestand; een bewijs past in {where}.',
    en: '{what} is too large or no ordinary file; a proof fits into {where}.',
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
  filled(texts[code], language, { what: typeof what === 'string' ? what : what[language], where });
