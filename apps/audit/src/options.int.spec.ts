import { describe, expect, it } from '@jest/globals';
import { audit } from './cli.js';

const run = async (...args: readonly string[]) => {
  let [out, err] = ['', ''];
  const code = await audit(args, { out: (text) => (out += text), err: (text) => (err += text), isTty: false });
  return { code, out, err };
};

describe('a command line that was not understood', () => {
  it.each([
    [[], 'er staat geen opdracht', 'no command is given'],
    [['verifieer'], 'onbekende opdracht verifieer', 'unknown command verifieer'],
    [['verify', 'alles'], 'alles staat er te veel', 'alles is one word too many'],
    [['verify', '--kleur'], 'onbekende optie --kleur', 'unknown option --kleur'],
    [['verify', '--data'], '--data vraagt een waarde', '--data needs a value'],
    [['rebuild', '--key', 'x'], '--key hoort niet bij rebuild', '--key does not belong to rebuild'],
    [['prove', '--event', '5', '--event=6'], '--event staat er tweemaal', '--event is given twice'],
    [['verify', '--json', '--json'], '--json staat er tweemaal', '--json is given twice'],
    [['as-seen'], '--token ontbreekt', '--token is missing'],
    [['tiles'], '--to MAP ontbreekt', '--to DIR is missing'],
  ])('is told why in one sentence, in both languages: %j', async (args, nl, en) => {
    expect(await run(...args)).toEqual({
      code: 2,
      out: '',
      err: `Onjuiste aanroep: ${nl}; \`--help\` toont wat kan.\n`,
    });
    expect(await run('--lang=en', ...args)).toEqual({
      code: 2,
      out: '',
      err: `Wrong usage: ${en}; \`--help\` shows what can be asked.\n`,
    });
  });

  it('of as-seen is told which purposes there are, and what its token is not, without repeating it', async () => {
    const asked = ['as-seen', '--case', 'c', '--party', 'p', '--at', '2026-03-01'];
    const purpose = await run(...asked, '--purpose', 'wonen', '--token', 'a.b.c');
    expect(purpose.err).toBe(
      'Onjuiste aanroep: --purpose wonen is geen doel van WGS 1.8, lid 4: rechtmatigheid, interne-controle, integriteit, rechtsvordering; `--help` toont wat kan.\n',
    );
    const token = await run(...asked, '--purpose', 'integriteit', '--token', 'eyJhalf.token');
    expect(token).toEqual({
      code: 2,
      out: '',
      err: 'Onjuiste aanroep: --token is geen toegangsbewijs, en geen bestand dat te lezen is (ENOENT); `--help` toont wat kan.\n',
    });
  });

  it('may name a language that there is not', async () => {
    const { code, err } = await run('verify', '--lang', 'fr');
    expect({ code, err }).toEqual({
      code: 2,
      err: 'Onjuiste aanroep: --lang fr is onbekend: nl of en; `--help` toont wat kan.\n',
    });
  });
});
