//! What the screens show and what the acts take: flat, public, in the clerk's words.
//!
//! Never a domain type and never an error text: the interface gets only these.

mod abgleich;
mod akten;
mod aussonderung;
mod befund;
mod einzelheiten;
mod ersetzend;
mod geschaeftsgang;
mod kontakte;
mod originale;
mod posteingang;
mod registratur;
mod scannen;
mod scanner;
mod schreiben;
mod sortieren;
mod suche;
mod uebernahme;
mod verlauf;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use abgleich::{
    AbgleichState, AbgleichView, AnerkennenArgs, BereichZahlen, BremseArgs, BremseRichtung,
    BremseView, BremseZeile, DiagnoseArgs, EinrichtenArgs, HemmnisArt, HemmnisView,
};
pub use akten::{
    AkteAnlegenArgs, BaumArgs, BaumKnoten, BetreffArgs, DokumentView, DokumentZeile, KnotenArt,
    KnotenRef, VorgangAnlegenArgs, VorgangView,
};
pub use aussonderung::{
    AbgabeEinlesenArgs, AbgabeErgebnis, AbgabeErstellenArgs, AktenbandArgs, AktenbandView,
    AussonderungAnlegenArgs, AussonderungEinstellungen, AussonderungView, AussonderungZeile,
    AussonderungenView, BewertungArt, EinleseErgebnis, EinleseZeile, FreigabeZeile, LaufSchritt,
    LaufStand, LaufZweck, NachrichtZeile, ObjektStand, ObjektZeile, OrdnerZiel, PaketView,
    ReifListe, ReifZeile, SchrittArgs,
};
pub use befund::{
    AbschnittView, AngabeView, BefundView, DubletteView, EinfuegenArgs, ErkennungStand,
    ErkennungView, ErkennungenView, KennwortArgs, KopieView, NachrichtView, OriginalArgs,
    RechnungView, SeiteArgs, SeitentextView, SpalteView, TabelleView, TeilView, TrennblattArgs,
    WortView,
};
pub use einzelheiten::{
    AblehnungArgs, AblehnungZeile, EinzelheitenArgs, EinzelheitenView, FeldWert, GeborgenZeile,
    GegenstandView, HandlungZeile, KonfliktLoesenArgs, KonfliktWahl, KonfliktZeile, MischZeile,
    OriginalZeile, ParkZeile, Richtung, VorfallZeile,
};
pub use ersetzend::{
    AusnahmeArt, ErsetzendView, Gleichheit, PapierSchritt, PapierSchrittArgs, PapierStand,
    PapierView, PapierZeile, PapieroriginaleView, ScanPruefenArgs, ScanUmgebung, SchutzArgs,
    Schutzart, StichprobeArgs, StichprobeEintrag, StichprobeZeile, StichprobenView,
    Stichprobenurteil, VermerkView,
};
pub use geschaeftsgang::{
    AufgabeZeile, BegruendetArgs, ErledigenArgs, ErledigungView, MitzeichnungenView, MusterView,
    PunktArgs, PunktArt, PunktStand, PunktVorher, VerfuegungAendernArgs, VerfuegungZeile,
    VerfuegungenSetzenArgs, Verfuegungsmuster, VerschiebenArgs, VertretungArgs, VertretungZeile,
    WiedervorlagenArgs, WiedervorlagenView, ZdaArgs, ZeichnenArgs, ZeitleisteArt, ZeitleisteZeile,
    ZurueckgebenArgs,
};
pub use kontakte::{
    KontaktAendernArgs, KontaktEingabe, KontaktListe, KontaktView, KontaktZeile, KontakteArgs,
    MandantArgs, MandantZeile,
};
pub use originale::{OriginalStandView, OriginalState, OriginaleArgs, OriginaleView, PinZeile};
pub use posteingang::{
    EingangFilter, EingangListe, EingangView, EingangZeile, PosteingangArgs, StapelView, Ziel,
    ZielArt, ZielZeile, ZieleArgs, ZuordnenAngaben, ZuordnenArgs,
};
pub use registratur::{
    AendernArgs, AkteView, AufbewahrungView, BeteiligteArgs, BeteiligterZeile,
    DokumentUmhaengenArgs, EinheitView, Feld, MetadatenView, Metadatum, ObjektArgs, ObjektArt,
    StornierenArgs, TeilakteAendernArgs, TeilakteAnlegenArgs, TeilakteArt, TeilakteZeile,
    VersionArgs, VerweisArgs, VerweisZeile, VorgangUmhaengenArgs,
};
pub use scannen::{
    ScanAbgabe, ScanDokument, ScanDuplex, ScanDuplexStand, ScanEnde, ScanErgebnis, ScanFortschritt,
    ScanGriff, ScanGriffArgs, ScanGrund, ScanLauf, ScanReihenfolge, ScanSeite, ScanStapelListe,
    ScanStapelZeile, ScanStartenArgs, ScanTischView, ScanUebernehmenArgs, ScanVerwerfenArgs,
    ScanZiel,
};
pub use scanner::{
    ScanFarbe, ScanProfil, ScanProfileArgs, ScanZufuhr, ScannerArt, ScannerEinrichtenArgs,
    ScannerFund, ScannerProbe, ScannerRef, ScannerView, ScannerZeile,
};
pub use schreiben::{
    AnlageWahl, DokumentStand, EntwurfAnlegenArgs, EntwurfFelder, EntwurfSpeichernArgs,
    EntwurfStornierenArgs, EntwurfView, PlatzView, ReinschriftView, VermerkAnlegenArgs, Vermerkart,
    VersandZeile, Versandart, VersendenArgs, VorlageZeile, VorschauArgs, VorschauView,
    ZeichnungZeile,
};
pub use sortieren::{
    AblesungView, AblesungenView, BelegView, SelbsttaetigArgs, SelbsttaetigListe,
    SelbsttaetigZeile, StelleView, Vertrauen, VorschlagView,
};
pub use suche::{SucheArgs, TrefferArt, TrefferListe, TrefferZeile};
pub use uebernahme::{
    OrdnerArgs, OrdnerRegel, OrdnerView, ProblemZeile, PruefungView, UebernahmeErgebnis,
    UebernahmeView, UebernahmeZeile, UebernehmenArgs,
};
pub use verlauf::{
    AktenverlaufArgs, AktenverlaufView, AktenverlaufZeile, AusgabeView, DateinameView,
    HandlungWahl, OriginalAusgebenArgs, VerlaufAusgebenArgs, VerlaufFilter, VerlaufForm,
    VerlaufQuelle, VerlaufStand,
};

