// Generated from src-tauri/crates/desk/src/views.rs. Do not edit.

/**
 * Nothing to say.
 */
export type Leer = Record<symbol, never>;

/**
 * A record's id.
 */
export type Id = { 
/**
 * UUID.
 */
id: string, };

/**
 * Part of a list.
 */
export type Ausschnitt = { 
/**
 * First row, from 0.
 */
ab: number, 
/**
 * Rows at most; the desk never gives more than 500.
 */
anzahl: number, };

/**
 * The frame of the window: who, where, and how much waits.
 */
export type UebersichtView = { 
/**
 * Name of the authority.
 */
mandant: string, 
/**
 * Who works here.
 */
benutzer: string, 
/**
 * Short name of the workstation, part of provisional references.
 */
arbeitsplatz: string, 
/**
 * Practice mode: a fictional municipality, marked on every screen.
 */
uebung: boolean, 
/**
 * Items waiting in the Posteingang.
 */
offeneEingaenge: number, 
/**
 * Files that could not be taken in and still lie at their source.
 */
nichtUebernommen: number, 
/**
 * Open conflicts and unacknowledged refusals.
 */
zuKlaeren: number, 
/**
 * Program version.
 */
version: string, };

/**
 * Which items of post to list.
 */
export type EingangFilter = "offen" | "zugeordnet" | "alle";

/**
 * Asks for a part of the Posteingang, newest first.
 */
export type PosteingangArgs = { 
/**
 * Which.
 */
filter: EingangFilter, 
/**
 * Which part.
 */
ausschnitt: Ausschnitt, };

/**
 * Row of the Posteingang.
 */
export type EingangZeile = { 
/**
 * UUID.
 */
id: string, 
/**
 * Short name.
 */
titel: string, 
/**
 * Receipt, RFC 3339 UTC.
 */
eingegangenUm: string, 
/**
 * `Ordner`, `Fenster` or `Kommandozeile`, in German.
 */
quelle: string, 
/**
 * File name at the source.
 */
dateiname: string, 
/**
 * Pages, if known.
 */
seiten: number | null, 
/**
 * A person has to look.
 */
pruefungNoetig: boolean, 
/**
 * Carries a signature.
 */
signiert: boolean, 
/**
 * Same bytes as another item, or arrived more than once.
 */
mehrfach: boolean, 
/**
 * Filed.
 */
zugeordnet: boolean, 
/**
 * Where it is filed, such as `4.2-17/2026-3`.
 */
aktenzeichen: string | null, 
/**
 * Not yet reconciled with the centre.
 */
ausstehend: boolean, };

/**
 * Part of the Posteingang.
 */
export type EingangListe = { 
/**
 * Rows in all.
 */
gesamt: number, 
/**
 * The rows asked for.
 */
zeilen: Array<EingangZeile>, };

/**
 * Everything about one item of post.
 */
export type EingangView = { 
/**
 * The list's row.
 */
zeile: EingangZeile, 
/**
 * Folder at the source.
 */
ordner: string, 
/**
 * Size in bytes.
 */
groesseBytes: number, 
/**
 * SHA-256 of the original, hex.
 */
sha256: string, 
/**
 * Media type.
 */
mime: string, 
/**
 * Needs a password.
 */
verschluesselt: boolean, 
/**
 * Has a text layer.
 */
textebene: boolean, 
/**
 * Plain German sentences: what a person should look at.
 */
hinweise: Array<string>, 
/**
 * Further arrivals: "03.11.2026 14:02, Ordner Kopierer, scan.pdf".
 */
weitereZugaenge: Array<string>, 
/**
 * The original lies on this workstation (otherwise it is being fetched).
 */
originalVorhanden: boolean, 
/**
 * The document it became, with its case.
 */
ziel: ZielZeile | null, 
/**
 * Where it may belong, best first.
 */
vorschlaege: Array<VorschlagView>, 
/**
 * What happened to it, oldest first.
 */
verlauf: Array<VerlaufZeile>, };

