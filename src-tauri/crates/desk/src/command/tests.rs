//! The interface's types are the ones of the views.
//!
//! Never tests an act; the stories do.

use std::path::PathBuf;

use ts_rs::{Config, TS};

use super::*;
use crate::views;

/// Collects the declarations of types in the order in which they are named.
struct Declarations {
    cfg: Config,
    text: String,
}

impl Declarations {
    fn add<T: TS>(&mut self) {
        if let Some(docs) = T::docs() {
            self.text.push_str(docs.trim_start());
        }
        self.text.push_str("export ");
        self.text.push_str(&T::decl(&self.cfg));
        self.text.push_str("\n\n");
    }
}

macro_rules! declare {
    ($to:ident: $($name:ident)*) => { $($to.add::<views::$name>();)* };
}

fn bindings() -> String {
    let cfg = Config::new();
    let head = "// Generated from src-tauri/crates/desk/src/views.rs. Do not edit.\n\n";
    let mut all = Declarations { cfg, text: head.to_owned() };
    declare!(all: Leer Id Ausschnitt UebersichtView EingangFilter PosteingangArgs EingangZeile
        EingangListe EingangView ZielZeile ZielArt VorschlagView ZieleArgs Ziel ZuordnenArgs
        ZuordnenAngaben Vertrauen StelleView BelegView AblesungView AblesungenView
        SelbsttaetigZeile SelbsttaetigArgs SelbsttaetigListe
        BetreffArgs AkteAnlegenArgs VorgangAnlegenArgs KnotenArt BaumArgs KnotenRef BaumKnoten
        VorgangView DokumentZeile DokumentView VerlaufZeile SucheArgs TrefferZeile TrefferArt
        TrefferListe AbgleichState AbgleichView HemmnisArt HemmnisView BereichZahlen BremseRichtung
        BremseView BremseZeile BremseArgs AnerkennenArgs DiagnoseArgs EinzelheitenArgs
        EinzelheitenView GegenstandView KonfliktZeile KonfliktWahl KonfliktLoesenArgs FeldWert
        AblehnungZeile AblehnungArgs HandlungZeile Richtung OriginalZeile ParkZeile MischZeile
        VorfallZeile GeborgenZeile UebernahmeView OrdnerView ProblemZeile UebernehmenArgs UebernahmeZeile
        UebernahmeErgebnis OrdnerArgs EinrichtenArgs PruefungView BytesArgs Fassung Art Geaendert
        Fehler Code BefundView TeilView NachrichtView AngabeView TabelleView SpalteView
        AbschnittView RechnungView DubletteView ErkennungStand ErkennungView KopieView
        ErkennungenView OriginalArgs SeiteArgs SeitentextView WortView KennwortArgs TrennblattArgs
        EinfuegenArgs StapelView OrdnerRegel Gleichheit Schutzart SchutzArgs ScanUmgebung
        ScanPruefenArgs Stichprobenurteil StichprobeArgs StichprobeEintrag StichprobeZeile
        VorlageZeile EntwurfAnlegenArgs EntwurfFelder EntwurfSpeichernArgs DokumentStand PlatzView
        ZeichnungZeile AnlageWahl Versandart VersandZeile ReinschriftView EntwurfView VorschauArgs
        VorschauView Vermerkart VermerkAnlegenArgs VersendenArgs EntwurfStornierenArgs
        StichprobenView PapierStand AusnahmeArt PapierSchrittArgs PapierSchritt PapierView
        VermerkView ErsetzendView PapierZeile PapieroriginaleView OriginaleView PinZeile
        OriginaleArgs OriginalState OriginalStandView);
    declare!(all: ObjektArt Feld Metadatum BeteiligterZeile VerweisZeile ObjektArgs MetadatenView
        AendernArgs TeilakteArt TeilakteZeile TeilakteAnlegenArgs TeilakteAendernArgs
        VorgangUmhaengenArgs DokumentUmhaengenArgs StornierenArgs VersionArgs VerweisArgs
        BeteiligteArgs EinheitView AufbewahrungView AkteView KontakteArgs KontaktZeile KontaktListe
        KontaktEingabe KontaktAendernArgs KontaktView MandantZeile MandantArgs);
    declare!(all: PunktArt PunktStand ErledigungView VerfuegungZeile AufgabeZeile
        WiedervorlagenArgs WiedervorlagenView MitzeichnungenView PunktArgs VerfuegungenSetzenArgs
        VerfuegungAendernArgs PunktVorher BegruendetArgs ErledigenArgs ZeichnenArgs ZurueckgebenArgs
        VerschiebenArgs ZdaArgs VertretungZeile VertretungArgs MusterView Verfuegungsmuster
        ZeitleisteArt ZeitleisteZeile);
    declare!(all: VerlaufFilter AktenverlaufArgs VerlaufStand VerlaufQuelle AktenverlaufZeile
        HandlungWahl AktenverlaufView VerlaufForm VerlaufAusgebenArgs AusgabeView
        OriginalAusgebenArgs DateinameView);
    declare!(all: BewertungArt ReifZeile ReifListe LaufZweck LaufStand LaufSchritt ObjektStand
        ObjektZeile NachrichtZeile FreigabeZeile AussonderungZeile AussonderungEinstellungen
        AussonderungenView AussonderungView AussonderungAnlegenArgs SchrittArgs EinleseZeile
        EinleseErgebnis AbgabeErstellenArgs AbgabeEinlesenArgs AbgabeErgebnis OrdnerZiel PaketView
        AktenbandArgs AktenbandView);
    declare!(all: ScanZufuhr ScanFarbe ScanProfil ScannerArt ScannerZeile ScannerFund ScannerView
        ScannerRef ScannerProbe ScannerEinrichtenArgs ScanProfileArgs ScanStapelZeile
        ScanStapelListe ScanGrund ScanSeite ScanDokument ScanDuplexStand ScanDuplex ScanLauf
        ScanEnde ScanErgebnis ScanAbgabe ScanFortschritt ScanTischView ScanZiel ScanStartenArgs
        ScanReihenfolge ScanGriff ScanGriffArgs ScanUebernehmenArgs ScanVerwerfenArgs);
    all.text.push_str("/** Every act with its arguments and its view. */\n");
    all.text.push_str("export interface Commands {\n");
    for (name, args, view) in command_types(&Config::new()) {
        all.text.push_str(&format!("  {name}: {{ args: {args}; view: {view} }};\n"));
    }
    all.text.push_str("}\n");
    all.text
}

/// Set `FORSTHAUS_BINDINGS=schreiben` to write the file anew after a change of `views.rs`.
#[test]
fn typescript_bindings_are_up_to_date() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/ipc/bindings.ts");
    let expected = bindings();
    if std::env::var_os("FORSTHAUS_BINDINGS").is_some() {
        std::fs::write(&path, &expected).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "bindings.ts is stale: run with FORSTHAUS_BINDINGS=schreiben");
}

#[test]
fn every_act_has_one_name() {
    let mut names = COMMANDS.to_vec();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), COMMANDS.len());
}
