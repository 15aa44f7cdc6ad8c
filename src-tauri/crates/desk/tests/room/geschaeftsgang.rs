//! Instructions, the day's list and closing at one workstation.

use std::sync::Arc;

use desk::views::{
    BegruendetArgs, Code, ErledigenArgs, Id, Leer, PunktArgs, PunktArt, PunktStand,
    VerfuegungAendernArgs, VerfuegungZeile, VerfuegungenSetzenArgs, VerschiebenArgs,
    VertretungArgs, VorgangAnlegenArgs, WiedervorlagenArgs, ZdaArgs,
};
use desk::{Desk, DeskOptions};
use domain::{Akte, Edit, RecType, Record};
use intake::worker::Worker;
use store::{Act, Env, KeySource, SCOPE_REGISTRATUR};
use uuid::Uuid;

/// A desk of Anna's with a file and a case.
struct Zimmer {
    desk: Arc<Desk>,
    akte: String,
    vorgang: String,
    _data: tempfile::TempDir,
}

impl Zimmer {
    fn new() -> Self {
        let data = tempfile::tempdir().unwrap();
        let desk = Desk::open(DeskOptions {
            folder: data.path().to_owned(),
            key: KeySource::passphrase("test"),
            env: Env::system(),
            worker: Some(Worker::find().unwrap()),
        });
        let desk = desk.unwrap();
        desk.set_benutzer("Anna", "K01").unwrap();
        let akte = desk.store().write(|tx| {
            let act = Act {
                akteur: "Anna".to_owned(),
                arbeitsplatz: "K01".to_owned(),
                aktion: "akte_anlegen",
                bemerkung: None,
                group: None,
                konflikt: None,
            };
            let (id, now) = (tx.env().id(), tx.env().now());
            let (subject, sign) = ("Hundesteuer".to_owned(), "V-K01-0".to_owned());
            let akte = Akte::neu(subject, Uuid::from_u128(1), sign, now, "Anna".to_owned());
            let edit = Edit::create(akte.to_fields());
            tx.edit(&act, RecType::Akte, id, SCOPE_REGISTRATUR, edit, Vec::new())?;
            Ok::<_, store::DbError>(id.to_string())
        });
        let akte = akte.unwrap();
        let args = VorgangAnlegenArgs { akte: akte.clone(), betreff: "Hund Basko".to_owned() };
        let vorgang = desk.vorgang_anlegen(args).unwrap().id;
        Self { desk, akte, vorgang, _data: data }
    }

    fn heute(&self) -> domain::Datum {
        let view = self.desk.wiedervorlagen(WiedervorlagenArgs::default()).unwrap();
        view.heute.parse().unwrap()
    }

    fn setzen(&self, punkte: Vec<PunktArgs>) -> Result<Vec<VerfuegungZeile>, desk::views::Fehler> {
        let (vorgang, dokument) = (self.vorgang.clone(), None);
        self.desk.verfuegungen_setzen(VerfuegungenSetzenArgs { vorgang, dokument, punkte })
    }

    fn faellig(&self, von: Option<domain::Datum>, bis: Option<domain::Datum>) -> Vec<String> {
        let (von, bis) = (von.map(|day| day.to_string()), bis.map(|day| day.to_string()));
        let view = self.desk.wiedervorlagen(WiedervorlagenArgs { von, bis }).unwrap();
        view.zeilen.into_iter().map(|row| row.punkt.text.unwrap_or_default()).collect()
    }
}

fn punkt(
    art: PunktArt,
    text: &str,
    adressat: Option<&str>,
    day: Option<domain::Datum>,
) -> PunktArgs {
    PunktArgs {
        art,
        text: Some(text.to_owned()),
        adressat: adressat.map(str::to_owned),
        termin: day.map(|day| day.to_string()),
        parallel: false,
    }
}

fn erledigen(id: &str, fuer: Option<&str>) -> ErledigenArgs {
    ErledigenArgs { id: id.to_owned(), vermerk: None, in_vertretung_fuer: fuer.map(str::to_owned) }
}

