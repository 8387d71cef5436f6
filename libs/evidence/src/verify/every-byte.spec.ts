import { describe, expect, it } from '@jest/globals';
import { EvidenceLog, sha256, verifySignature } from '@knooppunt/testing';
import { Verifier } from './verifier.js';
import type { LogRow } from './verifier.js';

// A file of its own: it verifies a log a thousand times and more.

const positionOf = (at: number): string => String(at).padStart(20, '0');

/** The positions at which something is found in the rows of a log beside its own leaf records. */
const positionsIn = (log: EvidenceLog, rows: readonly LogRow[]): ReadonlySet<string | null> => {
  const positions = new Set<string | null>();
  const verifier = new Verifier({
    sha256,
    verifySignature,
    keys: [log.signer.key],
    gapFreePositions: true,
    leafRecords: new Map(
      [...log.leaves].map(([cooperation, leaves]) => [
        cooperation,
        { size: leaves.length, at: (index) => leaves[index] },
      ]),
    ),
    report: ({ position }) => positions.add(position),
  });
  for (const row of rows) verifier.add(row);
  verifier.finish();
  return positions;
};

describe('one changed byte', () => {
  it('is found and its position named: every byte of a sealed event and of the tail, some of all others', () => {
    const log = new EvidenceLog().found('rotterdam').found('zeeland').weigh('rotterdam', 's1');
    log.sign();
    log.weigh('rotterdam', 's2').weigh('zeeland', 's3').weigh('rotterdam', 's4');
    log.sign();
    log.weigh('rotterdam', 's5');
    const whole = new Set([5, 13].map(positionOf));
    for (const [place, row] of log.rows.entries()) {
      const stride = whole.has(row.position) ? 1 : 23;
      for (let at = 0; at < row.bytes.length; at += stride) {
        const bytes = Uint8Array.from(row.bytes);
        bytes[at] = (bytes[at] as number) ^ 0x01;
        expect(positionsIn(log, log.rows.with(place, { ...row, bytes }))).toContain(row.position);
      }
    }
  });
});
