import type { InBoth } from '@knooppunt/platform';

/** What `--help` prints. */
export const usage: InBoth = {
  nl: `Gebruik: npm run audit -- <opdracht> [opties]

  verify     controleert het logboek: volgorde, enveloppen, bomen, ijkpunten
  redecide   beslist elke vastgelegde verstrekking opnieuw, onder het recht en het convenant van toen, met de specificatie en
             met de gecompileerde machine; --release: opent ook wat is getoond en vergelijkt het met wat toen is verstuurd
  rebuild    maakt elk leesmodel opnieuw uit het logboek en vergelijkt het; noemt de gebeurtenis waarna het verschilt
  prove      --event N: bewijs dat de gebeurtenis op positie N in de ondertekende boom zit (C2SP tlog-proof)
             --from A [--to B]: bewijs dat de boom van A bladeren het begin is van die van B (C2SP tlog-witness);
             A en B: hoeveel bladeren een ijkpunt dekt
             --check BESTAND: controleert zo'n bewijs, met niets dan de controlesleutel
  tiles      --to MAP: schrijft de boom als C2SP tlog-tiles, leesbaar voor openbare programma's
  as-seen    --case C --party OIN --at MOMENT --purpose DOEL: vraagt het knooppunt wat die partij van de casus te zien kreeg

  --data MAP      map met events.sqlite (standaard: var)
  --key SLEUTEL   controlesleutel, of een bestand ermee (standaard: MAP/checkpoint.pub)
  --eventstore URL  leest een EventStoreDB in plaats van events.sqlite: esdb://…, of een bestand met dat adres
  --postgres URL  rebuild: vergelijkt met de leesmodellen in PostgreSQL: postgresql://…, of een bestand met dat adres;
                  redecide --release: de sleutels in PostgreSQL
  --release       redecide: heeft de sleutels nodig (MAP/vault.sqlite en root.key); toont geen waarden
  --root-key BESTAND  redecide --release: de hoofdsleutel (standaard: MAP/root.key)
  --cooperation S  prove, tiles: het samenwerkingsverband (nodig als er meer dan één is)
  --out BESTAND   prove: schrijft het bewijs daarheen (en het oudere ijkpunt naar BESTAND.older)
  --leaf BESTAND  prove: schrijft de bytes van de gebeurtenis daarheen; bij --check: leest ze daar
  --older BESTAND  prove --check: het ijkpunt dat u zelf bewaarde (standaard: BESTAND.older)
  --entries       tiles: ook de gebeurtenissen zelf (kop in het klaar, inhoud verzegeld)
  --base URL      as-seen: het knooppunt (standaard: http://127.0.0.1:3000)
  --token TOKEN   as-seen: toegangstoken, of een bestand ermee
  --purpose DOEL  as-seen: rechtmatigheid, interne-controle, integriteit of rechtsvordering (WGS 1.8, lid 4)
  --json          één regel JSON per bevinding, en een samenvatting
  --lang nl|en    taal van het verslag (standaard: nl)

Leest zonder sleutels tot de inhoud (redecide --release uitgezonderd) en verandert niets; het knooppunt mag blijven draaien. as-seen wordt zelf vastgelegd.
Tegels en bewijzen noemen hashes van bladeren en de omvang van het logboek: tegels zijn alleen voor auditors.
Einde: 0 geen bevindingen, 1 bevindingen, 2 niet te lezen.
`,
  en: `Usage: npm run audit -- <command> [options]

  verify     checks the log: order, envelopes, trees, checkpoints
  redecide   decides every recorded disclosure again, under the law and the covenant of its moment, by the specification and by
             the compiled engine; --release: opens what was shown too, and compares it with what was sent then
  rebuild    makes every read model anew from the log and compares it; names the event after which it differs
  prove      --event N: proof that the event at position N is in the signed tree (C2SP tlog-proof)
             --from A [--to B]: proof that the tree of A leaves begins the tree of B (C2SP tlog-witness);
             A and B: how many leaves a checkpoint covers
             --check FILE: checks such a proof, with nothing but the verifier key
  tiles      --to DIR: writes the tree as C2SP tlog-tiles, readable by public tools
  as-seen    --case C --party OIN --at MOMENT --purpose PURPOSE: asks the hub what that party was shown of the case

  --data DIR      folder that holds events.sqlite (default: var)
  --key KEY       verifier key, or a file of them (default: DIR/checkpoint.pub)
  --eventstore URL  reads an EventStoreDB instead of events.sqlite: esdb://…, or a file that holds that address
  --postgres URL  rebuild: compares with the read models in PostgreSQL: postgresql://…, or a file that holds that address;
                  redecide --release: the keys in PostgreSQL
  --release       redecide: needs the keys (DIR/vault.sqlite and root.key); shows no values
  --root-key FILE  redecide --release: the root key (default: DIR/root.key)
  --cooperation C  prove, tiles: the cooperation (needed where there are several)
  --out FILE      prove: writes the proof there (and the older checkpoint to FILE.older)
  --leaf FILE     prove: writes the bytes of the event there; with --check: reads them there
  --older FILE    prove --check: the checkpoint that you kept yourself (default: FILE.older)
  --entries       tiles: the events themselves too (header in the clear, content sealed)
  --base URL      as-seen: the hub (default: http://127.0.0.1:3000)
  --token TOKEN   as-seen: access token, or a file that holds it
  --purpose P     as-seen: rechtmatigheid, interne-controle, integriteit or rechtsvordering (WGS 1.8(4))
  --json          one line of JSON per finding, and a summary
  --lang nl|en    language of the report (default: nl)

Reads without keys to any content (redecide --release apart) and changes nothing; the hub may go on running. as-seen is recorded itself.
Tiles and proofs tell hashes of leaves and the size of the log: tiles are for auditors only.
Exit: 0 no findings, 1 findings, 2 unreadable.
`,
};
