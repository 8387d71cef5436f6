import { Form, FormList, Moment, Text, textLimits } from './rules.js';

/** `POST /v1/overleggen`: convenes a case meeting; invitees lie within the need-to-know set. */
export class BelegOverlegDto {
  @Form('uuid', { description: 'De casus.' })
  casus: string;

  @FormList('oin', { description: 'Genodigde organisaties.', max: 50 })
  genodigden: string[];

  @Moment({ description: 'Wanneer het overleg begint.' })
  gepland: string;
}

/** `POST /v1/overleggen/{id}/_sluit`: closes a meeting, with its decisions in words where there are any. */
export class SluitOverlegDto {
  @Text(textLimits.long, { description: 'Besluiten.', optional: true })
  besluiten?: string;
}

/** `POST /v1/overleggen/{id}/aanwezigen`: records that an organisation attends. */
export class MeldAanwezigDto {
  @Form('oin', { description: 'De aanwezige organisatie.' })
  organisatie: string;
}
