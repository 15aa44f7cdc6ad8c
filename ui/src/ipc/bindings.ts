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
 * Way of arrival, in German.
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
 * Parts, if it is a message or a package.
 */
teile: number, 
/**
 * It is or holds an e-invoice.
 */
rechnung: boolean, 
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
 * A stack that was cut at its separator sheets.
 */
aufgeteilt: boolean, 
/**
 * Where it is filed, such as `4.2-17/2026-3`.
 */
aktenzeichen: string | null, 
/**
 * Not yet reconciled with the centre.
 */
ausstehend: boolean, 
/**
 * A difference about it waits for a decision.
 */
konfliktOffen: boolean, };

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
 * Has a text layer, or one was read from its pictures.
 */
textebene: boolean, 
/**
 * What was found in it.
 */
befund: BefundView, 
/**
 * Its parts, if it is a message or a package.
 */
teile: Array<TeilView>, 
/**
 * Its head and text, if it is a message.
 */
nachricht: NachrichtView | null, 
/**
 * The e-invoice that it is or holds.
 */
rechnung: RechnungView | null, 
/**
 * Reading its pictures.
 */
erkennung: ErkennungView | null, 
/**
 * The searchable copy beside it.
 */
kopie: KopieView | null, 
/**
 * The stack it was cut out of, with its pages there: UUID and `Seiten 3 bis 5`.
 */
stapel: StapelView | null, 
/**
 * Items it was cut into.
 */
aufgeteiltIn: Array<DubletteView>, 
/**
 * Archive number from its sheet.
 */
archivnummer: string | null, 
/**
 * Replacing its paper by the scan; absent where that makes no sense.
 */
ersetzend: ErsetzendView | null, 
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
ausstehend: boolean, 
/**
 * A difference about it waits for a decision.
 */
konfliktOffen: boolean, };

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
ausstehend: boolean, 
/**
 * A difference about it waits for a decision.
 */
konfliktOffen: boolean, };

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
 * The truth about the reconciliation, for the status line and the head of its page.
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
 * The answer to "is everything at the centre?", in German.
 */
antwort: string, 
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
 * Changes that wait at the centre or here for something else.
 */
zurueckgestellt: number, 
/**
 * Differences and refusals that wait for a person.
 */
zuKlaeren: number, 
/**
 * Incidents that nobody has acknowledged.
 */
vorfaelle: number, 
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
 * Both sides were compared by digest and held the same at the last complete round.
 */
nachweisGleich: boolean | null, 
/**
 * Instant of the centre's newest seal that this workstation's state agrees with, RFC 3339 UTC.
 */
siegelUm: string | null, 
/**
 * Why it does not go on, if it does not.
 */
hemmnis: HemmnisView | null, };

/**
 * Kind of cause for which the reconciliation does not go on.
 */
export type HemmnisArt = "keineVerbindung" | "ueberlastet" | "nichtAngemeldet" | "fremdeZentrale" | "bremse" | "verschieden" | "programmVeraltet" | "speicherVoll" | "uebungGemischt" | "unverstaendlich" | "speicher" | "originaleHaengen";

/**
 * Why the reconciliation does not go on, and what follows from it.
 */
export type HemmnisView = { 
/**
 * Kind of cause.
 */
art: HemmnisArt, 
/**
 * The cause, in German.
 */
ursache: string, 
/**
 * What happens by itself, in German.
 */
vonSelbst: string, 
/**
 * What the clerk or IT can do, in German.
 */
tun: Array<string>, 
/**
 * Since when, RFC 3339 UTC.
 */
seit: string | null, 
/**
 * Technical text, for IT.
 */
technisch: string | null, 
/**
 * Records here and there, where that tells something.
 */
bereiche: Array<BereichZahlen>, 
/**
 * Identity of the foreign centre's ledger, to accept it by.
 */
kennung: string | null, 
/**
 * What was stopped and waits for a person.
 */
bremsen: Array<BremseView>, };

/**
 * How many records both sides have of a scope.
 */
export type BereichZahlen = { 
/**
 * Name of the scope for people.
 */
bereich: string, 
/**
 * Records here.
 */
hier: number, 
/**
 * Records at the centre.
 */
dort: number, };

