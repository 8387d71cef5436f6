import { amsterdam, oins, people } from './cast.js';
import type { Role } from './cast.js';
import { accepted, idOf } from './client.js';
import type { Answer, Client } from './client.js';
import { answering, answers, deliver, signals } from './deliveries.js';
import type { Data, SignalType } from './deliveries.js';
import type { TestHub } from './hub.js';

/** How a play differs: its texts and payloads, and what happens with each command. */
export type Script = {
  /** The words for a text of the process. */
  readonly words?: (what: string) => string;
  readonly payloads?: Readonly<Partial<Record<SignalType | 'S6' | 'S15', Data>>>;
  /** Sends a command; the default sends it once. */
  readonly command?: (client: Client, path: string, body: unknown) => Promise<Answer>;
};

/** A field as it was shown. */
export type Field = {
  readonly veld: string;
  readonly niveau: string;
  readonly waarde?: unknown;
  readonly grondslag: string;
  readonly plichten: Data;
};
export type Block = { readonly blok: string; readonly betrokkene?: string; readonly velden: readonly Field[] };
export type Piece = {
  readonly kenmerk: string;
  readonly soort: string;
  readonly leverancierSoort: string;
  readonly blokken: readonly Block[];
};
export type Line = { readonly id: string; readonly soort: string; readonly velden: readonly Field[] };

export const piecesOf = (answer: Answer): readonly Piece[] => (answer.body['stukken'] ?? []) as readonly Piece[];
export const linesOf = (answer: Answer): readonly Line[] =>
  (answer.body['regels'] ?? answer.body['items'] ?? []) as readonly Line[];

/** Whom a case is about to know, with the purpose that each names and what it needs. */
export const participants = ['college', 'mayor', 'police', 'labour', 'tax', 'immigration'] as const satisfies Role[];
export type Participant = (typeof participants)[number];
const attendees = ['mayor', 'police', 'labour', 'tax', 'immigration'] as const satisfies Participant[];

const needs: Readonly<Record<SignalType, readonly string[]>> = {
  S1: ['RES', 'ENF'],
  S2: ['ID', 'RES'],
  S19: ['COM', 'RES', 'ENF'],
  S24: ['ID', 'MIG', 'COM'],
};

/** Plays the first trial case through the public HTTP API, step by step, as the parties themselves would. */
export class Play {
  readonly signals = new Map<SignalType, string>();
  readonly supplies = new Map<string, string>();
  readonly subjects = new Map<string, string>();
  case = '';
  request = '';
  meeting = '';

  constructor(
    readonly hub: TestHub,
    private readonly script: Script = {},
  ) {}

  /** The signals arrive. */
  async deliver(types: readonly SignalType[] = ['S1', 'S2', 'S19', 'S24']): Promise<void> {
    for (const type of types) {
      const id = idOf(await deliver(this.hub, type, this.script.payloads?.[type] ?? signals[type]));
      this.signals.set(type, id);
      this.supplies.set(type, id);
    }
    await this.hub.settled();
  }

  /** The analyst prepares a weighing, with the police as its weigher. */
  async prepare(signal: string, weighers: readonly string[] = [oins.police]): Promise<void> {
    const words = (what: string): string => this.words(`weging ${what}`);
    await this.command('analyst', `/v1/signalen/${signal}/wegingen`, {
      wegers: weighers,
      criteria: {
        aanwijzingen: words('aanwijzingen'),
        verschijningsvorm: words('verschijningsvorm'),
        noodzaak: words('noodzaak'),
        partijen: words('partijen'),
        regio: words('regio'),
      },
      factoren: {
        aard: words('aard'),
        omvang: words('omvang'),
        gewicht: words('gewicht'),
        melders: words('melders'),
      },
    });
  }

  /** Every signal is weighed and accepted. */
  async weigh(): Promise<void> {
    for (const signal of this.signals.values()) {
      await this.prepare(signal);
      await this.command('police', `/v1/signalen/${signal}/_voldoet`, {});
    }
    await this.hub.settled();
  }

  /** The case director opens a case with the accepted signals; its persons become subjects. */
  async openCase(): Promise<void> {
    this.case = idOf(
      await this.command('director', '/v1/casussen', {
        signalen: [...this.signals.values()],
        activiteit: 'casusoverleg',
        deelnemers: participants.map((role) => ({ organisatie: people[role].organisation })),
      }),
    );
    await this.hub.settled();
  }

  /** The persons of the signals become subjects of the case. */
  async link(): Promise<void> {
    const dossier = await this.dossierOfCase('director');
    const links = [
      ['S2', 'p1', 'kind'],
      ['S2', 'p2', 'volwassene'],
      ['S24', 'p1', 'volwassene'],
    ] as const;
    for (const [type, block, who] of links) {
      const piece = piecesOf(dossier).find(({ soort }) => soort === type);
      if (!piece) continue;
      const known = this.subjects.get(who);
      const subject = idOf(
        await this.command('director', `/v1/casussen/${this.case}/betrokkenen`, {
          inbreng: piece.kenmerk,
          blok: block,
          rol: 'circle',
          ...(known === undefined ? {} : { betrokkene: known }),
        }),
      );
      this.subjects.set(who, subject);
    }
    await this.hub.settled();
  }

