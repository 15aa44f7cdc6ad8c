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
 * Instructions that are due today or overdue.
 */
wiedervorlagen: number, 
/**
 * Signatures that can be given now.
 */
zuZeichnen: number, 
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
 * Where it may belong, most probable first.
 */
vorschlaege: Array<VorschlagView>, 
/**
 * What was read from it for the document's fields.
 */
ablesungen: AblesungenView, 
/**
 * The office's knowledge is still being put together; better proposals follow.
 */
vorschlaegeFolgen: boolean, 
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
 * A destination with the reasons for proposing it.
 */
export type VorschlagView = { 
/**
 * The destination; a file means a new case in it.
 */
ziel: ZielZeile, 
/**
 * The strongest reason, in German.
 */
begruendung: string, 
/**
 * How probable it is, in percent.
 */
prozent: number, 
/**
 * How far it can be trusted.
 */
vertrauen: Vertrauen, 
/**
 * All reasons, strongest first.
 */
belege: Array<BelegView>, };

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
titel: string | null, 
/**
 * What the clerk has let stand of what was read from the item.
 */
angaben: ZuordnenAngaben, };

/**
 * Fields of the document that filing fills in; what is absent stays empty.
 */
export type ZuordnenAngaben = { 
/**
 * Kind of document.
 */
typ: string | null, 
/**
 * The sender: UUID of a contact.
 */
absender: string | null, 
/**
 * Date of the letter, ISO.
 */
datumDesSchreibens: string | null, 
/**
 * The sender's own sign.
 */
fremdesGeschaeftszeichen: string | null, 
/**
 * Day of a Wiedervorlage to set with it, ISO.
 */
wiedervorlage: string | null, };

/**
 * How far a proposal can be trusted.
 */
export type Vertrauen = "sicher" | "wahrscheinlich" | "unsicher";

/**
 * A place in the item: page and words, so that they can be marked.
 */
export type StelleView = { 
/**
 * SHA-256 of the original or part in which they stand.
 */
sha256: string, 
/**
 * Page, from 1.
 */
seite: number, 
/**
 * Line of the page's text, from 1.
 */
zeile: number, 
/**
 * The words as they stand there.
 */
wortlaut: string, };

/**
 * One reason for a proposal.
 */
export type BelegView = { 
/**
 * In German: "Aktenzeichen 4.2-17/2026 gefunden, Seite 1, Zeile 3".
 */
satz: string, 
/**
 * Where it stands in the item, if it stands there.
 */
stelle: StelleView | null, };

/**
 * Something that was read from the item and is proposed for the document.
 */
export type AblesungView = { 
/**
 * The value for the act that files: text, an ISO date, or a contact's UUID.
 */
wert: string, 
/**
 * The value as people read it.
 */
anzeige: string, 
/**
 * How probable it is, in percent.
 */
prozent: number, 
/**
 * Sure enough to be taken over without a look.
 */
vertrauen: Vertrauen, 
/**
 * Where it stands.
 */
stelle: StelleView | null, };

/**
 * What is proposed for the document's fields.
 */
export type AblesungenView = { 
/**
 * Title: the subject line.
 */
titel: AblesungView | null, 
/**
 * Kind of document, as this office calls it.
 */
typ: AblesungView | null, 
/**
 * The sender, a known contact.
 */
absender: AblesungView | null, 
/**
 * The sender's name, if no known contact fits.
 */
absenderName: AblesungView | null, 
/**
 * Date of the letter.
 */
datum: AblesungView | null, 
/**
 * Day until which it asks for something.
 */
frist: AblesungView | null, 
/**
 * The sender's own sign.
 */
fremdzeichen: AblesungView | null, };

/**
 * A document that was filed without a person.
 */
export type SelbsttaetigZeile = { 
/**
 * UUID of the document.
 */
dokument: string, 
/**
 * UUID of its item of post; taking the filing back goes by it.
 */
eingang: string, 
/**
 * Its title.
 */
titel: string, 
/**
 * When it was filed, RFC 3339 UTC.
 */
um: string, 
/**
 * Where it lies.
 */
ziel: ZielZeile, 
/**
 * How probable it was, in percent.
 */
prozent: number, 
/**
 * Why, in German.
 */
begruendung: string, 
/**
 * Who has looked at it since; absent while nobody has.
 */
gesehenVon: string | null, 
/**
 * The filing was taken back.
 */
zurueckgenommen: boolean, };

/**
 * Asks for what was filed without a person, newest first.
 */
export type SelbsttaetigArgs = { 
/**
 * Only what nobody has looked at yet.
 */
offen: boolean, 
/**
 * Which part.
 */
ausschnitt: Ausschnitt, };

/**
 * What was filed without a person.
 */
export type SelbsttaetigListe = { 
/**
 * The office's threshold in percent; absent if nothing is filed without a person.
 */
abProzent: number | null, 
/**
 * Rows in all.
 */
gesamt: number, 
/**
 * Rows that nobody has looked at.
 */
ungesehen: number, 
/**
 * The rows asked for.
 */
zeilen: Array<SelbsttaetigZeile>, };

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
export type KnotenArt = "aktenplaneinheit" | "akte" | "teilakte" | "vorgang" | "dokument";

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
 * Instructions: those of the case first, then those under its documents.
 */
verfuegungen: Array<VerfuegungZeile>, 
/**
 * Everything that happened in it, oldest first.
 */
zeitleiste: Array<ZeitleisteZeile>, 
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
 * Where it stands.
 */
stand: DokumentStand, 
/**
 * A letter of ours: it opens where it is written.
 */
eigenes: boolean, 
/**
 * The bytes lie on this workstation; a draft has none that could be missing.
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
 * Instructions under it.
 */
verfuegungen: Array<VerfuegungZeile>, 
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
export type TrefferArt = "eingang" | "akte" | "vorgang" | "dokument" | "kontakt";

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
zeilen: Array<TrefferZeile>, 
/**
 * Records that no search finds yet, because their words are still being written.
 */
nachzutragen: number, };

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
 * Audit entries whose quotations went with destroyed files, by run, in German.
 */
geschwaerzt: Array<string>, 
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
 * The original, its first-page picture (PNG), its searchable copy (PDF/A), or the picture of a
 * scanned page.
 */
fassung: Fassung, };

/**
 * Which bytes.
 */
export type Fassung = "original" | "vorschau" | "kopie" | "scanKlein" | "scanGross";

/**
 * Kinds of records that an act touched or a view read.
 */
export type Art = "eingang" | "akte" | "vorgang" | "dokument" | "verfuegung" | "kontakt" | "aussonderung" | "abgleich" | "uebernahme" | "erkennung" | "scan";

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
 * A template.
 */
export type VorlageZeile = { 
/**
 * Short name that never changes.
 */
kennung: string, 
/**
 * Name in lists.
 */
name: string, 
/**
 * What it is for, one sentence.
 */
zweck: string, };

/**
 * A new letter.
 */
export type EntwurfAnlegenArgs = { 
/**
 * UUID of the case.
 */
vorgang: string, 
/**
 * Short name of the template; none begins an empty letter.
 */
vorlage: string | null, 
/**
 * UUID of the party it goes to.
 */
empfaenger: string | null, };

/**
 * What a person writes: every field of a draft.
 */
export type EntwurfFelder = { 
/**
 * Subject line.
 */
betreff: string, 
/**
 * UUID of the party it goes to.
 */
empfaenger: string | null, 
/**
 * The address as it stands on the sheet, one line each.
 */
anschrift: string, 
/**
 * Salutation.
 */
anrede: string, 
/**
 * The text, in the markup of letters.
 */
text: string, 
/**
 * Closing line.
 */
gruss: string, 
/**
 * Instruction on remedies.
 */
belehrung: string, 
/**
 * Values for the places in the texts, by name.
 */
angaben: { [key in string]: string }, 
/**
 * Enclosures: UUIDs of documents of the case, or free titles.
 */
anlagen: Array<string>, 
/**
 * Who gets a copy.
 */
verteiler: Array<string>, };

/**
 * Changes of a draft: what its author saw, and what it is to become.
 */
export type EntwurfSpeichernArgs = { 
/**
 * UUID of the document.
 */
id: string, 
/**
 * What the author saw; a field that is the same in both is left alone.
 */
vorher: EntwurfFelder, 
/**
 * What the author wrote.
 */
neu: EntwurfFelder, };

