//! Letters from the first word to the post, and notes to file, with a real worker.
//!
//! Never a centre: what two workstations make of it is told by the simulation.

use std::process::Command;

use desk::Desk;
use desk::views::{
    Ausschnitt, BytesArgs, Code, DokumentStand, EntwurfAnlegenArgs, EntwurfFelder,
    EntwurfSpeichernArgs, EntwurfStornierenArgs, EntwurfView, Fassung, Id, KontaktEingabe, Leer,
    SucheArgs, VermerkAnlegenArgs, Vermerkart, Versandart, VersendenArgs, VorschauArgs,
    ZeichnenArgs,
};
use domain::dokument::Versionsrolle;
use domain::mandant::{Briefkopf, Mandant, mandant_id};
use domain::{Akte, Dokument, Edit, Fields, RecType, Record, Vorgang};
use page::source::{Limits, Pages};
use page::{PageImage, Pixels};
use serde_json::json;
use store::verify::Befund;
use store::{Act, SCOPE_REGISTRATUR, SCOPE_STAMMDATEN};
use uuid::Uuid;

use crate::ersetzend::amt::{AMT, ANNA, Amt, scan};

/// What somebody does who is not the subject of a test.
fn act(aktion: &'static str) -> Act {
    Act {
        akteur: ANNA.to_owned(),
        arbeitsplatz: "K01".to_owned(),
        aktion,
        bemerkung: None,
        group: None,
        konflikt: None,
    }
}

/// A case in a file.
fn vorgang(desk: &Desk) -> String {
    let (um, von) = (desk.store().env().now(), ANNA.to_owned());
    let (akte, id) = (desk.store().env().id(), desk.store().env().id());
    let file = Akte::neu("Hunde".to_owned(), Uuid::nil(), "V-K01-1".to_owned(), um, von.clone());
    let case = Vorgang::neu("Hund Bello".to_owned(), akte, "V-K01-2".to_owned(), um, von);
    desk.store()
        .write(|tx| {
            let act = act("vorgang_anlegen");
            let (file, case) = (Edit::create(file.to_fields()), Edit::create(case.to_fields()));
            tx.edit(&act, RecType::Akte, akte, SCOPE_REGISTRATUR, file, Vec::new())?;
            tx.edit(&act, RecType::Vorgang, id, SCOPE_REGISTRATUR, case, Vec::new())
        })
        .unwrap();
    id.to_string()
}

fn frau_mueller(desk: &Desk) -> String {
    let eingabe = KontaktEingabe {
        name: "Müller".to_owned(),
        anrede: "Frau".to_owned(),
        vorname: "Anna".to_owned(),
        strasse: "Mühlweg 3 a".to_owned(),
        plz: "00000".to_owned(),
        ort: "Lindenhain".to_owned(),
        ..KontaktEingabe::default()
    };
    desk.kontakt_anlegen(eingabe).unwrap().zeile.id
}

fn begin(desk: &Desk, vorlage: Option<&str>, empfaenger: Option<String>) -> EntwurfView {
    let vorlage = vorlage.map(str::to_owned);
    let args = EntwurfAnlegenArgs { vorgang: vorgang(desk), vorlage, empfaenger };
    desk.entwurf_anlegen(args).unwrap()
}

fn save(desk: &Desk, view: &EntwurfView, change: impl FnOnce(&mut EntwurfFelder)) -> EntwurfView {
    let mut neu = view.felder.clone();
    change(&mut neu);
    let args = EntwurfSpeichernArgs { id: view.id.clone(), vorher: view.felder.clone(), neu };
    desk.entwurf_speichern(args).unwrap()
}

/// Signs a letter finally, as it stands.
fn sign(desk: &Desk, id: &str) {
    let fassung = desk.entwurf(Id { id: id.to_owned() }).unwrap().fassung;
    let args = ZeichnenArgs {
        punkt: None,
        dokument: Some(id.to_owned()),
        fassung,
        vermerk: None,
        in_vertretung_fuer: None,
    };
    desk.zeichnen(args).unwrap();
}

/// A letter to Frau Müller that is complete and signed.
fn signed(desk: &Desk) -> EntwurfView {
    let view = begin(desk, None, Some(frau_mueller(desk)));
    let view = save(desk, &view, |felder| {
        felder.text = "wir danken für Ihre **Anmeldung**.\n\n- Bello\n- Hasso".to_owned();
        felder.anlagen = vec!["Hundemarke".to_owned()];
    });
    sign(desk, &view.id);
    desk.entwurf(Id { id: view.id }).unwrap()
}