  /** Each participant records why it needs each type that came as a signal. */
  async recordNecessity(): Promise<void> {
    for (const role of participants) {
      for (const type of this.signals.keys()) {
        await this.command(role, `/v1/casussen/${this.case}/noodzaak`, {
          ontvanger: people[role].organisation,
          doel: people[role].purpose,
          soort: type,
          categorieen: needs[type],
          tekst: this.words(`noodzaak ${role} ${type}`),
        });
      }
    }
  }

  /** Phase 2 opens, with the privacy officer's advice. */
  async openPhase(): Promise<void> {
    await this.command('privacy', `/v1/casussen/${this.case}/adviezen`, {
      fase: '2',
      advies: 'positief',
      tekst: this.words('advies'),
    });
    await this.command('director', `/v1/casussen/${this.case}/fasen`, {
      fase: '2',
      noodzaak: this.words('fase noodzaak'),
      evenredigheid: this.words('fase evenredigheid'),
      subsidiariteit: this.words('fase subsidiariteit'),
    });
    await this.hub.settled();
  }

  /** Police and tax are asked. */
  async ask(): Promise<void> {
    this.request = idOf(
      await this.command('director', '/v1/verzoeken', {
        casus: this.case,
        gevraagd: [oins.police, oins.tax],
        soorten: ['S6', 'S15'],
        categorieen: ['ID', 'CRIM', 'COM', 'FISC'],
        betrokkenen: [this.subjects.get('volwassene')],
        voor: participants.map((role) => ({ organisatie: people[role].organisation, doel: people[role].purpose })),
        uiterlijk: '2026-05-01',
        tekst: this.words('verzoek'),
      }),
    );
    await this.hub.settled();
  }

  /** The subjects of the request, as the asked organisation was shown them. */
  async subjectsAsked(role: Role): Promise<readonly string[]> {
    const client = await this.hub.as(role);
    const shown = accepted(await client.get(`/v1/verzoeken/${this.request}`));
    const { velden } = shown.body['zaak'] as Line;
    return (velden.find(({ veld }) => veld === 'subjects')?.waarde ?? []) as readonly string[];
  }

  /** Police and tax answer. */
  async answer(): Promise<void> {
    const place = { case: this.case, request: this.request };
    const [about] = await this.subjectsAsked('police');
    const s6 = (this.script.payloads?.S6 ?? answers.S6) as { readonly persons: readonly Data[] };
    const persons = s6.persons.map((person, at) => (at === 0 ? { ...person, about } : person));
    const police = answering({ ...s6, persons }, place);
    this.supplies.set('S6', idOf(await deliver(this.hub, 'S6', police)));
    const tax = answering(this.script.payloads?.S15 ?? answers.S15, place);
    this.supplies.set('S15', idOf(await deliver(this.hub, 'S15', tax)));
    await this.hub.settled();
  }

  /** The meeting is convened and opened; five organisations attend, the college does not. */
  async meet(): Promise<void> {
    this.meeting = idOf(
      await this.command('director', '/v1/overleggen', {
        casus: this.case,
        genodigden: participants.map((role) => people[role].organisation),
        gepland: '2026-03-09T13:00:00Z',
      }),
    );
    await this.command('director', `/v1/overleggen/${this.meeting}/_open`, {});
    for (const role of attendees) {
      await this.command('director', `/v1/overleggen/${this.meeting}/aanwezigen`, {
        organisatie: people[role].organisation,
      });
    }
    await this.hub.settled();
  }

  /** The meeting is closed with its decisions. */
  async close(): Promise<void> {
    await this.command('director', `/v1/overleggen/${this.meeting}/_sluit`, { besluiten: this.words('besluit') });
    await this.hub.settled();
  }

  /** Everything up to the open meeting. */
  async untilMeeting(): Promise<this> {
    await this.deliver();
    await this.weigh();
    await this.openCase();
    await this.link();
    await this.recordNecessity();
    await this.openPhase();
    await this.ask();
    await this.answer();
    await this.meet();
    return this;
  }

  async dossierOfCase(role: Role): Promise<Answer> {
    return (await this.hub.as(role)).get(`/v1/casussen/${this.case}/dossier`);
  }

  async dossierOfMeeting(role: Role): Promise<Answer> {
    return (await this.hub.as(role)).get(`/v1/overleggen/${this.meeting}/dossier`);
  }

  /** One command of a person of the cast, which must succeed. */
  async command(role: Role, path: string, body: unknown): Promise<Answer> {
    const client = await this.hub.as(role);
    return accepted(await (this.script.command ?? ((one, at, what) => one.post(at, what)))(client, path, body));
  }

  private words(what: string): string {
    return this.script.words?.(what) ?? `Waarom: ${what}.`;
  }
}

/** The cooperation in which it plays. */
export const cooperation = amsterdam;