/**
 * Where a letter stands.
 */
export type DokumentStand = "abgelegt" | "entwurf" | "gezeichnet" | "versandt" | "storniert";

/**
 * A place in a text that takes a value.
 */
export type PlatzView = { 
/**
 * Its name in the text.
 */
name: string, 
/**
 * What to ask a person for.
 */
bezeichnung: string, 
/**
 * The value, if there is one.
 */
wert: string | null, 
/**
 * The program knows it; nobody has to type it.
 */
automatisch: boolean, };

/**
 * A signature asked for or given under a draft.
 */
export type ZeichnungZeile = { 
/**
 * UUID of the instruction.
 */
id: string, 
/**
 * The final one.
 */
schluss: boolean, 
/**
 * Number of the instruction.
 */
nummer: number, 
/**
 * "z.Mz." or "z.U.".
 */
art: string, 
/**
 * Who is asked.
 */
adressat: string | null, 
/**
 * What became of it, in words; none while it is open.
 */
erledigt: string | null, 
/**
 * It was given for the draft as it stands.
 */
gilt: boolean, };

/**
 * A document of the case that can be enclosed.
 */
export type AnlageWahl = { 
/**
 * UUID.
 */
id: string, 
/**
 * Title.
 */
titel: string, };

/**
 * Way on which a letter goes out.
 */
export type Versandart = "post" | "einschreiben" | "pzu" | "persoenlich" | "email" | "postfach" | "fax";

/**
 * That a letter went out.
 */
export type VersandZeile = { 
/**
 * Day, `2026-11-22`.
 */
am: string, 
/**
 * By what way.
 */
weg: Versandart, 
/**
 * Who sent it off.
 */
von: string, 
/**
 * Number of a consignment, or what else has to be known.
 */
vermerk: string | null, };

/**
 * The fair copy.
 */
export type ReinschriftView = { 
/**
 * SHA-256 of the PDF.
 */
sha256: string, 
/**
 * File name.
 */
dateiname: string, 
/**
 * Who made it.
 */
von: string, 
/**
 * RFC 3339 UTC.
 */
um: string, };

/**
 * A letter that is written here.
 */
export type EntwurfView = { 
/**
 * UUID of the document.
 */
id: string, 
/**
 * Title in lists.
 */
titel: string, 
/**
 * Where it stands.
 */
stand: DokumentStand, 
/**
 * Its case.
 */
vorgang: ZielZeile, 
/**
 * Name of the template it began as.
 */
vorlage: string | null, 
/**
 * What was written.
 */
felder: EntwurfFelder, 
/**
 * Hash of the draft as it stands: what a signature is given for.
 */
fassung: string, 
/**
 * Name of the party it goes to.
 */
empfaenger: string | null, 
/**
 * Places in the texts, in their order.
 */
plaetze: Array<PlatzView>, 
/**
 * What has to be there before it can be signed, in words.
 */
fehlt: Array<string>, 
/**
 * Signatures under it, in their order.
 */
zeichnungen: Array<ZeichnungZeile>, 
/**
 * Who signed it at last, when, and for whom, in words.
 */
gezeichnet: string | null, 
/**
 * The fair copy.
 */
reinschrift: ReinschriftView | null, 
/**
 * Every time it went out.
 */
versand: Array<VersandZeile>, 
/**
 * Documents of the case that can be enclosed.
 */
anlagenWahl: Array<AnlageWahl>, 
/**
 * Not yet reconciled.
 */
ausstehend: boolean, 
/**
 * A difference about it waits for a decision.
 */
konfliktOffen: boolean, };

/**
 * Asks for the page of a letter.
 */
export type VorschauArgs = { 
/**
 * UUID of the document.
 */
id: string, 
/**
 * What the author is writing, before it is saved; none shows what is saved.
 */
felder: EntwurfFelder | null, };

/**
 * The page of a letter as it would be printed.
 */
export type VorschauView = { 
/**
 * The PDF, in base64.
 */
pdf: string, 
/**
 * How many pages it has.
 */
seiten: number, 
/**
 * What could not be shown as it was written, in words.
 */
hinweise: Array<string>, };

/**
 * Kind of note to file.
 */
export type Vermerkart = "aktenvermerk" | "telefonvermerk" | "ortstermin";

/**
 * A note to file.
 */
export type VermerkAnlegenArgs = { 
/**
 * UUID of the case.
 */
vorgang: string, 
/**
 * Its kind.
 */
art: Vermerkart, 
/**
 * Subject.
 */
betreff: string, 
/**
 * Day on which it happened, `2026-11-22`; none means today.
 */
datum: string | null, 
/**
 * Where.
 */
ort: string, 
/**
 * Who was there, or on the telephone.
 */
beteiligte: Array<string>, 
/**
 * The text, in the markup of letters.
 */
text: string, };

/**
 * That a letter goes out.
 */
export type VersendenArgs = { 
/**
 * UUID of the document.
 */
id: string, 
/**
 * Day, `2026-11-22`.
 */
am: string, 
/**
 * By what way.
 */
weg: Versandart, 
/**
 * Number of a consignment, or what else has to be known.
 */
vermerk: string, };

/**
 * A letter is taken out before it is sent.
 */
export type EntwurfStornierenArgs = { 
/**
 * UUID of the document.
 */
id: string, 
/**
 * Why.
 */
grund: string, };

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
 * What the scan at this desk knows, else what was said the last time here.
 */
vorgaben: ScanUmgebung, 
/**
 * Pages that were counted before scanning at this desk, blank ones included.
 */
gezaehlt: number | null, 
/**
 * What was noticed while scanning at this desk, in German; it goes into the note by itself.
 */
bemerkt: Array<string>, 
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

/**
 * Kind of what has metadata.
 */
export type ObjektArt = "akte" | "vorgang" | "dokument";

/**
 * A field that a clerk may change.
 */
export type Feld = "betreff" | "bemerkung" | "federfuehrung" | "bearbeiter" | "vertraulichkeitsstufe" | "laufzeitBeginn" | "laufzeitEnde" | "aufbewahrungJahre" | "aussonderungsart" | "schlagworte" | "absender" | "datumDesSchreibens" | "typ" | "fremdesGeschaeftszeichen";

/**
 * One field with its value.
 */
export type Metadatum = { 
/**
 * Which.
 */
feld: Feld, 
/**
 * As it is changed; empty if there is none.
 */
wert: string, 
/**
 * What holds while it is empty.
 */
vorgabe: string | null, 
/**
 * For people, where the value is a reference.
 */
anzeige: string | null, };

/**
 * A party with its role.
 */
export type BeteiligterZeile = { 
/**
 * UUID of the contact.
 */
kontakt: string, 
/**
 * Its name for people.
 */
name: string, 
/**
 * Place, if known.
 */
ort: string | null, 
/**
 * What it is in this matter.
 */
rolle: string, };

/**
 * A cross reference.
 */
export type VerweisZeile = { 
/**
 * Kind of the other thing.
 */
art: ObjektArt, 
/**
 * Its UUID.
 */
id: string, 
/**
 * Its name: "Vorgang 4.2-17/2026-3 Hundesteuer".
 */
name: string, 
/**
 * Why.
 */
grund: string | null, };

/**
 * Asks for the metadata of something.
 */
export type ObjektArgs = { 
/**
 * Its kind.
 */
art: ObjektArt, 
/**
 * Its UUID.
 */
id: string, };

/**
 * The metadata of something.
 */
export type MetadatenView = { 
/**
 * Its kind.
 */
art: ObjektArt, 
/**
 * Its UUID.
 */
id: string, 
/**
 * Nothing can be changed: it is closed, or lies in something closed.
 */
geschlossen: boolean, 
/**
 * Not yet reconciled.
 */
ausstehend: boolean, 
/**
 * Its fields, in the order in which they are shown.
 */
felder: Array<Metadatum>, 
/**
 * Parties; documents have none of their own.
 */
beteiligte: Array<BeteiligterZeile>, 
/**
 * Cross references.
 */
verweise: Array<VerweisZeile>, 
/**
 * The part of the file that a case lies in.
 */
teilakte: string | null, 
/**
 * Parts of its file that a case can be moved to.
 */
teilakten: Array<TeilakteZeile>, };

/**
 * Changes one field.
 */