/**
 * Which way the brake has stopped.
 */
export type BremseRichtung = "empfangen" | "senden";

/**
 * Unusually much at once, stopped until a person decides.
 */
export type BremseView = { 
/**
 * Stable name of the scope, to release it by.
 */
id: string, 
/**
 * Name of the scope for people.
 */
bereich: string, 
/**
 * Which way.
 */
richtung: BremseRichtung, 
/**
 * What would happen, in German.
 */
satz: string, 
/**
 * Records that it is about.
 */
betroffen: number, 
/**
 * Records of the scope in all.
 */
von: number, 
/**
 * When it was stopped, RFC 3339 UTC.
 */
um: string, 
/**
 * The first of them by name.
 */
zeilen: Array<BremseZeile>, };

/**
 * One record that the brake holds.
 */
export type BremseZeile = { 
/**
 * What it is.
 */
gegenstand: string, 
/**
 * What would become of it, in German.
 */
was: string, };

/**
 * Lets go on what the brake has stopped.
 */
export type BremseArgs = { 
/**
 * The scope.
 */
id: string, 
/**
 * Which way.
 */
richtung: BremseRichtung, };

/**
 * Accepts another centre as the one this workstation belongs to from now on.
 */
export type AnerkennenArgs = { 
/**
 * Identity of its ledger, as it was shown.
 */
kennung: string, };

/**
 * Writes a report on the reconciliation that holds no content.
 */
export type DiagnoseArgs = { 
/**
 * Where to.
 */
pfad: string, };

/**
 * How much of each list.
 */
export type EinzelheitenArgs = { 
/**
 * Rows of each list at most; the desk never gives more than 500.
 */
anzahl: number, };

/**
 * Everything the page shows below its head.
 */
export type EinzelheitenView = { 
/**
 * Open differences, those of one record side by side.
 */
konflikte: Array<KonfliktZeile>, 
/**
 * Open differences in all.
 */
konflikteGesamt: number, 
/**
 * Decided ones, newest first.
 */
entschieden: Array<KonfliktZeile>, 
/**
 * Refused changes that nobody has acknowledged.
 */
abgelehnte: Array<AblehnungZeile>, 
/**
 * Refused changes in all.
 */
abgelehnteGesamt: number, 
/**
 * Acts on their way, oldest first.
 */
handlungen: Array<HandlungZeile>, 
/**
 * Acts on their way in all.
 */
handlungenGesamt: number, 
/**
 * Originals on their way, those that move now first.
 */
originale: Array<OriginalZeile>, 
/**
 * Originals on their way in all.
 */
originaleGesamt: number, 
/**
 * Changes that wait for something else.
 */
zurueckgestellt: Array<ParkZeile>, 
/**
 * Those in all.
 */
zurueckgestelltGesamt: number, 
/**
 * Own changes that met others of the same record without a difference, newest first.
 */
zusammengefuehrt: Array<MischZeile>, 
/**
 * Incidents, those not acknowledged first, newest first.
 */
vorfaelle: Array<VorfallZeile>, 
/**
 * Entries that a centre has lost and this workstation has kept.
 */
geborgenes: Array<GeborgenZeile>, 
/**
 * Those in all.
 */
geborgenesGesamt: number, };

/**
 * A record as people name it, and where to find it.
 */
export type GegenstandView = { 
/**
 * "Vorgang 4.2-17/2026-3 Hundesteuer".
 */
name: string, 
/**
 * UUID.
 */
id: string, 
/**
 * Its kind, if it can be shown.
 */
art: TrefferArt | null, };

/**
 * A disputed field.
 */
