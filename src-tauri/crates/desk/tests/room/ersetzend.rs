//! Replacing scan from the first look to the shredder, with a real worker and several persons.
//!
//! Never waits for a keeping time: the office's clock is the test's.

pub(crate) mod amt;

use desk::views::{
    AusnahmeArt, BytesArgs, Code, Fassung, Id, Leer, PapierSchrittArgs, PapierStand,
    StichprobeArgs, Stichprobenurteil,
};
use domain::Eingang;
use domain::transfervermerk::Papieroriginal;
use store::erkennung::Stand;
use store::verify::Befund;

use amt::{ANNA, Amt, BERND, CARLA, bild, letter, pruefen, scan};

/// Days that paper is kept at least.
const TAGE: i64 = 90;

#[test]
fn note_binds_the_scan_and_is_embedded_beside_it() {
    let amt = Amt::new();
    let original = scan(&[letter("Antrag auf Sondernutzung"), letter("Lageplan")], "Scan 1");
    let id = amt.nimm("Scan_0001.pdf", &original);
    amt.erkenne();
    let before = amt.desk.eingang(Id { id: id.clone() }).unwrap();
    let ersetzend = before.ersetzend.unwrap();
    assert_eq!(
        (ersetzend.hindernis, ersetzend.seiten, ersetzend.vermerk.is_some()),
        (None, Some(2), false)
    );

    let view = amt.desk.scan_pruefen(pruefen(&id, 2)).unwrap();
    let eingang = amt.item(&id);
    let vermerk = eingang.transfervermerk.clone().unwrap();
    assert_eq!(vermerk.vollstaendig(), Ok(()));
    assert_eq!(vermerk.hash.gesamt, wire::sha256_hex(&original));
    assert_eq!((vermerk.seiten, vermerk.hash.seiten.len()), (2, 2));
    assert_ne!(vermerk.hash.seiten.first(), vermerk.hash.seiten.last());
    assert_eq!(vermerk.erstellt_von.kennung, ANNA);
    assert_eq!(vermerk.erstellt_von.organisation, amt::AMT);
    assert_eq!(vermerk.erstellt_von.arbeitsplatz, "K01");
    assert_eq!(vermerk.erstellt_um, amt.uhr.jetzt());
    assert_eq!(vermerk.profil.dpi, 300);
    let ocr = vermerk.ocr.clone().unwrap();
    assert!(ocr.version.starts_with(|c: char| c.is_ascii_digit()), "{ocr:?}");
    let papier = view.ersetzend.unwrap().papier.unwrap();
    assert_eq!(papier.stand, PapierStand::AufbewahrungBis);

    // The copy is an original of its own: bound by its hash, waiting for the centre.
    let nachweis = eingang.nachweis.unwrap();
    let args = BytesArgs { sha256: nachweis.sha256.clone(), fassung: Fassung::Original };
    let copy = amt.desk.bytes(&args).unwrap();
    assert_eq!(wire::sha256_hex(&copy), nachweis.sha256);
    assert_eq!(copy.len() as u64, nachweis.groesse_bytes);
    let to_send = amt.desk.store().read(|db| db.blobs_to_send(10)).unwrap();
    assert!(to_send.iter().any(|blob| blob.sha256 == nachweis.sha256), "{to_send:?}");

    // What is inside is the note, and every page with its words is there.
    let xml = amt::embedded(&copy);
    assert_eq!(xml, vermerk.to_xml());
    amt::validate(&xml);
    let found = inspect::inspect(copy, "nachweis.pdf").befund;
    assert_eq!(found.merkmale.pdfa.as_deref(), Some("3u"));
    assert_eq!(found.merkmale.seiten, Some(2));
    assert!(found.text.contains("Sondernutzung") && found.text.contains("Lageplan"));
    // The scan itself is what it was.
    let args = BytesArgs { sha256: eingang.sha256, fassung: Fassung::Original };
    assert_eq!(amt.desk.bytes(&args).unwrap(), original);
    assert!(amt.desk.store().verify().unwrap().befunde.is_empty());

    // A note is written once.
    amt.als(BERND);
    let second = amt.desk.scan_pruefen(pruefen(&id, 2)).unwrap_err();
    assert_eq!(second.code, Code::Conflict);
    assert_eq!(amt.item(&id).transfervermerk.unwrap(), vermerk);
}

