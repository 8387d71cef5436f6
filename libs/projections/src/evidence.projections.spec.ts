import { describe, expect, it } from '@jest/globals';
import type { AnyEvent } from '@knooppunt/cases';
import { cast, digest, journey, recorded, rowsAfter, uuid } from '@knooppunt/testing';
import { checkpoints } from './checkpoints.projection.js';
import { covenants } from './covenants.projection.js';
import { disclosures } from './disclosures.projection.js';
import { people } from './people.projection.js';
import { supplies } from './supplies.projection.js';

const log = recorded(journey);
const eventOf = (type: AnyEvent['type']) => log.find((event) => event.type === type);
const cooperation = 'amsterdam-amstelland';

describe('the disclosures', () => {
  it('hold who saw what kind of thing, and count the fields of which a value left', () => {
    const event = recorded(
      journey.filter(({ type }) => type === 'DisclosureRecorded'),
      { actor: uuid(9), purpose: 'BURG.openbare-orde' },
    );
    const rows = rowsAfter(disclosures, event);
    expect(rows['disclosures']).toStrictEqual([
      {
        disclosure_id: uuid(601),
        cooperation,
        recorded_at: event[0]?.recordedAt,
        position: '00000000000000000001',
        recipient: cast.mayor,
        recipient_kind: 'BURG',
        actor: uuid(9),
        purpose: 'BURG.openbare-orde',
        view: 'overleg-dossier',
        act: 'inzage',
        case_id: cast.case,
        meeting_id: cast.meeting,
        items: 1,
        shown_fields: 2,
        aborted: 0,
      },
    ]);
    expect(rows['disclosure_items']?.[0]).toMatchObject({ place: 0, supplier: cast.college, shown_fields: 2 });
    expect(rows['disclosure_subjects']).toStrictEqual([{ disclosure_id: uuid(601), subject: cast.subject }]);
  });

  it('name no subject of whom nothing but the existence was shown', () => {
    const [shown] = journey.filter((event) => event.type === 'DisclosureRecorded');
    const decisions = shown?.data.decisions.map((decision) => ({
      ...decision,
      levels: { exists: ['name'], withhold: ['bsn'] },
    }));
    const hidden = recorded([{ type: 'DisclosureRecorded', data: { ...shown?.data, decisions } }]);
    expect(rowsAfter(disclosures, hidden)['disclosure_subjects']).toStrictEqual([]);
    expect(rowsAfter(disclosures, hidden)['disclosures']?.[0]?.['shown_fields']).toBe(0);
  });

  it('count no item of which even the existence was withheld', () => {
    const [shown] = journey.filter((event) => event.type === 'DisclosureRecorded');
    const [item] = shown?.data.items ?? [];
    const head = { kind: 'head', facts: {}, levels: { withhold: ['_exists'] }, permits: {} };
    const unseen = { ...item, blocks: [{ block: 'head', decision: 1 }] };
    const decisions = [...(shown?.data.decisions ?? []), head];
    const both = recorded([{ type: 'DisclosureRecorded', data: { ...shown?.data, decisions, items: [item, unseen] } }]);
    expect(rowsAfter(disclosures, both)['disclosures']?.[0]?.['items']).toBe(1);
  });

  it('count nothing of a block that could not be read, and name no subject for it', () => {
    const [shown] = journey.filter((event) => event.type === 'DisclosureRecorded');
    const items = shown?.data.items.map((item) => ({
      ...item,
      blocks: item.blocks.map(({ digest: _digest, ...block }) => ({ ...block, unanswered: 'seal-broken' })),
    }));
    const unread = recorded([{ type: 'DisclosureRecorded', data: { ...shown?.data, items } }]);
    expect(rowsAfter(disclosures, unread)['disclosures']?.[0]?.['shown_fields']).toBe(0);
    expect(rowsAfter(disclosures, unread)['disclosure_subjects']).toStrictEqual([]);
  });

  it('flag an answer that was recorded and not sent', () =>
    expect(rowsAfter(disclosures, log)['disclosures']?.[0]?.['aborted']).toBe(1));
});