export type AendernArgs = { 
/**
 * UUID of the file, case or document.
 */
id: string, 
/**
 * Which field.
 */
feld: Feld, 
/**
 * New value; empty takes it away.
 */
wert: string, 
/**
 * The value that was on the screen.
 */
vorher: string | null, };

/**
 * Why a file is divided.
 */
export type TeilakteArt = "teilakte" | "band";

/**
 * A part or volume of a file.
 */
export type TeilakteZeile = { 
/**
 * UUID.
 */
id: string, 
/**
 * Number, once the centre has given it.
 */
nummer: number | null, 
/**
 * By subject or by time.
 */
art: TeilakteArt, 
/**
 * Subject.
 */
betreff: string, 
/**
 * Cases in it.
 */
vorgaenge: number, 
/**
 * Not yet reconciled.
 */
ausstehend: boolean, };

/**
 * A new part or volume.
 */
export type TeilakteAnlegenArgs = { 
/**
 * UUID of the file.
 */
akte: string, 
/**
 * By subject or by time.
 */
art: TeilakteArt, 
/**
 * Subject.
 */
betreff: string, };

/**
 * A changed subject of a part or volume.
 */
export type TeilakteAendernArgs = { 
/**
 * UUID.
 */
id: string, 
/**
 * New subject.
 */
betreff: string, };

/**
 * Moves a case into a part of its file, or out of it.
 */
export type VorgangUmhaengenArgs = { 
/**
 * UUID of the case.
 */
vorgang: string, 
/**
 * UUID of the part; none for the file itself.
 */
teilakte: string | null, };

/**
 * Moves a document into another case.
 */
export type DokumentUmhaengenArgs = { 
/**
 * UUID of the document.
 */
dokument: string, 
/**
 * UUID of the case.
 */
vorgang: string, 
/**
 * Why.
 */
grund: string | null, };

/**
 * Takes a document out; it stays to be seen.
 */
export type StornierenArgs = { 
/**
 * UUID of the document.
 */
dokument: string, 
/**
 * Why.
 */
grund: string, };

/**
 * Adds a newer file to a document.
 */
export type VersionArgs = { 
/**
 * UUID of the document.
 */
dokument: string, 
/**
 * Where the file lies; it stays there.
 */
pfad: string, };

/**
 * Sets or takes away a cross reference.
 */
export type VerweisArgs = { 
/**
 * Kind of the thing that refers.
 */
art: ObjektArt, 
/**
 * Its UUID.
 */
id: string, 
/**
 * UUID of the file, case or document it refers to.
 */
ziel: string, 
/**
 * Why.
 */
grund: string | null, };

/**
 * Sets or takes away a party.
 */
export type BeteiligteArgs = { 
/**
 * File or case.
 */
art: ObjektArt, 
/**
 * Its UUID.
 */
id: string, 
/**
 * UUID of the contact.
 */
kontakt: string, 
/**
 * What it is in this matter.
 */
rolle: string, };

/**
 * A node of the plan as a file shows it.
 */
export type EinheitView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Names from the root down to it: "4 Bauen", "4.2 Bauanträge".
 */
pfad: Array<string>, 
/**
 * What belongs there.
 */
inhaltsangabe: string | null, 
/**
 * Takes no new files.
 */
stillgelegt: boolean, };

/**
 * How long a file is kept.
 */
export type AufbewahrungView = { 
/**
 * Years; none means for ever.
 */
jahre: number | null, 
/**
 * The plan says so, not the file itself.
 */
ausPlan: boolean, 
/**
 * Last day, once the file is closed.
 */
ende: string | null, 
/**
 * What becomes of it then: `A`, `B` or `V`; none: to be appraised.
 */
aussonderungsart: string | null, 
/**
 * All of it in one German sentence.
 */
satz: string, };

/**
 * A file with everything about it.
 */
export type AkteView = { 
/**
 * As a destination: id, reference, subject, closed.
 */
ziel: ZielZeile, 
/**
 * The provisional reference, if it has a final one now.
 */
aktenzeichenVorlaeufig: string | null, 
/**
 * Where it hangs in the plan.
 */
einheit: EinheitView, 
/**
 * Day on which it was closed.
 */
zdaDatum: string | null, 
/**
 * How long it is kept.
 */
aufbewahrung: AufbewahrungView, 
/**
 * Metadata.
 */
metadaten: MetadatenView, 
/**
 * Parts and volumes.
 */
teilakten: Array<TeilakteZeile>, 
/**
 * Cases in all.
 */
vorgaenge: number, 
/**
 * Of these, open.
 */
vorgaengeOffen: number, 
/**
 * Documents in all.
 */
dokumente: number, 
/**
 * Open differences about it.
 */
konflikte: number, 
/**
 * When it was created, RFC 3339 UTC.
 */
angelegtUm: string, 
/**
 * Who created it.
 */
angelegtVon: string, 
/**
 * What happened, oldest first.
 */
verlauf: Array<VerlaufZeile>, };

/**
 * Asks for contacts that hold every word; without words, all of them by name.
 */
export type KontakteArgs = { 
/**
 * Parts of names, places, addresses, numbers.
 */
text: string, 
/**
 * Which part of the list.
 */
ausschnitt: Ausschnitt, };

/**
 * Row of the contacts.
 */
export type KontaktZeile = { 
/**
 * UUID.
 */
id: string, 
/**
 * Name for people: "Dr. Erika Muster, Muster GmbH".
 */
name: string, 
/**
 * Address in one line.
 */
anschrift: string | null, 
/**
 * E-mail address.
 */
email: string | null, 
/**
 * Telephone.
 */
telefon: string | null, 
/**
 * Not yet reconciled.
 */
ausstehend: boolean, };

/**
 * Part of the contacts.
 */
export type KontaktListe = { 
/**
 * Rows in all.
 */
gesamt: number, 
/**
 * The rows asked for.
 */
zeilen: Array<KontaktZeile>, };

/**
 * What is written about a contact; empty where nothing is known.
 */
export type KontaktEingabe = { 
/**
 * Family name, or the institution's name.
 */
name: string, 
/**
 * `Herr`, `Frau` or nothing.
 */
anrede: string, 
/**
 * Title.
 */
titel: string, 
/**
 * Given name.
 */
vorname: string, 
/**
 * Institution a person belongs to.
 */
institution: string, 
/**
 * Street with number.
 */
strasse: string, 
/**
 * Postal code.
 */
plz: string, 
/**
 * Place.
 */
ort: string, 
/**
 * Country, if not Germany.
 */
land: string, 
/**
 * Telephone.
 */
telefon: string, 
/**
 * E-mail address.
 */
email: string, 
/**
 * Bank account.
 */
iban: string, 
/**
 * Remark.
 */
bemerkung: string, };

/**
 * Changes a contact; only what differs is sent.
 */
export type KontaktAendernArgs = { 
/**
 * UUID.
 */
id: string, 
/**
 * How it is to be.
 */
kontakt: KontaktEingabe, 
/**
 * How it was when it was opened: what is as it was then is not touched.
 */
vorher: KontaktEingabe | null, };

/**
 * A contact.
 */
export type KontaktView = { 
/**
 * The list's row.
 */
zeile: KontaktZeile, 
/**
 * What is written about it.
 */
kontakt: KontaktEingabe, 
/**
 * A difference about it waits for a decision.
 */
konfliktOffen: boolean, 
/**
 * What happened, oldest first.
 */
verlauf: Array<VerlaufZeile>, };

/**
 * A municipality that this workstation may work for.
 */
export type MandantZeile = { 
/**
 * Name of the scope it lives in; chooses it.
 */
bereich: string, 
/**
 * Short sign, if it has one.
 */
kuerzel: string, 
/**
 * Name for people.
 */
name: string, 
/**
 * The one on the screen.
 */
gewaehlt: boolean, 
/**
 * Items waiting in its Posteingang.
 */
offeneEingaenge: number, 
/**
 * Differences, refusals and files that could not be taken in.
 */
zuKlaeren: number, };

/**
 * Chooses a municipality.
 */
export type MandantArgs = { 
/**
 * Name of its scope.
 */
bereich: string, };

/**
 * What an instruction asks for.
 */
export type PunktArt = "kenntnis" | "veranlassung" | "mitzeichnung" | "schlusszeichnung" | "ruecksprache" | "wiedervorlage" | "absenden" | "kopie" | "zuDenAkten" | "sonstige";