#[test]
fn page_that_was_not_read_is_in_the_copy_all_the_same() {
    let amt = Amt::new();
    let id = amt.nimm("Scan_0001.pdf", &scan(&[letter("Wasserbuch"), bild(7), bild(8)], "Scan"));
    let sha256 = amt.item(&id).sha256;
    amt.erkenne();
    let job = amt.desk.store().read(|db| db.recognition(&sha256)).unwrap().unwrap();
    assert_eq!(job.stand, Stand::Fertig);
    // As if two of three pages had failed: only the first one has words.
    amt.desk
        .store()
        .write(|tx| {
            let first = tx.page_text(&sha256, 0)?.unwrap();
            tx.recognised(&sha256, &[(0, first)], "", None)
        })
        .unwrap();
    amt.desk.scan_pruefen(pruefen(&id, 3)).unwrap();
    let nachweis = amt.item(&id).nachweis.unwrap();
    let args = BytesArgs { sha256: nachweis.sha256, fassung: Fassung::Original };
    let found = inspect::inspect(amt.desk.bytes(&args).unwrap(), "nachweis.pdf").befund;
    assert_eq!(found.merkmale.seiten, Some(3));
    assert!(found.text.contains("Wasserbuch"), "{}", found.text);
}

#[test]
fn cutting_of_a_stack_counts_its_own_blank_pages_and_stays_cut() {
    let amt = Amt::new();
    let stack = [letter("Bauantrag Garage"), amt::leer(), amt::trennblatt(), letter("Widerspruch")];
    let id = amt.nimm("Stapel.pdf", &scan(&stack, "Stapel"));
    amt.erkenne();
    let cut = amt.desk.eingang(Id { id: id.clone() }).unwrap();
    assert!(cut.ersetzend.is_none(), "its parts have it");
    let garage = cut.aufgeteilt_in.iter().find(|part| part.titel.contains("Seite 1")).unwrap();
    let refused = amt.desk.scan_pruefen(pruefen(&garage.id, 1)).unwrap_err();
    assert!(refused.meldung.contains("Seite 2 wurde als leer entfernt"), "{refused:?}");
    amt.desk.scan_pruefen(pruefen(&garage.id, 2)).unwrap();
    let vermerk = amt.item(&garage.id).transfervermerk.unwrap();
    assert_eq!((vermerk.vollstaendig(), vermerk.leerseiten), (Ok(()), vec![2]));
    let joined = amt.desk.stapel_zusammenfuehren(Id { id }).unwrap_err();
    assert!(joined.meldung.contains("Transfervermerk"), "{joined:?}");
}

#[test]
fn changed_copy_is_noticed_and_never_shown() {
    let amt = Amt::new();
    let id = amt.nimm("Scan_0001.pdf", &scan(&[bild(1)], "Scan"));
    amt.desk.scan_pruefen(pruefen(&id, 1)).unwrap();
    let sha256 = amt.item(&id).nachweis.unwrap().sha256;
    amt.verfaelsche(&sha256);
    let args = BytesArgs { sha256: sha256.clone(), fassung: Fassung::Original };
    assert!(amt.desk.bytes(&args).is_err());
    let report = amt.desk.store().verify().unwrap();
    assert!(report.befunde.contains(&Befund::OriginalDamaged(sha256)), "{report:?}");
}