export type KonfliktZeile = { 
/**
 * UUID of the conflict.
 */
id: string, 
/**
 * What it is about.
 */
gegenstand: GegenstandView, 
/**
 * The field's German name.
 */
feld: string, 
/**
 * What both started from.
 */
ausgangsstand: string, 
/**
 * What was in force when the other value arrived.
 */
zentrale: string, 
/**
 * Who wrote that, as far as it is known here.
 */
zentraleAkteur: string | null, 
/**
 * When, RFC 3339 UTC by the centre's clock, as far as it is known here.
 */
zentraleUm: string | null, 
/**
 * What the other author wanted.
 */
eigener: string, 
/**
 * The other author works at this workstation.
 */
vonHier: boolean, 
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
um: string, 
/**
 * What is in force now.
 */
gilt: string, 
/**
 * Both texts joined, to begin with; absent where two values cannot be one.
 */
beide: string | null, 
/**
 * The field can hold a text that a person writes.
 */
frei: boolean, 
/**
 * Decided by whom, once it is.
 */
entschiedenVon: string | null, 
/**
 * Decided when, RFC 3339 UTC, once it is.
 */
entschiedenUm: string | null, };

/**
 * Which value is to hold.
 */
export type KonfliktWahl = "gilt" | "zentrale" | "eigener" | "neu";

/**
 * A clerk's decision; one that was made before may be made anew.
 */
export type KonfliktLoesenArgs = { 
/**
 * UUID of the conflict.
 */
id: string, 
/**
 * Which value is to hold.
 */
wahl: KonfliktWahl, 
/**
 * The text, where a person wrote one.
 */
wert: string, 
/**
 * Why.
 */
begruendung: string | null, };

/**
 * A field's value, for people.
 */
export type FeldWert = { 
/**
 * The field's German name.
 */
feld: string, 
/**
 * What stood there.
 */
alt: string | null, 
/**
 * What was written.
 */
neu: string, };

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
gegenstand: GegenstandView, 
/**
 * What was tried, in German.
 */
was: string, 
/**
 * Why it was refused, in German.
 */
grund: string, 
/**
 * What was written, kept until somebody has read it.
 */
inhalt: Array<FeldWert>, 
/**
 * When it was tried, RFC 3339 UTC.
 */
um: string, };

/**
 * Names a change.
 */
export type AblehnungArgs = { 
/**
 * The change's id.
 */
mid: string, };

/**
 * An act whose changes are on their way.
 */
export type HandlungZeile = { 
/**
 * Id of its first change.
 */
mid: string, 
/**
 * What was done, in German.
 */
was: string, 
/**
 * What it is about.
 */
gegenstand: GegenstandView, 
/**
 * How many changes it is made of.
 */
aenderungen: number, 
/**
 * When, RFC 3339 UTC.
 */
um: string, };

/**
 * Which way an original moves.
 */
export type Richtung = "senden" | "holen";

/**
 * An original on its way.
 */
export type OriginalZeile = { 
/**
 * SHA-256, hex.
 */
sha256: string, 
/**
 * Its file name, or what it belongs to.
 */
name: string, 
/**
 * Which way.
 */
richtung: Richtung, 
/**
 * Size in bytes.
 */
groesseBytes: number, 
/**
 * Bytes on the other side already.
 */
fertigBytes: number, };

/**
 * A change that waits for something else.
 */
export type ParkZeile = { 
/**
 * The change's id.
 */
mid: string, 
/**
 * What was done, in German.
 */
was: string, 
/**
 * What it is about.
 */
gegenstand: GegenstandView, 
/**
 * What it waits for, in German.
 */
wartetAuf: string, 
/**
 * A person can have it tried again at once.
 */
erneut: boolean, 
/**
 * When it was made, RFC 3339 UTC.
 */
um: string, };

/**
 * A change of one's own that met others of the same record without a difference.
 */
export type MischZeile = { 
/**
 * The change's id.
 */
mid: string, 
/**
 * What was done, in German.
 */
was: string, 
/**
 * What it is about.
 */
gegenstand: GegenstandView, 
/**
 * What was changed.
 */
felder: Array<FeldWert>, 
/**
 * When it was made, RFC 3339 UTC.
 */
um: string, 
/**
 * The fields still hold what was written, so that it can be taken back.
 */
ruecknehmbar: boolean, };

/**
 * Something out of the ordinary that happened and was dealt with.
 */
export type VorfallZeile = { 
/**
 * Its id.
 */
id: string, 
/**
 * What happened, in German, in a few words.
 */
titel: string, 
/**
 * What was done and what was kept where, in German.
 */
text: string, 
/**
 * What a person should do, in German.
 */
rat: string | null, 
/**
 * When, RFC 3339 UTC.
 */
um: string, 
/**
 * Somebody has acknowledged it.
 */
gesehen: boolean, };