fn original(desk: &Desk, sha256: &str) -> Vec<u8> {
    let args = BytesArgs { sha256: sha256.to_owned(), fassung: Fassung::Original };
    desk.bytes(&args).unwrap()
}

fn record(desk: &Desk, id: &str) -> Dokument {
    desk.store().read(|db| db.load::<Dokument>(id.parse().unwrap())).unwrap().0
}

/// Everything that is kept is as it was written.
fn sound(desk: &Desk) {
    let mut found = desk.store().verify().unwrap().befunde;
    // These files hang from no plan.
    found.retain(|finding| !matches!(finding, Befund::ReferenceMissing(_)));
    assert!(found.is_empty(), "{found:?}");
}

/// Has a PDF judged by another reader.
fn qpdf(pdf: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("brief.pdf");
    std::fs::write(&file, pdf).unwrap();
    let output = Command::new("qpdf").arg("--check").arg(&file).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn letter_begins_with_what_is_known_and_names_what_is_missing() {
    let amt = Amt::new();
    let view = begin(&amt.desk, Some("hundesteuerbescheid"), None);
    assert_eq!(view.stand, DokumentStand::Entwurf);
    assert!(view.fehlt.contains(&"die Anschrift".to_owned()), "{:?}", view.fehlt);
    assert!(view.fehlt.contains(&"„Steuerjahr“".to_owned()), "{:?}", view.fehlt);
    let row = amt.desk.dokument(Id { id: view.id.clone() }).unwrap().zeile;
    assert_eq!((row.stand, row.eigenes, row.versionen), (DokumentStand::Entwurf, true, 0));

    let kontakt = frau_mueller(&amt.desk);
    let view = save(&amt.desk, &view, |felder| felder.empfaenger = Some(kontakt));
    assert_eq!(view.empfaenger.as_deref(), Some("Anna Müller"));
    assert_eq!(view.felder.anschrift, "Frau\nAnna Müller\nMühlweg 3 a\n00000 Lindenhain");
    assert_eq!(view.felder.anrede, "Sehr geehrte Frau Müller,");
    let view = save(&amt.desk, &view, |felder| {
        for place in &view.plaetze {
            felder.angaben.insert(place.name.clone(), format!("<{}>", place.bezeichnung));
        }
    });
    assert_eq!(view.fehlt, Vec::<String>::new());

    // Whoever writes another salutation keeps it, whoever the letter goes to.
    let view = save(&amt.desk, &view, |felder| felder.anrede = "Liebe Frau Müller,".to_owned());
    let view = save(&amt.desk, &view, |felder| felder.empfaenger = None);
    assert_eq!(view.felder.anrede, "Liebe Frau Müller,");
    assert_eq!(view.felder.anschrift, "", "nobody lives there");
}

#[test]
fn only_changed_fields_are_saved_with_what_their_author_saw() {
    let amt = Amt::new();
    let view = begin(&amt.desk, None, None);
    assert_eq!(view.felder.betreff, "Hund Bello");
    let rounds = || amt.desk.store().read(|db| db.journal()).unwrap().len();
    let before = rounds();
    let view = save(&amt.desk, &view, |_| ());
    assert_eq!(rounds(), before, "nothing has changed");
    // Somebody else has written meanwhile; both changes are kept, each with its own base.
    let later = save(&amt.desk, &view, |felder| felder.betreff = "Hund Bello II".to_owned());
    let both = save(&amt.desk, &view, |felder| felder.text = "Guten Tag".to_owned());
    assert_eq!(both.felder.betreff, "Hund Bello II");
    assert_eq!((both.titel.as_str(), later.titel.as_str()), ("Hund Bello II", "Hund Bello II"));
    let words = SucheArgs { text: "guten".into(), ausschnitt: Ausschnitt { ab: 0, anzahl: 5 } };
    let found = amt.desk.suche(words).unwrap();
    assert_eq!(found.zeilen[0].id, view.id, "a draft is found by its words");
    let journal = amt.desk.store().read(|db| db.journal()).unwrap();
    let last = &journal.last().unwrap().0.edit;
    assert_eq!(last.set.keys().collect::<Vec<_>>(), ["brief_text"]);
    save(&amt.desk, &view, |felder| felder.betreff = "Anders".to_owned());
    let journal = amt.desk.store().read(|db| db.journal()).unwrap();
    let base = journal.last().unwrap().0.edit.base.get("brief_betreff").cloned();
    assert_eq!(base, Some(json!("Hund Bello")), "the centre learns that two have written");
}

#[test]
fn letter_with_a_gap_is_not_signed() {
    let amt = Amt::new();
    let view = begin(&amt.desk, Some("hundesteuerbescheid"), Some(frau_mueller(&amt.desk)));
    let args = ZeichnenArgs {
        punkt: None,
        dokument: Some(view.id.clone()),
        fassung: view.fassung,
        vermerk: None,
        in_vertretung_fuer: None,
    };
    let refused = amt.desk.zeichnen(args).unwrap_err();
    assert!(refused.meldung.contains("„Steuerjahr“"), "{refused:?}");
    assert_eq!(amt.desk.entwurf(Id { id: view.id }).unwrap().stand, DokumentStand::Entwurf);
}

#[test]
fn preview_is_a_page_of_what_is_being_written() {
    let amt = Amt::new();
    let view = begin(&amt.desk, None, Some(frau_mueller(&amt.desk)));
    let text = "Unsaved words".to_owned();
    let felder = EntwurfFelder { text, ..view.felder.clone() };
    let args = VorschauArgs { id: view.id.clone(), felder: Some(felder) };
    let start = std::time::Instant::now();
    let page = amt.desk.entwurf_vorschau(args).unwrap();
    eprintln!("preview set in {:?} (this build)", start.elapsed());
    assert_eq!(page.seiten, 1);
    let pdf = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, page.pdf).unwrap();
    let found = inspect::inspect(pdf, "vorschau.pdf").befund.text;
    for word in ["Unsaved words", AMT, "Mühlweg 3 a", "Sehr geehrte Frau Müller,", "V-K01-2"] {
        assert!(found.contains(word), "{word}: {found}");
    }
    assert_eq!(amt.desk.entwurf(Id { id: view.id }).unwrap().felder.text, "");
}

