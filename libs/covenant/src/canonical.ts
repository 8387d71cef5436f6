import { canonicalJson } from '@knooppunt/kernel';
import type { DigestOf, Json } from '@knooppunt/kernel';
import type { CovenantDocument, LawDocument } from './model.js';

/** The text of a covenant or law that events carry and that its digest covers: canonical JSON (RFC 8785). */
export const canonicalDocument = (document: CovenantDocument | LawDocument): string =>
  canonicalJson(document as unknown as Json);

/** `sha256:…` of a covenant or law, independent of the order of members, comments and layout (policy-engine §3.3). */
export const covenantDigest = (document: CovenantDocument | LawDocument, digestOf: DigestOf): string =>
  digestOf(canonicalDocument(document));