/**
 * A case or file as a destination.
 */
export type ZielZeile = { 
/**
 * `akte` or `vorgang`.
 */
art: ZielArt, 
/**
 * UUID.
 */
id: string, 
/**
 * Reference shown to people: final if there is one, else provisional.
 */
aktenzeichen: string, 
/**
 * The reference is provisional.
 */
vorlaeufig: boolean, 
/**
 * Subject.
 */
betreff: string, 
/**
 * For a case: its file's reference and subject.
 */
akte: string | null, 
/**
 * Closed: takes nothing.
 */
geschlossen: boolean, };

/**
 * Kind of destination.
 */
export type ZielArt = "akte" | "vorgang";

/**
 * A destination with the reason for proposing it.
 */
export type VorschlagView = { 
/**
 * The destination.
 */
ziel: ZielZeile, 
/**
 * Why, in German: "Aktenzeichen 4.2-17/2026 steht im Text".
 */
begruendung: string, };

/**
 * Asks for destinations that match what the clerk types; empty text lists recently used ones.
 */
export type ZieleArgs = { 
/**
 * Words, a reference or parts of either.
 */
text: string, };

/**
 * Where to file an item.
 */
export type Ziel = { "art": "vorgang", 
/**
 * Its UUID.
 */
id: string, } | { "art": "neuerVorgang", 
/**
 * The file's UUID.
 */
akte: string, 
/**
 * Subject of the new case.
 */
betreff: string, };

/**
 * Files an item of post.
 */
export type ZuordnenArgs = { 
/**
 * The item.
 */
eingang: string, 
/**
 * Where to.
 */
ziel: Ziel, 
/**
 * Title of the document; the item's title if absent.
 */
titel: string | null, };

/**
 * A changed subject.
 */
export type BetreffArgs = { 
/**
 * `akte` or `vorgang`.
 */
art: ZielArt, 
/**
 * UUID.
 */
id: string, 
/**
 * New subject.
 */
betreff: string, };

/**
 * A new file.
 */
export type AkteAnlegenArgs = { 
/**
 * UUID of the plan's node.
 */
aktenplaneinheit: string, 
/**
 * Subject.
 */
betreff: string, };

/**
 * A new case.
 */
export type VorgangAnlegenArgs = { 
/**
 * UUID of the file.
 */
akte: string, 
/**
 * Subject.
 */
betreff: string, };

/**
 * Kind of node in the tree of files.
 */
export type KnotenArt = "aktenplaneinheit" | "akte" | "vorgang" | "dokument";

/**
 * Asks for the children of a node; without a node, for the roots of the plan.
 */
export type BaumArgs = { 
/**
 * The node to open.
 */
knoten: KnotenRef | null, };

/**
 * Names a node.
 */
export type KnotenRef = { 
/**
 * Its kind.
 */
art: KnotenArt, 
/**
 * Its UUID.
 */
id: string, };

/**
 * Node of the tree of files.
 */
export type BaumKnoten = { 
/**
 * Its kind.
 */
art: KnotenArt, 
/**
 * UUID.
 */
id: string, 
/**
 * Plan number or reference.
 */
kennzeichen: string, 
/**
 * The reference is provisional.
 */
vorlaeufig: boolean, 
/**
 * Name, subject or title.
 */
text: string, 
/**
 * How many children it has.
 */
kinder: number, 
/**
 * Closed (z.d.A.).
 */
geschlossen: boolean, 
/**
 * Not yet reconciled with the centre.
 */
ausstehend: boolean, };

/**
 * A case with its documents.
 */
export type VorgangView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Reference.
 */
aktenzeichen: string, 
/**
 * The reference is provisional.
 */
vorlaeufig: boolean, 
/**
 * The provisional reference, if it was given one and has a final one now.
 */
aktenzeichenVorlaeufig: string | null, 
/**
 * Subject.
 */
betreff: string, 
/**
 * Its file.
 */
akte: ZielZeile, 
/**
 * Closed.
 */
