import { describe, expect, it } from '@jest/globals';
import { digest, given, oin, uuid } from '@knooppunt/testing';
import { contributionDecider } from './contribution.js';
import type { ContributionCommand, ContributionStreamEvent } from './contribution.js';
import { erasureDecider } from './erasure.js';
import type { ErasureCommand, ErasureEvent } from './erasure.js';

const contribution = uuid(1);
const supplied: ContributionStreamEvent = {
  type: 'ContributionSupplied',
  data: {
    contribution,
    way: 'answer',
    payloadType: 'S6',
    registry: digest(1),
    supplier: oin(1),
    supplierKind: 'POL',
    case: uuid(2),
    request: uuid(3),
    declaration: { lawful: true, quality: true },
    firstProcessed: '2026-02-01',
    blocks: [
      { name: 'p1', kind: 'person', keyId: uuid(11), about: uuid(5) },
      { name: 'facts', kind: 'facts', keyId: uuid(12) },
    ],
  },
};
const refusal = { contribution, code: 'case-closed', rules: ['R17'] };
const refused: ContributionStreamEvent = { type: 'ContributionRefused', data: refusal };
const refuse: ContributionCommand = { type: 'RefuseContribution', data: refusal };
const key = (block: string, keyId: string) => ({
  block,
  keyId,
  wrappedKeyDigest: digest(7),
  receipt: 'register',
});
const gone = (block: string, keyId: string): ContributionStreamEvent => ({
  type: 'KeyDestroyed',
  data: { contribution, ...key(block, keyId) },
});
const destroy = (...keys: ReturnType<typeof key>[]): ContributionCommand => ({
  type: 'RecordKeysDestroyed',
  data: { contribution, keys },
});

describe('a supplied contribution', () => {
  it('tells where it came from and which blocks it has', () => {
    const { state } = given(contributionDecider, [supplied]);
    expect(state).toMatchObject({ status: 'supplied', way: 'answer', supplier: oin(1), request: uuid(3) });
    expect(state.blocks.map(({ name }) => name)).toStrictEqual(['p1', 'facts']);
  });

  it('is refused after all, once', () => {
    given(contributionDecider, [supplied]).when(refuse).then([refused]);
    given(contributionDecider, [supplied, refused]).when(refuse).thenNothing();
  });

  it('loses its keys, each once', () => {
    const all = destroy(key('p1', uuid(11)), key('facts', uuid(12)));
    const both = [gone('p1', uuid(11)), gone('facts', uuid(12))];
    given(contributionDecider, [supplied]).when(all).then(both);
    given(contributionDecider, [supplied, gone('p1', uuid(11))])
      .when(all)
      .then([gone('facts', uuid(12))]);
    given(contributionDecider, [supplied, ...both])
      .when(all)
      .thenNothing();
  });

  it('does not lose a key that is not its own, or of another block', () => {
    given(contributionDecider, [supplied])
      .when(destroy(key('p1', uuid(99))))
      .thenThrows('cases/key-not-of-contribution');
    given(contributionDecider, [supplied])
      .when(destroy(key('facts', uuid(11))))
      .thenThrows('cases/key-not-of-contribution');
  });

  it('does not lose no key, or one twice in a breath', () => {
    given(contributionDecider, [supplied]).when(destroy()).thenThrows('cases/list-invalid');
    given(contributionDecider, [supplied])
      .when(destroy(key('p1', uuid(11)), key('p1', uuid(11))))
      .thenThrows('cases/list-invalid');
  });

  it('is destroyed when the last key is gone, and not refused any more', () => {
    const part = given(contributionDecider, [supplied, gone('p1', uuid(11))]);
    expect(part.state.status).toBe('supplied');
    const whole = given(contributionDecider, [supplied, gone('p1', uuid(11)), gone('facts', uuid(12))]);
    expect(whole.state.status).toBe('destroyed');
    whole.when(refuse).thenThrows('cases/wrong-state');
  });
});