/**
 * Where an instruction stands.
 */
export type PunktStand = "offen" | "erledigt" | "zurueckgegeben" | "entfallen";

/**
 * That an instruction was done, or sent back.
 */
export type ErledigungView = { 
/**
 * Who.
 */
von: string, 
/**
 * When, RFC 3339.
 */
um: string, 
/**
 * For whom ("i.V.").
 */
inVertretungFuer: string | null, 
/**
 * Note, or the reason for sending it back.
 */
vermerk: string | null, };

/**
 * A numbered instruction.
 */
export type VerfuegungZeile = { 
/**
 * UUID.
 */
id: string, 
/**
 * Number among the instructions.
 */
nummer: number, 
/**
 * Points of one step run side by side.
 */
schritt: number, 
/**
 * What is asked for.
 */
art: PunktArt, 
/**
 * The same as offices write it: "z.Mz.".
 */
kurz: string, 
/**
 * The words.
 */
text: string | null, 
/**
 * Who is asked; none means whoever works on the case.
 */
adressat: string | null, 
/**
 * Day, `2026-12-15`.
 */
termin: string | null, 
/**
 * Where it stands.
 */
stand: PunktStand, 
/**
 * Who has done it.
 */
erledigung: ErledigungView | null, 
/**
 * The signature was given for an earlier draft and does not count any more.
 */
veraltet: boolean, 
/**
 * Its day has passed.
 */
ueberfaellig: boolean, 
/**
 * A signature before it is missing.
 */
wartet: boolean, 
/**
 * It is up to whoever works here.
 */
meine: boolean, 
/**
 * Whom the reader stands in for, if it is up to that person.
 */
inVertretung: string | null, 
/**
 * What a signature would be bound to: the draft as it stands.
 */
fassung: string | null, 
/**
 * UUID of the document under which it stands.
 */
dokument: string | null, 
/**
 * Its title.
 */
dokumentTitel: string | null, 
/**
 * Who set it.
 */
angelegtVon: string, 
/**
 * Not yet reconciled.
 */
ausstehend: boolean, 
/**
 * A difference about it waits for a decision.
 */
konfliktOffen: boolean, };

/**
 * An instruction with its case, for lists over many cases.
 */
export type AufgabeZeile = { 
/**
 * The instruction.
 */
punkt: VerfuegungZeile, 
/**
 * Its case.
 */
vorgang: ZielZeile, };

/**
 * Asks for what is due.
 */
export type WiedervorlagenArgs = { 
/**
 * First day; none takes what is overdue as well.
 */
von: string | null, 
/**
 * Last day; none means today.
 */
bis: string | null, };

/**
 * What is due, the oldest first.
 */
export type WiedervorlagenView = { 
/**
 * Today, by the office's clock.
 */
heute: string, 
/**
 * The last day that is shown.
 */
bis: string, 
/**
 * Rows in all; no more than 500 are given.
 */
gesamt: number, 
/**
 * The rows.
 */
zeilen: Array<AufgabeZeile>, };

/**
 * The folder of signatures.
 */
export type MitzeichnungenView = { 
/**
 * What waits for the reader's signature; what can be signed now comes first.
 */
zuZeichnen: Array<AufgabeZeile>, 
/**
 * What the reader has asked others for.
 */
erbeten: Array<AufgabeZeile>, };

/**
 * A new instruction.
 */
export type PunktArgs = { 
/**
 * What is asked for.
 */
art: PunktArt, 
/**
 * The words.
 */
text: string | null, 
/**
 * Who is asked.
 */
adressat: string | null, 
/**
 * Day, `2026-12-15`.
 */
termin: string | null, 
/**
 * Side by side with the one before it.
 */
parallel: boolean, };

/**
 * New instructions at a case or under a document.
 */
export type VerfuegungenSetzenArgs = { 
/**
 * UUID of the case.
 */
vorgang: string, 
/**
 * UUID of a document of the case.
 */
dokument: string | null, 
/**
 * In the order in which they are numbered.
 */
punkte: Array<PunktArgs>, };

/**
 * An instruction as it is to be.
 */
export type VerfuegungAendernArgs = { 
/**
 * UUID.
 */
id: string, 
/**
 * How it was when it was opened: what is as it was then is not touched.
 */
vorher: PunktVorher | null, 
/**
 * The words.
 */
text: string | null, 
/**
 * Who is asked.
 */
adressat: string | null, 
/**
 * Day.
 */
termin: string | null, };

/**
 * An instruction as somebody saw it.
 */
export type PunktVorher = { 
/**
 * The words.
 */
text: string | null, 
/**
 * Who is asked.
 */
adressat: string | null, 
/**
 * Day.
 */
termin: string | null, };

/**
 * A record and why something is done to it.
 */
export type BegruendetArgs = { 
/**
 * UUID.
 */
id: string, 
/**
 * Why.
 */
grund: string | null, };

/**
 * An instruction that is done.
 */
export type ErledigenArgs = { 
/**
 * UUID.
 */
id: string, 
/**
 * Note.
 */
vermerk: string | null, 
/**
 * For whom, if whoever does it stands in ("i.V.").
 */
inVertretungFuer: string | null, };

/**
 * A signature.
 */
export type ZeichnenArgs = { 
/**
 * UUID of the instruction that asks for it; without one, the document is signed finally.
 */
punkt: string | null, 
/**
 * UUID of the document, where no instruction asks for the final signature.
 */
dokument: string | null, 
/**
 * Hash of the draft that was read.
 */
fassung: string, 
/**
 * Note.
 */
vermerk: string | null, 
/**
 * For whom, if whoever signs stands in ("i.V.").
 */
inVertretungFuer: string | null, };

/**
 * A signature that is refused.
 */
export type ZurueckgebenArgs = { 
/**
 * UUID of the instruction.
 */
id: string, 
/**
 * Why.
 */
grund: string, 
/**
 * For whom, if whoever refuses stands in.
 */
inVertretungFuer: string | null, };

/**
 * Another day.
 */
export type VerschiebenArgs = { 
/**
 * UUID of the instruction.
 */
id: string, 
/**
 * Day, `2026-12-15`.
 */
termin: string, };

/**
 * A case that is closed.
 */
export type ZdaArgs = { 
/**
 * UUID.
 */
id: string, 
/**
 * Drops what is still open among its instructions, except signatures.
 */
offeneEntfallen: boolean, };

/**
 * A substitution.
 */
export type VertretungZeile = { 
/**
 * UUID.
 */
id: string, 
/**
 * Who is away.
 */
fuer: string, 
/**
 * Who stands in.
 */
durch: string, 
/**
 * First day.
 */
von: string, 
/**
 * Last day.
 */
bis: string, 
/**
 * It counts today.
 */
gilt: boolean, 
/**
 * It lies in the past.
 */
beendet: boolean, 
/**
 * Not yet reconciled.
 */
ausstehend: boolean, };

/**
 * A new substitution.
 */
export type VertretungArgs = { 
/**
 * Who is away.
 */
fuer: string, 
/**
 * Who stands in.
 */
durch: string, 
/**
 * First day.
 */
von: string, 
/**
 * Last day.
 */
bis: string, };

/**
 * Usual sets of instructions, and names to choose from.
 */
export type MusterView = { 
/**
 * The sets.
 */
muster: Array<Verfuegungsmuster>, 
/**
 * To whom points were addressed before, and who stands in for whom.
 */
namen: Array<string>, };

/**
 * A usual set of instructions.
 */
export type Verfuegungsmuster = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its points, with the days reckoned from today.
 */
punkte: Array<PunktArgs>, };

/**
 * What an entry of a case's timeline is about.
 */
export type ZeitleisteArt = "eingang" | "ausgang" | "vermerk" | "verfuegung" | "abschluss";

/**
 * One thing that happened in a case.
 */
export type ZeitleisteZeile = { 
/**
 * When, RFC 3339.
 */
um: string, 
/**
 * What it is about.
 */
art: ZeitleisteArt, 
/**
 * What, in German.
 */
titel: string, 
/**
 * More about it, one line each.
 */
zusatz: Array<string>, 
/**
 * Who.
 */
wer: string, 
/**
 * UUID of the document it is about.
 */
dokument: string | null, 
/**
 * The document was taken out again.
 */
storniert: boolean, 
/**
 * Not yet reconciled.
 */
ausstehend: boolean, };