/**
 * An entry that a centre has lost and this workstation has kept.
 */
export type GeborgenZeile = { 
/**
 * What it is.
 */
gegenstand: GegenstandView, 
/**
 * What it held.
 */
inhalt: Array<FeldWert>, 
/**
 * When it was kept, RFC 3339 UTC.
 */
um: string, 
/**
 * The centre has received it for somebody to look at.
 */
uebergeben: boolean, };

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
 * Who answers for it.
 */
besitzer: string, 
/**
 * What becomes of its files once their content is safe.
 */
regel: OrdnerRegel, 
/**
 * Where they are moved to.
 */
ziel: string | null, 
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
 * Takes files and folders in by path.
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
 * One row per file, in the given order.
 */
zeilen: Array<UebernahmeZeile>, };

/**
 * Names a watched folder, and how it is watched.
 */
export type OrdnerArgs = { 
/**
 * Absolute path.
 */
pfad: string, 
/**
 * Who answers for it; whoever works here if absent.
 */
besitzer: string | null, 
/**
 * What becomes of its files.
 */
regel: OrdnerRegel, 
/**
 * Absolute path to which they are moved, if they are.
 */
ziel: string | null, };

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
 * The original, its first-page picture (PNG), or its searchable copy (PDF/A).
 */
fassung: Fassung, };

/**
 * Which bytes.
 */
export type Fassung = "original" | "vorschau" | "kopie";

/**
 * Kinds of records that an act touched or a view read.
 */
export type Art = "eingang" | "akte" | "vorgang" | "dokument" | "abgleich" | "uebernahme" | "erkennung";

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

/**
 * Facts about one document, as sentences and short words.
 */
export type BefundView = { 
/**
 * Media type.
 */
mime: string, 
/**
 * Kind in German, such as `PDF-Dokument`.
 */
art: string, 
/**
 * Pages, if known.
 */
seiten: number | null, 
/**
 * Size of the first page, such as `A4 hoch` or `210 × 99 mm`.
 */
format: string | null, 
/**
 * Program that made it, as it says itself.
 */
erzeuger: string | null, 
/**
 * When it was made, as it says itself, RFC 3339 UTC.
 */
erstelltUm: string | null, 
/**
 * Protection in German; absent if there is none.
 */
schutz: string | null, 
/**
 * A password is needed and none that fits is known here.
 */
kennwortNoetig: boolean, 
/**
 * Each signature as a sentence.
 */
signaturen: Array<string>, 
/**
 * Each kind of active content as a sentence. Nothing of it ever runs here.
 */
aktiveInhalte: Array<string>, 
/**
 * Names of files inside a PDF.
 */
eingebettet: Array<string>, 
/**
 * Claimed PDF/A level, such as `PDF/A-2b (laut Datei)`.
 */
pdfa: string | null, 
/**
 * Prepared for screen readers, as it says itself.
 */
strukturiert: boolean, };

/**
 * A part of a message or package.
 */
export type TeilView = { 
/**
 * Position, from 1.
 */
nummer: number, 
/**
 * Name.
 */
name: string, 
/**
 * What it is for, in German.
 */
rolle: string, 
/**
 * SHA-256 of its original.
 */
sha256: string, 
/**
 * Size in bytes.
 */
groesseBytes: number, 
/**
 * Its original lies on this workstation.
 */
originalVorhanden: boolean, 
/**
 * What was found in it.
 */
befund: BefundView, 
/**
 * What a person has to know about it.
 */
hinweise: Array<string>, 
/**
 * Reading its pictures.
 */
erkennung: ErkennungView | null, 
/**
 * The searchable copy beside it.
 */
kopie: KopieView | null, };

/**
 * Head of a message. Nothing in it is proven.
 */
export type NachrichtView = { 
/**
 * Rows of label and value, in German.
 */
angaben: Array<AngabeView>, 
/**
 * The message's text.
 */
text: string, };

/**
 * Label and value.
 */
