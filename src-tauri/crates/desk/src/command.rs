//! The one list of acts: names, arguments, views.
//!
//! Never does anything itself; it finds the act, reads its arguments and writes its view.

use serde::Serialize;
use serde_json::Value;

use crate::Desk;
use crate::views;
use crate::views::{
    AbgleichView, AblehnungArgs, AendernArgs, AkteAnlegenArgs, AkteView, AnerkennenArgs, BaumArgs,
    BaumKnoten, BeteiligteArgs, BetreffArgs, BremseArgs, Code, DiagnoseArgs, DokumentUmhaengenArgs,
    DokumentView, EinfuegenArgs, EingangListe, EingangView, EinrichtenArgs, EinzelheitenArgs,
    EinzelheitenView, ErkennungView, ErkennungenView, Fehler, Id, KennwortArgs, KonfliktLoesenArgs,
    KontaktAendernArgs, KontaktEingabe, KontaktListe, KontaktView, KontakteArgs, Leer, MandantArgs,
    MandantZeile, MetadatenView, ObjektArgs, OrdnerArgs, OriginalArgs, OriginalStandView,
    OriginaleArgs, OriginaleView, PapierSchrittArgs, PapieroriginaleView, PosteingangArgs,
    PruefungView, ScanPruefenArgs, SeiteArgs, SeitentextView, StichprobeArgs, StichprobenView,
    StornierenArgs, SucheArgs, TeilakteAendernArgs, TeilakteAnlegenArgs, TeilakteZeile,
    TrefferListe, TrennblattArgs, UebernahmeErgebnis, UebernahmeView, UebernehmenArgs,
    UebersichtView, VersionArgs, VerweisArgs, VorgangAnlegenArgs, VorgangUmhaengenArgs,
    VorgangView, ZielZeile, ZieleArgs, ZuordnenArgs,
};

macro_rules! commands {
    ($($name:ident ($args:ty) -> $view:ty;)*) => {
        /// Names of all acts.
        pub const COMMANDS: &[&str] = &[$(stringify!($name)),*];

        /// Runs one act by name.
        pub fn dispatch(desk: &Desk, command: &str, args: Value) -> Result<Value, Fehler> {
            match command {
                $(stringify!($name) => {
                    let act = |args| desk.$name(from_value::<$args>(args)?);
                    let view: $view = desk.handeln(command, args, act)?;
                    to_value(view)
                })*
                _ => Err(unknown(command)),
            }
        }

        #[cfg(test)]
        fn command_types(cfg: &ts_rs::Config) -> Vec<(&'static str, String, String)> {
            use ts_rs::TS;
            vec![$((stringify!($name), <$args>::name(cfg), <$view>::name(cfg))),*]
        }
    };
}