/**
 * Which rows of a history.
 */
export type VerlaufFilter = { 
/**
 * Only by this person.
 */
person: string | null, 
/**
 * Only acts of this kind, by their key.
 */
handlung: string | null, 
/**
 * First day, `2026-11-22`.
 */
von: string | null, 
/**
 * Last day, `2026-11-22`.
 */
bis: string | null, 
/**
 * Only rows with these words.
 */
text: string | null, };

/**
 * Asks for a history.
 */
export type AktenverlaufArgs = { 
/**
 * File, case or document.
 */
id: string, 
/**
 * Which rows.
 */
filter: VerlaufFilter, 
/**
 * Which part of them.
 */
ausschnitt: Ausschnitt, };

/**
 * What became of what a row tells.
 */
export type VerlaufStand = "gilt" | "ausstehend" | "abgelehnt";

/**
 * Who has written a row down.
 */
export type VerlaufQuelle = "arbeitsplatz" | "zentrale";

/**
 * One row of a history.
 */
export type AktenverlaufZeile = { 
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
 * What it is about.
 */
gegenstand: GegenstandView, 
/**
 * What was done.
 */
was: string, 
/**
 * Which field changed.
 */
feld: string | null, 
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
bemerkung: string | null, 
/**
 * What became of it.
 */
stand: VerlaufStand, 
/**
 * Who has written it down.
 */
quelle: VerlaufQuelle, 
/**
 * What stood there has gone with what it was about.
 */
geschwaerzt: boolean, };

/**
 * A kind of act that occurs in a history.
 */
export type HandlungWahl = { 
/**
 * Its name, for people.
 */
name: string, 
/**
 * Its key for the filter.
 */
handlung: string, };

/**
 * A history, newest first.
 */
export type AktenverlaufView = { 
/**
 * Whose history.
 */
gegenstand: GegenstandView, 
/**
 * Rows that the filter lets through.
 */
gesamt: number, 
/**
 * Rows without a filter.
 */
alle: number, 
/**
 * The rows asked for.
 */
zeilen: Array<AktenverlaufZeile>, 
/**
 * Whoever occurs in it.
 */
personen: Array<string>, 
/**
 * Kinds of acts that occur in it.
 */
handlungen: Array<HandlungWahl>, 
/**
 * When the centre was asked for what this workstation did not see; never, if absent.
 */
geholtUm: string | null, };

/**
 * Form in which a history is handed out.
 */
export type VerlaufForm = "csv" | "pdf" | "xdomea";

/**
 * Hands a history out.
 */
export type VerlaufAusgebenArgs = { 
/**
 * File, case or document.
 */
id: string, 
/**
 * Which rows.
 */
filter: VerlaufFilter, 
/**
 * How.
 */
form: VerlaufForm, 
/**
 * Into which file.
 */
pfad: string, };

/**
 * What was handed out.
 */
export type AusgabeView = { 
/**
 * Where it lies.
 */
pfad: string, 
/**
 * SHA-256 of the file, hex.
 */
sha256: string, 
/**
 * Its size.
 */
groesseBytes: number, };

/**
 * Hands an original out.
 */
export type OriginalAusgebenArgs = { 
/**
 * SHA-256 of the original, hex.
 */
sha256: string, 
/**
 * Into which file.
 */
pfad: string, };

/**
 * Name under which something may be saved on every system.
 */
export type DateinameView = { 
/**
 * The name, without a folder.
 */
dateiname: string, };

/**
 * Appraisal.
 */
export type BewertungArt = "a" | "b" | "v";

/**
 * A file whose retention has ended.
 */
export type ReifZeile = { 
/**
 * UUID.
 */
id: string, 
/**
 * Reference.
 */
aktenzeichen: string, 
/**
 * Subject.
 */
betreff: string, 
/**
 * Day on which it was closed.
 */
zdaAm: string, 
/**
 * Last day of its retention.
 */
aufbewahrtBis: string, 
/**
 * Appraisal of the file, or of the plan.
 */
bewertung: BewertungArt, 
/**
 * Cases in it.
 */
vorgaenge: number, 
/**
 * Documents in it.
 */
dokumente: number, };

/**
 * What a retention run has found.
 */
export type ReifListe = { 
/**
 * Day of the run.
 */
stichtag: string, 
/**
 * Files whose retention has ended and that are in no run.
 */
zeilen: Array<ReifZeile>, 
/**
 * Closed files whose retention goes on.
 */
laufend: number, 
/**
 * Closed files that are kept for ever.
 */
dauernd: number, };

/**
 * What a run is about.
 */
export type LaufZweck = "archiv" | "vernichtung" | "abgabe";

/**
 * Where a run stands.
 */
export type LaufStand = "laufend" | "vorgeschlagen" | "vollzogen" | "beendet" | "abgebrochen";

/**
 * A step that the office may take.
 */
export type LaufSchritt = "anbieten" | "bewertungBestaetigen" | "abgeben";

/**
 * Where a file of a run stands.
 */
export type ObjektStand = "vorgemerkt" | "angeboten" | "empfangen" | "bewertet" | "abgegeben" | "angekommen" | "archiviert" | "vernichtet" | "herausgenommen";

/**
 * A file of a run.
 */
export type ObjektZeile = { 
/**
 * UUID of the file.
 */
akte: string, 
/**
 * Reference.
 */
aktenzeichen: string, 
/**
 * Subject; none once it is gone.
 */
betreff: string | null, 
/**
 * First day of its time.
 */
von: string | null, 
/**
 * Last day of its time.
 */
bis: string | null, 
/**
 * Cases.
 */
vorgaenge: number, 
/**
 * Documents.
 */
dokumente: number, 
/**
 * Where it stands.
 */
stand: ObjektStand, 
/**
 * Appraisal.
 */
bewertung: BewertungArt | null, 
/**
 * The archive's reference.
 */
archivkennung: string | null, 
/**
 * May be destroyed now.
 */
loeschbar: boolean, };

/**
 * A message of the dialogue.
 */
export type NachrichtZeile = { 
/**
 * `0501` … `0507`, `0401`.
 */
typ: string, 
/**
 * What it says, in a few words.
 */
was: string, 
/**
 * It came from the other side.
 */
empfangen: boolean, 
/**
 * When, RFC 3339 UTC.
 */
um: string, 
/**
 * SHA-256 of its package, hex.
 */
sha256: string, };

/**
 * Who agreed to a destruction, and when.
 */
export type FreigabeZeile = { 
/**
 * Who.
 */
von: string, 
/**
 * When, RFC 3339 UTC.
 */
um: string, };

/**
 * A run in the list.
 */
export type AussonderungZeile = { 
/**
 * UUID.
 */
id: string, 
/**
 * What it is about.
 */
zweck: LaufZweck, 
/**
 * Where it stands.
 */
stand: LaufStand, 
/**
 * When it was begun, RFC 3339 UTC.
 */
angelegtUm: string, 
/**
 * Who began it.
 */
angelegtVon: string, 
/**
 * Files in it.
 */
akten: number, 
/**
 * What is next, in one German sentence.
 */
naechstes: string, 
/**
 * Something is to be done by whoever works here.
 */
zuTun: boolean, };

/**
 * Who we are to an archive, and where packages change hands.
 */
export type AussonderungEinstellungen = { 
/**
 * Transfer folder; empty while nobody has named one.
 */
ordner: string, 
/**
 * Name of the office in the messages.
 */
behoerde: string, 
/**
 * `Behoerdenschluessel`, by which the archive knows the office.
 */
schluessel: string, 
/**
 * `Praefix` of the key.
 */
praefix: string, 
/**
 * Name of the archive.
 */
archiv: string, 
/**
 * Version of the standard that is written: `3.0.0` or `3.1.0`.
 */
fassung: string, };

/**
 * The runs, newest first, and the settings.
 */
export type AussonderungenView = { 
/**
 * The runs.
 */
zeilen: Array<AussonderungZeile>, 
/**
 * Settings of this workstation.
 */
einstellungen: AussonderungEinstellungen, };

/**
 * A run with everything about it.
 */