export type AngabeView = { 
/**
 * What it is.
 */
name: string, 
/**
 * What it says.
 */
wert: string, };

/**
 * A table.
 */
export type TabelleView = { 
/**
 * Heads of the columns.
 */
spalten: Array<SpalteView>, 
/**
 * Rows, as wide as the heads.
 */
zeilen: Array<Array<string>>, 
/**
 * What has to be said below.
 */
anmerkung: string | null, };

/**
 * Head of a column.
 */
export type SpalteView = { 
/**
 * What stands below.
 */
titel: string, 
/**
 * Numbers stand below: set to the right.
 */
zahl: boolean, };

/**
 * Part of an invoice as a clerk reads it.
 */
export type AbschnittView = { 
/**
 * Heading.
 */
titel: string, 
/**
 * Rows of label and value.
 */
angaben: Array<AngabeView>, 
/**
 * A table, such as the positions.
 */
tabelle: TabelleView | null, };

/**
 * An e-invoice made readable. The XML is the invoice; a picture is a copy of it.
 */
export type RechnungView = { 
/**
 * Its parts, in order.
 */
abschnitte: Array<AbschnittView>, 
/**
 * What is wrong with it or differs from its picture, in German.
 */
hinweise: Array<string>, 
/**
 * Other items with the same invoice.
 */
dubletten: Array<DubletteView>, };

/**
 * Another item of post.
 */
export type DubletteView = { 
/**
 * UUID of the item.
 */
id: string, 
/**
 * Its title.
 */
titel: string, 
/**
 * Its receipt, RFC 3339 UTC.
 */
eingegangenUm: string, };

/**
 * How far the reading of pictures is.
 */
export type ErkennungStand = "wartet" | "laeuft" | "fertig" | "abgebrochen" | "gescheitert";

/**
 * Reading the pictures of one original.
 */
export type ErkennungView = { 
/**
 * SHA-256 of the original.
 */
sha256: string, 
/**
 * What it is called.
 */
titel: string, 
/**
 * How far it is.
 */
stand: ErkennungStand, 
/**
 * Pages to read; 0 while not known.
 */
seiten: number, 
/**
 * Pages read.
 */
erledigt: number, 
/**
 * Why it waits or cannot be done, in German.
 */
meldung: string | null, };

/**
 * The searchable copy beside an original.
 */
export type KopieView = { 
/**
 * SHA-256 of the copy.
 */
sha256: string, 
/**
 * What was done to its pages, as sentences.
 */
schritte: Array<string>, };

/**
 * Everything that waits to be read, is being read, or could not be.
 */
export type ErkennungenView = { 
/**
 * Why nothing can be read on this workstation, in German; absent if it can.
 */
fehlt: string | null, 
/**
 * The work.
 */
zeilen: Array<ErkennungView>, };

/**
 * Names an original.
 */
export type OriginalArgs = { 
/**
 * Its SHA-256, hex.
 */
sha256: string, };

/**
 * A page of an original.
 */
export type SeiteArgs = { 
/**
 * SHA-256 of the original, hex.
 */
sha256: string, 
/**
 * Page, from 0.
 */
seite: number, };

/**
 * Words of a page that were read from its picture; empty if there are none.
 */
export type SeitentextView = { 
/**
 * Width of the page in tenths of a point.
 */
breite: number, 
/**
 * Height of the page in tenths of a point.
 */
hoehe: number, 
/**
 * Lines of words with their boxes.
 */
zeilen: Array<Array<WortView>>, };

/**
 * A word and its box, in tenths of a point from the upper left corner.
 */
export type WortView = { 
/**
 * The word.
 */
text: string, 
/**
 * Left edge.
 */
x: number, 
/**
 * Upper edge.
 */
y: number, 
/**
 * Width.
 */
b: number, 
/**
 * Height.
 */
h: number, };

/**
 * A password for one protected document.
 */
export type KennwortArgs = { 
/**
 * The item.
 */
eingang: string, 
/**
 * SHA-256 of the protected original: the item's own or one of its parts'.
 */
sha256: string, 
/**
 * The password.
 */
kennwort: string, };