commands! {
    uebersicht(Leer) -> UebersichtView;
    aussonderungsreif(Leer) -> views::ReifListe;
    aussonderungen(Leer) -> views::AussonderungenView;
    aussonderung(Id) -> views::AussonderungView;
    aussonderung_einstellen(views::AussonderungEinstellungen) -> views::AussonderungenView;
    aussonderung_anlegen(views::AussonderungAnlegenArgs) -> views::AussonderungView;
    aussonderung_schritt(views::SchrittArgs) -> views::AussonderungView;
    aussonderung_einlesen(Leer) -> views::EinleseErgebnis;
    aussonderung_beenden(Id) -> views::AussonderungView;
    vernichtung_vorschlagen(Id) -> views::AussonderungView;
    vernichtung_freigeben(Id) -> views::AussonderungView;
    abgabe_erstellen(views::AbgabeErstellenArgs) -> views::PaketView;
    abgabe_einlesen(views::AbgabeEinlesenArgs) -> views::AbgabeErgebnis;
    aktenplan_ausgeben(views::OrdnerZiel) -> views::PaketView;
    akte_als_pdf(views::AktenbandArgs) -> views::AktenbandView;
    posteingang(PosteingangArgs) -> EingangListe;
    eingang(Id) -> EingangView;
    eingang_zuordnen(ZuordnenArgs) -> DokumentView;
    zuordnung_zuruecknehmen(Id) -> EingangView;
    selbsttaetig(views::SelbsttaetigArgs) -> views::SelbsttaetigListe;
    selbsttaetig_bestaetigen(Id) -> Leer;
    ziele(ZieleArgs) -> Vec<ZielZeile>;
    aktenbaum(BaumArgs) -> Vec<BaumKnoten>;
    baumpfad(Id) -> Vec<views::KnotenRef>;
    akte_anlegen(AkteAnlegenArgs) -> ZielZeile;
    vorgang_anlegen(VorgangAnlegenArgs) -> VorgangView;
    betreff_aendern(BetreffArgs) -> ZielZeile;
    vorgang(Id) -> VorgangView;
    dokument(Id) -> DokumentView;
    vorlagen(Leer) -> Vec<views::VorlageZeile>;
    entwurf_anlegen(views::EntwurfAnlegenArgs) -> views::EntwurfView;
    entwurf(Id) -> views::EntwurfView;
    entwurf_speichern(views::EntwurfSpeichernArgs) -> views::EntwurfView;
    entwurf_vorschau(views::VorschauArgs) -> views::VorschauView;
    entwurf_stornieren(views::EntwurfStornierenArgs) -> views::EntwurfView;
    entwurf_wiederherstellen(Id) -> views::EntwurfView;
    vermerk_anlegen(views::VermerkAnlegenArgs) -> DokumentView;
    reinschrift(Id) -> views::EntwurfView;
    versenden(views::VersendenArgs) -> views::EntwurfView;
    suche(SucheArgs) -> TrefferListe;
    abgleich(Leer) -> AbgleichView;
    abgleich_einzelheiten(EinzelheitenArgs) -> EinzelheitenView;
    abgleich_starten(Leer) -> AbgleichView;
    konflikt_loesen(KonfliktLoesenArgs) -> AbgleichView;
    ablehnung_bestaetigen(AblehnungArgs) -> AbgleichView;
    zusammenfuehrung_zuruecknehmen(AblehnungArgs) -> AbgleichView;
    zurueckgestelltes_senden(AblehnungArgs) -> AbgleichView;
    vorfall_bestaetigen(Id) -> AbgleichView;
    bremse_loesen(BremseArgs) -> AbgleichView;
    zentrale_anerkennen(AnerkennenArgs) -> AbgleichView;
    diagnose_speichern(DiagnoseArgs) -> Leer;
    stapel_zusammenfuehren(Id) -> EingangView;
    kennwort_eingeben(KennwortArgs) -> EingangView;
    seitentext(SeiteArgs) -> SeitentextView;
    erkennungen(Leer) -> ErkennungenView;
    erkennung_starten(OriginalArgs) -> ErkennungView;
    erkennung_abbrechen(OriginalArgs) -> ErkennungView;
    uebernahme(Leer) -> UebernahmeView;
    zwischenablage_uebernehmen(EinfuegenArgs) -> UebernahmeErgebnis;
    trennblaetter(TrennblattArgs) -> Leer;
    eingangsordner_entfernen(OrdnerArgs) -> UebernahmeView;
    dateien_uebernehmen(UebernehmenArgs) -> UebernahmeErgebnis;
    eingangsordner_setzen(OrdnerArgs) -> UebernahmeView;
    zentrale_einrichten(EinrichtenArgs) -> UebersichtView;
    pruefung(Leer) -> PruefungView;
    originale(Leer) -> OriginaleView;
    originale_einstellen(OriginaleArgs) -> OriginaleView;
    original_holen(OriginalArgs) -> OriginalStandView;
    akte_anheften(Id) -> OriginaleView;
    akte_loesen(Id) -> OriginaleView;
    scan_pruefen(ScanPruefenArgs) -> EingangView;
    stichprobe_liste(Leer) -> StichprobenView;
    stichprobe_erfassen(StichprobeArgs) -> EingangView;
    papieroriginal_schritt(PapierSchrittArgs) -> EingangView;
    papieroriginale(Leer) -> PapieroriginaleView;
    scanner(Leer) -> views::ScannerView;
    scanner_suchen(Leer) -> views::ScannerView;
    scanner_pruefen(views::ScannerRef) -> views::ScannerProbe;
    scanner_einrichten(views::ScannerEinrichtenArgs) -> views::ScannerView;
    scanner_waehlen(Id) -> views::ScannerView;
    scanner_entfernen(Id) -> views::ScannerView;
    scanprofile_setzen(views::ScanProfileArgs) -> views::ScannerView;
    scanstapel(Leer) -> views::ScanStapelListe;
    scanstapel_beginnen(Leer) -> views::ScanTischView;
    scantisch(Id) -> views::ScanTischView;
    scan_starten(views::ScanStartenArgs) -> views::ScanTischView;
    scan_abbrechen(Id) -> views::ScanTischView;
    scantisch_griff(views::ScanGriffArgs) -> views::ScanTischView;
    scanstapel_uebernehmen(views::ScanUebernehmenArgs) -> views::ScanTischView;
    scanstapel_verwerfen(views::ScanVerwerfenArgs) -> views::ScanStapelListe;
    aktenverlauf(views::AktenverlaufArgs) -> views::AktenverlaufView;
    verlauf_holen(Id) -> views::AktenverlaufView;
    verlauf_ausgeben(views::VerlaufAusgebenArgs) -> views::AusgabeView;
    original_ausgeben(views::OriginalAusgebenArgs) -> views::AusgabeView;
    dateiname_vorschlagen(OriginalArgs) -> views::DateinameView;
    verfuegungsmuster(Leer) -> views::MusterView;
    verfuegungen_setzen(views::VerfuegungenSetzenArgs) -> Vec<views::VerfuegungZeile>;
    verfuegung_aendern(views::VerfuegungAendernArgs) -> views::VerfuegungZeile;
    verfuegung_entfallen(views::BegruendetArgs) -> views::VerfuegungZeile;
    verfuegung_erledigen(views::ErledigenArgs) -> views::VerfuegungZeile;
    verfuegung_zuruecknehmen(Id) -> views::VerfuegungZeile;
    zeichnen(views::ZeichnenArgs) -> Vec<views::VerfuegungZeile>;
    zurueckgeben(views::ZurueckgebenArgs) -> views::VerfuegungZeile;
    erneut_vorlegen(Id) -> Vec<views::VerfuegungZeile>;
    wiedervorlagen(views::WiedervorlagenArgs) -> views::WiedervorlagenView;
    wiedervorlage_verschieben(views::VerschiebenArgs) -> views::VerfuegungZeile;
    mitzeichnungen(Leer) -> views::MitzeichnungenView;
    vorgang_zda(views::ZdaArgs) -> VorgangView;
    vorgang_oeffnen(views::BegruendetArgs) -> VorgangView;
    akte_zda(Id) -> ZielZeile;
    akte_oeffnen(views::BegruendetArgs) -> ZielZeile;
    vertretungen(Leer) -> Vec<views::VertretungZeile>;
    vertretung_eintragen(views::VertretungArgs) -> Vec<views::VertretungZeile>;
    vertretung_beenden(Id) -> Vec<views::VertretungZeile>;
    mandanten(Leer) -> Vec<MandantZeile>;
    mandant_waehlen(MandantArgs) -> UebersichtView;
    akte(Id) -> AkteView;
    metadaten(ObjektArgs) -> MetadatenView;
    akte_aendern(AendernArgs) -> MetadatenView;
    vorgang_aendern(AendernArgs) -> MetadatenView;
    dokument_aendern(AendernArgs) -> MetadatenView;
    teilakte_anlegen(TeilakteAnlegenArgs) -> TeilakteZeile;
    teilakte_aendern(TeilakteAendernArgs) -> TeilakteZeile;
    vorgang_umhaengen(VorgangUmhaengenArgs) -> MetadatenView;
    dokument_umhaengen(DokumentUmhaengenArgs) -> DokumentView;
    dokument_stornieren(StornierenArgs) -> DokumentView;
    dokument_version_anfuegen(VersionArgs) -> DokumentView;
    verweis_setzen(VerweisArgs) -> MetadatenView;
    verweis_entfernen(VerweisArgs) -> MetadatenView;
    beteiligte_setzen(BeteiligteArgs) -> MetadatenView;
    beteiligte_entfernen(BeteiligteArgs) -> MetadatenView;
    kontakte(KontakteArgs) -> KontaktListe;
    kontakt(Id) -> KontaktView;
    kontakt_anlegen(KontaktEingabe) -> KontaktView;
    kontakt_aendern(KontaktAendernArgs) -> KontaktView;
}

fn from_value<T: serde::de::DeserializeOwned>(args: Value) -> Result<T, Fehler> {
    serde_json::from_value(args).map_err(|error| Fehler {
        code: Code::Invalid,
        meldung: "Die Angaben sind unvollständig oder falsch geformt.".to_owned(),
        rat: Some(error.to_string()),
    })
}

fn to_value<T: Serialize>(view: T) -> Result<Value, Fehler> {
    serde_json::to_value(view).map_err(|error| Fehler {
        code: Code::Internal,
        meldung: "Die Ansicht konnte nicht erstellt werden.".to_owned(),
        rat: Some(error.to_string()),
    })
}

fn unknown(command: &str) -> Fehler {
    Fehler {
        code: Code::Invalid,
        meldung: format!("Die Handlung „{command}“ gibt es nicht."),
        rat: None,
    }
}

#[cfg(test)]
mod tests;