#[test]
fn pages_that_do_not_add_up_need_a_reason_and_keep_the_paper() {
    let amt = Amt::new();
    let id = amt.nimm("Scan_0001.pdf", &scan(&[bild(1), bild(2)], "Scan"));
    let refused = amt.desk.scan_pruefen(pruefen(&id, 3)).unwrap_err();
    assert!(
        refused.meldung.contains("3 Seiten") && refused.meldung.contains("nur 2"),
        "{refused:?}"
    );
    assert!(amt.item(&id).transfervermerk.is_none());
    let mut unseen = pruefen(&id, 2);
    unseen.sichtpruefung = false;
    assert!(amt.desk.scan_pruefen(unseen).unwrap_err().meldung.contains("vergleichen"));

    let mut named = pruefen(&id, 3);
    named.auffaelligkeiten = vec!["Seite 3 ist ein leerer Umschlag".to_owned()];
    let view = amt.desk.scan_pruefen(named).unwrap().ersetzend.unwrap();
    assert!(view.vermerk.unwrap().mangel.unwrap().contains("nur 2"));
    assert_eq!(view.papier.unwrap().stand, PapierStand::Vorhanden);
    // The reason stands in the note, and nobody can free the paper.
    let vermerk = amt.item(&id).transfervermerk.unwrap();
    assert!(vermerk.to_xml().contains("leerer Umschlag"));
    amt.als(BERND);
    let bis = Some(amt.tag(TAGE).to_string());
    let kept = PapierSchrittArgs { bis, ..schritt(&id, PapierStand::AufbewahrungBis) };
    amt.desk.papieroriginal_schritt(kept).unwrap();
    amt.uhr.weiter(TAGE + 1);
    let free = schritt(&id, PapierStand::ZurVernichtungFrei);
    let refused = amt.desk.papieroriginal_schritt(free).unwrap_err();
    assert!(refused.meldung.contains("nur 2"), "{refused:?}");
}

#[test]
fn only_scans_replace_paper() {
    let amt = Amt::new();
    let born = amt.nimm("Bescheid.pdf", &amt::born_digital("Bescheid, am Rechner geschrieben"));
    let refused = amt.desk.scan_pruefen(pruefen(&born, 1)).unwrap_err();
    assert!(refused.meldung.contains("elektronisch entstanden"), "{refused:?}");
    let view = amt.desk.eingang(Id { id: born }).unwrap().ersetzend.unwrap();
    assert_eq!(view.hindernis, Some(refused.meldung));
    let text = amt.nimm("Notiz.txt", b"Nur Text");
    assert!(amt.desk.eingang(Id { id: text.clone() }).unwrap().ersetzend.is_none());
    let refused = amt.desk.scan_pruefen(pruefen(&text, 1)).unwrap_err();
    assert!(refused.meldung.contains("nur für gescannte Seiten"), "{refused:?}");
    // A picture is one.
    let photo = amt.nimm("Foto.png", &amt::png());
    amt.desk.scan_pruefen(pruefen(&photo, 1)).unwrap();
}

#[test]
fn sample_is_taken_by_another_person_and_logged() {
    let amt = Amt::new();
    let drawn = amt.nimm("Scan_0001.pdf", &amt::drawn(true));
    let other = amt.nimm("Scan_0002.pdf", &amt::drawn(false));
    for id in [&drawn, &other] {
        amt.desk.scan_pruefen(pruefen(id, 1)).unwrap();
    }
    let list = amt.desk.stichprobe_liste(Leer {}).unwrap();
    assert_eq!((list.quote_prozent, list.bestand, list.geprueft), (amt::QUOTE.into(), 2, 0));
    let [row] = list.offen.as_slice() else { panic!("one is drawn: {list:?}") };
    assert_eq!(row.eingang, drawn);
    assert!(row.hindernis.as_ref().unwrap().contains("andere Person"));
    let good = |id: &str| StichprobeArgs {
        eingang: id.to_owned(),
        ergebnis: Stichprobenurteil::InOrdnung,
        bemerkung: String::new(),
    };
    let own = amt.desk.stichprobe_erfassen(good(&drawn)).unwrap_err();
    assert!(own.meldung.contains("andere Person"), "{own:?}");
    amt.als("  anna beispiel ");
    assert!(amt.desk.stichprobe_erfassen(good(&drawn)).is_err(), "the same in other letters");

    amt.als(BERND);
    let bad = StichprobeArgs { ergebnis: Stichprobenurteil::NeuScannen, ..good(&other) };
    assert!(
        amt.desk.stichprobe_erfassen(bad.clone()).unwrap_err().meldung.contains("was nicht stimmt")
    );
    amt.desk.stichprobe_erfassen(good(&drawn)).unwrap();
    amt.desk
        .stichprobe_erfassen(StichprobeArgs { bemerkung: "unscharf".to_owned(), ..bad })
        .unwrap();
    let list = amt.desk.stichprobe_liste(Leer {}).unwrap();
    assert_eq!((list.offen.len(), list.geprueft, list.treffer), (0, 2, 1));
    assert!(list.folge.contains("alle Scans"), "{}", list.folge);
    let log: Vec<_> =
        list.protokoll.iter().map(|p| (p.pruefer.as_str(), p.bemerkung.as_str())).collect();
    assert!(log.contains(&(BERND, "")) && log.contains(&(BERND, "unscharf")), "{log:?}");
}

