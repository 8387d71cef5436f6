import { describe, expect, it } from '@jest/globals';
import { foldOf, foundIn, insert, itemOfType, unknownId, withoutFold } from '../../test/golden-record.js';
import type { Change, Changed, Mutable } from '../../test/golden-record.js';
import type { Recorded } from '@knooppunt/kernel';

/** What is said of a record, without what follows from it for levels and permits. */
const causesIn = (view: string, kind: string, change: Change): readonly string[] =>
  foundIn(view, kind, change).filter((found) => !/^(level|permit)-differs /.test(found));
const other = '00000099000000002000';

describe('a reading back of what an organisation supplied', () => {
  const own = (change: Change): readonly string[] => causesIn('leveringen', 'NLA', change);

  it('may be done by the hub itself, which has no role', () => {
    const byHub = (record: Changed): void => void Object.assign(record, { role: null, actor: 'system:hub' });
    expect(own(byHub)).toEqual([]);
    expect(own((record) => void (record.actor = 'system:hub'))).toContain('person-missing actor');
    expect(own((record) => void (record.role = null))).toEqual(['person-unauthorised actor']);
    const asInzage = own((record) => {
      byHub(record);
      record.data.act = 'inzage';
    });
    expect(asInzage).toContain('person-missing actor');
  });

  it('is of deliveries of that organisation, that were made', () => {
    expect(own((record) => void (itemOfType(record, 'H10').supplier = other))).toEqual([
      'source-differs contribution-… supplierKind',
      'source-differs contribution-… supplier',
      'fact-differs contribution-… ownOrganisation: true recorded, false now',
    ]);
    expect(own((record) => void (itemOfType(record, 'H10').supplierKind = 'POL'))).toEqual([
      'source-differs contribution-… supplierKind',
    ]);
    expect(own((record) => void (itemOfType(record, 'H10').stream = `contribution-${unknownId}`))).toEqual([
      'source-missing contribution-…@0',
    ]);
  });

  it('shows one that was refused before it had a stream to whom brought it', () => {
    const refusedFor = (supplier: string) => (record: Changed, log: Mutable<Recorded>[]) => {
      const refused = log.find(({ type }) => type === 'SupplyRefused');
      const at = log.findIndex(({ position }) => position === record.position);
      if (refused) log.splice(at, 0, { ...refused, data: { contribution: unknownId, supplier } });
      itemOfType(record, 'H10').stream = `contribution-${unknownId}`;
    };
    expect(own(refusedFor('00000099000000007000'))).toEqual([]);
    expect(own(refusedFor(other))).toEqual(['source-differs contribution-… supplier']);
  });
});

describe('a record that shows a signal', () => {
  const signal = (change: Change): readonly string[] => causesIn('signaal', 'POL', change);

  it('folded that signal', () => {
    expect(signal((record) => withoutFold(record, 'signal'))).toEqual(['folded-missing signal-…']);
    expect(signal((record) => void (foldOf(record, 'signal').revision = '99'))).toEqual(['folded-ahead signal-…@99']);
  });

  it('shows nothing of what was supplied once the signal is rejected', () => {
    const found = signal((record, log) => {
      const id = foldOf(record, 'signal').stream.slice('signal-'.length);
      insert(record, log, 'signal', {
        type: 'SignalRejected',
        data: { signal: id, organisation: record.data.recipient, reason: 'not-necessary' },
      });
    });
    expect(found).toContain('under-destruction contribution-…');
  });

  it('speaks of it in the phase of weighing', () => {
    expect(signal((record) => void (itemOfType(record, 'S2').phase = '1'))).toEqual(['phase-differs contribution-…']);
  });
});