/**
 * Which separator sheets to write, and where to.
 */
export type TrennblattArgs = { 
/**
 * Absolute path of the PDF to write; an existing file is not replaced.
 */
pfad: string, 
/**
 * How many sheets.
 */
anzahl: number, 
/**
 * Sheets after which an Anlage begins instead of a new document.
 */
anlage: boolean, };

/**
 * Something pasted from the clipboard.
 */
export type EinfuegenArgs = { 
/**
 * Name for the item, with an ending that says what it is.
 */
name: string, 
/**
 * The bytes, base64.
 */
inhalt: string, };

/**
 * Where in a stack an item was.
 */
export type StapelView = { 
/**
 * UUID of the stack.
 */
eingang: string, 
/**
 * Its pages there, in German.
 */
seiten: string, };

/**
 * What becomes of a watched folder's files once their content is safe here.
 */
export type OrdnerRegel = "loeschen" | "verschieben" | "behalten";

/**
 * In what picture and paper agree.
 */
export type Gleichheit = "bildlich" | "inhaltlich";

/**
 * How much protection is needed.
 */
export type Schutzart = "normal" | "hoch" | "sehrHoch";

/**
 * Need of protection in three respects.
 */
export type SchutzArgs = { 
/**
 * Confidentiality.
 */
vertraulichkeit: Schutzart, 
/**
 * Integrity.
 */
integritaet: Schutzart, 
/**
 * Availability.
 */
verfuegbarkeit: Schutzart, };

/**
 * With what was scanned and by which rule; what is empty is taken from the file where it says it.
 */
export type ScanUmgebung = { 
/**
 * Maker of the scanner.
 */
hersteller: string, 
/**
 * Its model.
 */
modell: string, 
/**
 * Its serial number.
 */
seriennummer: string, 
/**
 * Name of the settings.
 */
profil: string, 
/**
 * Id of the written procedure.
 */
anweisung: string, 
/**
 * Its version.
 */
anweisungVersion: string, };

/**
 * States that a scan was compared with its paper.
 */
export type ScanPruefenArgs = { 
/**
 * The item.
 */
eingang: string, 
/**
 * Pages counted on the paper before scanning, blank ones included.
 */
seitenVorbereitung: number, 
/**
 * Every page was compared with the paper.
 */
sichtpruefung: boolean, 
/**
 * In what they agree.
 */
bildgleichheit: Gleichheit, 
/**
 * What was noticed, and why the pages differ in number if they do.
 */
auffaelligkeiten: Array<string>, 
/**
 * Need of protection.
 */
schutzbedarf: SchutzArgs, 
/**
 * With what and by which rule.
 */
umgebung: ScanUmgebung, };

/**
 * What becomes of a document after a second person has looked.
 */
export type Stichprobenurteil = "inOrdnung" | "neuScannen" | "originalBehalten";

/**
 * Notes a second person's check.
 */
export type StichprobeArgs = { 
/**
 * The item.
 */
eingang: string, 
/**
 * What becomes of it.
 */
ergebnis: Stichprobenurteil, 
/**
 * What was wrong.
 */
bemerkung: string, };

/**
 * A second person's check.
 */
export type StichprobeEintrag = { 
/**
 * UUID of the item.
 */
eingang: string, 
/**
 * Its title.
 */
titel: string, 
/**
 * Who looked.
 */
pruefer: string, 
/**
 * When, RFC 3339 UTC.
 */
um: string, 
/**
 * What came out.
 */
ergebnis: Stichprobenurteil, 
/**
 * What was wrong; empty if nothing.
 */
bemerkung: string, };

/**
 * A document that was drawn and that nobody has checked yet.
 */
export type StichprobeZeile = { 
/**
 * UUID of the item.
 */
eingang: string, 
/**
 * Its title.
 */
titel: string, 
/**
 * Pages.
 */
seiten: number, 
/**
 * Who scanned.
 */
gescanntVon: string, 
/**
 * When, RFC 3339 UTC.
 */
gescanntUm: string, 
/**
 * Why the person here may not check it.
 */
hindernis: string | null, };

/**
 * The sample: what waits, what was found this year, what follows.
 */
