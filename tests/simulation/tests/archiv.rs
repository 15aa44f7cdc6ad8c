//! One case from the letter that begins it to the archive that keeps it: two clerks, days without a
//! line, twelve years, and a program of its own that plays the archive.
//!
//! Never random: the same office every time.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::{Path, PathBuf};
use std::process::Command;

use desk::Desk;
use desk::views::{
    AkteAnlegenArgs, Ausschnitt, AussonderungAnlegenArgs, AussonderungEinstellungen,
    BegruendetArgs, BytesArgs, EingangFilter, EinzelheitenArgs, EntwurfAnlegenArgs, EntwurfFelder,
    EntwurfSpeichernArgs, Fassung, Id, LaufSchritt, LaufStand, LaufZweck, Leer, ObjektStand,
    PosteingangArgs, PunktArgs, PunktArt, SchrittArgs, SucheArgs, VerfuegungenSetzenArgs,
    Versandart, VersendenArgs, ZdaArgs, ZeichnenArgs, Ziel, ZieleArgs, ZuordnenArgs,
};
use domain::RecType;
use domain::record::text;
use simulation_tests::line::Weather;
use simulation_tests::{DeskId, Office, check};
use uuid::Uuid;

const JAHR_MS: i64 = 366 * 86_400_000;
const ANNA: DeskId = DeskId(0);
const BERND: DeskId = DeskId(1);
/// A word that only this case has.
const WORT: &str = "Quittenbaumweg";

/// Returns the archive's program; says so where it is missing.
fn archive() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/material/checks");
    if root.is_dir() {
        return Some(root.join("xman_peer.py"));
    }
    eprintln!("SKIPPED: no folder {}: the shared material is not here", root.display());
    None
}

