import { describe, expect, it } from '@jest/globals';
import { digest, given, oin } from '@knooppunt/testing';
import { covenantDecider } from './covenant.decider.js';
import { dueCovenantCommands, isExpired } from './covenant.due.js';
import type { CovenantCommand, CovenantEvent } from './covenant.js';

const documentOf = (version: string, until = '2030-12-31'): string =>
  JSON.stringify({ covenant: 'riec-voorbeeld', version, valid: { from: '2026-01-01', until } });
const textOf = (version: string, of: number, until?: string) => ({
  covenant: 'riec-voorbeeld',
  version,
  semantics: 'covenant/1',
  digest: digest(of),
  document: documentOf(version, until),
});
const law = { law: 'wgs-riec', version: '2026.1', semantics: 'covenant/1', digest: digest(1), document: '{"wet":1}' };
const first = { ...textOf('1.0.0', 2), registry: digest(9) };
const second = textOf('1.1.0', 3);
const seen = { version: '1.1.0', digest: digest(3) };
const name = { covenant: 'riec-voorbeeld', ...seen };
const submission = {
  law: digest(1),
  registry: digest(9),
  base: digest(2),
  validFrom: '2026-04-01',
  validUntil: '2030-12-31',
  parties: ['COLL', 'POL', 'NLA'],
  widens: ['COLL'],
  newProcessing: [],
};
const [college, otherCollege, police, labour, stranger] = [oin(1), oin(2), oin(3), oin(4), oin(5)];
const members = [
  { organisation: college, kind: 'COLL', keys: ['kc'] },
  { organisation: otherCollege, kind: 'COLL', keys: ['ko'] },
  { organisation: police, kind: 'POL', keys: ['kp'] },
  { organisation: labour, kind: 'NLA', keys: ['kn'] },
];
const signatureOf = (organisation: string, kind: string, key: string) => ({
  ...name,
  organisation,
  kind,
  key,
  at: '2026-03-01T12:00:00.000Z',
  signature: `sig-${key}`,
});
const signedBy = (organisation: string, kind: string, key: string): CovenantEvent => ({
  type: 'CovenantSigned',
  data: signatureOf(organisation, kind, key),
});

const founded: readonly CovenantEvent[] = [
  { type: 'LawCameIntoForce', data: law },
  { type: 'CovenantCameIntoForce', data: first },
];
const drafted: readonly CovenantEvent[] = [...founded, { type: 'CovenantDrafted', data: second }];
const submitted: readonly CovenantEvent[] = [
  ...drafted,
  { type: 'CovenantSubmitted', data: { ...name, ...submission } },
];
const signedByAll: readonly CovenantEvent[] = [
  ...submitted,
  signedBy(college, 'COLL', 'kc'),
  signedBy(otherCollege, 'COLL', 'ko'),
  signedBy(police, 'POL', 'kp'),
  signedBy(labour, 'NLA', 'kn'),
];
const adoption = { ...name, signatories: [college, otherCollege, police, labour] };
const adoptedEvent: CovenantEvent = { type: 'CovenantAdopted', data: adoption };
const adopted: readonly CovenantEvent[] = [...signedByAll, adoptedEvent];
const cameIntoForce: CovenantEvent = { type: 'CovenantCameIntoForce', data: { ...second, registry: digest(9) } };
const superseded: CovenantEvent = {
  type: 'CovenantSuperseded',
  data: { covenant: 'riec-voorbeeld', version: '1.0.0', digest: digest(2), by: '1.1.0' },
};
const inForce: readonly CovenantEvent[] = [...adopted, cameIntoForce, superseded];

