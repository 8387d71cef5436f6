import type { Checking } from './checking.js';

/** Kinds of suppliers whose data a version shows to more, or more of, than the covenant in force. */
export const widenedSuppliers = (_checking: Checking): readonly string[] => [];
