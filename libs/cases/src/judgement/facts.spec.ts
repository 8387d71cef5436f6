import { describe, expect, it } from '@jest/globals';
import {
  asking,
  caseId,
  caseWith,
  college,
  contribution,
  first,
  head,
  linked,
  matter,
  meetingWith,
  needed,
  noon,
  outsider,
  partyWith,
  person,
  reader,
  second,
  signalWith,
  subject,
  takenIn,
  text,
  valueOf,
} from '../../test/judgement-scene.js';
import type { CaseEvent } from '../events/case.events.js';
import { blockFacts, itemFacts, questionFacts } from './facts.js';
import type { Asking, Item, SealedFacts } from './facts.js';

const question = (changes: Partial<Asking> = {}) => questionFacts(asking(changes));
const ofItem = (item: Partial<Item>, changes: Partial<Asking> = {}, sealed?: SealedFacts) =>
  itemFacts(asking(changes), contribution(item), sealed);
const ofBlock = (block: typeof person, item: Partial<Item> = {}, sealed?: SealedFacts) =>
  blockFacts(asking(), contribution(item), block, sealed);
const adult: SealedFacts = { possibleVictim: false, adultFrom: '2020-01-01' };

describe('facts of the question', () => {
  it('knows a purpose of the own statutory list, and no other', () => {
    expect(valueOf(question()['ownPurpose'])).toBe('true');
    for (const purpose of ['COLL.wonen', 'POL.anders', 'opsporing', 'POL.constructor', '']) {
      expect(valueOf(question({ purpose })['ownPurpose'])).toBe('false');
    }
  });

  it('gives a kind that the covenant does not know no purpose at all', () => {
    expect(valueOf(question({ recipientKind: 'NVWA', purpose: 'NVWA.toezicht' })['ownPurpose'])).toBe('false');
  });

  it('counts a member of the region, of the whole country, and nobody who left', () => {
    const left = partyWith({
      type: 'PartyLeft',
      data: { organisation: reader, memberUntil: '2026-03-01T00:00:00.000Z' },
    });
    expect(question()['ownRegion']).toEqual({ value: 'true', source: `clear:${partyWith().stream}@0` });
    expect(valueOf(question({ party: left })['ownRegion'])).toBe('false');
    const elsewhere = partyWith();
    const party = { ...elsewhere, state: { ...elsewhere.state, region: 'rotterdam' } };
    expect(valueOf(question({ party })['ownRegion'])).toBe('false');
    expect(valueOf(question({ party, cooperation: 'rotterdam' })['ownRegion'])).toBe('true');
  });

  it('is attended by who is on the list of a meeting that was opened, also after it closed', () => {
    const ref = { meeting: '00000000-0000-4000-8000-000000000003', case: caseId };
    const convened = {
      type: 'MeetingConvened',
      data: { ...ref, invitees: [reader], plannedFor: noon, chair: caseId },
    } as const;
    const attended = { type: 'AttendanceRecorded', data: { ...ref, organisation: reader } } as const;
    const opened = { type: 'MeetingOpened', data: ref } as const;
    const closed = { type: 'MeetingClosed', data: ref } as const;
    const ended = { type: 'AttendanceEnded', data: { ...ref, organisation: reader } } as const;
    expect(question()['attends']).toEqual({ value: 'false', source: 'question' });
    expect(valueOf(question({ meeting: meetingWith(convened) })['attends'])).toBe('false');
    expect(valueOf(question({ meeting: meetingWith(convened, opened) })['attends'])).toBe('false');
    expect(valueOf(question({ meeting: meetingWith(convened, opened, attended) })['attends'])).toBe('true');
    expect(valueOf(question({ meeting: meetingWith(convened, opened, attended, closed) })['attends'])).toBe('true');
    expect(valueOf(question({ meeting: meetingWith(convened, opened, attended, ended) })['attends'])).toBe('false');
  });
});