geschlossen: boolean, 
/**
 * Not yet reconciled.
 */
ausstehend: boolean, 
/**
 * Open conflicts about this case.
 */
konflikte: number, 
/**
 * Documents, oldest first.
 */
dokumente: Array<DokumentZeile>, 
/**
 * What happened, oldest first.
 */
verlauf: Array<VerlaufZeile>, };

/**
 * Row of a case's documents.
 */
export type DokumentZeile = { 
/**
 * UUID.
 */
id: string, 
/**
 * Title.
 */
titel: string, 
/**
 * Day of receipt, `2026-11-21`.
 */
posteingangsdatum: string | null, 
/**
 * File name of the newest version.
 */
dateiname: string, 
/**
 * SHA-256 of the newest version.
 */
sha256: string, 
/**
 * Media type of the newest version.
 */
mime: string, 
/**
 * Size in bytes of the newest version.
 */
groesseBytes: number, 
/**
 * Number of versions.
 */
versionen: number, 
/**
 * Taken out again.
 */
storniert: boolean, 
/**
 * The bytes lie on this workstation.
 */
originalVorhanden: boolean, 
/**
 * Not yet reconciled.
 */
ausstehend: boolean, };

/**
 * A document in its case.
 */
export type DokumentView = { 
/**
 * The list's row.
 */
zeile: DokumentZeile, 
/**
 * Its case.
 */
vorgang: ZielZeile, 
/**
 * The item of post it came from.
 */
eingang: string | null, 
/**
 * What happened, oldest first.
 */
verlauf: Array<VerlaufZeile>, };

/**
 * One line of a record's history.
 */
export type VerlaufZeile = { 
/**
 * RFC 3339 UTC, by the workstation's clock.
 */
um: string, 
/**
 * By the centre's clock, once received.
 */
zentraleUm: string | null, 
/**
 * Who.
 */
akteur: string, 
/**
 * On which workstation.
 */
arbeitsplatz: string, 
/**
 * What, in German.
 */
was: string, 
/**
 * Old value, for people.
 */
alt: string | null, 
/**
 * New value, for people.
 */
neu: string | null, 
/**
 * The reason given.
 */
bemerkung: string | null, };

/**
 * Searches everything on this workstation.
 */
export type SucheArgs = { 
/**
 * Words; the last one may be unfinished.
 */
text: string, 
/**
 * Which part of the hits.
 */
ausschnitt: Ausschnitt, };

/**
 * One hit.
 */
export type TrefferZeile = { 
/**
 * What was hit.
 */
art: TrefferArt, 
/**
 * UUID.
 */
id: string, 
/**
 * Title or subject.
 */
titel: string, 
/**
 * Reference, if it has one.
 */
aktenzeichen: string | null, 
/**
 * Where the words stand; hits between `‹` and `›`.
 */
auszug: string | null, 
/**
 * Receipt or creation, RFC 3339 UTC.
 */
um: string | null, };

/**
 * Kind of a hit.
 */
export type TrefferArt = "eingang" | "akte" | "vorgang" | "dokument";

/**
 * Hits of a search.
 */
export type TrefferListe = { 
/**
 * Hits in all.
 */
gesamt: number, 
/**
 * The hits asked for.
 */
zeilen: Array<TrefferZeile>, };

/**
 * State of the reconciliation.
 */
export type AbgleichState = "nichtEingerichtet" | "laeuft" | "aktuell" | "ausstehend" | "offline" | "stoerung";

/**
 * The truth about the reconciliation, for the status line and its page.
 */