#[test]
fn points_are_numbered_on_and_those_that_lack_something_are_refused_whole() {
    let zimmer = Zimmer::new();
    zimmer.setzen(vec![punkt(PunktArt::Kenntnis, "a", None, None)]).unwrap();
    let side_by_side = PunktArgs { parallel: true, ..punkt(PunktArt::Kopie, "c", None, None) };
    let rows =
        zimmer.setzen(vec![punkt(PunktArt::Veranlassung, "b", None, None), side_by_side]).unwrap();
    let numbers: Vec<_> = rows.iter().map(|row| (row.nummer, row.schritt)).collect();
    assert_eq!(numbers, [(1, 1), (2, 2), (3, 2)]);
    let undated = vec![
        punkt(PunktArt::Kenntnis, "d", None, None),
        punkt(PunktArt::Wiedervorlage, "e", None, None),
    ];
    let refused = zimmer.setzen(undated).unwrap_err();
    assert_eq!(
        (refused.code, refused.meldung.as_str()),
        (Code::Invalid, "Zur Wiedervorlage gehört ein Tag.")
    );
    let loose = zimmer.setzen(vec![punkt(PunktArt::Mitzeichnung, "f", None, None)]).unwrap_err();
    assert_eq!(loose.meldung, "Gezeichnet wird nur unter einem Entwurf dieses Vorgangs.");
    let long = "x".repeat(2_001);
    assert_eq!(
        zimmer.setzen(vec![punkt(PunktArt::Kenntnis, &long, None, None)]).unwrap_err().code,
        Code::Invalid
    );
    assert_eq!(zimmer.setzen(Vec::new()).unwrap_err().code, Code::Invalid);
    let view = zimmer.desk.vorgang(Id { id: zimmer.vorgang.clone() }).unwrap();
    assert_eq!(view.verfuegungen.len(), 3, "nothing of a refused set stays");
}

#[test]
fn the_days_list_holds_what_is_mine_and_what_i_stand_in_for_the_oldest_first() {
    let zimmer = Zimmer::new();
    let heute = zimmer.heute();
    let (gestern, morgen) = (heute.yesterday().unwrap(), heute.tomorrow().unwrap());
    let wv = |text: &str, adressat, day| punkt(PunktArt::Wiedervorlage, text, adressat, Some(day));
    let set = vec![
        wv("heute", None, heute),
        wv("gestern", Some(" anna "), gestern),
        wv("morgen", None, morgen),
        wv("Claras", Some("Clara"), gestern),
        punkt(PunktArt::Ruecksprache, "ohne Tag", Some("Anna"), None),
        punkt(PunktArt::Absenden, "steht im Vorgang", None, None),
    ];
    zimmer.setzen(set).unwrap();
    assert_eq!(zimmer.faellig(None, None), ["ohne Tag", "gestern", "heute"]);
    assert_eq!(zimmer.faellig(Some(heute), Some(morgen)), ["heute", "morgen"]);
    assert_eq!(zimmer.desk.uebersicht(Leer {}).unwrap().wiedervorlagen, 3);
    let (von, bis) = (heute.to_string(), heute.to_string());
    let args = VertretungArgs { fuer: "Clara".to_owned(), durch: "ANNA".to_owned(), von, bis };
    let rows = zimmer.desk.vertretung_eintragen(args).unwrap();
    assert_eq!(zimmer.faellig(None, None).len(), 4, "Clara's as well");
    zimmer.desk.vertretung_beenden(Id { id: rows[0].id.clone() }).unwrap();
    assert_eq!(zimmer.faellig(None, None).len(), 3);
}