const draft = (change: Partial<typeof second> = {}): CovenantCommand => ({
  type: 'DraftCovenant',
  data: { ...second, ...change },
});
const submit = (change: Partial<typeof submission> = {}): CovenantCommand => ({
  type: 'SubmitCovenant',
  data: { ...seen, ...submission, ...change },
});
const sign = (change: object = {}): CovenantCommand => ({
  type: 'SignCovenant',
  data: {
    ...seen,
    organisation: police,
    kind: 'POL',
    key: 'kp',
    at: '2026-03-01T12:00:00.000Z',
    signature: 'sig-kp',
    fault: null,
    ...change,
  },
});
const advise = (advice: 'positief' | 'negatief'): CovenantCommand => ({
  type: 'GiveCovenantAdvice',
  data: { ...seen, advice, document: digest(7) },
});
const adopt = (change: object = {}): CovenantCommand => ({
  type: 'AdoptCovenant',
  data: { ...seen, members, ...change },
});
const intoForce = (on: string): CovenantCommand => ({ type: 'BringAdoptedIntoForce', data: { ...seen, on } });

describe('a cooperation with a covenant in force', () => {
  it('takes a draft of a higher version', () => {
    given(covenantDecider, founded)
      .when(draft())
      .then([{ type: 'CovenantDrafted', data: second }]);
  });

  it('takes no draft without law', () => {
    given(covenantDecider, []).when(draft()).thenThrows('cases/no-law-in-force');
  });

  it('takes no draft of the covenant of another cooperation', () => {
    given(covenantDecider, founded)
      .when(draft({ covenant: 'riec-elders' }))
      .thenThrows('cases/covenant-of-another');
  });

  it.each(['1.1', 'v1.1.0', '1.1.0-rc', '', '1.1.0.0'])('takes no version called %p', (version) => {
    given(covenantDecider, founded).when(draft({ version })).thenThrows('cases/version-invalid');
  });

  it('takes neither the number that is in force nor a lower one, also where numbers have two figures', () => {
    given(covenantDecider, founded)
      .when(draft({ version: '1.0.0' }))
      .thenThrows('cases/version-reused');
    given(covenantDecider, founded)
      .when(draft({ version: '0.9.9' }))
      .thenThrows('cases/version-not-newer');
    const tenth: CovenantEvent = { type: 'CovenantCameIntoForce', data: { ...first, version: '1.10.0' } };
    given(covenantDecider, [...founded, tenth])
      .when(draft({ version: '1.9.0' }))
      .thenThrows('cases/version-not-newer');
  });

  it('takes no empty text', () => {
    given(covenantDecider, founded)
      .when(draft({ document: '' }))
      .thenThrows('cases/text-missing');
  });
});

