import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { covenantDecider } from '@knooppunt/cases';
import { canonicalDocument, covenantDigest } from '@knooppunt/covenant';
import { Redecider } from '@knooppunt/evidence';
import type { RedecideFinding } from '@knooppunt/evidence';
import { canonicalJson, streamName } from '@knooppunt/kernel';
import type { Json, Recorded } from '@knooppunt/kernel';
import { Registries, registryDocument } from '@knooppunt/signals';
import type { PayloadType } from '@knooppunt/signals';
import { amsterdam, digestOf } from '../test/cast.js';
import { covenant } from '../test/documents.js';
import { Scene } from '../test/scene.js';
import { dossierView } from '../test/views.js';
import type { GateAnswer } from './index.js';

type Document = { readonly types: readonly PayloadType[] };

/** The registry of this program as it would have been before something was added to S2: every later member left out. */
const before = (change: (type: PayloadType) => readonly PayloadType[]): string => {
  const document = registryDocument() as unknown as Document;
  const types = document.types.flatMap((type) => (type.id === 'S2' ? change(type) : [type]));
  return canonicalJson(JSON.parse(JSON.stringify({ ...document, version: '2025.4', types })) as Json);
};
const withoutAddress = before((type) => [
  { ...type, fields: type.fields.filter(({ name }) => name !== 'address' && name !== 'bagId') },
]);
const withoutS2 = before(() => []);

let scene: Scene;
beforeEach(async () => {
  scene = await (await Scene.open()).found();
  const contribution = await scene.supply({
    persons: { p1: { adultFrom: '2001-05-06', fields: { name: 'Ada Janssen', address: 'Kade 1, 1011AA Amsterdam' } } },
  });
  await scene.takeIn(contribution);
  await scene.link(contribution, 'p1', randomUUID());
  await scene.need('police', ['ID', 'RES']);
});
afterEach(() => scene.close());

/** Brings the same covenant into force, checked against another registry. */
const bringUnder = (registry: string): Promise<void> =>
  scene.run(covenantDecider, streamName('covenant', amsterdam), {
    type: 'BringCovenantIntoForce',
    data: {
      covenant: covenant.covenant,
      version: covenant.version,
      semantics: covenant.semantics,
      digest: covenantDigest(covenant, digestOf),
      registry: digestOf(registry),
      document: canonicalDocument(covenant),
    },
  });

const ask = (registries: Registries): Promise<GateAnswer> =>
  scene.gate({ registries }).answer(dossierView(scene), scene.reader('police'));
const namesIn = (answer: GateAnswer): readonly string[] =>
  answer.kind === 'absent'
    ? []
    : answer.items.flatMap(({ blocks }) => blocks.flatMap(({ fields }) => fields.map(({ field }) => field)));

/** Decides the whole log again, as a program with these registries would. */
const redecided = async (registries: Registries) => {
  const events: readonly Recorded[] = await scene.appended();
  const findings: RedecideFinding[] = [];
  const redecider = new Redecider({
    digestOf,
    registries,
    eventsOf: (stream) => events.filter((event) => event.stream === stream),
    report: (finding) => findings.push(finding),
  });
  for (const event of events) redecider.add(event);
  return { summary: redecider.finish(), said: findings.map(({ code, detail }) => `${code} ${detail}`) };
};

describe('a covenant that was checked against an earlier registry', () => {
  const knowing = (...released: readonly string[]): Registries => new Registries(digestOf, released);

  it('shows no field that came later, and the log is decided again by the registry of then', async () => {
    await bringUnder(withoutAddress);
    const registries = knowing(withoutAddress);
    expect(namesIn(await ask(registries))).toEqual(['name']);
    expect(await redecided(registries)).toMatchObject({ said: [], summary: { disclosures: 1, items: 2, findings: 0 } });
  });

  it('shows it as soon as the covenant comes into force with the later one; each record keeps to its own', async () => {
    await bringUnder(withoutAddress);
    const registries = knowing(withoutAddress);
    await ask(registries);
    await scene.documents();
    expect(namesIn(await ask(registries))).toEqual(['name', 'address']);
    expect(await redecided(registries)).toMatchObject({ said: [], summary: { disclosures: 2, findings: 0 } });
  });

  it('is found out where a program judged by a later one all the same', async () => {
    await bringUnder(withoutAddress);
    const registries = knowing(withoutAddress);
    const careless = Object.assign(Object.create(registries) as Registries, { find: () => registries.current });
    expect(namesIn(await ask(careless))).toEqual(['name', 'address']);
    const { said } = await redecided(registries);
    expect(said.filter((one) => one.includes('.address: no such field'))).toHaveLength(1);
  });

  it('shows of a type that came later no field, and the log is decided again likewise', async () => {
    await bringUnder(withoutS2);
    const registries = knowing(withoutS2);
    expect(namesIn(await ask(registries))).toEqual([]);
    expect(await redecided(registries)).toMatchObject({ said: [], summary: { disclosures: 1, findings: 0 } });
  });

  it('is judged by no program that does not carry it: nothing is shown or recorded, and an audit says so', async () => {
    await bringUnder(withoutAddress);
    await ask(knowing(withoutAddress));
    await expect(ask(knowing())).rejects.toMatchObject({
      code: 'disclosure/registry-unknown',
      registry: digestOf(withoutAddress),
    });
    const { said, summary } = await redecided(knowing());
    expect(summary).toMatchObject({ disclosures: 1, items: 0 });
    expect(said).toEqual([`registry-unknown ${digestOf(withoutAddress)}`]);
  });

  it('is not judged by a document that was changed since: its digest is computed, not believed', async () => {
    await bringUnder(withoutAddress);
    await expect(ask(knowing(withoutAddress.replace('2025.4', '2025.5')))).rejects.toMatchObject({
      code: 'disclosure/registry-unknown',
    });
  });
});
