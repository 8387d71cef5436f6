export { api, apiVersion } from './api.js';
export {
  Choice,
  ChoiceList,
  Day,
  Exactly,
  Flag,
  Form,
  FormList,
  Moment,
  NearDay,
  Opaque,
  Part,
  PartList,
  Text,
  forms,
  hasForm,
  textLimits,
} from './rules.js';
export type { FormName, ListOptions, RuleOptions } from './rules.js';
export { CloudEventDto, organisationOfSource, slugOfEventType } from './cloud-event.dto.js';
export { schemaAddressOf } from './cloud-event.rules.js';
export {
  attributesAside,
  attributesOfHttp,
  binaryEvent,
  contentModeOf,
  encodedHeader,
  eventOfKafka,
  structuredEvent,
  unreadable,
} from './cloud-event.binding.js';
export type { ContentMode, EventObject, HeaderValues, KafkaMessageText } from './cloud-event.binding.js';
export { FoutDto, ProblemDto } from './problem.dto.js';
export { GetoondBlokDto, GetoondVeldDto, StukDto } from './shown.dto.js';
export { VerstrekkingenVraagDto } from './disclosures.dto.js';
export { PaginaVraagDto, pageLimit, paginaVan } from './page.dto.js';
export type { Pagina } from './page.dto.js';
export { BereidWegingVoorDto, LeegDto, WegingCriteriaDto, WegingFactorenDto, WijsSignaalAfDto } from './signal.dto.js';
export {
  DeelnemerDto,
  FaseToetsDto,
  GeefAdviesDto,
  KoppelBetrokkeneDto,
  LegNoodzaakVastDto,
  OpenCasusDto,
  OpenFaseDto,
  SchermAfDto,
  activities,
  subjectRoles,
} from './case.dto.js';
export { DoeVerzoekDto, VerzoekVoorDto, WeigerVerzoekDto, refusalReasons } from './request.dto.js';
export {
  AdviseerConvenantDto,
  GezienDto,
  OndertekenConvenantDto,
  OntwerpConvenantDto,
  StelConvenantVastDto,
  TrekConvenantInDto,
  WeigerConvenantDto,
} from './covenant.dto.js';
export { UitlegVraagDto, VerledenVraagDto, VerschilVraagDto } from './covenant-question.dto.js';
export {
  AanwijzingenVraagDto,
  RegistreerSleutelDto,
  TreedToeDto,
  TreedUitDto,
  TrekSleutelInDto,
  WijsAanDto,
  WijzigAanwijzingDto,
  bureauRoles,
  participantRoles,
} from './party.dto.js';
export { BelegOverlegDto, MeldAanwezigDto, SluitOverlegDto } from './meeting.dto.js';
export { placeOfMessage, signalHeadersOf, signalTopicOf } from './signal-message.js';
export type { SignalHeaders } from './signal-message.js';
export { noticeMessageOf, noticePseudonymOf, noticeTopicOf } from './notice-message.js';
export { checkpointTopic, defaultTopicSettings, intakeGroup, topicsOf } from './topics.js';
export type { TopicPlan, TopicSettings } from './topics.js';
