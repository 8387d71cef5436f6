import { describe, expect, it } from '@jest/globals';
import { AnswerTooLarge, RegistryUnknown } from './errors.js';

describe('an error of the gate', () => {
  it('has a code that edges and alarms go by', () => {
    expect(new AnswerTooLarge('casus-dossier', 900)).toMatchObject({
      code: 'disclosure/answer-too-large',
      view: 'casus-dossier',
      items: 900,
    });
    expect(new RegistryUnknown('sha256:1')).toMatchObject({
      code: 'disclosure/registry-unknown',
      registry: 'sha256:1',
    });
  });
});