describe('facts of an item in a case', () => {
  it('puts the grant holder in the need-to-know set until the grant ends, and the bureau always', () => {
    const placed = { case: caseWith() };
    expect(valueOf(ofItem(placed)['inNeedToKnowSet'])).toBe('true');
    expect(valueOf(ofItem(placed, { at: '2026-06-01T00:00:00.000Z' })['inNeedToKnowSet'])).toBe('false');
    expect(valueOf(ofItem(placed, { recipient: outsider })['inNeedToKnowSet'])).toBe('false');
    expect(valueOf(ofItem(placed, { recipient: outsider, recipientKind: 'RIEC' })['inNeedToKnowSet'])).toBe('true');
  });

  it('puts nobody but the bureau in the set of a closed case', () => {
    const closed = { case: caseWith({ type: 'CaseClosed', data: { case: caseId, reason: 'gereed' } }) };
    expect(valueOf(ofItem(closed)['inNeedToKnowSet'])).toBe('false');
    expect(valueOf(ofItem(closed)['caseOpen'])).toBe('false');
  });

  it('opens no older case to who joined later, and none to who left', () => {
    const later = partyWith();
    const party = { ...later, state: { ...later.state, memberFrom: '2026-03-02T00:00:00.000Z' } };
    expect(valueOf(ofItem({ case: caseWith() })['memberAtOpening'])).toBe('true');
    expect(valueOf(ofItem({ case: caseWith() }, { party })['memberAtOpening'])).toBe('false');
    const left = partyWith({
      type: 'PartyLeft',
      data: { organisation: reader, memberUntil: '2026-03-02T00:00:00.000Z' },
    });
    expect(valueOf(ofItem({ case: caseWith() }, { party: left })['memberAtOpening'])).toBe('false');
  });

  it('leaves every fact of a case unsaid where there is no case', () => {
    const facts = ofItem({});
    for (const name of ['inNeedToKnowSet', 'memberAtOpening', 'caseOpen', 'scan', 'exploitationCase']) {
      expect(facts).not.toHaveProperty(name);
    }
  });
});

describe('facts of a contribution', () => {
  it('expires on the day five years after its first processing', () => {
    expect(valueOf(ofItem({}, { at: '2031-02-19T12:00:00.000Z' })['expired'])).toBe('false');
    expect(valueOf(ofItem({}, { at: '2031-02-20T12:00:00.000Z' })['expired'])).toBe('true');
  });

  it('is unknown where a declaration or a first day should be there and is not', () => {
    const { declaration: _declaration, firstProcessed: _first, ...bare } = contribution();
    const facts = itemFacts(asking(), bare);
    expect(valueOf(facts['declared'])).toBe('unknown');
    expect(valueOf(facts['expired'])).toBe('unknown');
  });

  it('has no terms and no codes where nothing was supplied: a record or text of the process', () => {
    const { declaration: _declaration, firstProcessed: _first, contribution: _contribution, ...bare } = contribution();
    const facts = itemFacts(asking(), bare);
    expect(['declared', 'expired', 'silent', 'codeB'].map((name) => valueOf(facts[name]))).toEqual([
      'true',
      'false',
      'false',
      'false',
    ]);
  });

  it('takes handling codes from the facts block, and knows none where that can no longer be read', () => {
    const coded = ofItem({}, {}, { possibleVictim: false, handlingCode: 'H2', bpgCode: 'c' });
    expect(['codeH1', 'codeH2', 'codeB', 'silent'].map((name) => valueOf(coded[name]))).toEqual([
      'false',
      'true',
      'false',
      'true',
    ]);
    const lost = ofItem({}, {}, { possibleVictim: false, lost: true });
    for (const name of ['codeH1', 'codeH2', 'codeB', 'silent']) {
      expect(lost[name]).toEqual({ value: 'unknown', source: 'facts-block' });
    }
  });

  it('is weighed by who was named, and asked of who was asked', () => {
    const prepared = {
      type: 'WeighingPrepared',
      data: {
        signal: first,
        weighers: [reader],
        criteria: { indications: true, phenomenon: true, necessity: true, parties: true, region: true },
        factors: { type: true, extent: true, weight: true, reporters: true },
        length: 9,
        textDigest: 'ZGlnZXN0',
      },
    } as const;
    const signal = signalWith(prepared);
    expect(valueOf(ofItem({ signal })['weigher'])).toBe('true');
    expect(valueOf(ofItem({ signal }, { recipient: outsider })['weigher'])).toBe('false');
    expect(valueOf(ofItem({ signal })['weighingOpen'])).toBe('true');
    expect(ofItem({})['weigher']).toEqual({ value: 'false', source: 'question' });
    expect(ofItem({})['weighingOpen']).toEqual({ value: 'false', source: 'question' });
    expect(ofItem({})['askedParty']).toEqual({ value: 'false', source: 'question' });
  });

  it('is weighed no more once it was accepted or rejected, whatever case begins with it', () => {
    const after = (...types: readonly ('SignalAccepted' | 'SignalRejected' | 'SignalTakenIntoCase')[]) =>
      signalWith(
        ...types.map(
          (type) => ({ type, data: { signal: first, case: caseId, organisation: reader, reason: 'x' } }) as never,
        ),
      );
    expect(valueOf(ofItem({ signal: after('SignalAccepted') })['weighingOpen'])).toBe('false');
    expect(valueOf(ofItem({ signal: after('SignalRejected') })['weighingOpen'])).toBe('false');
    expect(valueOf(ofItem({ signal: after('SignalAccepted', 'SignalTakenIntoCase') })['weighingOpen'])).toBe('false');
  });

  it('belongs to who supplied it, and a necessity to whom it concerns', () => {
    expect(valueOf(ofItem({ supplier: reader })['ownOrganisation'])).toBe('true');
    expect(valueOf(ofItem({ supplier: college })['ownOrganisation'])).toBe('false');
    expect(valueOf(ofItem({ payloadType: 'H6', concerns: reader })['ownNecessity'])).toBe('true');
    expect(valueOf(ofItem({ payloadType: 'H8', concerns: reader })['ownNecessity'])).toBe('false');
    expect(valueOf(ofItem({ payloadType: 'H8', concerns: reader })['ownDisclosure'])).toBe('true');
    expect(valueOf(ofItem({ payloadType: 'H6' })['ownNecessity'])).toBe('false');
  });
});