describe('a draft', () => {
  it('changes nothing of what is in force', () => {
    const { state } = given(covenantDecider, drafted);
    expect(state.covenant).toStrictEqual(first);
    expect(state.digests).toStrictEqual(given(covenantDecider, founded).state.digests);
  });

  it('is one text under one number, and quiet when the same comes again', () => {
    given(covenantDecider, drafted)
      .when(draft({ digest: digest(4) }))
      .thenThrows('cases/version-reused');
    given(covenantDecider, drafted).when(draft()).thenNothing();
  });

  it('is amended, and stays quiet where nothing changed', () => {
    const amended = { ...second, digest: digest(4) };
    const amend = (data: typeof second): CovenantCommand => ({ type: 'AmendCovenant', data });
    given(covenantDecider, drafted)
      .when(amend(amended))
      .then([{ type: 'CovenantAmended', data: amended }]);
    given(covenantDecider, drafted).when(amend(second)).thenNothing();
    given(covenantDecider, founded).when(amend(second)).thenThrows('cases/version-unknown');
    given(covenantDecider, submitted).when(amend(amended)).thenThrows('cases/version-in-state');
  });

  it('is submitted with what it was checked against', () => {
    given(covenantDecider, drafted)
      .when(submit())
      .then([{ type: 'CovenantSubmitted', data: { ...name, ...submission } }]);
  });

  it('is not submitted as another text, nor twice', () => {
    given(covenantDecider, drafted)
      .when({ type: 'SubmitCovenant', data: { ...seen, ...submission, digest: digest(4) } })
      .thenThrows('cases/text-differs');
    given(covenantDecider, submitted).when(submit()).thenNothing();
    given(covenantDecider, submitted)
      .when(submit({ widens: [] }))
      .thenThrows('cases/version-in-state');
  });

  it('is not submitted after a check against another law or covenant', () => {
    given(covenantDecider, drafted)
      .when(submit({ law: digest(8) }))
      .thenThrows('cases/checked-against-other');
    given(covenantDecider, drafted)
      .when(submit({ base: digest(8) }))
      .thenThrows('cases/checked-against-other');
  });

  it('is not submitted when its validity is over, or ends before it begins', () => {
    given(covenantDecider, drafted).when(submit(), '2031-01-01T12:00:00.000Z').thenThrows('cases/validity-over');
    given(covenantDecider, drafted)
      .when(submit({ validFrom: '2027-01-01', validUntil: '2026-12-31' }))
      .thenThrows('cases/validity-over');
  });

  it('is not signed: there is no text yet that stands still', () => {
    given(covenantDecider, drafted).when(sign()).thenThrows('cases/version-in-state');
  });

  it('is withdrawn, and its number is gone', () => {
    const withdraw: CovenantCommand = { type: 'WithdrawCovenant', data: { ...seen, reason: 'vergissing' } };
    const withdrawn: CovenantEvent = { type: 'CovenantWithdrawn', data: { ...name, reason: 'vergissing' } };
    given(covenantDecider, drafted).when(withdraw).then([withdrawn]);
    given(covenantDecider, [...drafted, withdrawn])
      .when(draft())
      .thenThrows('cases/version-reused');
    given(covenantDecider, [...drafted, withdrawn])
      .when(submit())
      .thenThrows('cases/version-in-state');
    given(covenantDecider, drafted)
      .when({ type: 'WithdrawCovenant', data: { ...seen, reason: 'zomaar' as never } })
      .thenThrows('cases/code-unknown');
  });
});

describe('a submitted version', () => {
  it('is signed by a party', () => {
    given(covenantDecider, submitted)
      .when(sign())
      .then([signedBy(police, 'POL', 'kp')]);
  });

  it('takes no signature over another text', () => {
    given(covenantDecider, submitted)
      .when(sign({ digest: digest(4) }))
      .thenThrows('cases/text-differs');
  });

  it.each(['unknown-key', 'key-of-another', 'key-replaced', 'key-revoked', 'bad-signature', 'not-a-member'])(
    'takes no signature of which who verified it says %s',
    (fault) => {
      given(covenantDecider, submitted).when(sign({ fault })).thenThrows('cases/signature-refused');
    },
  );

  it('takes no signature of a kind that is no party to it', () => {
    given(covenantDecider, submitted)
      .when(sign({ organisation: stranger, kind: 'KMAR' }))
      .thenThrows('cases/signature-refused');
  });

  it('is signed once by each, and once more only with another key', () => {
    const once = [...submitted, signedBy(police, 'POL', 'kp')];
    given(covenantDecider, once).when(sign()).thenThrows('cases/signed-already');
    given(covenantDecider, once)
      .when(sign({ signature: 'other' }))
      .thenThrows('cases/signed-already');
    given(covenantDecider, once)
      .when(sign({ key: 'kp2', signature: 'sig-kp2' }))
      .then([signedBy(police, 'POL', 'kp2')]);
  });

  it('is refused by the steering group, and stays so', () => {
    const refused: CovenantEvent = { type: 'CovenantRefused', data: { ...name, reason: 'geen-overeenstemming' } };
    const refuse: CovenantCommand = { type: 'RefuseCovenant', data: { ...seen, reason: 'geen-overeenstemming' } };
    given(covenantDecider, submitted).when(refuse).then([refused]);
    given(covenantDecider, [...signedByAll, refused])
      .when(adopt())
      .thenThrows('cases/version-in-state');
  });
});