export type AbgleichView = { 
/**
 * In one word.
 */
zustand: AbgleichState, 
/**
 * One German sentence that says the same, and what is done about it.
 */
satz: string, 
/**
 * Address of the centre.
 */
zentrale: string | null, 
/**
 * Changes waiting to be sent.
 */
offeneAenderungen: number, 
/**
 * Changes that the centre has but no backup yet.
 */
angenommenNichtGesichert: number, 
/**
 * Originals waiting to be sent.
 */
offeneOriginale: number, 
/**
 * Originals waiting to be fetched.
 */
fehlendeOriginale: number, 
/**
 * End of the last complete round, RFC 3339 UTC.
 */
zuletztUm: string | null, 
/**
 * Next attempt, RFC 3339 UTC.
 */
naechsterVersuchUm: string | null, 
/**
 * Attempts that failed in a row.
 */
fehlversuche: number, 
/**
 * Technical text of the last error, for IT.
 */
fehler: string | null, 
/**
 * Both sides were compared by digest and held the same at the last complete round.
 */
nachweisGleich: boolean | null, 
/**
 * Open conflicts.
 */
konflikte: Array<KonfliktZeile>, 
/**
 * Refused changes that nobody has acknowledged.
 */
abgelehnte: Array<AblehnungZeile>, };

/**
 * A disputed field.
 */
export type KonfliktZeile = { 
/**
 * UUID of the conflict.
 */
id: string, 
/**
 * What it is about: "Vorgang 4.2-17/2026-3".
 */
gegenstand: string, 
/**
 * The field's German name.
 */
feld: string, 
/**
 * What both started from.
 */
ausgangsstand: string, 
/**
 * What is in force.
 */
zentrale: string, 
/**
 * What the other author wanted.
 */
eigener: string, 
/**
 * Who wanted it.
 */
akteur: string, 
/**
 * On which workstation.
 */
arbeitsplatz: string, 
/**
 * When, RFC 3339 UTC by that workstation's clock.
 */
um: string, };

/**
 * A clerk's decision.
 */
export type KonfliktLoesenArgs = { 
/**
 * UUID of the conflict.
 */
id: string, 
/**
 * The value that is to hold; take it from one side or write a third.
 */
wert: string, };

/**
 * A change that the centre refused.
 */
export type AblehnungZeile = { 
/**
 * The change's id.
 */
mid: string, 
/**
 * What it was about.
 */
gegenstand: string, 
/**
 * What was tried, in German.
 */
was: string, 
/**
 * Why it was refused, in German.
 */
grund: string, 
/**
 * When it was tried, RFC 3339 UTC.
 */
um: string, };

/**
 * Acknowledges a refusal.
 */
export type AblehnungArgs = { 
/**
 * The change's id.
 */
mid: string, };

/**
 * What lies at the sources.
 */
export type UebernahmeView = { 
/**
 * Watched folders.
 */
ordner: Array<OrdnerView>, 
/**
 * What could not be taken in, and why.
 */
nichtUebernommen: Array<ProblemZeile>, };

/**
 * A watched folder.
 */
export type OrdnerView = { 
/**
 * Path.
 */
pfad: string, 
/**
 * Reachable at the last look.
 */
erreichbar: boolean, 
/**
 * Files still being written.
 */
wartend: number, };

/**
 * A source that could not be taken in or released; it is retried by itself.
 */
export type ProblemZeile = { 
/**
 * Path of the source.
 */
pfad: string, 
/**
 * What happened, what was kept, what to do: plain German.
 */
meldung: string, 
/**
 * First seen, RFC 3339 UTC.
 */
seit: string, 
/**
 * Attempts so far.
 */
versuche: number, 
/**
 * The content is safe; only the source could not be removed.
 */
inhaltGesichert: boolean, };

/**
 * Takes files in by path.
 */
export type UebernehmenArgs = { 
/**
 * Absolute paths.
 */
pfade: Array<string>, };

/**
 * What became of one file.
 */
export type UebernahmeZeile = { 
/**
 * Path of the source.
 */
pfad: string, 
/**
 * The item, if there is one now.
 */
eingang: string | null, 
/**
 * SHA-256 of the original.
 */
sha256: string | null, 
/**
 * The same bytes were here already; no second item was made.
 */
bereitsVorhanden: boolean, 
/**
 * What happened, in German.
 */
meldung: string, 
/**
 * Nothing was taken in.
 */
fehlgeschlagen: boolean, };