describe('a contribution that was never stored', () => {
  it('is refused', () => given(contributionDecider, []).when(refuse).then([refused]));

  it('has its keys recorded as destroyed after the refusal, and not before', () => {
    given(contributionDecider, [refused])
      .when(destroy(key('p1', uuid(11))))
      .then([gone('p1', uuid(11))]);
    given(contributionDecider, [])
      .when(destroy(key('p1', uuid(11))))
      .thenThrows('cases/not-known');
  });

  it('stays refused, for nobody here knows how many keys it had', () => {
    expect(given(contributionDecider, [refused, gone('p1', uuid(11))]).state.status).toBe('refused');
  });
});

describe('an erasure', () => {
  const demand = { erasure: uuid(21), contribution, ground: 'signal-rejected', cause: uuid(22) } as const;
  const requested: ErasureEvent = { type: 'ErasureRequested', data: demand };
  const completed: ErasureEvent = { type: 'ErasureCompleted', data: { erasure: uuid(21), contribution, keys: 2 } };
  const request: ErasureCommand = { type: 'RequestErasure', data: demand };
  const complete = (keys: number, of = contribution): ErasureCommand => ({
    type: 'CompleteErasure',
    data: { erasure: uuid(21), contribution: of, keys },
  });

  it('is requested on a ground of the law, once', () => {
    given(erasureDecider, []).when(request).then([requested]);
    given(erasureDecider, [requested]).when(request).thenNothing();
    given(erasureDecider, [requested, completed]).when(request).thenNothing();
  });

  it('is not requested on another ground', () =>
    given(erasureDecider, [])
      .when({ type: 'RequestErasure', data: { ...demand, ground: 'tidying' as 'term-ended' } })
      .thenThrows('cases/code-unknown'));

  it('is not requested for something else under its id', () =>
    given(erasureDecider, [requested])
      .when({ type: 'RequestErasure', data: { ...demand, contribution: uuid(30) } })
      .thenThrows('cases/already-exists'));

  it('is completed once; a retry that finds no keys leaves the first count', () => {
    given(erasureDecider, [requested]).when(complete(2)).then([completed]);
    given(erasureDecider, [requested, completed]).when(complete(0)).thenNothing();
    expect(given(erasureDecider, [requested, completed]).state.keys).toBe(2);
  });

  it('is not completed before it is requested, or for another contribution', () => {
    given(erasureDecider, []).when(complete(2)).thenThrows('cases/not-known');
    given(erasureDecider, [requested])
      .when(complete(2, uuid(30)))
      .thenThrows('cases/not-known');
  });
});