#[test]
fn paper_goes_only_when_its_time_has_come_and_others_agree() {
    let amt = Amt::new();
    let id = amt.nimm("Scan_0001.pdf", &amt::drawn(true));
    amt.desk.scan_pruefen(pruefen(&id, 1)).unwrap();
    let free = || schritt(&id, PapierStand::ZurVernichtungFrei);
    let refused = |args| amt.desk.papieroriginal_schritt(args).unwrap_err().meldung;
    amt.als(BERND);
    assert!(refused(free()).contains("muss noch bis"));
    assert!(refused(schritt(&id, PapierStand::Vernichtet)).contains("nicht möglich"));
    let short = Some(amt.tag(TAGE - 1).to_string());
    let shorter = PapierSchrittArgs { bis: short, ..schritt(&id, PapierStand::AufbewahrungBis) };
    assert!(refused(shorter).contains("mindestens bis"));
    amt.uhr.weiter(TAGE);
    assert!(refused(free()).contains("muss noch bis"), "the last day counts");
    amt.uhr.weiter(1);
    assert!(refused(free()).contains("Stichprobe gezogen"));
    assert_eq!(amt.zeile(&id).schritt, None);
    amt.desk
        .stichprobe_erfassen(StichprobeArgs {
            eingang: id.clone(),
            ergebnis: Stichprobenurteil::InOrdnung,
            bemerkung: String::new(),
        })
        .unwrap();
    amt.als(ANNA);
    assert!(refused(free()).contains("andere Person"));
    amt.als(CARLA);
    assert_eq!(amt.zeile(&id).schritt, Some(PapierStand::ZurVernichtungFrei));
    amt.desk.papieroriginal_schritt(free()).unwrap();
    assert_eq!(amt.zeile(&id).schritt, Some(PapierStand::Vernichtet));
    amt.desk.papieroriginal_schritt(schritt(&id, PapierStand::Vernichtet)).unwrap();
    let gone = amt.item(&id);
    assert!(
        matches!(gone.papieroriginal, Some(Papieroriginal::Vernichtet { ref wer, .. }) if wer == CARLA)
    );
    assert!(amt.desk.papieroriginale(Leer {}).unwrap().zeilen.is_empty());

    // Every step stands in the history, with who took it.
    let verlauf = amt.desk.eingang(Id { id }).unwrap().verlauf;
    let lines: Vec<_> = verlauf
        .iter()
        .map(|line| {
            format!("{}|{}|{}", line.akteur, line.was, line.neu.clone().unwrap_or_default())
        })
        .collect();
    for (who, what) in [
        (ANNA, "Transfervermerk"),
        (ANNA, "Fassung mit Transfervermerk"),
        (ANNA, "aufbewahrt"),
        (BERND, "in Ordnung, geprüft von Bernd"),
        (CARLA, "darf vernichtet werden"),
        (CARLA, "von Carla Beispiel vernichtet"),
    ] {
        let found = lines.iter().any(|line| line.starts_with(who) && line.contains(what));
        assert!(found, "{who}: {what} in {lines:#?}");
    }
    assert!(amt.desk.store().verify().unwrap().befunde.is_empty());
}