export type AussonderungView = { 
/**
 * The row of the list.
 */
zeile: AussonderungZeile, 
/**
 * `ProzessID` of its messages.
 */
prozess: string, 
/**
 * Its files.
 */
objekte: Array<ObjektZeile>, 
/**
 * What was written and read, oldest first.
 */
nachrichten: Array<NachrichtZeile>, 
/**
 * Steps that may be taken now.
 */
schritte: Array<LaufSchritt>, 
/**
 * Files that may be destroyed now.
 */
loeschbar: number, 
/**
 * Files named for destruction.
 */
zuLoeschen: number, 
/**
 * First person.
 */
vorschlag: FreigabeZeile | null, 
/**
 * Second person.
 */
freigabe: FreigabeZeile | null, 
/**
 * Whoever works here may be the second person.
 */
kannFreigeben: boolean, 
/**
 * Not everything of it is known to the centre yet.
 */
ausstehend: boolean, };

/**
 * A new run.
 */
export type AussonderungAnlegenArgs = { 
/**
 * The dialogue with the archive, or destruction.
 */
zweck: LaufZweck, 
/**
 * UUIDs of the files.
 */
akten: Array<string>, };

/**
 * Takes a step.
 */
export type SchrittArgs = { 
/**
 * UUID of the run.
 */
id: string, 
/**
 * Which.
 */
schritt: LaufSchritt, };

/**
 * What became of one file of the transfer folder.
 */
export type EinleseZeile = { 
/**
 * Its name.
 */
datei: string, 
/**
 * It was taken in.
 */
angenommen: boolean, 
/**
 * What happened, or why it was refused; it lies where it lay.
 */
meldung: string, };

/**
 * What a look into the transfer folder has brought.
 */
export type EinleseErgebnis = { 
/**
 * File by file; those that were taken in before are left out.
 */
zeilen: Array<EinleseZeile>, };

/**
 * Hands a file or a case over.
 */
export type AbgabeErstellenArgs = { 
/**
 * UUID of the file or the case.
 */
id: string, 
/**
 * Folder for the package.
 */
ordner: string, 
/**
 * Name of the receiving office.
 */
empfaenger: string, };

/**
 * Takes in what was handed over.
 */
export type AbgabeEinlesenArgs = { 
/**
 * The package.
 */
pfad: string, 
/**
 * UUID of the plan's node for files whose number the own plan does not know.
 */
aktenplaneinheit: string | null, 
/**
 * UUID of the file for cases that come without one.
 */
akte: string | null, };

/**
 * What a package brought.
 */
export type AbgabeErgebnis = { 
/**
 * Files.
 */
akten: number, 
/**
 * Cases.
 */
vorgaenge: number, 
/**
 * Documents.
 */
dokumente: number, 
/**
 * Contacts.
 */
kontakte: number, 
/**
 * Records that were here already and stayed as they are.
 */
vorhanden: number, 
/**
 * What a person has to know.
 */
hinweise: Array<string>, 
/**
 * UUID of the run that keeps the package.
 */
lauf: string, };

/**
 * Where something is to be written.
 */
export type OrdnerZiel = { 
/**
 * Folder.
 */
ordner: string, };

/**
 * What was written.
 */
export type PaketView = { 
/**
 * Path of the file.
 */
pfad: string, };

/**
 * Asks for a file or a case as one PDF.
 */
export type AktenbandArgs = { 
/**
 * File or case.
 */
id: string, 
/**
 * Into which file.
 */
pfad: string, };

/**
 * A file or a case that was written as one PDF.
 */
export type AktenbandView = { 
/**
 * Where it lies.
 */
pfad: string, 
/**
 * SHA-256 of the file, hex.
 */
sha256: string, 
/**
 * Its size.
 */
groesseBytes: bigint, 
/**
 * Its pages.
 */
seiten: number, 
/**
 * What it does not show, in German.
 */
hinweise: Array<string>, };

/**
 * Where the paper lies.
 */
export type ScanZufuhr = "glas" | "einzug" | "einzugBeidseitig";

/**
 * Colours of a scan.
 */
export type ScanFarbe = "schwarzWeiss" | "graustufen" | "farbe";

/**
 * Settings with a name and perhaps a function key.
 */
export type ScanProfil = { 
/**
 * Its name, as the Verfahrensanweisung has it; no two have the same.
 */
name: string, 
/**
 * Function key from 1 to 12; no two have the same.
 */
taste: number | null, 
/**
 * Where the paper lies.
 */
zufuhr: ScanZufuhr, 
/**
 * Dots per inch, 75 to 1200.
 */
dpi: number, 
/**
 * Colours.
 */
farbe: ScanFarbe, 
/**
 * Width of the paper in tenths of a millimetre (A4: 2100).
 */
breite: number, 
/**
 * Height of the paper in tenths of a millimetre (A4: 2970).
 */
hoehe: number, };

/**
 * How a device is spoken with.
 */
export type ScannerArt = "escl" | "lokal";

/**
 * A device that was set up here.
 */
export type ScannerZeile = { 
/**
 * UUID.
 */
id: string, 
/**
 * What people call it.
 */
name: string, 
/**
 * How it is spoken with.
 */
art: ScannerArt, 
/**
 * Its address, or its name at this machine.
 */
adresse: string, 
/**
 * Maker and model, as it said when it was set up.
 */
modell: string, 
/**
 * The line is encrypted, and the device is known by its certificate.
 */
verschluesselt: boolean, 
/**
 * What it could do when it was set up.
 */
zufuhren: Array<ScanZufuhr>, 
/**
 * Scans go to this one.
 */
gewaehlt: boolean, };

/**
 * A device that was found and is not set up by that.
 */
export type ScannerFund = { 
/**
 * How it is spoken with.
 */
art: ScannerArt, 
/**
 * Its address, or its name at this machine.
 */
adresse: string, 
/**
 * What it calls itself.
 */
name: string, 
/**
 * Where it stands, if it says so.
 */
standort: string, 
/**
 * It is set up already.
 */
eingerichtet: boolean, };

/**
 * Devices and profiles of this workstation.
 */
export type ScannerView = { 
/**
 * Devices that were set up.
 */
geraete: Array<ScannerZeile>, 
/**
 * What the last search found.
 */
gefunden: Array<ScannerFund>, 
/**
 * A search is under way; its end is told by the event.
 */
sucht: boolean, 
/**
 * There was a search since the program began.
 */
gesucht: boolean, 
/**
 * What the search could not do, in German.
 */
hinweise: Array<string>, 
/**
 * Settings to choose from, in this order.
 */
profile: Array<ScanProfil>, 
/**
 * They are as the program brings them.
 */
profileWerk: boolean, };

/**
 * Names a device that is not set up yet.
 */
export type ScannerRef = { 
/**
 * How it is spoken with.
 */
art: ScannerArt, 
/**
 * Its address (`https://192.0.2.7/eSCL`, or a bare name or number, to which `/eSCL` is
 * added), or its name at this machine.
 */
adresse: string, };

/**
 * What a device says of itself, before a person sets it up.
 */
export type ScannerProbe = { 
/**
 * How it is spoken with.
 */
art: ScannerArt, 
/**
 * Its whole address, as it is to be set up.
 */
adresse: string, 
/**
 * Maker and model.
 */
modell: string, 
/**
 * Serial number, if it says so.
 */
seriennummer: string, 
/**
 * What it can do.
 */
zufuhren: Array<ScanZufuhr>, 
/**
 * SHA-256 of its certificate, hex; nothing if the line is not encrypted.
 */
zertifikat: string | null, 
/**
 * The same as people compare it: `3F:A0:…`.
 */
fingerabdruck: string | null, 
/**
 * What the person should know before, in German: compare the fingerprint, or the line is not
 * encrypted.
 */
hinweis: string | null, };

/**
 * Sets a device up that a person has looked at.
 */
export type ScannerEinrichtenArgs = { 
/**
 * How it is spoken with.
 */
art: ScannerArt, 
/**
 * Its whole address, as `scanner_pruefen` said it.
 */
adresse: string, 
/**
 * What people will call it; maker and model if empty.
 */
name: string, 
/**
 * The certificate that the person accepted, as `scanner_pruefen` said it; a device that shows
 * another one is refused.
 */
zertifikat: string | null, };

/**
 * All profiles of the workstation.
 */
export type ScanProfileArgs = { 
/**
 * The whole list in its order; nothing goes back to what the program brings.
 */
profile: Array<ScanProfil> | null, };