describe('a signal of a college', () => {
  const [check, other] = [uuid(31), uuid(32)];
  const signal: ContributionStreamEvent = {
    type: 'ContributionSupplied',
    data: {
      contribution,
      way: 'signal',
      payloadType: 'S2',
      registry: digest(1),
      supplier: oin(1),
      supplierKind: 'COLL',
      phenomenon: 'mensenhandel',
      task: 'brp',
      declaration: { lawful: true, quality: true },
      firstProcessed: '2026-02-01',
      blocks: [
        { name: 'p1', kind: 'person', keyId: uuid(11) },
        { name: 'text', kind: 'text', keyId: uuid(12) },
      ],
    },
  };
  const asked = { contribution, check, block: 'p1', register: 'brp', partner: oin(1) };
  const ask = (changes: Partial<typeof asked> = {}): ContributionCommand => ({
    type: 'RequestPersonCheck',
    data: { ...asked, ...changes },
  });
  const requested: ContributionStreamEvent = { type: 'PersonCheckRequested', data: asked };
  const answer = { contribution, check, keyId: uuid(21) };
  const answering: ContributionCommand = { type: 'AnswerPersonCheck', data: answer };
  const answered: ContributionStreamEvent = { type: 'PersonCheckAnswered', data: answer };
  const end = { contribution, check, code: 'term-ended' } as const;
  const giveUp: ContributionCommand = { type: 'AbandonPersonCheck', data: end };
  const abandoned: ContributionStreamEvent = { type: 'PersonCheckAbandoned', data: end };

  it('has a person checked, once', () => {
    given(contributionDecider, [signal]).when(ask()).then([requested]);
    given(contributionDecider, [signal, requested]).when(ask()).thenNothing();
  });

  it('has nobody checked in the name of another, at a register that is not for its kind, or outside a weighing', () => {
    given(contributionDecider, [signal])
      .when(ask({ partner: oin(2) }))
      .thenThrows('cases/check-not-authorised');
    given(contributionDecider, [signal])
      .when(ask({ register: 'constructor' }))
      .thenThrows('cases/check-not-authorised');
    const ofPolice = { ...signal, data: { ...signal.data, supplierKind: 'POL' } } as ContributionStreamEvent;
    given(contributionDecider, [ofPolice]).when(ask()).thenThrows('cases/check-not-authorised');
    given(contributionDecider, [supplied]).when(ask()).thenThrows('cases/check-not-authorised');
  });

  it('has persons checked that it names, and nothing else of it', () => {
    given(contributionDecider, [signal])
      .when(ask({ block: 'text' }))
      .thenThrows('cases/not-known');
    given(contributionDecider, [signal])
      .when(ask({ block: 'p9' }))
      .thenThrows('cases/not-known');
    given(contributionDecider, []).when(ask()).thenThrows('cases/not-known');
  });

  it('is answered once, and not after it was given up', () => {
    given(contributionDecider, [signal, requested]).when(answering).then([answered]);
    given(contributionDecider, [signal, requested, answered]).when(answering).thenNothing();
    given(contributionDecider, [signal, requested, abandoned]).when(answering).thenNothing();
    given(contributionDecider, [signal]).when(answering).thenThrows('cases/not-known');
  });

  it('is given up once, and not after it was answered', () => {
    given(contributionDecider, [signal, requested]).when(giveUp).then([abandoned]);
    given(contributionDecider, [signal, requested, abandoned]).when(giveUp).thenNothing();
    given(contributionDecider, [signal, requested, answered]).when(giveUp).thenNothing();
    given(contributionDecider, [signal]).when(giveUp).thenThrows('cases/not-known');
    const unknown = { type: 'AbandonPersonCheck', data: { ...end, code: 'tired' } } as unknown as ContributionCommand;
    given(contributionDecider, [signal, requested]).when(unknown).thenThrows('cases/code-unknown');
  });

  it('that is on its way out is neither asked about nor answered', () => {
    given(contributionDecider, [signal, gone('text', uuid(12))])
      .when(ask())
      .thenNothing();
    given(contributionDecider, [signal, refused]).when(ask()).thenNothing();
    const going = [signal, requested, gone('text', uuid(12))];
    given(contributionDecider, going).when(answering).thenThrows('cases/wrong-state');
  });

  it('loses the answer with its own keys, and gives up what is still open', () => {
    const both = [signal, requested, { ...requested, data: { ...asked, check: other, block: 'p1' } }, answered];
    const keys = [key('p1', uuid(11)), key('text', uuid(12)), key('check', uuid(21))];
    const all = keys.map(({ block, keyId }) => gone(block, keyId));
    const ended = { type: 'PersonCheckAbandoned', data: { contribution, check: other, code: 'erased' } } as const;
    given(contributionDecider, both)
      .when(destroy(...keys))
      .then([...all, ended]);
    expect(given(contributionDecider, [...both, ...all.slice(0, 2)]).state.status).toBe('supplied');
    expect(given(contributionDecider, [...both, ...all]).state.status).toBe('destroyed');
  });

  it('loses a key whose answer never came into the log; without a check that key is foreign', () => {
    given(contributionDecider, [signal, requested])
      .when(destroy(key('check', uuid(29))))
      .then([gone('check', uuid(29)), { ...abandoned, data: { ...end, code: 'erased' } }]);
    given(contributionDecider, [signal])
      .when(destroy(key('check', uuid(29))))
      .thenThrows('cases/key-not-of-contribution');
  });
});