describe('a record that shows a case', () => {
  const meeting = (change: Change): readonly string[] => causesIn('overleg-dossier', 'RIEC', change);
  const destroyed: Change = (record, log) =>
    insert(record, log, 'case', {
      type: 'ContributionUnderDestruction',
      data: {
        case: foldOf(record, 'case').stream.slice('case-'.length),
        contribution: itemOfType(record, 'S2').stream.slice('contribution-'.length),
      },
    });

  it('shows nothing of a contribution once its destruction has begun', () => {
    expect(meeting(destroyed)).toEqual(['under-destruction contribution-…']);
    const withheld = meeting((record, log) => {
      destroyed(record, log);
      for (const block of itemOfType(record, 'S2').blocks) {
        const own = structuredClone(record.data.decisions[block.decision]);
        if (!own) continue;
        own.levels = { withhold: Object.values(own.levels).flat() };
        block.decision = record.data.decisions.push(own) - 1;
      }
    });
    expect(withheld).toEqual([]);
  });

  it('shows contributions of that case alone', () => {
    const found = meeting((record, log) => {
      const strange = log.find(({ type, cooperation, stream }) => {
        const isSame = record.data.items.some((item) => item.stream === stream);
        return type === 'ContributionSupplied' && cooperation === record.cooperation && !isSame;
      });
      const item = itemOfType(record, 'S2');
      const { payloadType, supplier, supplierKind } = strange?.data as Record<string, string>;
      Object.assign(item, { stream: strange?.stream, payloadType, supplier, supplierKind });
    });
    expect(found).toContain('not-in-case contribution-…');
  });

  it('under a covenant that had expired shows nothing by its permits', () => {
    const found = foundIn('overleg-dossier', 'RIEC', (record, log) => {
      const { stream } = foldOf(record, 'covenant');
      const came = log.find((event) => event.stream === stream && event.type === 'CovenantCameIntoForce');
      const { covenant, version, digest } = came?.data as Record<string, string>;
      insert(record, log, 'covenant', {
        type: 'CovenantExpired',
        data: { covenant, version, digest, until: '2026-03-01' },
      });
    });
    expect(found).toContain('level-differs meeting-… head._exists: exists recorded, withhold now');
    expect(found.filter((one) => one.startsWith('level-differs')).every((one) => one.endsWith('withhold now'))).toBe(
      true,
    );
    expect(found.some((one) => one.startsWith('documents-') || one.startsWith('document-'))).toBe(false);
  });
});

describe('a record that shows requests', () => {
  it('folded each of them', () => {
    expect(causesIn('verzoeken', 'POL', (record) => withoutFold(record, 'request'))).toEqual([
      'folded-missing request-…',
    ]);
    expect(causesIn('verzoeken', 'POL', (record) => void (foldOf(record, 'request').revision = '99'))).toEqual([
      'folded-ahead request-…@99',
    ]);
  });
});

describe('a record that shows necessities and texts', () => {
  const necessity = (change: Change): readonly string[] => causesIn('noodzaak', 'POL', change);

  it('has the necessities in the order of their case', () => {
    const found = necessity((record) => {
      const [first, ...rest] = record.data.items.filter(({ payloadType }) => payloadType === 'H6');
      record.data.items = [...rest, ...(first ? [first] : [])];
    });
    expect(found).toContain('fact-differs case-… ownNecessity: true recorded, false now');
  });

  it('shows texts that were written, by who wrote them', () => {
    expect(necessity((record) => void (itemOfType(record, 'Z2').revision = '0'))).toEqual(['source-missing case-…@0']);
    expect(necessity((record) => void (itemOfType(record, 'Z2').supplier = '00000099000000007000'))).toContain(
      'source-differs case-… supplier',
    );
    expect(necessity((record) => void (itemOfType(record, 'Z2').supplierKind = 'IND'))).toContain(
      'source-differs case-… supplierKind',
    );
  });
});

describe('a record that shows earlier disclosures', () => {
  it('shows those to whom they were made', () => {
    expect(foundIn('verstrekkingen', 'POL', () => undefined)).toEqual([]);
    const found = causesIn('verstrekkingen', 'POL', (record, log) => {
      const strange = log.find(
        ({ type, data }) =>
          type === 'DisclosureRecorded' && (data as Record<string, unknown>)['recipientKind'] === 'NLA',
      );
      itemOfType(record, 'H8').stream = strange?.stream ?? '';
    });
    expect(found).toEqual(['fact-differs disclosure-… ownDisclosure: true recorded, false now']);
  });
});