describe('adoption', () => {
  it('takes the signatures of every widened supplier and of every kind', () => {
    given(covenantDecider, signedByAll).when(adopt()).then([adoptedEvent]);
  });

  it('waits for each supplier whose data is widened: one college does not sign for another', () => {
    const withoutOther = signedByAll.filter(
      (event) => !('organisation' in event.data && event.data.organisation === otherCollege),
    );
    given(covenantDecider, withoutOther).when(adopt()).thenThrows('cases/signatures-missing');
    given(covenantDecider, withoutOther)
      .when(adopt({ members: members.filter(({ organisation }) => organisation !== otherCollege) }))
      .then([{ type: 'CovenantAdopted', data: { ...name, signatories: [college, police, labour] } }]);
  });

  it('is content with one of a kind whose data is not widened, and not with none', () => {
    const two = [...members, { organisation: stranger, kind: 'NLA', keys: ['ks'] }];
    given(covenantDecider, signedByAll)
      .when(adopt({ members: two }))
      .then([adoptedEvent]);
    const withoutLabour = signedByAll.slice(0, -1);
    given(covenantDecider, withoutLabour).when(adopt()).thenThrows('cases/signatures-missing');
  });

  it('asks nobody of a kind that is no party, and no kind without members', () => {
    const others = [...members, { organisation: stranger, kind: 'KMAR', keys: [] }];
    given(covenantDecider, signedByAll)
      .when(adopt({ members: others }))
      .then([adoptedEvent]);
    given(covenantDecider, submitted)
      .when(adopt({ members: [] }))
      .then([{ type: 'CovenantAdopted', data: { ...name, signatories: [] } }]);
  });

  it('counts no signature under a key that was revoked since, and none of who left', () => {
    const revoked = members.map((member) => (member.kind === 'POL' ? { ...member, keys: [] } : member));
    given(covenantDecider, signedByAll)
      .when(adopt({ members: revoked }))
      .thenThrows('cases/signatures-missing');
    given(covenantDecider, signedByAll)
      .when(adopt({ members: members.filter(({ kind }) => kind !== 'POL') }))
      .then([{ type: 'CovenantAdopted', data: { ...name, signatories: [college, otherCollege, labour] } }]);
  });

  it('waits for the advice of the committee where there is a new kind of processing (R69)', () => {
    const novel: readonly CovenantEvent[] = signedByAll.map((event) =>
      event.type === 'CovenantSubmitted' ? { ...event, data: { ...event.data, newProcessing: ['type:S30'] } } : event,
    );
    given(covenantDecider, novel).when(adopt()).thenThrows('cases/committee-advice-missing');
    const advised: CovenantEvent = {
      type: 'CovenantAdviceGiven',
      data: { ...name, advice: 'positief', document: digest(7) },
    };
    given(covenantDecider, novel).when(advise('positief')).then([advised]);
    given(covenantDecider, [...novel, advised])
      .when(advise('positief'))
      .thenNothing();
    given(covenantDecider, [...novel, advised])
      .when(adopt())
      .then([adoptedEvent]);
  });

  it('deviates from a negative advice with reasons alone', () => {
    const advised: CovenantEvent = {
      type: 'CovenantAdviceGiven',
      data: { ...name, advice: 'negatief', document: digest(7) },
    };
    given(covenantDecider, [...signedByAll, advised])
      .when(adopt())
      .thenThrows('cases/reasons-missing');
    given(covenantDecider, [...signedByAll, advised])
      .when(adopt({ reasons: digest(8) }))
      .then([{ type: 'CovenantAdopted', data: { ...adoption, reasons: digest(8) } }]);
  });

  it('asks that law and covenant are those of the check', () => {
    const newLaw: CovenantEvent = { type: 'LawCameIntoForce', data: { ...law, version: '2026.2', digest: digest(6) } };
    given(covenantDecider, [...signedByAll, newLaw])
      .when(adopt())
      .thenThrows('cases/checked-against-other');
    const other: CovenantEvent = {
      type: 'CovenantCameIntoForce',
      data: { ...first, version: '1.0.1', digest: digest(5) },
    };
    given(covenantDecider, [...signedByAll, other])
      .when(adopt())
      .thenThrows('cases/checked-against-other');
  });

  it('happens once, and not when the last day is over', () => {
    given(covenantDecider, adopted).when(adopt()).thenNothing();
    given(covenantDecider, inForce).when(adopt()).thenThrows('cases/version-in-state');
    given(covenantDecider, signedByAll).when(adopt(), '2031-01-02T00:00:00.000Z').thenThrows('cases/validity-over');
  });

  it('refuses a second version that would be valid while another waits for its first day', () => {
    const third = textOf('1.2.0', 5);
    const thirdName = { covenant: third.covenant, version: third.version, digest: third.digest };
    const both: readonly CovenantEvent[] = [
      ...adopted,
      { type: 'CovenantDrafted', data: third },
      {
        type: 'CovenantSubmitted',
        data: { ...thirdName, ...submission, validFrom: '2027-01-01', widens: [], parties: [] },
      },
    ];
    const adoptThird: CovenantCommand = {
      type: 'AdoptCovenant',
      data: { version: '1.2.0', digest: digest(5), members },
    };
    given(covenantDecider, both).when(adoptThird).thenThrows('cases/validity-overlaps');
    const withdrawn: CovenantEvent = { type: 'CovenantWithdrawn', data: { ...name, reason: 'andere-tekst' } };
    given(covenantDecider, [...both, withdrawn])
      .when(adoptThird)
      .then([{ type: 'CovenantAdopted', data: { ...thirdName, signatories: [] } }]);
  });
});

