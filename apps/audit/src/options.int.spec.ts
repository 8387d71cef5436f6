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

  it('may name a language that there is not', async () => {
    const { code, err } = await run('verify', '--lang', 'fr');
    expect({ code, err }).toEqual({
      code: 2,
      err: 'Onjuiste aanroep: --lang fr is onbekend: nl of en; `--help` toont wat kan.\n',
    });
  });
});