describe('facts of a block', () => {
  const inCase = (...events: readonly CaseEvent[]): Partial<Item> => ({ case: caseWith(...events) });

  it('keeps an unlinked person of an answer out of the direct circle, and one of a signal in it', () => {
    expect(valueOf(ofBlock(person, { ...inCase(takenIn(first)), way: 'answer' })['directCircle'])).toBe('false');
    expect(valueOf(ofBlock(person, inCase(takenIn(first)))['directCircle'])).toBe('true');
    expect(valueOf(ofBlock(person, {})['directCircle'])).toBe('true');
  });

  it('takes the strictest role of all links: a third in one place is a third everywhere', () => {
    const circle = inCase(takenIn(first), linked(first, 'circle'));
    const both = inCase(takenIn(first), takenIn(second, 'answer'), linked(first, 'circle'), linked(second, 'third'));
    const reversed = inCase(takenIn(first), takenIn(second), linked(first, 'third'), linked(second, 'suspect'));
    expect(valueOf(ofBlock(person, circle)['directCircle'])).toBe('true');
    expect(valueOf(ofBlock(person, both)['directCircle'])).toBe('false');
    expect(valueOf(ofBlock(person, reversed)['directCircle'])).toBe('false');
  });

  it('keeps a text back while one of the persons that it may name is outside the circle', () => {
    const answer = { ...inCase(takenIn(first, 'answer'), linked(first, 'suspect')), way: 'answer' };
    expect(valueOf(ofBlock(text, answer)['directCircle'])).toBe('false');
    const whole = inCase(takenIn(first, 'answer'), linked(first, 'suspect'), linked(first, 'circle', second, 'p2'));
    expect(valueOf(ofBlock(text, { ...whole, way: 'answer' })['directCircle'])).toBe('true');
  });

  it('says nothing of persons about a place, a company or a text without persons', () => {
    for (const block of [matter, { ...matter, name: 'c1', kind: 'company' }]) {
      const facts = ofBlock(block, { way: 'answer', ...inCase(takenIn(first, 'answer')) });
      expect(facts['directCircle']).toEqual({ value: 'true', source: 'question' });
      expect(facts['minor']).toEqual({ value: 'false', source: 'question' });
      expect(facts['possibleVictim']).toEqual({ value: 'false', source: 'question' });
    }
    expect(valueOf(ofBlock(text, { blocks: [{ name: 'text', kind: 'text' }] })['minor'])).toBe('false');
  });

  it('calls a person minor until the day of age, on the Dutch calendar, and unknown without one', () => {
    const minorOn = (at: string) => blockFacts(asking({ at }), contribution(), person, adult)['minor'];
    expect(valueOf(minorOn('2019-12-31T22:59:59.000Z'))).toBe('true');
    expect(valueOf(minorOn('2019-12-31T23:00:00.000Z'))).toBe('false');
    expect(ofBlock(person, {}, { possibleVictim: false })['minor']).toEqual({
      value: 'unknown',
      source: 'facts-block',
    });
    expect(valueOf(ofBlock(person)['minor'])).toBe('unknown');
  });

  it('takes the mark of a possible victim from role, shielding or facts block; a mark taken away leaves the others', () => {
    const set = (isSet: boolean) =>
      ({ type: 'ShieldingSet', data: { case: caseId, subject, mark: 'possible-victim', set: isSet } }) as const;
    const base = [takenIn(first), linked(first, 'circle')] as const;
    expect(valueOf(ofBlock(person, inCase(...base), adult)['possibleVictim'])).toBe('false');
    expect(valueOf(ofBlock(person, inCase(...base, set(true)), adult)['possibleVictim'])).toBe('true');
    expect(valueOf(ofBlock(person, inCase(...base, set(true), set(false)), adult)['possibleVictim'])).toBe('false');
    const byRole = inCase(takenIn(first), linked(first, 'possible-victim'), set(true), set(false));
    expect(valueOf(ofBlock(person, byRole, adult)['possibleVictim'])).toBe('true');
    const marked = { ...adult, possibleVictim: true };
    expect(ofBlock(person, inCase(...base), marked)['possibleVictim']).toEqual({
      value: 'true',
      source: 'facts-block',
    });
  });

  it('does not know of a victim where no facts block can be read any more', () => {
    const lost = { possibleVictim: false, lost: true } as const;
    expect(ofBlock(person, {}, lost)['possibleVictim']).toEqual({ value: 'unknown', source: 'facts-block' });
    expect(valueOf(ofBlock(person, {}, { ...lost, possibleVictim: true })['possibleVictim'])).toBe('true');
  });

  it('gives a text the mark of any person that it may name', () => {
    const placed = inCase(takenIn(first), linked(first, 'circle'), linked(first, 'possible-victim', second, 'p2'));
    expect(valueOf(ofBlock(text, placed, adult)['possibleVictim'])).toBe('true');
    expect(valueOf(ofBlock(person, placed, adult)['possibleVictim'])).toBe('false');
  });
});