export type StichprobenView = { 
/**
 * Of a hundred documents so many are drawn.
 */
quoteProzent: number, 
/**
 * First day of what is counted.
 */
von: string, 
/**
 * Documents with a note.
 */
bestand: number, 
/**
 * Of them checked.
 */
geprueft: number, 
/**
 * Of them with a defect.
 */
treffer: number, 
/**
 * What follows, as a sentence.
 */
folge: string, 
/**
 * Drawn and not checked.
 */
offen: Array<StichprobeZeile>, 
/**
 * The checks, newest first.
 */
protokoll: Array<StichprobeEintrag>, };

/**
 * Where paper stands.
 */
export type PapierStand = "vorhanden" | "aufbewahrungBis" | "zurVernichtungFrei" | "vernichtet" | "ausnahme";

/**
 * Why paper is never destroyed.
 */
export type AusnahmeArt = "urkunde" | "siegel" | "titel" | "fremdeigentum" | "archivwuerdig" | "sonstiges";

/**
 * A step of the paper.
 */
export type PapierSchrittArgs = { 
/**
 * The item.
 */
eingang: string, 
/**
 * Where to.
 */
ziel: PapierStand, 
/**
 * For [`PapierStand::AufbewahrungBis`]: the last day, `2027-03-31`.
 */
bis: string | null, 
/**
 * For [`PapierStand::Ausnahme`]: why.
 */
ausnahme: AusnahmeArt | null, 
/**
 * In words; stands in the history.
 */
bemerkung: string, };

/**
 * A step that the person here could take.
 */
export type PapierSchritt = { 
/**
 * Where to.
 */
ziel: PapierStand, 
/**
 * Why not now, or not by this person.
 */
hindernis: string | null, };

/**
 * The paper of one item.
 */
export type PapierView = { 
/**
 * Where it stands.
 */
stand: PapierStand, 
/**
 * The same as a sentence.
 */
satz: string, 
/**
 * The earliest last day of keeping, as a step may set it.
 */
fruehestens: string, 
/**
 * Steps that follow.
 */
schritte: Array<PapierSchritt>, };

/**
 * The note.
 */
export type VermerkView = { 
/**
 * What it says.
 */
angaben: Array<AngabeView>, 
/**
 * What it lacks to replace the paper.
 */
mangel: string | null, 
/**
 * SHA-256 of the PDF/A-3 in which it is embedded.
 */
nachweis: string, 
/**
 * Its size in bytes.
 */
nachweisBytes: number, 
/**
 * It lies on this workstation.
 */
nachweisVorhanden: boolean, };

/**
 * Replacing scan of one item.
 */
export type ErsetzendView = { 
/**
 * Why there can be no note.
 */
hindernis: string | null, 
/**
 * Pages of the document.
 */
seiten: number | null, 
/**
 * Blank pages that were taken out.
 */
leerseiten: number, 
/**
 * What was said the last time here.
 */
vorgaben: ScanUmgebung, 
/**
 * The note.
 */
vermerk: VermerkView | null, 
/**
 * The paper.
 */
papier: PapierView | null, 
/**
 * It was drawn for the sample.
 */
gezogen: boolean, 
/**
 * Checks by second persons, oldest first.
 */
stichproben: Array<StichprobeEintrag>, 
/**
 * Why the person here may not check it.
 */
stichprobeHindernis: string | null, };

/**
 * Paper of one item in the list.
 */
export type PapierZeile = { 
/**
 * UUID of the item.
 */
eingang: string, 
/**
 * Its title.
 */
titel: string, 
/**
 * Receipt, RFC 3339 UTC.
 */
eingegangenUm: string, 
/**
 * Who scanned.
 */
gescanntVon: string, 
/**
 * Where the paper stands.
 */
stand: PapierStand, 
/**
 * The same as a sentence.
 */
satz: string, 
/**
 * The person here may free it or destroy it today.
 */
schritt: PapierStand | null, 
/**
 * Why not.
 */
hindernis: string | null, };

/**
 * Paper that is still here.
 */
export type PapieroriginaleView = { 
/**
 * Days it is kept after scanning at least.
 */
aufbewahrungTage: number, 
/**
 * What may be destroyed, then what may be freed, then the others.
 */
zeilen: Array<PapierZeile>, };