#[test]
fn what_is_done_for_somebody_else_says_so_and_is_taken_back_by_who_did_it() {
    let zimmer = Zimmer::new();
    let heute = zimmer.heute();
    let row = zimmer
        .setzen(vec![punkt(PunktArt::Wiedervorlage, "Frist", Some("Clara"), Some(heute))])
        .unwrap()
        .remove(0);
    let strange = zimmer.desk.verfuegung_erledigen(erledigen(&row.id, None)).unwrap_err();
    assert_eq!(strange.meldung, "Dieser Punkt richtet sich an jemand anderen.");
    let forged = zimmer.desk.verfuegung_erledigen(erledigen(&row.id, Some("Clara"))).unwrap_err();
    assert_eq!(forged.code, Code::Denied);
    let (von, bis) = (heute.to_string(), heute.to_string());
    let args = VertretungArgs { fuer: "Clara".to_owned(), durch: "Anna".to_owned(), von, bis };
    zimmer.desk.vertretung_eintragen(args).unwrap();
    let done = zimmer.desk.verfuegung_erledigen(erledigen(&row.id, Some("Clara"))).unwrap();
    assert_eq!(done.stand, PunktStand::Erledigt);
    assert_eq!(done.erledigung.unwrap().in_vertretung_fuer.as_deref(), Some("Clara"));
    let twice = zimmer.desk.verfuegung_erledigen(erledigen(&row.id, Some("Clara"))).unwrap_err();
    assert_eq!(twice.meldung, "Dieser Verfügungspunkt ist nicht mehr offen.");
    let back = zimmer.desk.verfuegung_zuruecknehmen(Id { id: row.id.clone() }).unwrap();
    assert_eq!((back.stand, back.erledigung.is_none()), (PunktStand::Offen, true));
    let args = VerschiebenArgs { id: row.id.clone(), termin: "2027-02-01".to_owned() };
    assert_eq!(
        zimmer.desk.wiedervorlage_verschieben(args).unwrap().termin.as_deref(),
        Some("2027-02-01")
    );
    let args = VerfuegungAendernArgs {
        vorher: None,
        id: row.id,
        text: Some("Frist endet".to_owned()),
        adressat: None,
        termin: Some("2027-02-02".to_owned()),
    };
    let changed = zimmer.desk.verfuegung_aendern(args).unwrap();
    assert!(changed.meine, "without an addressee it is up to whoever works on the case");
    assert_eq!(changed.text.as_deref(), Some("Frist endet"));
}

#[test]
fn nothing_closes_over_open_work_and_opening_takes_a_reason() {
    let zimmer = Zimmer::new();
    let heute = zimmer.heute();
    let wv = punkt(PunktArt::Wiedervorlage, "Frist", None, Some(heute));
    zimmer.setzen(vec![wv, punkt(PunktArt::ZuDenAkten, "weglegen", None, None)]).unwrap();
    let zda = |offene_entfallen| {
        zimmer.desk.vorgang_zda(ZdaArgs { id: zimmer.vorgang.clone(), offene_entfallen })
    };
    let akte = || zimmer.desk.akte_zda(Id { id: zimmer.akte.clone() });
    assert_eq!(akte().unwrap_err().meldung, "In der Akte sind noch Vorgänge offen.");
    let refused = zda(false).unwrap_err();
    assert_eq!(refused.meldung, "Im Vorgang sind noch Verfügungspunkte offen.");
    let closed = zda(true).unwrap();
    let stand: Vec<_> = closed.verfuegungen.iter().map(|row| row.stand).collect();
    assert_eq!(stand, [PunktStand::Entfallen, PunktStand::Erledigt]);
    assert!(closed.geschlossen);
    let late = zimmer.setzen(vec![punkt(PunktArt::Kenntnis, "zu spät", None, None)]).unwrap_err();
    assert_eq!(late.meldung, "Der Vorgang ist geschlossen (z.d.A.).");
    assert!(akte().unwrap().geschlossen);
    let args = |grund: Option<&str>, id: &str| BegruendetArgs {
        id: id.to_owned(),
        grund: grund.map(str::to_owned),
    };
    let shut = zimmer.desk.vorgang_oeffnen(args(Some("Nachtrag"), &zimmer.vorgang)).unwrap_err();
    assert_eq!(shut.meldung, "Die Akte ist geschlossen (z.d.A.).");
    let silent = zimmer.desk.akte_oeffnen(args(Some("  "), &zimmer.akte)).unwrap_err();
    assert_eq!(silent.meldung, "Dazu gehört eine Begründung.");
    assert!(!zimmer.desk.akte_oeffnen(args(Some("Nachtrag"), &zimmer.akte)).unwrap().geschlossen);
    let opened = zimmer.desk.vorgang_oeffnen(args(Some("Nachtrag"), &zimmer.vorgang)).unwrap();
    assert!(!opened.geschlossen);
    let titles: Vec<_> = opened.zeitleiste.iter().map(|row| row.titel.as_str()).collect();
    assert_eq!(titles[0], "Vorgang angelegt");
    assert_eq!(opened.zeitleiste.last().unwrap().zusatz, ["Nachtrag"]);
}