/**
 * Row of the list of open stacks.
 */
export type ScanStapelZeile = { 
/**
 * UUID.
 */
id: string, 
/**
 * When it was begun, RFC 3339 UTC.
 */
begonnenUm: string, 
/**
 * Pages on the table, those that wait for their backs included.
 */
seiten: number, 
/**
 * Pages that were taken off and are not handed over.
 */
entfernt: number, 
/**
 * A device is scanning into it, or it is being handed over.
 */
laeuft: boolean, 
/**
 * It cannot be opened: why, in German.
 */
hinweis: string | null, };

/**
 * The open stacks of whoever works here, for the Mandant on the screen.
 */
export type ScanStapelListe = { 
/**
 * Oldest first.
 */
stapel: Array<ScanStapelZeile>, 
/**
 * Stacks of which nobody can tell any more whose they are; for IT.
 */
herrenlos: number, };

/**
 * Why a page does not lie on the table.
 */
export type ScanGrund = "geloescht" | "leer" | "wiederholung" | "ersetzt";

/**
 * A page of a stack. Its picture: `bytes` with its hash, `scanKlein` or `scanGross`; the window
 * turns it by `grad`.
 */
export type ScanSeite = { 
/**
 * Its number in the stack, by which acts name it; it never changes.
 */
seite: number, 
/**
 * What people call it: "Seite 3", "Vorderseite von Blatt 2".
 */
name: string, 
/**
 * SHA-256 of its picture, hex.
 */
sha256: string, 
/**
 * Degrees by which it is turned clockwise: 0, 90, 180 or 270.
 */
grad: number, 
/**
 * A document begins with it.
 */
beginnt: boolean, 
/**
 * Width before turning, in pixels, if known.
 */
breite: number | null, 
/**
 * Height before turning, in pixels, if known.
 */
hoehe: number | null, 
/**
 * Dots per inch.
 */
dpi: number, 
/**
 * Nothing is on it.
 */
leer: boolean, 
/**
 * It is whole and can be read; a document with one that is not cannot be handed over.
 */
lesbar: boolean, 
/**
 * What the person should look at, in German.
 */
hinweis: string | null, 
/**
 * Why it does not lie on the table, if it does not.
 */
entfernt: ScanGrund | null, };

/**
 * A document on the table.
 */
export type ScanDokument = { 
/**
 * Its first page, by which acts name it.
 */
erste: number, 
/**
 * Its pages.
 */
seiten: number, 
/**
 * Why it cannot be handed over, in German.
 */
hindernis: string | null, };

/**
 * How it stands with fronts and backs.
 */
export type ScanDuplexStand = "wartet" | "bereit" | "fehlt";

/**
 * Fronts that wait for their backs; they do not lie on the table yet.
 */
export type ScanDuplex = { 
/**
 * How it stands.
 */
stand: ScanDuplexStand, 
/**
 * The same in German, with the sheet that is missing and what to do.
 */
satz: string, 
/**
 * Fronts in the order of their sheets.
 */
vorderseiten: Array<ScanSeite>, 
/**
 * Backs in the order in which they came.
 */
rueckseiten: Array<ScanSeite>, 
/**
 * Sheets, from 1, of which one side is missing, as far as they can be told.
 */
blaetter: Array<number>, 
/**
 * Exactly these are missing; otherwise it is one of them.
 */
gewiss: boolean, };

/**
 * A scan that is running.
 */
export type ScanLauf = { 
/**
 * What people call the device.
 */
geraet: string, 
/**
 * Name of the profile.
 */
profil: string, 
/**
 * Pages that came so far.
 */
seiten: number, 
/**
 * It was told to stop and has not ended yet.
 */
brichtAb: boolean, };

/**
 * How a scan ended.
 */
export type ScanEnde = "fertig" | "abgebrochen" | "wiederholung" | "fehler" | "unterbrochen";

/**
 * The last scan into a stack.
 */
export type ScanErgebnis = { 
/**
 * How it ended.
 */
ende: ScanEnde, 
/**
 * Pages that came.
 */
seiten: number, 
/**
 * What happened and what to do, in German, one sentence or more; the first says how it ended.
 */
saetze: Array<string>, };

/**
 * A document that is safe in the Posteingang.
 */
export type ScanAbgabe = { 
/**
 * UUID of the item.
 */
eingang: string, 
/**
 * Its pages.
 */
seiten: number, };

/**
 * Handing over that is under way.
 */
export type ScanFortschritt = { 
/**
 * Documents that are safe.
 */
fertig: number, 
/**
 * Documents in all.
 */
gesamt: number, };

/**
 * A stack on its table.
 */
export type ScanTischView = { 
/**
 * UUID of the stack.
 */
id: string, 
/**
 * When it was begun, RFC 3339 UTC.
 */
begonnenUm: string, 
/**
 * Pages that lie on the table, in order.
 */
seiten: Array<ScanSeite>, 
/**
 * Pages that were taken off; they stay in the stack until it is discarded.
 */
entfernt: Array<ScanSeite>, 
/**
 * Documents on the table, in order.
 */
dokumente: Array<ScanDokument>, 
/**
 * Blank pages that lie on the table.
 */
leerseiten: number, 
/**
 * Something can be undone.
 */
zuruecknehmbar: boolean, 
/**
 * Fronts that wait for their backs, if there are any.
 */
duplex: ScanDuplex | null, 
/**
 * The scan that is running into it.
 */
lauf: ScanLauf | null, 
/**
 * The last scan into it.
 */
ergebnis: ScanErgebnis | null, 
/**
 * Handing over that is under way.
 */
uebernahme: ScanFortschritt | null, 
/**
 * What was handed over.
 */
abgegeben: Array<ScanAbgabe>, 
/**
 * Why nothing can be scanned into it now, in German: a device is busy, none is chosen.
 */
gesperrt: string | null, 
/**
 * What the person should know, in German: pages that were found again, a hand-over that
 * failed.
 */
hinweise: Array<string>, 
/**
 * Everything is handed over and the stack is gone; this is the last that is told of it.
 */
geschlossen: boolean, };

/**
 * Where the pages of a scan belong.
 */
export type ScanZiel = { "art": "anhaengen" } | { "art": "einfuegen", 
/**
 * That page.
 */
vor: number, } | { "art": "ersetzen", 
/**
 * That page.
 */
seite: number, } | { "art": "vorderseiten" } | { "art": "rueckseiten" };

/**
 * Begins a scan with the chosen device.
 */
export type ScanStartenArgs = { 
/**
 * UUID of the stack.
 */
stapel: string, 
/**
 * Name of the profile.
 */
profil: string, 
/**
 * Where the pages belong.
 */
ziel: ScanZiel, 
/**
 * Pages that the person counted before; what comes is compared with it, and it goes into the
 * transfer note.
 */
gezaehlt: number | null, 
/**
 * The person has looked: they are equal sheets, and repetitions do not stop the scan.
 */
wiederholungenErlaubt: boolean, };

/**
 * In which order the backs came.
 */
export type ScanReihenfolge = "umgekehrt" | "gleich";

/**
 * Something done on the table.
 */
export type ScanGriff = { "art": "verschieben", 
/**
 * The page.
 */
seite: number, 
/**
 * The other one.
 */
vor: number | null, } | { "art": "drehen", 
/**
 * The page.
 */
seite: number, 
/**
 * 90, 180 or 270 degrees.
 */
grad: number, } | { "art": "loeschen", 
/**
 * The pages.
 */
seiten: Array<number>, } | { "art": "zurueckholen", 
/**
 * The pages.
 */
seiten: Array<number>, } | { "art": "teilen", 
/**
 * The page.
 */
vor: number, } | { "art": "verbinden", 
/**
 * The page.
 */
vor: number, } | { "art": "leerseiten" } | { "art": "verschraenken", 
/**
 * In which order the backs came.
 */
reihenfolge: ScanReihenfolge, 
/**
 * Sheets, from 1, of which the person knows that their back is not there.
 */
luecken: Array<number>, } | { "art": "getrennt" } | { "art": "zurueck" };

/**
 * Does something on the table.
 */
export type ScanGriffArgs = { 
/**
 * UUID of the stack.
 */
stapel: string, 
/**
 * What.
 */
griff: ScanGriff, };

