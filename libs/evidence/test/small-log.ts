import { EvidenceLog, sha256, verifySignature } from '@knooppunt/testing';
import type { Finding } from '../src/verify/finding.js';
import { Verifier } from '../src/verify/verifier.js';
import type { LogRow, VerifySummary } from '../src/verify/verifier.js';

/** The position of the row of a number. */
export const positionOf = (at: number): string => String(at).padStart(20, '0');

/** Two cooperations, two checkpoints each, and one event that no checkpoint covers. */
export const smallLog = (): EvidenceLog => {
  const log = new EvidenceLog().found('rotterdam').found('zeeland').weigh('rotterdam', 's1');
  log.sign();
  log.weigh('rotterdam', 's2').weigh('zeeland', 's3').weigh('rotterdam', 's4');
  log.sign();
  return log.weigh('rotterdam', 's5');
};

/** The bytes of a row as a text. */
export const text = (row: LogRow): string => new TextDecoder().decode(row.bytes);
/** The rows of a log with something else in one of them. */
export const replaced = (log: EvidenceLog, position: number, change: (row: LogRow) => Partial<LogRow>): LogRow[] =>
  log.rows.map((row) => (row.position === positionOf(position) ? { ...row, ...change(row) } : row));
/** A row with another text. */
export const withText =
  (from: string, to: string) =>
  (row: LogRow): Partial<LogRow> => ({ bytes: new TextEncoder().encode(text(row).replace(from, to)) });
/** Verifies rows with or without leaf records. */
export const verified = (
  log: EvidenceLog,
  options: {
    readonly rows?: readonly LogRow[];
    readonly leaves?: ReadonlyMap<string, readonly Uint8Array[]>;
    readonly gapFreePositions?: boolean;
  } = {},
): { readonly findings: readonly Finding[]; readonly summary: VerifySummary } => {
  const findings: Finding[] = [];
  const verifier = new Verifier({
    sha256,
    verifySignature,
    keys: [log.signer.key],
    gapFreePositions: options.gapFreePositions ?? true,
    leafRecords: new Map(
      [...(options.leaves ?? log.leaves)].map(([cooperation, leaves]) => [
        cooperation,
        { size: leaves.length, at: (index) => leaves[index] },
      ]),
    ),
    report: (finding) => findings.push(finding),
  });
  for (const row of options.rows ?? log.rows) verifier.add(row);
  return { summary: verifier.finish(), findings };
};