#[test]
fn fair_copy_is_kept_with_the_draft_it_was_made_from() {
    let amt = Amt::new();
    let draft = begin(&amt.desk, None, None);
    let early = amt.desk.reinschrift(Id { id: draft.id }).unwrap_err();
    assert_eq!(early.code, Code::Conflict, "{early:?}");
    let view = signed(&amt.desk);
    let send = |view: &EntwurfView, vermerk: &str| VersendenArgs {
        id: view.id.clone(),
        am: "2026-02-02".to_owned(),
        weg: Versandart::Einschreiben,
        vermerk: vermerk.to_owned(),
    };
    let early = amt.desk.versenden(send(&view, "")).unwrap_err();
    assert!(early.meldung.contains("Reinschrift"), "{early:?}");

    let view = amt.desk.reinschrift(Id { id: view.id }).unwrap();
    let copy = view.reinschrift.clone().unwrap();
    let dokument = record(&amt.desk, &view.id);
    let roles: Vec<_> = dokument.versionen.iter().map(|version| version.rolle).collect();
    assert_eq!(roles, [Some(Versionsrolle::Entwurf), Some(Versionsrolle::Reinschrift)]);
    let named = dokument.reinschrift.unwrap();
    assert_eq!(named.fassung, dokument.schlusszeichnung.unwrap().fassung);
    assert_eq!((&named.sha256, &dokument.versionen[1].sha256), (&copy.sha256, &copy.sha256));
    for version in &dokument.versionen {
        let pdf = original(&amt.desk, &version.sha256);
        assert_eq!(wire::sha256_hex(&pdf), version.sha256);
        qpdf(&pdf);
        let found = inspect::inspect(pdf, "brief.pdf").befund;
        assert_eq!(found.merkmale.pdfa.as_deref(), Some("2a"));
        assert!(found.text.contains("Anmeldung"), "{}", found.text);
        let draft = version.rolle == Some(Versionsrolle::Entwurf);
        assert_eq!(found.text.contains("Entwurf"), draft, "{}", found.text);
    }
    // It is found by its words, and waits for the centre like every original.
    assert!(amt.desk.store().read(|db| db.blob_text(&copy.sha256)).unwrap().is_some());
    let waiting = amt.desk.store().read(|db| db.blobs_to_send(10)).unwrap();
    assert!(waiting.iter().any(|blob| blob.sha256 == copy.sha256));
    let again = amt.desk.reinschrift(Id { id: view.id.clone() }).unwrap_err();
    assert_eq!(again.code, Code::Conflict);

    let late = VersendenArgs { am: "2026-02-03".to_owned(), ..send(&view, "") };
    assert!(amt.desk.versenden(late).unwrap_err().meldung.contains("Zukunft"));
    let view = amt.desk.versenden(send(&view, "RR 123")).unwrap();
    assert_eq!(view.stand, DokumentStand::Versandt);
    let view = amt.desk.versenden(send(&view, "zweites Mal")).unwrap();
    assert_eq!(view.versand.len(), 2);
    assert_eq!(view.versand[0].vermerk.as_deref(), Some("RR 123"));
    let day = record(&amt.desk, &view.id).postausgangsdatum.unwrap();
    assert_eq!(day.to_string(), "2026-02-02");
    let args = EntwurfStornierenArgs { id: view.id, grund: "Irrtum".to_owned() };
    assert_eq!(amt.desk.entwurf_stornieren(args).unwrap_err().code, Code::Conflict);
    sound(&amt.desk);
}

