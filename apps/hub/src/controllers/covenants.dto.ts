import { isExpired, missingSignatures } from '@knooppunt/cases';
import type { CovenantState, Member } from '@knooppunt/cases';
import { paginaVan } from '@knooppunt/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { statusOf, statusWords } from '../covenants/texts.js';
import type { CameIntoForce, VersionText } from '../covenants/texts.js';
import { DossierregelDto } from '../presenter.js';
import { InzageDto } from './responses.js';

const states = Object.values(statusWords);
const digestNote = 'SHA-256 over de canonieke JSON.';

/** A law or covenant in the list. */
export class ConvenantRegelDto extends DossierregelDto {
  @ApiProperty({ description: 'Nummer van de versie, waaronder een convenant te lezen is.' })
  versie: string;

  @ApiProperty({ enum: states, description: 'Wat ervan is geworden.' })
  toestand: string;
}

/** A page of laws and covenants. */
export class ConvenantPaginaDto extends paginaVan(ConvenantRegelDto) {}

/** The law that a version was checked against, or will be. */
export class ConvenantWetDto {
  @ApiProperty({ description: 'Naam van de wetslaag.' })
  naam: string;

  @ApiProperty({ description: 'Versie waaraan de tekst zegt te zijn getoetst.' })
  versie: string;

  @ApiProperty({ description: 'Waar, als inmiddels een andere versie van de wet in werking is.' })
  verouderd: boolean;
}

/** A signature that counts, whole: everybody can verify it without the hub. */
export class OndertekeningDto {
  @ApiProperty({ description: 'De organisatie (OIN).' })
  organisatie: string;

  @ApiProperty({ description: 'Soort organisatie.' })
  soort: string;

  @ApiProperty({ description: 'Kenmerk van de openbare sleutel.' })
  sleutel: string;

  @ApiProperty({ format: 'date-time', description: 'Moment dat de ondertekenaar noemt.' })
  ondertekend: string;

  @ApiProperty({ description: 'Ed25519, base64url.' })
  handtekening: string;
}

/** Who has to sign before the version can be adopted. */
export class OntbrekendDto {
  @ApiProperty({ isArray: true, type: String, description: 'Leveranciers van wie gegevens worden verruimd (OIN).' })
  leveranciers: string[];

  @ApiProperty({ isArray: true, type: String, description: 'Soorten waarvan nog niemand tekende.' })
  soorten: string[];
}

/** The advice of the legality advisory committee. */
export class ConvenantAdviesDto {
  @ApiProperty({ description: 'Strekking.' })
  advies: string;

  @ApiProperty({ description: 'SHA-256 van het advies zelf.' })
  adviesdocument: string;
}

/** One version with its text, and where it stands. */
export class ConvenantVersieDto extends InzageDto {
  @ApiProperty({ description: 'Nummer van de versie.' })
  versie: string;

  @ApiProperty({ description: digestNote })
  vingerafdruk: string;

  @ApiProperty({ enum: states })
  toestand: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'De tekst als JSON.' })
  document: object;

  @ApiProperty({ type: () => ConvenantWetDto })
  wet: ConvenantWetDto;

  @ApiProperty({ type: () => OndertekeningDto, isArray: true })
  ondertekeningen: OndertekeningDto[];

  @ApiProperty({ type: () => OntbrekendDto })
  ontbreekt: OntbrekendDto;

  @ApiProperty({ isArray: true, type: String, description: 'Soorten leveranciers van wie gegevens worden verruimd.' })
  verruimt: string[];

  @ApiProperty({
    isArray: true,
    type: String,
    description: 'Nieuwe verwerkingen, die op het advies van de rechtmatigheidsadviescommissie wachten.',
  })
  nieuweVerwerkingen: string[];

  @ApiProperty({ type: () => ConvenantAdviesDto, required: false })
  advies?: ConvenantAdviesDto;
}

/** State and number of what the list names by its digest. */
export const regelAanvulling = (
  state: CovenantState,
  past: readonly CameIntoForce[],
  digest: string,
): { readonly versie: string; readonly toestand: string } => {
  const was = past.findLast((one) => one.digest === digest);
  const life = Object.values(state.life?.versions ?? {}).find((one) => one.digest === digest);
  return {
    versie: was?.version ?? life?.version ?? '',
    toestand: statusWords[was ? statusOf(state, digest) : (life?.status ?? 'drafted')],
  };
};

/** What stands beside the record of a version. */
export const versieVan = (
  inzage: InzageDto,
  text: VersionText,
  state: CovenantState,
  members: readonly Member[],
): ConvenantVersieDto => {
  const { life, document, digest, version } = text;
  const { under } = document;
  const { organisations, kinds } = life ? missingSignatures(life, members) : { organisations: [], kinds: [] };
  const isOver = text.status === 'in-force' && isExpired(state);
  return Object.assign(inzage, {
    versie: version,
    vingerafdruk: digest,
    toestand: statusWords[isOver ? 'expired' : text.status],
    document,
    wet: {
      naam: under.law,
      versie: under.checkedAgainst,
      verouderd: state.law?.law !== under.law || state.law.version !== under.checkedAgainst,
    },
    ondertekeningen: Object.entries(life?.signatures ?? {}).map(([organisatie, { kind, key, at, signature }]) => ({
      organisatie,
      soort: kind,
      sleutel: key,
      ondertekend: at,
      handtekening: signature,
    })),
    ontbreekt: { leveranciers: [...organisations], soorten: [...kinds] },
    verruimt: [...(life?.submission?.widens ?? [])],
    nieuweVerwerkingen: [...(life?.submission?.newProcessing ?? [])],
    ...(life?.advice ? { advies: { advies: life.advice.advice, adviesdocument: life.advice.document } } : {}),
  });
};