describe('an adopted version', () => {
  it('comes into force on its first day, in place of the former', () => {
    given(covenantDecider, adopted).when(intoForce('2026-04-01')).then([cameIntoForce, superseded]);
  });

  it('does not come into force before its first day, nor after its last, nor unadopted', () => {
    given(covenantDecider, adopted).when(intoForce('2026-03-31')).thenThrows('cases/not-yet-due');
    given(covenantDecider, adopted).when(intoForce('2031-01-01')).thenThrows('cases/validity-over');
    for (const history of [drafted, submitted, signedByAll]) {
      given(covenantDecider, history).when(intoForce('2026-04-01')).thenThrows('cases/version-in-state');
    }
    given(covenantDecider, inForce).when(intoForce('2026-04-01')).thenNothing();
  });

  it('decides nothing before that', () => {
    expect(given(covenantDecider, adopted).state.covenant).toStrictEqual(first);
    expect(given(covenantDecider, inForce).state.covenant).toMatchObject({ version: '1.1.0', digest: digest(3) });
  });

  it('is followed by no version of before it', () => {
    given(covenantDecider, inForce)
      .when({ type: 'BringCovenantIntoForce', data: first })
      .thenThrows('cases/version-not-newer');
    given(covenantDecider, inForce)
      .when(draft({ version: '1.0.5' }))
      .thenThrows('cases/version-not-newer');
  });
});

