import { createHash } from 'node:crypto';

export const noon = '2026-03-02T12:00:00.000Z';
export const amsterdam = 'amsterdam-amstelland';
const oinOf = (number: number): string => `00000099${String(number).padStart(12, '0')}`;

/** The organisations of the scene, by what they are. */
export const organisations = {
  bureau: { oin: oinOf(1), kind: 'RIEC' },
  college: { oin: oinOf(2), kind: 'COLL' },
  police: { oin: oinOf(3), kind: 'POL' },
  inspectorate: { oin: oinOf(4), kind: 'NLA' },
  marechaussee: { oin: oinOf(5), kind: 'KMAR' },
} as const;
export type Name = keyof typeof organisations;
export const names = Object.keys(organisations) as Name[];

export const digestOf = (bytes: string | Uint8Array): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
