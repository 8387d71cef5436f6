import type { OrganisationId } from '@knooppunt/kernel';
import { GuardedCalls, usualCallSettings } from '../calling/guarded-calls.js';
import type { CallSettings } from '../calling/guarded-calls.js';
import { exchangeWith } from '../calling/http-exchange.js';
import type { ClientTls, Exchange } from '../calling/http-exchange.js';
import { requireOk } from '../calling/status.js';
import type { BreakerState, CallTools } from '../calling/tools.js';
import { AgencyAnswerInvalid } from '../errors.js';
import type { PersonFinding, PersonRegister, PersonToCheck } from '../person-register.js';
import { readAnswer } from './answer.js';
import type { RegisteredPerson } from './answer.js';
import { findingOf } from './compare.js';
import { Misfit } from './shape.js';

/** How the BRP is reached with the authorisation of one organisation. `headers` are sent as they are (credentials, doelbinding). */
export type BrpPartner = {
  readonly organisation: OrganisationId;
  /** Where `/personen` lies. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly tls?: ClientTls;
  readonly settings?: CallSettings;
};

const addressFields = [
  'korteStraatnaam',
  'officieleStraatnaam',
  'huisnummer',
  'huisletter',
  'huisnummertoevoeging',
  'postcode',
  'woonplaats',
  'locatiebeschrijving',
].map((name) => `verblijfplaats.verblijfadres.${name}`);

/** Only what is compared is asked (AVG 5(1)(c)); secrecy, investigation and suspension come unasked. */
const fieldsFor = ({ name, birthDate, address, bagId }: PersonToCheck): readonly string[] => [
  'burgerservicenummer',
  ...(name === undefined ? [] : ['naam.voornamen', 'naam.voorvoegsel', 'naam.geslachtsnaam']),
  ...(birthDate === undefined ? [] : ['geboorte.datum']),
  ...(bagId === undefined ? [] : ['verblijfplaats.adresseerbaarObjectIdentificatie']),
  ...(address === undefined ? [] : addressFields),
];

/** The BRP (Haal Centraal BRP bevragen, POST /personen). Source: BRP API Personen 2.7.0; BRP 1.4 for the authorisation. */
export class BrpRegister implements PersonRegister {
  readonly register = 'brp';
  private readonly calls: GuardedCalls;
  private readonly exchange: Exchange;
  private readonly url: URL;
  readonly capacity: number;

  constructor(
    private readonly partner: BrpPartner,
    private readonly tools: CallTools,
  ) {
    const settings = partner.settings ?? usualCallSettings;
    this.capacity = settings.capacity;
    this.calls = new GuardedCalls(partner.organisation, settings, tools);
    this.exchange = exchangeWith(partner.organisation, settings.capacity, partner.tls);
    this.url = new URL(`${partner.url.pathname.replace(/\/$/, '')}/personen`, partner.url);
  }

  get organisation(): OrganisationId {
    return this.partner.organisation;
  }

  get isReady(): boolean {
    return this.calls.isReady;
  }

  get state(): BreakerState {
    return this.calls.state;
  }

  async check(person: PersonToCheck, idempotencyKey: string, signal: AbortSignal): Promise<PersonFinding> {
    const registered = await this.calls.call((ending) => this.ask(person, idempotencyKey, ending), signal);
    return findingOf(person, registered);
  }

  close(): void {
    this.calls.close();
    this.exchange.close();
  }

  private async ask(
    person: PersonToCheck,
    idempotencyKey: string,
    signal: AbortSignal,
  ): Promise<RegisteredPerson | undefined> {
    const { organisation, headers } = this.partner;
    const question = {
      type: 'RaadpleegMetBurgerservicenummer',
      burgerservicenummer: [person.bsn],
      fields: fieldsFor(person),
    };
    const all = {
      ...headers,
      accept: 'application/json',
      'content-type': 'application/json; charset=utf-8',
      'idempotency-key': idempotencyKey,
    };
    const answer = await this.exchange.post(this.url, all, JSON.stringify(question), signal);
    requireOk(organisation, answer, this.tools.nowMs());
    if (answer.mediaType !== 'application/json') throw new AgencyAnswerInvalid(organisation, 'media-type');
    return this.onlyPerson(person, answer.body);
  }

  /** Nobody, or the one who was asked: an answer about somebody else must never be taken for theirs. */
  private onlyPerson(person: PersonToCheck, body: string): RegisteredPerson | undefined {
    const { organisation } = this.partner;
    try {
      const persons = readAnswer(body);
      if (persons.length > 1) throw new Misfit('/answer/personen');
      const [only] = persons;
      if (only && only.bsn !== person.bsn) throw new Misfit('/answer/personen/0/burgerservicenummer');
      return only;
    } catch (error) {
      if (error instanceof Misfit) throw new AgencyAnswerInvalid(organisation, error.place);
      throw error;
    }
  }
}