describe('the end of a covenant', () => {
  const expire = (on: string): CovenantCommand => ({
    type: 'ExpireCovenant',
    data: { ...seen, until: '2030-12-31', on },
  });
  const expired: CovenantEvent = { type: 'CovenantExpired', data: { ...name, until: '2030-12-31' } };

  it('comes after its last day, by an event, once', () => {
    given(covenantDecider, inForce).when(expire('2030-12-31')).thenThrows('cases/not-yet-due');
    given(covenantDecider, inForce).when(expire('2031-01-01')).then([expired]);
    given(covenantDecider, [...inForce, expired])
      .when(expire('2031-01-02'))
      .thenNothing();
    expect(isExpired(given(covenantDecider, inForce).state)).toBe(false);
    expect(isExpired(given(covenantDecider, [...inForce, expired]).state)).toBe(true);
  });

  it('is that of the covenant in force and of no other', () => {
    given(covenantDecider, inForce)
      .when({
        type: 'ExpireCovenant',
        data: { version: '1.0.0', digest: digest(2), until: '2030-12-31', on: '2031-01-01' },
      })
      .thenThrows('cases/version-unknown');
  });

  it('is announced once for each number of days', () => {
    const announce: CovenantCommand = { type: 'AnnounceExpiry', data: { ...seen, until: '2030-12-31', days: 30 } };
    const announced: CovenantEvent = {
      type: 'CovenantExpiryAnnounced',
      data: { ...name, until: '2030-12-31', days: 30 },
    };
    given(covenantDecider, inForce).when(announce).then([announced]);
    given(covenantDecider, [...inForce, announced])
      .when(announce)
      .thenNothing();
  });

  it('leaves nothing for the next version to supersede', () => {
    const over: readonly CovenantEvent[] = [
      ...adopted,
      {
        type: 'CovenantExpired',
        data: { covenant: 'riec-voorbeeld', version: '1.0.0', digest: digest(2), until: '2026-03-31' },
      },
    ];
    given(covenantDecider, over).when(intoForce('2026-04-01')).then([cameIntoForce]);
  });

  it('is not undone by the same text; by a next version it is', () => {
    given(covenantDecider, [...inForce, expired])
      .when({ type: 'BringCovenantIntoForce', data: { ...second, registry: digest(8) } })
      .thenThrows('cases/version-not-newer');
    const next: CovenantEvent = {
      type: 'CovenantCameIntoForce',
      data: { ...first, version: '2.0.0', digest: digest(8) },
    };
    expect(isExpired(given(covenantDecider, [...inForce, expired, next]).state)).toBe(false);
  });
});

describe('what a day asks', () => {
  const due = (history: readonly CovenantEvent[], on: string) =>
    dueCovenantCommands(given(covenantDecider, history).state, on);

  it('asks nothing of a draft, a submitted version, or an adopted one before its day', () => {
    for (const history of [founded, drafted, submitted, signedByAll, adopted])
      expect(due(history, '2026-03-31')).toEqual([]);
  });

  it('brings an adopted version into force, and does not let the former expire first', () => {
    const ending: readonly CovenantEvent[] = adopted.map((event) =>
      event.type === 'CovenantCameIntoForce'
        ? { ...event, data: { ...event.data, document: documentOf('1.0.0', '2026-03-31') } }
        : event,
    );
    expect(due(ending, '2026-04-01')).toEqual([intoForce('2026-04-01')]);
    expect(due([...ending, cameIntoForce, superseded], '2026-04-01')).toEqual([]);
  });

  it('lets the one in force expire the day after its last', () => {
    expect(due(inForce, '2030-12-31').map(({ type }) => type)).toEqual(['AnnounceExpiry']);
    expect(due(inForce, '2031-01-01').map(({ type }) => type)).toEqual(['ExpireCovenant']);
  });

  it.each([
    ['2030-10-01', []],
    ['2030-10-02', [90]],
    ['2030-12-01', [30]],
    ['2030-12-24', [7]],
    ['2030-12-30', [1]],
  ])('announces the end, on %s at %p days', (on, days) => {
    const asked = due(inForce, on).flatMap((command) => (command.type === 'AnnounceExpiry' ? [command.data.days] : []));
    expect(asked).toEqual(days);
  });

  it('announces nothing twice, nor what a nearer one has told', () => {
    const told = (days: number): CovenantEvent => ({
      type: 'CovenantExpiryAnnounced',
      data: { ...name, until: '2030-12-31', days },
    });
    expect(due([...inForce, told(30)], '2030-12-02')).toEqual([]);
    expect(due([...inForce, told(90)], '2030-12-02').map(({ type }) => type)).toEqual(['AnnounceExpiry']);
  });
});