#[test]
fn letter_is_taken_out_with_a_reason_and_in_again() {
    let amt = Amt::new();
    let view = begin(&amt.desk, None, None);
    let args = |grund: &str| EntwurfStornierenArgs { id: view.id.clone(), grund: grund.to_owned() };
    assert_eq!(amt.desk.entwurf_stornieren(args(" ")).unwrap_err().code, Code::Invalid);
    let out = amt.desk.entwurf_stornieren(args("Doppelt")).unwrap();
    assert_eq!(out.stand, DokumentStand::Storniert);
    let history = amt.desk.dokument(Id { id: view.id.clone() }).unwrap().verlauf;
    assert!(history.iter().any(|line| line.bemerkung.as_deref() == Some("Doppelt")));
    let back = amt.desk.entwurf_wiederherstellen(Id { id: view.id.clone() }).unwrap();
    assert_eq!(back.stand, DokumentStand::Entwurf);
}

#[test]
fn answer_to_our_letter_files_itself_when_it_is_scanned() {
    const SEED: u64 = 7;
    eprintln!("seed {SEED}: 200 dpi, 2° askew, noise");
    let amt = Amt::new();
    let view = amt.desk.reinschrift(Id { id: signed(&amt.desk).id }).unwrap();
    let pdf = original(&amt.desk, &view.reinschrift.unwrap().sha256);
    let limits = Limits { draw_dpi: 200, ..Limits::default() };
    let pages = Pages::open(pdf, "application/pdf", None).unwrap();
    let sheet = worn(&pages.page(0, &limits).unwrap().image, 2.0, SEED);
    let id = amt.nimm("Scan_0007.pdf", &scan(&[sheet], "Scan"));
    amt.erkenne();
    let proposal = amt.desk.eingang(Id { id }).unwrap().vorschlaege.remove(0);
    assert_eq!(proposal.begruendung, "QR-Code unseres Schreibens");
    assert_eq!(proposal.ziel.id, view.vorgang.id);
}

#[test]
fn note_to_file_is_an_original_from_the_first_moment() {
    let amt = Amt::new();
    let args = VermerkAnlegenArgs {
        vorgang: vorgang(&amt.desk),
        art: Vermerkart::Telefonvermerk,
        betreff: "Anruf von Frau Müller".to_owned(),
        datum: Some("31.01.2026".to_owned()),
        ort: String::new(),
        beteiligte: vec!["Anna Müller".to_owned(), " ".to_owned()],
        text: "Bello ist **verzogen**.".to_owned(),
    };
    let empty = VermerkAnlegenArgs { text: "\n".to_owned(), ..args.clone() };
    assert_eq!(amt.desk.vermerk_anlegen(empty).unwrap_err().code, Code::Invalid);
    let row = amt.desk.vermerk_anlegen(args).unwrap().zeile;
    assert_eq!((row.stand, row.versionen), (DokumentStand::Abgelegt, 1));
    let pdf = original(&amt.desk, &row.sha256);
    qpdf(&pdf);
    let found = inspect::inspect(pdf, "vermerk.pdf").befund;
    assert_eq!(found.merkmale.pdfa.as_deref(), Some("2a"));
    for word in ["verzogen", "31.01.2026", "Anna Müller", "Anruf von Frau Müller"] {
        assert!(found.text.contains(word), "{word}: {}", found.text);
    }
    let dokument = record(&amt.desk, &row.id);
    assert_eq!(dokument.typ.as_deref(), Some("Telefonvermerk"));
    assert_eq!(dokument.brief.brief_text.as_deref(), Some("Bello ist **verzogen**."));
    sound(&amt.desk);
}

