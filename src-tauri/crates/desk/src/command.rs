//! The one list of acts: names, arguments, views.
//!
//! Never does anything itself; it finds the act, reads its arguments and writes its view.

use serde::Serialize;
use serde_json::Value;

use crate::Desk;
use crate::views::{
    AbgleichView, AblehnungArgs, AkteAnlegenArgs, AnerkennenArgs, BaumArgs, BaumKnoten,
    BetreffArgs, BremseArgs, Code, DiagnoseArgs, DokumentView, EinfuegenArgs, EingangListe,
    EingangView, EinrichtenArgs, EinzelheitenArgs, EinzelheitenView, ErkennungView,
    ErkennungenView, Fehler, Id, KennwortArgs, KonfliktLoesenArgs, Leer, OrdnerArgs, OriginalArgs,
    OriginalStandView, OriginaleArgs, OriginaleView, PapierSchrittArgs, PapieroriginaleView,
    PosteingangArgs, PruefungView, ScanPruefenArgs, SeiteArgs, SeitentextView, StichprobeArgs,
    StichprobenView, SucheArgs, TrefferListe, TrennblattArgs, UebernahmeErgebnis, UebernahmeView,
    UebernehmenArgs, UebersichtView, VorgangAnlegenArgs, VorgangView, ZielZeile, ZieleArgs,
    ZuordnenArgs,
};

macro_rules! commands {
    ($($name:ident ($args:ty) -> $view:ty;)*) => {
        /// Names of all acts.
        pub const COMMANDS: &[&str] = &[$(stringify!($name)),*];

        /// Runs one act by name.
        pub fn dispatch(desk: &Desk, command: &str, args: Value) -> Result<Value, Fehler> {
            match command {
                $(stringify!($name) => {
                    let view: $view = desk.$name(from_value::<$args>(args)?)?;
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
    posteingang(PosteingangArgs) -> EingangListe;
    eingang(Id) -> EingangView;
    eingang_zuordnen(ZuordnenArgs) -> DokumentView;
    zuordnung_zuruecknehmen(Id) -> EingangView;
    ziele(ZieleArgs) -> Vec<ZielZeile>;
    aktenbaum(BaumArgs) -> Vec<BaumKnoten>;
    akte_anlegen(AkteAnlegenArgs) -> ZielZeile;
    vorgang_anlegen(VorgangAnlegenArgs) -> VorgangView;
    betreff_aendern(BetreffArgs) -> ZielZeile;
    vorgang(Id) -> VorgangView;
    dokument(Id) -> DokumentView;
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