describe('the supplies', () => {
  const stateOf = (events: readonly AnyEvent[], id: string) =>
    rowsAfter(supplies, recorded(events))['supplies']?.find((row) => row['contribution_id'] === id);

  it('hold what each supplier delivered, and when', () =>
    expect(rowsAfter(supplies, log)['supplies']?.find((row) => row['contribution_id'] === cast.answer)).toStrictEqual({
      contribution_id: cast.answer,
      cooperation,
      supplier: cast.police,
      payload_type: 'S6',
      way: 'answer',
      case_id: cast.case,
      request_id: cast.request,
      received_at: log.find(
        ({ type, data }) =>
          type === 'ContributionSupplied' && (data as { contribution: string }).contribution === cast.answer,
      )?.recordedAt,
      state: 'supplied',
      code: null,
      destroyed_at: null,
    }));

  it('call a delivery destroyed from its first key on, and tell when the last was gone', () => {
    const first = journey.findIndex(({ type }) => type === 'KeyDestroyed') + 1;
    expect(stateOf(journey.slice(0, first), cast.rejected)).toMatchObject({ state: 'destroyed', destroyed_at: null });
    expect(stateOf(journey, cast.rejected)).toMatchObject({
      state: 'destroyed',
      destroyed_at: eventOf('ErasureCompleted')?.recordedAt,
    });
  });

  it('hold a refusal after the intake, whether or not the delivery was stored', () => {
    const refused: AnyEvent = {
      type: 'ContributionRefused',
      data: { contribution: cast.answer, code: 'case-closed', rules: [] },
    };
    expect(stateOf([...journey, refused], cast.answer)).toMatchObject({ state: 'refused', code: 'case-closed' });
    expect(stateOf(journey, uuid(105))).toMatchObject({ state: 'refused', code: 'case-closed', supplier: null });
  });

  it('leave a refused delivery refused when its keys go', () => {
    const gone: AnyEvent = {
      type: 'KeyDestroyed',
      data: {
        contribution: uuid(105),
        block: 'p1',
        keyId: uuid(401),
        wrappedKeyDigest: digest(4),
        receipt: 'register',
      },
    };
    expect(stateOf([...journey, gone], uuid(105))).toMatchObject({ state: 'refused', code: 'case-closed' });
  });

  it('hold every refusal at the gate, with or without an id', () => {
    const rows = rowsAfter(supplies, log)['supply_refusals'];
    expect(rows?.map((row) => [row['contribution_id'], row['phase'], row['code']])).toStrictEqual([
      [uuid(104), '1', 'supply-not-now'],
      [null, null, 'envelope-invalid'],
    ]);
    expect(stateOf(journey, uuid(104))).toMatchObject({ state: 'refused', code: 'supply-not-now', payload_type: 'S6' });
  });

  it('put a later delivery in the place of a refusal, and never a refusal in the place of a delivery', () => {
    const refusalOf = (contribution: string): AnyEvent => ({
      type: 'SupplyRefused',
      data: {
        refusal: uuid(900),
        contribution,
        supplier: cast.police,
        supplierKind: 'POL',
        code: 'other-content',
        rules: [],
      },
    });
    const delivery = journey.filter(
      (event) => event.type === 'ContributionSupplied' && event.data.contribution === cast.answer,
    );
    expect(stateOf([refusalOf(cast.answer), ...delivery], cast.answer)).toMatchObject({
      state: 'supplied',
      code: null,
    });
    expect(stateOf([...delivery, refusalOf(cast.answer)], cast.answer)).toMatchObject({
      state: 'supplied',
      code: null,
    });
  });
});

describe('the people', () => {
  it('hold roles, mandate and screening, and the place of the sealed name', () => {
    const [row] = rowsAfter(people, log.slice(0, 5))['people'] ?? [];
    expect(row).toStrictEqual({
      cooperation,
      person: cast.analyst,
      organisation: cast.bureau,
      roles: 'informatieanalist casusregisseur',
      mandate_from: '2026-01-01T00:00:00.000Z',
      mandate_until: '2027-01-01T00:00:00.000Z',
      screened_until: '2027-03-01T00:00:00.000Z',
      withdrawn: 0,
      revision: eventOf('PersonDesignated')?.revision.toString(),
    });
  });

  it('flag a withdrawn person, until designated anew', () => {
    expect(rowsAfter(people, log)['people']?.[0]?.['withdrawn']).toBe(1);
    const [designated] = journey.filter(({ type }) => type === 'PersonDesignated');
    expect(rowsAfter(people, recorded([...journey, designated as AnyEvent]))['people']?.[0]?.['withdrawn']).toBe(0);
  });

  it('hold the public names of the parties', () =>
    expect(
      rowsAfter(people, log)['parties']?.map((row) => [row['name'], row['municipality'], row['member_until']]),
    ).toStrictEqual([
      ['College van Amsterdam', '0363', cast.until],
      ['Politie', null, null],
    ]));
});

describe('the checkpoints', () => {
  it('are held as they were signed', () =>
    expect(rowsAfter(checkpoints, log)['checkpoints']).toStrictEqual([
      {
        checkpoint_id: uuid(801),
        cooperation,
        origin: 'knooppunt/amsterdam-amstelland',
        size: 42,
        root: 'cm9vdA',
        key_name: 'knooppunt-1',
        signature: 'c2ln',
        recorded_at: eventOf('CheckpointSigned')?.recordedAt,
        position: eventOf('CheckpointSigned')?.position,
      },
    ]));
});

describe('the covenants', () => {
  it('are held in the order in which they came into force, the same version again too', () => {
    const again = journey.filter(({ type }) => type === 'CovenantCameIntoForce');
    const rows = rowsAfter(covenants, recorded([...journey.slice(0, 2), ...again]))['covenants'];
    expect(rows?.map((row) => [row['kind'], row['document_id'], String(row['position']).slice(-1)])).toStrictEqual([
      ['covenant', 'riec-amsterdam', '2'],
      ['covenant', 'riec-amsterdam', '3'],
      ['law', 'wgs-riec', '1'],
    ]);
    expect(rows?.[2]).toStrictEqual({
      cooperation,
      kind: 'law',
      position: '00000000000000000001',
      revision: '0',
      in_force_from: log[0]?.recordedAt,
      document_id: 'wgs-riec',
      version: '2026.1',
      semantics: 'covenant-1',
      digest: digest(1),
      registry: null,
      document: '{"wet":1}',
    });
  });
});
