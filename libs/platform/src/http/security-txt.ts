import { epochMsOf } from '@knooppunt/kernel';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Clock } from '../clock.js';
import { NotFound } from './platform-errors.js';

/** Where whoever found a weakness looks for whom to tell. Source: RFC 9116. */
const securityTxtPath = '/.well-known/security.txt';

/** A file that says whom to tell, as it is, and until when it holds (milliseconds since 1970). */
export type SecurityTxt = { readonly text: string; readonly expires: number };

/** Why a text is no such file. `expired` is of the moment that it is asked. */
export type SecurityTxtFault =
  'too-large' | 'no-contact' | 'contact-unfit' | 'not-one-expires' | 'expires-unfit' | 'expired';

const largest = 32_768;
const moment = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

const valuesOf = (lines: readonly string[], field: string): readonly string[] =>
  lines
    .map((line) => /^([A-Za-z][A-Za-z-]*):\s*(.*?)\s*$/.exec(line))
    .flatMap((match) => (match?.[1]?.toLowerCase() === field ? [match[2] ?? ''] : []));

/** A web address of a contact has to be https; a mail address or a telephone number is fine too. */
const isContact = (text: string): boolean =>
  URL.canParse(text) && ['https:', 'mailto:', 'tel:'].includes(new URL(text).protocol);

/**
 * Reads a security.txt, signed or not: at least one `Contact`, one `Expires` that lies ahead of `now` (milliseconds since
 * 1970). Gives the file, or why it is none. Source: RFC 9116 §2.5.3, §2.5.5.
 */
export const parseSecurityTxt = (text: string, now: number): SecurityTxt | SecurityTxtFault => {
  if (text.length > largest) return 'too-large';
  const lines = text.split(/\r?\n/);
  const contacts = valuesOf(lines, 'contact');
  if (contacts.length === 0) return 'no-contact';
  if (!contacts.every(isContact)) return 'contact-unfit';
  const [end = '', ...more] = valuesOf(lines, 'expires');
  if (end === '' || more.length > 0) return 'not-one-expires';
  const expires = moment.test(end) ? Date.parse(end) : Number.NaN;
  if (Number.isNaN(expires)) return 'expires-unfit';
  return expires > now ? { text, expires } : 'expired';
};

/** Serves the file to everybody for as long as it holds; after that there is none, for a stale one sends people astray. */
export const publishSecurityTxt = (app: NestFastifyApplication, file: SecurityTxt, clock: Clock): void => {
  const server = app.getHttpAdapter().getInstance();
  server.get(securityTxtPath, { config: { edge: { open: true, page: true } } }, async (_request, reply) => {
    if (epochMsOf(clock.now()) >= file.expires) throw new NotFound();
    return reply.type('text/plain; charset=utf-8').send(file.text);
  });
};
