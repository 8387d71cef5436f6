import { SignatureRefused } from '@knooppunt/cases';
import type { PartyState } from '@knooppunt/cases';
import type { WijsAanDto } from '@knooppunt/contracts';
import { faultOfDesignation, parseDesignation, parsePublicKey } from '@knooppunt/covenant';
import type { DesignationSignature } from '@knooppunt/covenant';
import { standingStream } from '@knooppunt/disclosure';
import { plusDays } from '@knooppunt/kernel';
import type { Digest, Instant, OrganisationId, Uuid } from '@knooppunt/kernel';
import { Refused } from '@knooppunt/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { CommandContext } from '../commands/command-runner.js';
import type { Condition } from '../conditions.js';
import { publicKeyText } from '../covenants/members.js';
import { digestOf, verifyBytes } from '../hashing.js';
import { HUB_PARTS } from '../hub.parts.js';
import type { HubParts } from '../hub.parts.js';

type Signed = {
  readonly designee: { readonly organisation: OrganisationId; readonly person: Uuid };
  readonly party: PartyState;
  readonly body: WijsAanDto;
};

/** How long an organisation's word is good, in days: what it wanted longer ago it may not want any more. */
const goodDays = 30;

/** Designations that an organisation signed outside the hub, and that somebody else brings: the first one after accession. */
@Injectable()
export class SignedDesignations {
  constructor(@Inject(HUB_PARTS) private readonly parts: HubParts) {}

  /** The signature that a body brings, and what is kept of it. Error: `platform/invoer-ongeldig`. */
  read({ handtekening }: WijsAanDto):
    | {
        readonly document: DesignationSignature;
        readonly counted: { readonly key: Digest; readonly at: Instant; readonly signature: string };
      }
    | undefined {
    if (handtekening === undefined) return undefined;
    const document = parseDesignation(handtekening);
    if (!document) throw new Refused('platform/invoer-ongeldig', [{ pointer: '/handtekening', code: 'vorm' }]);
    const { key, statement, signature } = document;
    return { document, counted: { key, at: statement.at, signature } };
  }

  /**
   * That the signature counts, held at the revision at which the designation is written: one from before the last word about
   * this person brings nobody back. Error of `holds`: `cases/signature-refused`.
   */
  condition({ reader, condition }: CommandContext, { designee, party, body }: Signed): Condition | undefined {
    const signature = this.read(body);
    if (!signature) return condition;
    const { cooperation } = reader;
    const { organisation, person } = designee;
    const expected = {
      cooperation,
      organisation,
      person: body.persoon,
      roles: body.rollen.toSorted(),
      from: body.eersteDag,
      until: body.laatsteDag,
      screenedUntil: body.gescreendTot,
    };
    const holds = async (): Promise<boolean> => {
      const events = await this.parts.gate.streams.tail(standingStream('person', cooperation, person), -1n);
      const now = this.parts.clock();
      const oldest = plusDays(now, -goodDays);
      const last = events.at(-1)?.recordedAt ?? oldest;
      const fault = faultOfDesignation(signature.document, {
        expected,
        publicKey: currentKeyOf(party),
        after: last > oldest ? last : oldest,
        now,
        digestOf,
        verify: verifyBytes,
      });
      if (fault !== undefined) throw new SignatureRefused(organisation, fault);
      return condition ? condition.holds() : true;
    };
    return { holds };
  }
}

/** The key that an organisation signs with now; undefined where it has none. */
const currentKeyOf = ({ keys = {} }: PartyState): Uint8Array | undefined => {
  const current = Object.values(keys).find(({ status }) => status === 'current');
  return current && parsePublicKey(publicKeyText(current.publicKey));
};