describe('recorded necessity', () => {
  const askedOf = (block: typeof person, event: ReturnType<typeof needed>, changes: Partial<Asking> = {}) =>
    blockFacts(asking(changes), contribution({ case: caseWith(takenIn(first), event) }), block);

  it('counts per category, for this reader, purpose and payload type alone', () => {
    expect(valueOf(askedOf(person, needed(['ID']))['asked:ID'])).toBe('true');
    expect(valueOf(askedOf(person, needed(['ID']))['asked:RES'])).toBe('false');
    expect(valueOf(askedOf(person, needed(['ID']), { purpose: 'POL.anders' })['asked:ID'])).toBe('false');
    expect(valueOf(askedOf(person, needed(['ID']), { recipient: outsider })['asked:ID'])).toBe('false');
    expect(valueOf(askedOf(person, needed(['ID'], { payloadType: 'S1' }))['asked:ID'])).toBe('false');
    expect(valueOf(askedOf(person, needed(['ID'], { recipient: outsider }))['asked:ID'])).toBe('false');
  });

  it('of any category asks for the item itself, and for no text', () => {
    expect(valueOf(askedOf(head, needed(['ID']))['asked:_'])).toBe('true');
    expect(valueOf(askedOf(text, needed(['ID']))['asked:_'])).toBe('false');
    expect(valueOf(askedOf(head, needed(['ID'], { payloadType: 'S1' }))['asked:_'])).toBe('false');
  });

  it('is not there outside a case', () => {
    expect(blockFacts(asking(), contribution(), person)['asked:ID']).toEqual({ value: 'false', source: 'question' });
  });
});