/**
 * Hands documents over to the Posteingang.
 */
export type ScanUebernehmenArgs = { 
/**
 * UUID of the stack.
 */
stapel: string, 
/**
 * First page of the document; all documents if absent.
 */
dokument: number | null, };

/**
 * Discards a stack after a question.
 */
export type ScanVerwerfenArgs = { 
/**
 * UUID of the stack.
 */
stapel: string, 
/**
 * Pages that the question has named: those on the table, those that wait and those that were
 * taken off. If there are others, nothing is discarded.
 */
seiten: number, };

/** Every act with its arguments and its view. */
export interface Commands {
  uebersicht: { args: Leer; view: UebersichtView };
  aussonderungsreif: { args: Leer; view: ReifListe };
  aussonderungen: { args: Leer; view: AussonderungenView };
  aussonderung: { args: Id; view: AussonderungView };
  aussonderung_einstellen: { args: AussonderungEinstellungen; view: AussonderungenView };
  aussonderung_anlegen: { args: AussonderungAnlegenArgs; view: AussonderungView };
  aussonderung_schritt: { args: SchrittArgs; view: AussonderungView };
  aussonderung_einlesen: { args: Leer; view: EinleseErgebnis };
  aussonderung_beenden: { args: Id; view: AussonderungView };
  vernichtung_vorschlagen: { args: Id; view: AussonderungView };
  vernichtung_freigeben: { args: Id; view: AussonderungView };
  abgabe_erstellen: { args: AbgabeErstellenArgs; view: PaketView };
  abgabe_einlesen: { args: AbgabeEinlesenArgs; view: AbgabeErgebnis };
  aktenplan_ausgeben: { args: OrdnerZiel; view: PaketView };
  akte_als_pdf: { args: AktenbandArgs; view: AktenbandView };
  posteingang: { args: PosteingangArgs; view: EingangListe };
  eingang: { args: Id; view: EingangView };
  eingang_zuordnen: { args: ZuordnenArgs; view: DokumentView };
  zuordnung_zuruecknehmen: { args: Id; view: EingangView };
  selbsttaetig: { args: SelbsttaetigArgs; view: SelbsttaetigListe };
  selbsttaetig_bestaetigen: { args: Id; view: Leer };
  ziele: { args: ZieleArgs; view: Array<ZielZeile> };
  aktenbaum: { args: BaumArgs; view: Array<BaumKnoten> };
  baumpfad: { args: Id; view: Array<KnotenRef> };
  akte_anlegen: { args: AkteAnlegenArgs; view: ZielZeile };
  vorgang_anlegen: { args: VorgangAnlegenArgs; view: VorgangView };
  betreff_aendern: { args: BetreffArgs; view: ZielZeile };
  vorgang: { args: Id; view: VorgangView };
  dokument: { args: Id; view: DokumentView };
  vorlagen: { args: Leer; view: Array<VorlageZeile> };
  entwurf_anlegen: { args: EntwurfAnlegenArgs; view: EntwurfView };
  entwurf: { args: Id; view: EntwurfView };
  entwurf_speichern: { args: EntwurfSpeichernArgs; view: EntwurfView };
  entwurf_vorschau: { args: VorschauArgs; view: VorschauView };
  entwurf_stornieren: { args: EntwurfStornierenArgs; view: EntwurfView };
  entwurf_wiederherstellen: { args: Id; view: EntwurfView };
  vermerk_anlegen: { args: VermerkAnlegenArgs; view: DokumentView };
  reinschrift: { args: Id; view: EntwurfView };
  versenden: { args: VersendenArgs; view: EntwurfView };
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
  scanner: { args: Leer; view: ScannerView };
  scanner_suchen: { args: Leer; view: ScannerView };
  scanner_pruefen: { args: ScannerRef; view: ScannerProbe };
  scanner_einrichten: { args: ScannerEinrichtenArgs; view: ScannerView };
  scanner_waehlen: { args: Id; view: ScannerView };
  scanner_entfernen: { args: Id; view: ScannerView };
  scanprofile_setzen: { args: ScanProfileArgs; view: ScannerView };
  scanstapel: { args: Leer; view: ScanStapelListe };
  scanstapel_beginnen: { args: Leer; view: ScanTischView };
  scantisch: { args: Id; view: ScanTischView };
  scan_starten: { args: ScanStartenArgs; view: ScanTischView };
  scan_abbrechen: { args: Id; view: ScanTischView };
  scantisch_griff: { args: ScanGriffArgs; view: ScanTischView };
  scanstapel_uebernehmen: { args: ScanUebernehmenArgs; view: ScanTischView };
  scanstapel_verwerfen: { args: ScanVerwerfenArgs; view: ScanStapelListe };
  aktenverlauf: { args: AktenverlaufArgs; view: AktenverlaufView };
  verlauf_holen: { args: Id; view: AktenverlaufView };
  verlauf_ausgeben: { args: VerlaufAusgebenArgs; view: AusgabeView };
  original_ausgeben: { args: OriginalAusgebenArgs; view: AusgabeView };
  dateiname_vorschlagen: { args: OriginalArgs; view: DateinameView };
  verfuegungsmuster: { args: Leer; view: MusterView };
  verfuegungen_setzen: { args: VerfuegungenSetzenArgs; view: Array<VerfuegungZeile> };
  verfuegung_aendern: { args: VerfuegungAendernArgs; view: VerfuegungZeile };
  verfuegung_entfallen: { args: BegruendetArgs; view: VerfuegungZeile };
  verfuegung_erledigen: { args: ErledigenArgs; view: VerfuegungZeile };
  verfuegung_zuruecknehmen: { args: Id; view: VerfuegungZeile };
  zeichnen: { args: ZeichnenArgs; view: Array<VerfuegungZeile> };
  zurueckgeben: { args: ZurueckgebenArgs; view: VerfuegungZeile };
  erneut_vorlegen: { args: Id; view: Array<VerfuegungZeile> };
  wiedervorlagen: { args: WiedervorlagenArgs; view: WiedervorlagenView };
  wiedervorlage_verschieben: { args: VerschiebenArgs; view: VerfuegungZeile };
  mitzeichnungen: { args: Leer; view: MitzeichnungenView };
  vorgang_zda: { args: ZdaArgs; view: VorgangView };
  vorgang_oeffnen: { args: BegruendetArgs; view: VorgangView };
  akte_zda: { args: Id; view: ZielZeile };
  akte_oeffnen: { args: BegruendetArgs; view: ZielZeile };
  vertretungen: { args: Leer; view: Array<VertretungZeile> };
  vertretung_eintragen: { args: VertretungArgs; view: Array<VertretungZeile> };
  vertretung_beenden: { args: Id; view: Array<VertretungZeile> };
  mandanten: { args: Leer; view: Array<MandantZeile> };
  mandant_waehlen: { args: MandantArgs; view: UebersichtView };
  akte: { args: Id; view: AkteView };
  metadaten: { args: ObjektArgs; view: MetadatenView };
  akte_aendern: { args: AendernArgs; view: MetadatenView };
  vorgang_aendern: { args: AendernArgs; view: MetadatenView };
  dokument_aendern: { args: AendernArgs; view: MetadatenView };
  teilakte_anlegen: { args: TeilakteAnlegenArgs; view: TeilakteZeile };
  teilakte_aendern: { args: TeilakteAendernArgs; view: TeilakteZeile };
  vorgang_umhaengen: { args: VorgangUmhaengenArgs; view: MetadatenView };
  dokument_umhaengen: { args: DokumentUmhaengenArgs; view: DokumentView };
  dokument_stornieren: { args: StornierenArgs; view: DokumentView };
  dokument_version_anfuegen: { args: VersionArgs; view: DokumentView };
  verweis_setzen: { args: VerweisArgs; view: MetadatenView };
  verweis_entfernen: { args: VerweisArgs; view: MetadatenView };
  beteiligte_setzen: { args: BeteiligteArgs; view: MetadatenView };
  beteiligte_entfernen: { args: BeteiligteArgs; view: MetadatenView };
  kontakte: { args: KontakteArgs; view: KontaktListe };
  kontakt: { args: Id; view: KontaktView };
  kontakt_anlegen: { args: KontaktEingabe; view: KontaktView };
  kontakt_aendern: { args: KontaktAendernArgs; view: KontaktView };
}
