import { describe, expect, it } from '@jest/globals';
import { OptionInvalid, languageOf, readDemoOptions } from './options.js';

describe('the arguments of the demonstration', () => {
  it('are Dutch, staying, on the usual day, with a seed of its own, unless said otherwise', () => {
    const options = readDemoOptions([]);
    expect(options).toMatchObject({ language: 'nl', once: false, help: false, referenceDate: '2017-06-01' });
    expect(Number.isInteger(options.seed)).toBe(true);
  });

  it('are taken as given', () => {
    const args = ['--lang', 'en', '--once', '--seed', '7', '--reference-date', '2017-07-01'];
    expect(readDemoOptions(args)).toEqual({
      language: 'en',
      once: true,
      help: false,
      seed: 7,
      referenceDate: '2017-07-01',
    });
  });

  it.each([
    [['--lang', 'fr'], '--lang'],
    [['--seed', 'zeven'], '--seed'],
    [['--seed', '-1'], '--seed'],
    [['--seed', '2147483648'], '--seed'],
    [['--reference-date', '2017-02-30'], '--reference-date'],
    [['--sead', '7'], '--sead'],
    [['once'], 'once'],
  ])('are refused by name: %j', (args, argument) => {
    const refused = (): unknown => {
      try {
        return readDemoOptions(args);
      } catch (error) {
        return error;
      }
    };
    expect(refused()).toBeInstanceOf(OptionInvalid);
    expect(refused()).toMatchObject({ argument: expect.stringContaining(argument) });
  });

  it('say the language whatever else is wrong with them', () => {
    expect(languageOf(['--lang=en', '--sead'])).toBe('en');
    expect(languageOf(['--sead', '--lang', 'en'])).toBe('en');
    expect(languageOf(['--lang', 'fr'])).toBe('nl');
  });
});
