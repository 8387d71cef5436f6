import { caslCan, caslFields } from './casl.js';
import { cedarLevels, cedarRules } from './cedar.js';
import { opaPolicy } from './opa-compiler.js';
import { opaLevels, opaRules } from './opa.js';
import type { Peer, PeerName, Rules } from './peer.js';

type Makes = (of: Rules) => Peer | Promise<Peer>;
const ofOpa =
  (make: (wasm: Uint8Array<ArrayBuffer>) => Makes): Makes =>
  (of) => {
    const wasm = opaPolicy();
    if (wasm === undefined) throw new TypeError('no compiler for Rego');
    return make(wasm)(of);
  };

/** Every other engine, each in its ways of use. */
export const peers: Readonly<Record<PeerName, Makes>> = {
  'casl-fields': caslFields,
  'casl-can': caslCan,
  'opa-rules': ofOpa(opaRules),
  'opa-levels': ofOpa(opaLevels),
  'cedar-rules-few': cedarRules(true),
  'cedar-rules': cedarRules(false),
  'cedar-levels-few': cedarLevels,
};