/// Nothing to say.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct Leer {}

/// A record's id.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Id {
    /// UUID.
    pub id: String,
}

/// Part of a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Ausschnitt {
    /// First row, from 0.
    pub ab: u32,
    /// Rows at most; the desk never gives more than 500.
    pub anzahl: u32,
}

/// The frame of the window: who, where, and how much waits.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UebersichtView {
    /// Name of the authority.
    pub mandant: String,
    /// Who works here.
    pub benutzer: String,
    /// Short name of the workstation, part of provisional references.
    pub arbeitsplatz: String,
    /// Practice mode: a fictional municipality, marked on every screen.
    pub uebung: bool,
    /// Items waiting in the Posteingang.
    pub offene_eingaenge: u32,
    /// Files that could not be taken in and still lie at their source.
    pub nicht_uebernommen: u32,
    /// Open conflicts and unacknowledged refusals.
    pub zu_klaeren: u32,
    /// Instructions that are due today or overdue.
    pub wiedervorlagen: u32,
    /// Signatures that can be given now.
    pub zu_zeichnen: u32,
    /// Program version.
    pub version: String,
}

/// One line of a record's history.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VerlaufZeile {
    /// RFC 3339 UTC, by the workstation's clock.
    pub um: String,
    /// By the centre's clock, once received.
    pub zentrale_um: Option<String>,
    /// Who.
    pub akteur: String,
    /// On which workstation.
    pub arbeitsplatz: String,
    /// What, in German.
    pub was: String,
    /// Old value, for people.
    pub alt: Option<String>,
    /// New value, for people.
    pub neu: Option<String>,
    /// The reason given.
    pub bemerkung: Option<String>,
}

/// Bytes to fetch for a view.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BytesArgs {
    /// SHA-256, hex.
    pub sha256: String,
    /// The original, its first-page picture (PNG), its searchable copy (PDF/A), or the picture of a
    /// scanned page.
    pub fassung: Fassung,
}

/// Which bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Fassung {
    /// As it came in, byte for byte.
    Original,
    /// Picture of the first page.
    Vorschau,
    /// The searchable copy made here, if there is one.
    Kopie,
    /// Small picture (PNG) of a page on the scanner's table, as it came.
    ScanKlein,
    /// The same, large enough to be read.
    ScanGross,
}

/// Kinds of records that an act touched or a view read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Art {
    /// Posteingang.
    Eingang,
    /// Files and the plan.
    Akte,
    /// Cases.
    Vorgang,
    /// Documents.
    Dokument,
    /// Instructions and substitutions.
    Verfuegung,
    /// Parties.
    Kontakt,
    /// Runs of disposal.
    Aussonderung,
    /// Reconciliation.
    Abgleich,
    /// Sources and folders.
    Uebernahme,
    /// Reading pictures of pages.
    Erkennung,
    /// Scanners and the stacks on their table.
    Scan,
}

/// The one event: what has changed. Whoever shows one of these kinds reads again.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Geaendert {
    /// Touched kinds.
    pub arten: Vec<Art>,
}

/// The one shape of an error at the border.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Fehler {
    /// What the interface branches on.
    pub code: Code,
    /// What happened, in German.
    pub meldung: String,
    /// What to do next, in German.
    pub rat: Option<String>,
}

/// Closed list of error codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Code {
    /// The record does not exist here.
    NotFound,
    /// What was given breaks a rule.
    Invalid,
    /// Somebody else was faster.
    Conflict,
    /// The centre is out of reach.
    Offline,
    /// Not allowed.
    Denied,
    /// A fault of the program or the machine.
    Internal,
}