/// Lets the archive answer what lies in the folder.
fn answer(archive: &Path, folder: &Path) {
    let python = ["python3", "/usr/bin/python3"].into_iter().find(|program| {
        let import = Command::new(program).args(["-c", "import lxml.etree"]).output();
        import.is_ok_and(|output| output.status.success())
    });
    let mut peer = Command::new(python.unwrap());
    let output = peer.arg(archive).arg(folder).args(["--appraise", "first-A"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && !said.contains("REFUSED"), "{said}");
}

fn exchange(office: &mut Office) {
    for id in [ANNA, BERND, ANNA, BERND] {
        office.round(id).unwrap();
    }
}

fn id(id: &str) -> Id {
    Id { id: id.to_owned() }
}

fn open_post(desk: &Desk) -> Vec<String> {
    let ausschnitt = Ausschnitt { ab: 0, anzahl: 50 };
    let args = PosteingangArgs { filter: EingangFilter::Offen, ausschnitt };
    desk.posteingang(args).unwrap().zeilen.into_iter().map(|row| row.id).collect()
}

fn found(desk: &Desk) -> u32 {
    let ausschnitt = Ausschnitt { ab: 0, anzahl: 50 };
    desk.suche(SucheArgs { text: WORT.to_owned(), ausschnitt }).unwrap().gesamt
}

/// A unit of the plan whose files are offered to the archive after ten years or fewer.
fn unit(desk: &Desk) -> String {
    desk.store()
        .read(|db| {
            for id in db.all(RecType::Aktenplaneinheit)? {
                let Some(seen) = db.seen(id)? else { continue };
                let years = seen.fields.get("aufbewahrung_jahre").and_then(|v| v.as_u64());
                let art = text(&seen.fields, "aussonderungsart");
                if years.is_some_and(|years| years <= 10) && art != "V" {
                    return Ok::<_, store::DbError>(id.to_string());
                }
            }
            Err(store::DbError::NotFound)
        })
        .unwrap()
}

fn point(art: PunktArt, adressat: Option<&str>) -> PunktArgs {
    let adressat = adressat.map(str::to_owned);
    PunktArgs { art, text: None, adressat, termin: None, parallel: false }
}

fn sign(desk: &Desk, vorgang: &str, art: PunktArt) {
    let view = desk.vorgang(id(vorgang)).unwrap();
    let punkt = view.verfuegungen.into_iter().find(|punkt| punkt.art == art).unwrap();
    let args = ZeichnenArgs {
        punkt: Some(punkt.id),
        dokument: None,
        fassung: punkt.fassung.unwrap(),
        vermerk: None,
        in_vertretung_fuer: None,
    };
    desk.zeichnen(args).unwrap();
}

/// Anna takes the letter in, makes file and case for it and drafts the answer, all without a line.
fn receipt(office: &mut Office) -> (String, String, String) {
    office.cut(ANNA);
    office.take_in(ANNA, &format!("Hiermit beantrage ich einen Zuschuss für den {WORT} 4."));
    let anna = office.desk(ANNA);
    let eingang = open_post(&anna).remove(0);
    let akte =
        AkteAnlegenArgs { aktenplaneinheit: unit(&anna), betreff: format!("Zuschuss {WORT}") };
    let akte = anna.akte_anlegen(akte).unwrap().id;
    let ziel = Ziel::NeuerVorgang { akte: akte.clone(), betreff: format!("Antrag {WORT}") };
    anna.eingang_zuordnen(ZuordnenArgs { eingang, ziel, titel: None, angaben: Default::default() })
        .unwrap();
    let words = ZieleArgs { text: format!("Antrag {WORT}") };
    let vorgang = anna.ziele(words).unwrap().remove(0).id;
    assert_eq!(found(&anna), 3, "file, case and document");
    let draft = EntwurfAnlegenArgs {
        vorgang: vorgang.clone(),
        vorlage: Some("formlos".to_owned()),
        empfaenger: None,
    };
    let letter = anna.entwurf_anlegen(draft).unwrap();
    let neu = EntwurfFelder {
        betreff: format!("Ihr Antrag {WORT}"),
        anschrift: "Frau\nKlara Ulmer\nMühlweg 3\n99999 Lindenhain".to_owned(),
        text: "Der Zuschuss wird gewährt.".to_owned(),
        ..letter.felder.clone()
    };
    let args = EntwurfSpeichernArgs { id: letter.id.clone(), vorher: letter.felder, neu };
    anna.entwurf_speichern(args).unwrap();
    let punkte = vec![
        point(PunktArt::Mitzeichnung, Some("Bernd")),
        point(PunktArt::Schlusszeichnung, Some("Anna")),
    ];
    let (case, dokument) = (vorgang.clone(), Some(letter.id.clone()));
    anna.verfuegungen_setzen(VerfuegungenSetzenArgs { vorgang: case, dokument, punkte }).unwrap();
    drop(anna);
    office.mend(ANNA, Weather::default());
    exchange(office);
    (akte, vorgang, letter.id)
}

/// Bernd co-signs without a line; Anna signs, sends and closes.
fn decision(office: &mut Office, akte: &str, vorgang: &str, letter: &str) {
    office.cut(BERND);
    sign(&office.desk(BERND), vorgang, PunktArt::Mitzeichnung);
    office.mend(BERND, Weather::default());
    exchange(office);
    let anna = office.desk(ANNA);
    sign(&anna, vorgang, PunktArt::Schlusszeichnung);
    anna.reinschrift(id(letter)).unwrap();
    let am = anna.wiedervorlagen(Default::default()).unwrap().heute;
    let (weg, vermerk) = (Versandart::Post, String::new());
    anna.versenden(VersendenArgs { id: letter.to_owned(), am, weg, vermerk }).unwrap();
    anna.vorgang_zda(ZdaArgs { id: vorgang.to_owned(), offene_entfallen: true }).unwrap();
    anna.akte_zda(id(akte)).unwrap();
    drop(anna);
    exchange(office);
    let bernd = office.desk(BERND);
    assert!(bernd.vorgang(id(vorgang)).unwrap().geschlossen);
    let again = BegruendetArgs { id: vorgang.to_owned(), grund: Some("Nachtrag".to_owned()) };
    assert!(bernd.vorgang_oeffnen(again).is_err(), "its file is closed");
}

#[test]
fn a_case_goes_from_receipt_to_the_archive_and_is_gone_here() {
    let Some(archive) = archive() else { return };
    let mut office = Office::new(0xa5);
    let (akte, vorgang, letter) = receipt(&mut office);
    decision(&mut office, &akte, &vorgang, &letter);
    let zeichen = office.desk(BERND).akte(id(&akte)).unwrap().ziel.aktenzeichen;
    office.wait(12 * JAHR_MS);
    exchange(&mut office);

    // Anna offers it; the archive wants it, gets it and says that it has it.
    let folder = tempfile::tempdir().unwrap();
    let anna = office.desk(ANNA);
    anna.aussonderung_einstellen(AussonderungEinstellungen {
        ordner: folder.path().display().to_string(),
        behoerde: "Gemeinde Lindenhain".to_owned(),
        schluessel: "16099999".to_owned(),
        praefix: "ags".to_owned(),
        archiv: "Kreisarchiv".to_owned(),
        fassung: "3.1.0".to_owned(),
    })
    .unwrap();
    let reif = anna.aussonderungsreif(Leer {}).unwrap();
    assert!(reif.zeilen.iter().any(|row| row.id == akte), "{reif:?}");
    let args = AussonderungAnlegenArgs { zweck: LaufZweck::Archiv, akten: vec![akte.clone()] };
    let lauf = anna.aussonderung_anlegen(args).unwrap().zeile.id;
    let step = |schritt| {
        anna.aussonderung_schritt(SchrittArgs { id: lauf.clone(), schritt }).unwrap();
    };
    step(LaufSchritt::Anbieten);
    answer(&archive, folder.path());
    assert_eq!(anna.aussonderung_einlesen(Leer {}).unwrap().zeilen.len(), 2);
    step(LaufSchritt::Abgeben);
    answer(&archive, folder.path());
    assert_eq!(anna.aussonderung_einlesen(Leer {}).unwrap().zeilen.len(), 2);
    let view = anna.aussonderung(id(&lauf)).unwrap();
    assert_eq!(view.objekte.first().unwrap().stand, ObjektStand::Archiviert);
    anna.vernichtung_vorschlagen(id(&lauf)).unwrap();
    assert!(anna.vernichtung_freigeben(id(&lauf)).is_err(), "one person alone");
    let originals: Vec<String> = anna
        .store()
        .read(|db| db.dokumente_in(Uuid::parse_str(&vorgang).unwrap()))
        .unwrap()
        .into_iter()
        .map(|document| anna.dokument(id(&document.to_string())).unwrap().zeile.sha256)
        .collect();
    assert_eq!(originals.len(), 2);
    drop(anna);
    exchange(&mut office);

    for desk in [ANNA, BERND] {
        let args = EinzelheitenArgs { anzahl: 100 };
        let refused = office.desk(desk).abgleich_einzelheiten(args).unwrap().abgelehnte;
        assert!(refused.is_empty(), "{refused:#?}");
    }
    // Bernd agrees without a line; when he has one again, it goes everywhere.
    office.cut(BERND);
    office.desk(BERND).vernichtung_freigeben(id(&lauf)).unwrap();
    assert!(found(&office.desk(BERND)) > 0, "nothing goes before the centre has agreed");
    office.mend(BERND, Weather::default());
    exchange(&mut office);
    exchange(&mut office);
    for desk in [ANNA, BERND] {
        let desk = office.desk(desk);
        assert!(desk.vorgang(id(&vorgang)).is_err());
        assert_eq!(found(&desk), 0);
        let left = desk.store().read(|db| db.words_to_forget()).unwrap();
        assert!(!left, "no word of it stands in the files of the index");
        for sha256 in &originals {
            let args = BytesArgs { sha256: sha256.clone(), fassung: Fassung::Original };
            assert!(desk.bytes(&args).is_err(), "an original is left");
        }
        let proof = desk.aussonderung(id(&lauf)).unwrap();
        assert_eq!(proof.zeile.stand, LaufStand::Vollzogen);
        assert!(desk.pruefung(Leer {}).unwrap().in_ordnung);
        let again = ZieleArgs { text: zeichen.clone() };
        assert!(desk.ziele(again).unwrap().iter().all(|ziel| ziel.id != akte));
    }
    office.heal();
    check::convergence(&mut office);
}