#[test]
fn letterhead_and_instruction_are_those_of_the_municipality() {
    let amt = Amt::new();
    let mandant = Mandant {
        kuerzel: "LH".to_owned(),
        name: "Lindenhain".to_owned(),
        bereich: SCOPE_REGISTRATUR.to_owned(),
        muster_akte: "{plan}-{nr}/{jahr}".to_owned(),
        muster_vorgang: "{akte}-{nr}".to_owned(),
        briefkopf: Briefkopf {
            name: "Gemeinde Lindenhain".to_owned(),
            strasse: "Dorfplatz 1".to_owned(),
            ort: "00000 Lindenhain".to_owned(),
            rechtsbehelf: "Widerspruch beim Landratsamt Lindental.".to_owned(),
            ..Briefkopf::default()
        },
        selbsttaetig_ab: None,
    };
    from_the_centre(&amt.desk, mandant_id(SCOPE_REGISTRATUR), &mandant.to_fields());
    let view = begin(&amt.desk, Some("ablehnung"), None);
    assert_eq!(view.felder.belehrung, "Widerspruch beim Landratsamt Lindental.");
    let args = VorschauArgs { id: view.id, felder: None };
    let page = amt.desk.entwurf_vorschau(args).unwrap();
    let pdf = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, page.pdf).unwrap();
    let found = inspect::inspect(pdf, "vorschau.pdf").befund.text;
    assert!(found.contains("Gemeinde Lindenhain") && found.contains("Dorfplatz 1"), "{found}");
}

#[test]
fn templates_are_offered_with_what_they_are_for() {
    let amt = Amt::new();
    let list = amt.desk.vorlagen(Leer {}).unwrap();
    assert!(list.iter().any(|row| row.kennung == "anhoerung" && row.zweck.contains("§ 28")));
    let args = EntwurfAnlegenArgs {
        vorgang: vorgang(&amt.desk),
        vorlage: Some("gibt-es-nicht".to_owned()),
        empfaenger: None,
    };
    assert_eq!(amt.desk.entwurf_anlegen(args).unwrap_err().code, Code::NotFound);
}

/// Master data as the centre sends it.
fn from_the_centre(desk: &Desk, rec_id: Uuid, fields: &Fields) {
    let body = serde_json::to_string(fields).unwrap();
    let env = desk.store().env();
    let mut change = wire::Change {
        seq: 1,
        rec_type: RecType::Mandant,
        rec_id,
        ver: 1,
        body_sha256: wire::sha256_hex(body.as_bytes()),
        body: Some(body),
        mid: env.id(),
        akteur: "Zentrale".to_owned(),
        arbeitsplatz: "Z".to_owned(),
        aktion: "mandant_anlegen".to_owned(),
        claimed_at: env.now(),
        at: env.now(),
        chain: String::new(),
    };
    let end = hex(&wire::chain_next(&[0; 32], SCOPE_STAMMDATEN, &change));
    change.body_sha256.clear();
    desk.store()
        .write(|tx| {
            tx.follow(&[SCOPE_STAMMDATEN.to_owned(), SCOPE_REGISTRATUR.to_owned()])?;
            tx.apply_changes(SCOPE_STAMMDATEN, vec![change], &end)
        })
        .unwrap();
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Turns a page by some degrees and lays noise over it, as a scanner does.
fn worn(image: &PageImage, degrees: f32, seed: u64) -> PageImage {
    let (width, height) = (image.width(), image.height());
    let grey = |x: f32, y: f32| -> f32 {
        if x < 0.0 || y < 0.0 || x >= width as f32 || y >= height as f32 {
            return 235.0;
        }
        let at = y as usize * width as usize + x as usize;
        match image.pixels() {
            Pixels::Grey(bytes) => f32::from(*bytes.get(at).unwrap()),
            Pixels::Rgb(bytes) => f32::from(*bytes.get(at * 3 + 1).unwrap()),
            Pixels::Bitonal(_) => unreachable!("drawn pages have shades"),
        }
    };
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (mx, my) = (width as f32 / 2.0, height as f32 / 2.0);
    let mut state = seed;
    let mut out = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let (dx, dy) = (x as f32 - mx, y as f32 - my);
            let shade = grey(dx * cos + dy * sin + mx, dy * cos - dx * sin + my);
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let noise = ((state >> 33) % 49) as f32 - 24.0;
            out.push((40.0 + shade * 0.8 + noise).clamp(0.0, 255.0) as u8);
        }
    }
    PageImage::new(width, height, image.dpi(), Pixels::Grey(out)).unwrap()
}