/**
 * What became of several files.
 */
export type UebernahmeErgebnis = { 
/**
 * One row per path, in the given order.
 */
zeilen: Array<UebernahmeZeile>, };

/**
 * Names a watched folder.
 */
export type OrdnerArgs = { 
/**
 * Absolute path.
 */
pfad: string, };

/**
 * Names the centre and enrols this workstation there.
 */
export type EinrichtenArgs = { 
/**
 * Address, such as `https://zentrale.example`.
 */
zentrale: string, 
/**
 * One-time code from the administration.
 */
code: string, 
/**
 * Who works here.
 */
benutzer: string, 
/**
 * Short name of the workstation.
 */
arbeitsplatz: string, };

/**
 * Result of checking everything.
 */
export type PruefungView = { 
/**
 * Nothing is wrong.
 */
inOrdnung: boolean, 
/**
 * Records checked.
 */
datensaetze: number, 
/**
 * Originals read and hashed.
 */
originale: number, 
/**
 * Originals not yet on this workstation.
 */
originaleFehlend: number, 
/**
 * Audit entries whose chain was recomputed.
 */
protokolleintraege: number, 
/**
 * What is wrong, in German.
 */
befunde: Array<string>, };

/**
 * Bytes to fetch for a view.
 */
export type BytesArgs = { 
/**
 * SHA-256, hex.
 */
sha256: string, 
/**
 * The original or its first-page picture (PNG).
 */
fassung: Fassung, };

/**
 * Which bytes.
 */
export type Fassung = "original" | "vorschau";

/**
 * Kinds of records that an act touched or a view read.
 */
export type Art = "eingang" | "akte" | "vorgang" | "dokument" | "abgleich" | "uebernahme";

/**
 * The one event: what has changed. Whoever shows one of these kinds reads again.
 */
export type Geaendert = { 
/**
 * Touched kinds.
 */
arten: Array<Art>, };

/**
 * The one shape of an error at the border.
 */
export type Fehler = { 
/**
 * What the interface branches on.
 */
code: Code, 
/**
 * What happened, in German.
 */
meldung: string, 
/**
 * What to do next, in German.
 */
rat: string | null, };

/**
 * Closed list of error codes.
 */
export type Code = "notFound" | "invalid" | "conflict" | "offline" | "denied" | "internal";

/** Every act with its arguments and its view. */
export interface Commands {
  uebersicht: { args: Leer; view: UebersichtView };
  posteingang: { args: PosteingangArgs; view: EingangListe };
  eingang: { args: Id; view: EingangView };
  eingang_zuordnen: { args: ZuordnenArgs; view: DokumentView };
  zuordnung_zuruecknehmen: { args: Id; view: EingangView };
  ziele: { args: ZieleArgs; view: Array<ZielZeile> };
  aktenbaum: { args: BaumArgs; view: Array<BaumKnoten> };
  akte_anlegen: { args: AkteAnlegenArgs; view: ZielZeile };
  vorgang_anlegen: { args: VorgangAnlegenArgs; view: VorgangView };
  betreff_aendern: { args: BetreffArgs; view: ZielZeile };
  vorgang: { args: Id; view: VorgangView };
  dokument: { args: Id; view: DokumentView };
  suche: { args: SucheArgs; view: TrefferListe };
  abgleich: { args: Leer; view: AbgleichView };
  abgleich_starten: { args: Leer; view: AbgleichView };
  konflikt_loesen: { args: KonfliktLoesenArgs; view: AbgleichView };
  ablehnung_bestaetigen: { args: AblehnungArgs; view: AbgleichView };
  uebernahme: { args: Leer; view: UebernahmeView };
  dateien_uebernehmen: { args: UebernehmenArgs; view: UebernahmeErgebnis };
  eingangsordner_setzen: { args: OrdnerArgs; view: UebernahmeView };
  zentrale_einrichten: { args: EinrichtenArgs; view: UebersichtView };
  pruefung: { args: Leer; view: PruefungView };
}