/**
 * Which originals are kept here.
 */
export type OriginaleView = { 
/**
 * Room for originals in gigabytes; none if all of them are kept.
 */
hoechstensGb: number | null, 
/**
 * Originals that are here.
 */
hier: number, 
/**
 * Their bytes.
 */
hierBytes: number, 
/**
 * Originals that are at the centre only.
 */
beiDerZentrale: number, 
/**
 * Akten and Vorgänge whose originals are kept in any case.
 */
angeheftet: Array<PinZeile>, };

/**
 * An Akte or a Vorgang whose originals are kept in any case.
 */
export type PinZeile = { 
/**
 * UUID.
 */
id: string, 
/**
 * As shown.
 */
name: string, };

/**
 * Sets which originals are kept here.
 */
export type OriginaleArgs = { 
/**
 * Room in gigabytes; none to keep all of them.
 */
hoechstensGb: number | null, };

/**
 * Where an original is.
 */
export type OriginalState = "vorhanden" | "wirdGeholt" | "offline" | "gestoert";

/**
 * How far an original is.
 */
export type OriginalStandView = { 
/**
 * In one word.
 */
zustand: OriginalState, 
/**
 * In one German sentence.
 */
satz: string, 
/**
 * Its size.
 */
groesseBytes: number, 
/**
 * Bytes that are here.
 */
geholtBytes: number, };

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
  abgleich_einzelheiten: { args: EinzelheitenArgs; view: EinzelheitenView };
  abgleich_starten: { args: Leer; view: AbgleichView };
  konflikt_loesen: { args: KonfliktLoesenArgs; view: AbgleichView };
  ablehnung_bestaetigen: { args: AblehnungArgs; view: AbgleichView };
  zusammenfuehrung_zuruecknehmen: { args: AblehnungArgs; view: AbgleichView };
  zurueckgestelltes_senden: { args: AblehnungArgs; view: AbgleichView };
  vorfall_bestaetigen: { args: Id; view: AbgleichView };
  bremse_loesen: { args: BremseArgs; view: AbgleichView };
  zentrale_anerkennen: { args: AnerkennenArgs; view: AbgleichView };
  diagnose_speichern: { args: DiagnoseArgs; view: Leer };
  stapel_zusammenfuehren: { args: Id; view: EingangView };
  kennwort_eingeben: { args: KennwortArgs; view: EingangView };
  seitentext: { args: SeiteArgs; view: SeitentextView };
  erkennungen: { args: Leer; view: ErkennungenView };
  erkennung_starten: { args: OriginalArgs; view: ErkennungView };
  erkennung_abbrechen: { args: OriginalArgs; view: ErkennungView };
  uebernahme: { args: Leer; view: UebernahmeView };
  zwischenablage_uebernehmen: { args: EinfuegenArgs; view: UebernahmeErgebnis };
  trennblaetter: { args: TrennblattArgs; view: Leer };
  eingangsordner_entfernen: { args: OrdnerArgs; view: UebernahmeView };
  dateien_uebernehmen: { args: UebernehmenArgs; view: UebernahmeErgebnis };
  eingangsordner_setzen: { args: OrdnerArgs; view: UebernahmeView };
  zentrale_einrichten: { args: EinrichtenArgs; view: UebersichtView };
  pruefung: { args: Leer; view: PruefungView };
  originale: { args: Leer; view: OriginaleView };
  originale_einstellen: { args: OriginaleArgs; view: OriginaleView };
  original_holen: { args: OriginalArgs; view: OriginalStandView };
  akte_anheften: { args: Id; view: OriginaleView };
  akte_loesen: { args: Id; view: OriginaleView };
  scan_pruefen: { args: ScanPruefenArgs; view: EingangView };
  stichprobe_liste: { args: Leer; view: StichprobenView };
  stichprobe_erfassen: { args: StichprobeArgs; view: EingangView };
  papieroriginal_schritt: { args: PapierSchrittArgs; view: EingangView };
  papieroriginale: { args: Leer; view: PapieroriginaleView };
}