#[test]
fn defect_found_late_takes_the_release_back() {
    let amt = Amt::new();
    let id = amt.nimm("Scan_0001.pdf", &amt::drawn(false));
    amt.desk.scan_pruefen(pruefen(&id, 1)).unwrap();
    amt.uhr.weiter(TAGE + 1);
    amt.als(BERND);
    amt.desk.papieroriginal_schritt(schritt(&id, PapierStand::ZurVernichtungFrei)).unwrap();
    amt.als(CARLA);
    amt.desk
        .stichprobe_erfassen(StichprobeArgs {
            eingang: id.clone(),
            ergebnis: Stichprobenurteil::OriginalBehalten,
            bemerkung: "Prägesiegel nicht zu erkennen".to_owned(),
        })
        .unwrap();
    assert_eq!(amt.item(&id).papieroriginal, Some(Papieroriginal::Vorhanden));
}

#[test]
fn exception_keeps_the_paper_until_a_second_person_lifts_it() {
    let amt = Amt::new();
    let id = amt.nimm("Scan_0001.pdf", &scan(&[bild(1)], "Scan"));
    amt.desk.scan_pruefen(pruefen(&id, 1)).unwrap();
    let keep = schritt(&id, PapierStand::Ausnahme);
    assert!(amt.desk.papieroriginal_schritt(keep.clone()).is_err(), "a reason is needed");
    let words = PapierSchrittArgs { ausnahme: Some(AusnahmeArt::Sonstiges), ..keep.clone() };
    assert!(amt.desk.papieroriginal_schritt(words).is_err(), "in words");
    let seal = PapierSchrittArgs { ausnahme: Some(AusnahmeArt::Siegel), ..keep };
    let view = amt.desk.papieroriginal_schritt(seal).unwrap().ersetzend.unwrap();
    assert!(view.papier.unwrap().satz.contains("Siegel"));
    amt.uhr.weiter(10 * TAGE);
    let back = PapierSchrittArgs {
        bemerkung: "Siegel ist nur aufgedruckt".to_owned(),
        ..schritt(&id, PapierStand::Vorhanden)
    };
    let own = amt.desk.papieroriginal_schritt(back.clone()).unwrap_err();
    assert!(own.meldung.contains("andere Person"), "{own:?}");
    amt.als(BERND);
    let silent = amt.desk.papieroriginal_schritt(schritt(&id, PapierStand::Vorhanden));
    assert!(silent.unwrap_err().meldung.contains("Grund"));
    amt.desk.papieroriginal_schritt(back).unwrap();
    assert_eq!(amt.item(&id).papieroriginal, Some(Papieroriginal::Vorhanden));
}

#[test]
fn more_protection_than_is_given_here_keeps_the_paper() {
    let amt = Amt::new();
    let id = amt.nimm("Scan_0001.pdf", &amt::drawn(false));
    let mut args = pruefen(&id, 1);
    args.schutzbedarf.integritaet = desk::views::Schutzart::Hoch;
    amt.desk.scan_pruefen(args).unwrap();
    amt.uhr.weiter(TAGE + 1);
    amt.als(BERND);
    let free = schritt(&id, PapierStand::ZurVernichtungFrei);
    let refused = amt.desk.papieroriginal_schritt(free).unwrap_err();
    assert!(refused.meldung.contains("Siegel"), "{refused:?}");
}

fn schritt(id: &str, ziel: PapierStand) -> PapierSchrittArgs {
    PapierSchrittArgs {
        eingang: id.to_owned(),
        ziel,
        bis: None,
        ausnahme: None,
        bemerkung: String::new(),
    }
}

impl Amt {
    fn item(&self, id: &str) -> Eingang {
        let id = uuid::Uuid::parse_str(id).unwrap();
        self.desk.store().read(|db| db.load::<Eingang>(id)).unwrap().0
    }
}
