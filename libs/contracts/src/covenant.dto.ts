import { Choice, Form, Opaque } from './rules.js';

/** What the committee may advise on a version (BGS 1.13). */
export const covenantAdvices = ['positief', 'negatief'] as const;
/** Why a steering group refuses a version. */
const covenantRefusals = ['geen-overeenstemming', 'negatief-advies', 'andere-tekst'] as const;
/** Why a version is withdrawn. */
const covenantWithdrawals = ['andere-tekst', 'niet-meer-nodig', 'vergissing'] as const;

/** `POST /v1/convenanten`: a text to begin with; the hub makes its canonical form and digest. */
export class OntwerpConvenantDto {
  @Opaque({ description: 'Het convenant als JSON (policy-engine, covenant/1).' })
  document: Record<string, unknown>;
}

/** A version as the caller looked at it. */
export class GezienDto {
  @Form('digest', { description: 'Vingerafdruk van de tekst waarover dit gaat.' })
  vingerafdruk: string;
}

/** `POST /v1/convenanten/{versie}/ondertekeningen`: the document that `npm run covenant -- sign` made, outside the hub. */
export class OndertekenConvenantDto {
  @Opaque({ description: 'De losse handtekening: vorm, verklaring, sleutel en handtekening (Ed25519).' })
  handtekening: Record<string, unknown>;
}

/** `POST /v1/convenanten/{versie}/adviezen`: what the legality advisory committee advises (BGS 1.13-1.15). */
export class AdviseerConvenantDto extends GezienDto {
  @Choice(covenantAdvices, { description: 'Strekking van het advies.' })
  advies: string;

  @Form('digest', { description: 'SHA-256 van het advies zelf, dat buiten het knooppunt wordt bewaard.' })
  adviesdocument: string;
}

/** `POST /v1/convenanten/{versie}/_stelvast`: the steering group adopts. */
export class StelConvenantVastDto extends GezienDto {
  @Form('digest', {
    description: 'SHA-256 van de redenen om van een negatief advies af te wijken (BGS 1.13, lid 6).',
    optional: true,
  })
  redenen?: string;
}

/** `POST /v1/convenanten/{versie}/_weiger`: the steering group refuses. */
export class WeigerConvenantDto extends GezienDto {
  @Choice(covenantRefusals, { description: 'Waarom.' })
  reden: string;
}

/** `POST /v1/convenanten/{versie}/_trekin`: a version that is not in force is withdrawn. */
export class TrekConvenantInDto extends GezienDto {
  @Choice(covenantWithdrawals, { description: 'Waarom.' })
  reden: string;
}
