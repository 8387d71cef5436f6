import { isInstant } from '@knooppunt/kernel';
import type { Terminal } from '@knooppunt/platform';
import { askHub } from '../as-seen/asking.js';
import { seenFrom } from '../as-seen/seen.js';
import type { Options } from '../options.js';
import { seenJson, seenText } from '../report/seen.report.js';
import { LogUnreadable, secretOf } from '@knooppunt/event-store';
import { wrongUsage } from '../unreadable.js';

const required = (options: Options, name: 'case' | 'party' | 'at' | 'purpose' | 'token'): string => {
  const value = options[name];
  if (value === undefined || value === '') throw wrongUsage(`--${name} ontbreekt`, `--${name} is missing`);
  return value;
};

const momentOf = (given: string): string => {
  const at = new Date(given);
  const moment = Number.isNaN(at.getTime()) ? '' : at.toISOString();
  if (!isInstant(moment))
    throw wrongUsage(
      `--at ${given} is geen tijdstip (zoals 2026-03-01T09:00:00.000Z)`,
      `--at ${given} is no instant (such as 2026-03-01T09:00:00.000Z)`,
    );
  return moment;
};

/** The four purposes that readers of the log have. Source: WGS 1.8(4). */
const purposes: readonly string[] = ['rechtmatigheid', 'interne-controle', 'integriteit', 'rechtsvordering'];

const purposeOf = (given: string): string => {
  if (!purposes.includes(given)) {
    const named = purposes.join(', ');
    throw wrongUsage(
      `--purpose ${given} is geen doel van WGS 1.8, lid 4: ${named}`,
      `--purpose ${given} is no purpose of WGS 1.8(4): ${named}`,
    );
  }
  return given;
};

/** The token itself, or what the file holds that is named. What is neither is not repeated: it may be half a token. */
const tokenOf = (given: string): string => {
  try {
    // A token has two dots and no slash; what has none is the file that holds it.
    return secretOf(given, /^[\w-]+\.[\w-]+\.[\w-]+$/u);
  } catch (error) {
    if (!(error instanceof LogUnreadable)) throw error;
    throw wrongUsage(
      `--token is geen toegangsbewijs, en geen bestand dat te lezen is (${error.where})`,
      `--token is no access token, and no file that can be read (${error.where})`,
    );
  }
};

/**
 * Asks the running hub what a party had been shown of a case at a moment, under one of the four purposes of WGS 1.8(4). The hub
 * records that it was asked. Throws `Unreadable`: usage, no-hub, hub-refused.
 */
export const runAsSeen = async (options: Options, terminal: Terminal): Promise<0> => {
  const asked = {
    base: options.base,
    token: tokenOf(required(options, 'token')),
    case: required(options, 'case'),
    party: required(options, 'party'),
    at: momentOf(required(options, 'at')),
    purpose: purposeOf(required(options, 'purpose')),
    language: options.language,
  };
  const seen = seenFrom(await askHub(asked));
  terminal.out(options.json ? seenJson(asked, seen) : seenText(asked, seen, options.language));
  return 0;
};
