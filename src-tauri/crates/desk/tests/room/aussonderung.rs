//! From the retention run to the second person's word, with a program of its own that plays the
//! archive; hand-over from one desk to another.
//!
//! Never lets our own reader be the only judge of what we write.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use desk::Desk;
use desk::views::{
    AbgabeEinlesenArgs, AbgabeErstellenArgs, AktenbandArgs, AussonderungAnlegenArgs,
    AussonderungEinstellungen, AussonderungView, BewertungArt, BytesArgs, Code, EinleseErgebnis,
    Fassung, Id, LaufSchritt, LaufStand, LaufZweck, Leer, ObjektStand, OrdnerZiel, SchrittArgs,
};
use domain::{
    Akte, Aktenplaneinheit, Beteiligung, Dokument, Edit, Fields, Kontakt, Op, RecType, Record,
    Verfuegung, Vorgang,
};
use serde_json::{Value, json};
use store::{Act, SCOPE_REGISTRATUR, SCOPE_STAMMDATEN};
use uuid::Uuid;

use crate::ersetzend::amt::{ANNA, Amt, BERND};

/// Returns a place in the shared material; says so where it is missing.
fn material(path: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/material");
    if root.is_dir() {
        return Some(root.join(path));
    }
    eprintln!("SKIPPED: no folder {}: the shared material is not here", root.display());
    None
}

/// Returns an interpreter that knows the XML library of the judges.
fn python() -> Command {
    let known = ["python3", "/usr/bin/python3"].into_iter().find(|program| {
        let import = Command::new(program).args(["-c", "import lxml.etree"]).output();
        import.is_ok_and(|output| output.status.success())
    });
    Command::new(known.expect("python3 with lxml is needed (Debian: python3-lxml)"))
}

/// Runs a judge and returns what it printed; fails if it refuses.
fn judge(program: &Path, args: &[&str]) -> String {
    let output = python().arg(program).args(args).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let cried = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {said}{cried}", program.display());
    said
}

/// Validates the message of a package against the published schema of its group.
fn validate(paket: &Path, gruppe: &str) {
    let Some(schemas) = material("xdomea/xsd/3.1.0") else { return };
    let script = "import sys,zipfile\n\
        from lxml import etree\n\
        z=zipfile.ZipFile(sys.argv[1]); x=[n for n in z.namelist() if n.endswith('.xml')]\n\
        s=etree.XMLSchema(etree.parse(sys.argv[2])); t=etree.fromstring(z.read(x[0]))\n\
        ok=s.validate(t); print(s.error_log); sys.exit(not ok or len(x)!=1)";
    let schema = schemas.join(format!("xdomea-Nachrichten-{gruppe}.xsd"));
    let output = python().args(["-c", script]).arg(paket).arg(schema).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}

fn change(desk: &Desk, kind: RecType, id: Uuid, edit: Edit) {
    let act = Act {
        akteur: ANNA.to_owned(),
        arbeitsplatz: "K01".to_owned(),
        aktion: "vorgang_aendern",
        bemerkung: None,
        group: None,
        konflikt: None,
    };
    let scope = SCOPE_REGISTRATUR;
    desk.store().write(|tx| tx.edit(&act, kind, id, scope, edit, Vec::new())).unwrap();
}

fn create(desk: &Desk, kind: RecType, record: &impl Record) -> Uuid {
    let id = desk.store().env().id();
    change(desk, kind, id, Edit::create(record.to_fields()));
    id
}

fn step(desk: &Desk, kind: RecType, id: Uuid, op: Op, set: Value) {
    let seen = desk.store().read(|db| db.seen(id)).unwrap().unwrap();
    let set: Fields = serde_json::from_value(set).unwrap();
    change(desk, kind, id, Edit::set(op, &seen.fields, set));
}

/// A unit of the plan, as the centre would have said it.
fn plan(desk: &Desk, kennzeichen: &str) -> Uuid {
    let unit = Aktenplaneinheit {
        aufbewahrung_jahre: Some(10),
        inhaltsangabe: Some("Steuern der Gemeinde".to_owned()),
        ..serde_json::from_value(json!({"kennzeichen": kennzeichen, "bezeichnung": "Steuern"}))
            .unwrap()
    };
    let env = desk.store().env();
    let (id, body) = (env.id(), json!(unit.to_fields()).to_string());
    let row = wire::Change {
        seq: 1,
        rec_type: RecType::Aktenplaneinheit,
        rec_id: id,
        ver: 1,
        body_sha256: wire::sha256_hex(body.as_bytes()),
        body: Some(body),
        mid: env.id(),
        akteur: "Zentrale".to_owned(),
        arbeitsplatz: "Zentrale".to_owned(),
        aktion: "aktenplan_einrichten".to_owned(),
        claimed_at: env.now(),
        at: env.now(),
        chain: String::new(),
    };
    let end = hex(wire::chain_next(&wire::GENESIS, SCOPE_STAMMDATEN, &row));
    desk.store().write(|tx| tx.follow(&[SCOPE_STAMMDATEN.to_owned()])).unwrap();
    desk.store().write(|tx| tx.apply_changes(SCOPE_STAMMDATEN, vec![row], &end)).unwrap();
    id
}

fn hex(hash: wire::Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A closed file with everything that can be in one; returns it and its case.
fn altakte(desk: &Desk, plan: Uuid, name: &str) -> (Uuid, Uuid) {
    let um = "2012-03-01T09:00:00Z".parse().unwrap();
    let von = || ANNA.to_owned();
    let mut kontakt = Kontakt::neu(format!("Halter {name}"), um, von());
    kontakt.ort = Some("Lindenhain".to_owned());
    let kontakt = create(desk, RecType::Kontakt, &kontakt);
    let beteiligte = vec![Beteiligung { kontakt, rolle: "Steuerpflichtiger".to_owned() }];
    let akte = Akte::neu(format!("Hundesteuer {name}"), plan, format!("V-{name}"), um, von());
    let akte = create(desk, RecType::Akte, &Akte { beteiligte, ..akte });
    let vorgang = Vorgang::neu(format!("Anmeldung {name}"), akte, format!("V-{name}-1"), um, von());
    let vorgang = create(desk, RecType::Vorgang, &vorgang);
    let mut writer = desk.store().blob_writer(SCOPE_REGISTRATUR).unwrap();
    writer.write_all(format!("Der Hund {name} ist angemeldet.").as_bytes()).unwrap();
    let blob = writer.finish().unwrap();
    desk.store().write(|tx| tx.put_blob(&blob, false)).unwrap();
    let mut dokument = Dokument::neu(format!("Anmeldung von {name}"), vorgang, um, von());
    dokument.absender = Some(kontakt);
    dokument.versionen = serde_json::from_value(json!([{"nummer": 1, "sha256": blob.sha256,
        "groesse_bytes": blob.size, "mime": "text/plain", "dateiname": "Anmeldung.txt",
        "angelegt_um": um, "angelegt_von": ANNA}]))
    .unwrap();
    create(desk, RecType::Dokument, &dokument);
    let punkt: Verfuegung = serde_json::from_value(json!({"vorgang": vorgang, "nummer": 1,
        "schritt": 1, "art": "kenntnis", "adressat": ANNA, "status": "offen",
        "angelegt_um": um, "angelegt_von": ANNA}))
    .unwrap();
    let punkt = create(desk, RecType::Verfuegung, &punkt);
    let done = json!({"status": "erledigt", "erledigung": {"von": ANNA, "um": um,
        "vermerk": "gesehen"}});
    step(desk, RecType::Verfuegung, punkt, Op::Transition, done);
    let renamed = json!({"betreff": format!("Anmeldung Hund {name}")});
    step(desk, RecType::Vorgang, vorgang, Op::Set, renamed);
    let zda = json!({"status": "zda", "zda_datum": "2013-06-30"});
    step(desk, RecType::Vorgang, vorgang, Op::Transition, zda.clone());
    step(desk, RecType::Akte, akte, Op::Transition, zda);
    (akte, vorgang)
}

/// A desk with a transfer folder.
struct Haus {
    amt: Amt,
    ordner: tempfile::TempDir,
}

impl Haus {
    fn new(fassung: &str) -> Self {
        let (amt, ordner) = (Amt::new(), tempfile::tempdir().unwrap());
        let e = AussonderungEinstellungen {
            ordner: ordner.path().display().to_string(),
            behoerde: "Stadtverwaltung Lindenhain".to_owned(),
            schluessel: "16099999".to_owned(),
            praefix: "ags".to_owned(),
            archiv: "Landesarchiv".to_owned(),
            fassung: fassung.to_owned(),
        };
        amt.desk.aussonderung_einstellen(e).unwrap();
        Self { amt, ordner }
    }

    fn pfad(&self) -> &str {
        self.ordner.path().to_str().unwrap()
    }

    fn schritt(&self, id: &str, schritt: LaufSchritt) -> AussonderungView {
        let args = SchrittArgs { id: id.to_owned(), schritt };
        let view = self.amt.desk.aussonderung_schritt(args).unwrap();
        let last = view.nachrichten.last().unwrap();
        let package = self.paket(&view, &last.typ);
        let said =
            judge(&material("checks/check_xdomea.py").unwrap(), &[package.to_str().unwrap()]);
        assert!(said.contains(" OK"), "{said}");
        let left = std::fs::read_dir(self.ordner.path()).unwrap();
        let parts = left.filter(|entry| {
            entry.as_ref().unwrap().path().extension().is_some_and(|ending| ending == "part")
        });
        assert_eq!(parts.count(), 0, "nothing half is left");
        view
    }

    fn paket(&self, view: &AussonderungView, typ: &str) -> PathBuf {
        let entries = std::fs::read_dir(self.ordner.path()).unwrap();
        let mut found = entries.map(|entry| entry.unwrap().path()).filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            name.starts_with(&view.prozess) && name.ends_with(&format!("{typ}.zip"))
        });
        found.next().unwrap()
    }

    fn archiv(&self, wie: &str) {
        let peer = material("checks/xman_peer.py").unwrap();
        let said = judge(&peer, &[self.pfad(), "--appraise", wie]);
        assert!(!said.contains("REFUSED"), "{said}");
    }

    fn einlesen(&self) -> EinleseErgebnis {
        self.amt.desk.aussonderung_einlesen(Leer {}).unwrap()
    }

    fn view(&self, id: &str) -> AussonderungView {
        self.amt.desk.aussonderung(Id { id: id.to_owned() }).unwrap()
    }
}

#[test]
fn whole_dialogue_ends_with_archived_and_destroyed_files() {
    if material("checks").is_none() {
        return;
    }
    for fassung in ["3.0.0", "3.1.0"] {
        let haus = Haus::new(fassung);
        let desk = &haus.amt.desk;
        let unit = plan(desk, "9.1");
        let (eins, _) = altakte(desk, unit, "Waldi");
        let (zwei, _) = altakte(desk, unit, "Bello");
        let reif = desk.aussonderungsreif(Leer {}).unwrap();
        assert_eq!((reif.zeilen.len(), reif.laufend, reif.dauernd), (2, 0, 0));
        assert_eq!(reif.zeilen[0].aufbewahrt_bis, "2023-12-31");
        assert_eq!(reif.zeilen[0].bewertung, BewertungArt::B, "the plan says nothing");
        let akten = vec![eins.to_string(), zwei.to_string()];
        let args = AussonderungAnlegenArgs { zweck: LaufZweck::Archiv, akten };
        let lauf = desk.aussonderung_anlegen(args).unwrap();
        let id = lauf.zeile.id.clone();
        assert_eq!(lauf.schritte, [LaufSchritt::Anbieten]);
        assert!(desk.aussonderungsreif(Leer {}).unwrap().zeilen.is_empty(), "they are in a run");

        haus.schritt(&id, LaufSchritt::Anbieten);
        haus.archiv("first-A");
        let taken = haus.einlesen();
        let told: Vec<bool> = taken.zeilen.iter().map(|row| row.angenommen).collect();
        assert_eq!(told, [true, true], "{:?}", taken.zeilen);
        let view = haus.view(&id);
        let stand: Vec<_> = view.objekte.iter().map(|row| (row.stand, row.bewertung)).collect();
        let expected = [
            (ObjektStand::Bewertet, Some(BewertungArt::A)),
            (ObjektStand::Bewertet, Some(BewertungArt::V)),
        ];
        assert_eq!(stand, expected);
        assert_eq!(view.loeschbar, 0, "what is to be destroyed waits for what is wanted");
        assert_eq!(view.schritte, [LaufSchritt::BewertungBestaetigen, LaufSchritt::Abgeben]);

        haus.schritt(&id, LaufSchritt::BewertungBestaetigen);
        let view = haus.schritt(&id, LaufSchritt::Abgeben);
        assert_eq!(view.objekte[0].stand, ObjektStand::Abgegeben);
        haus.archiv("first-A");
        assert_eq!(haus.einlesen().zeilen.len(), 2);
        assert!(haus.einlesen().zeilen.is_empty(), "each once");
        let view = haus.view(&id);
        assert_eq!(view.objekte[0].stand, ObjektStand::Archiviert);
        let kennung = view.objekte[0].archivkennung.clone().unwrap();
        assert!(kennung.starts_with("LATh-"), "{kennung}");
        assert_eq!(view.loeschbar, 2);
        let typen: Vec<&str> = view.nachrichten.iter().map(|row| row.typ.as_str()).collect();
        assert_eq!(typen, ["0501", "0504", "0502", "0505", "0503", "0507", "0506"]);
        for row in &view.nachrichten {
            let args = BytesArgs { sha256: row.sha256.clone(), fassung: Fassung::Original };
            assert!(!desk.bytes(&args).unwrap().is_empty(), "{}: kept as it was", row.typ);
        }

        let args = || Id { id: id.clone() };
        let view = desk.vernichtung_vorschlagen(args()).unwrap();
        assert_eq!((view.zu_loeschen, view.kann_freigeben), (2, false));
        let alone = desk.vernichtung_freigeben(args()).unwrap_err();
        assert!(alone.meldung.contains("zweite Person"), "{}", alone.meldung);
        haus.amt.als(BERND);
        assert!(haus.view(&id).kann_freigeben);
        let view = desk.vernichtung_freigeben(args()).unwrap();
        assert_eq!(view.zeile.stand, LaufStand::Vollzogen);
        assert_eq!(view.freigabe.unwrap().von, BERND);
    }
}

#[test]
fn what_is_broken_or_foreign_is_refused_with_a_reason_and_stays() {
    if material("checks").is_none() {
        return;
    }
    let haus = Haus::new("3.1.0");
    let desk = &haus.amt.desk;
    let (akte, _) = altakte(desk, plan(desk, "9.1"), "Waldi");
    let args = AussonderungAnlegenArgs { zweck: LaufZweck::Archiv, akten: vec![akte.to_string()] };
    let id = desk.aussonderung_anlegen(args).unwrap().zeile.id;
    let view = haus.schritt(&id, LaufSchritt::Anbieten);
    haus.archiv("A");
    let good = haus.ordner.path().join("0502");
    let good = std::fs::read_dir(&good).unwrap().next().unwrap().unwrap().path();
    let name = good.file_name().unwrap().to_string_lossy().into_owned();
    let bytes = std::fs::read(&good).unwrap();
    // Half a package, another process, something else altogether.
    std::fs::write(&good, &bytes[..bytes.len() / 2]).unwrap();
    let other = name.replace(&view.prozess, &Uuid::from_u128(7).to_string());
    std::fs::write(haus.ordner.path().join(&other), &bytes).unwrap();
    std::fs::write(haus.ordner.path().join("urlaub.zip"), b"Bilder").unwrap();
    let read = haus.einlesen();
    let refused: Vec<_> = read.zeilen.iter().filter(|row| !row.angenommen).collect();
    assert_eq!(refused.len(), 3, "{:?}", read.zeilen);
    for row in refused {
        assert!(!row.meldung.is_empty(), "{}", row.datei);
    }
    for left in [&good, &haus.ordner.path().join(&other), &haus.ordner.path().join("urlaub.zip")] {
        assert!(left.exists(), "{}", left.display());
    }
    // The archive sends the whole again.
    std::fs::write(&good, &bytes).unwrap();
    let read = haus.einlesen();
    let taken: Vec<_> = read.zeilen.iter().filter(|row| row.angenommen).collect();
    assert_eq!(taken.len(), 1, "{:?}", read.zeilen);
    assert_eq!(haus.view(&id).objekte[0].stand, ObjektStand::Bewertet);
}

#[test]
fn a_step_out_of_order_or_a_second_run_is_refused() {
    let haus = Haus::new("3.1.0");
    let desk = &haus.amt.desk;
    let (akte, _) = altakte(desk, plan(desk, "9.1"), "Waldi");
    let args =
        || AussonderungAnlegenArgs { zweck: LaufZweck::Archiv, akten: vec![akte.to_string()] };
    let id = desk.aussonderung_anlegen(args()).unwrap().zeile.id;
    assert!(desk.aussonderung_anlegen(args()).is_err(), "it is in a run");
    let early = SchrittArgs { id: id.clone(), schritt: LaufSchritt::Abgeben };
    assert!(desk.aussonderung_schritt(early).is_err());
    let none = desk.vernichtung_vorschlagen(Id { id: id.clone() }).unwrap_err();
    assert!(none.meldung.contains("noch nichts"), "{}", none.meldung);
    let view = desk.aussonderung_beenden(Id { id }).unwrap();
    assert_eq!(view.zeile.stand, LaufStand::Abgebrochen);
    assert_eq!(view.objekte[0].stand, ObjektStand::Herausgenommen);
    assert_eq!(desk.aussonderungsreif(Leer {}).unwrap().zeilen.len(), 1, "ripe again");
}

#[test]
fn a_proposal_can_be_taken_back_and_a_plan_of_v_needs_no_archive() {
    let haus = Haus::new("3.1.0");
    let desk = &haus.amt.desk;
    let (akte, _) = altakte(desk, plan(desk, "9.1"), "Waldi");
    let reopened = json!({"status": "offen", "zda_datum": null});
    let seen = desk.store().read(|db| db.seen(akte)).unwrap().unwrap();
    let open: Fields = serde_json::from_value(reopened).unwrap();
    let act = Act {
        akteur: ANNA.to_owned(),
        arbeitsplatz: "K01".to_owned(),
        aktion: "akte_oeffnen",
        bemerkung: Some("Bewertung fehlte".to_owned()),
        group: None,
        konflikt: None,
    };
    let edit = Edit::set(Op::Transition, &seen.fields, open);
    let scope = SCOPE_REGISTRATUR;
    desk.store().write(|tx| tx.edit(&act, RecType::Akte, akte, scope, edit, Vec::new())).unwrap();
    step(desk, RecType::Akte, akte, Op::Set, json!({"aussonderungsart": "V"}));
    let zda = json!({"status": "zda", "zda_datum": "2013-06-30"});
    step(desk, RecType::Akte, akte, Op::Transition, zda);
    let akten = vec![akte.to_string()];
    let args = AussonderungAnlegenArgs { zweck: LaufZweck::Vernichtung, akten };
    let view = desk.aussonderung_anlegen(args).unwrap();
    assert_eq!((view.loeschbar, view.schritte.len()), (1, 0));
    let id = || Id { id: view.zeile.id.clone() };
    desk.vernichtung_vorschlagen(id()).unwrap();
    let back = desk.aussonderung_beenden(id()).unwrap();
    assert_eq!((back.zeile.stand, back.loeschbar), (LaufStand::Laufend, 1));
    assert!(back.vorschlag.is_none() && back.zu_loeschen == 0);
}

#[test]
fn a_file_that_is_handed_over_is_the_same_on_the_other_side() {
    let (hier, dort) = (Haus::new("3.1.0"), Haus::new("3.1.0"));
    let desk = &hier.amt.desk;
    let (akte, vorgang) = altakte(desk, plan(desk, "9.1"), "Waldi");
    let args = AbgabeErstellenArgs {
        id: akte.to_string(),
        ordner: hier.pfad().to_owned(),
        empfaenger: "Landratsamt".to_owned(),
    };
    let pfad = desk.abgabe_erstellen(args).unwrap().pfad;
    validate(Path::new(&pfad), "AbgabeDurchfuehren");
    let other = &dort.amt.desk;
    let take = |einheit: Option<Uuid>| {
        other.abgabe_einlesen(AbgabeEinlesenArgs {
            pfad: pfad.clone(),
            aktenplaneinheit: einheit.map(|id| id.to_string()),
            akte: None,
        })
    };
    let unknown = take(None).unwrap_err();
    assert_eq!(unknown.code, Code::Invalid, "{}", unknown.meldung);
    assert!(unknown.meldung.contains("9.1"), "{}", unknown.meldung);
    let unit = plan(other, "8.2");
    let taken = take(Some(unit)).unwrap();
    assert_eq!((taken.akten, taken.vorgaenge, taken.dokumente), (1, 1, 1));
    assert!(taken.hinweise.is_empty(), "{:?}", taken.hinweise);
    let again = take(Some(unit)).unwrap();
    assert_eq!((again.akten, again.vorgaenge, again.dokumente), (0, 0, 0));
    assert_eq!((again.vorhanden, again.lauf), (3, taken.lauf), "nothing is doubled");
    let (record, _) = other.store().read(|db| db.load::<Akte>(akte)).unwrap();
    assert_eq!(record.betreff, "Hundesteuer Waldi");
    assert_eq!(record.status, domain::AkteState::Zda, "closed there as here");
    assert_eq!(record.beteiligte.len(), 1);
    assert!(record.bemerkung.unwrap().contains("V-Waldi"), "their reference stays readable");
    let ids = other.store().read(|db| db.dokumente_in(vorgang)).unwrap();
    let (document, _) = other.store().read(|db| db.load::<Dokument>(ids[0])).unwrap();
    let sha256 = document.versionen[0].sha256.clone();
    let args = BytesArgs { sha256, fassung: Fassung::Original };
    assert_eq!(other.bytes(&args).unwrap(), b"Der Hund Waldi ist angemeldet.");
    let aussonderungen = other.aussonderungen(Leer {}).unwrap();
    assert_eq!(aussonderungen.zeilen[0].zweck, LaufZweck::Abgabe, "its package is kept");
}

#[test]
fn the_plan_goes_out_as_a_message() {
    let haus = Haus::new("3.1.0");
    plan(&haus.amt.desk, "9.1");
    let args = OrdnerZiel { ordner: haus.pfad().to_owned() };
    let pfad = haus.amt.desk.aktenplan_ausgeben(args).unwrap().pfad;
    validate(Path::new(&pfad), "AktenplanAustauschen");
}

/// Everything that a PDF embeds, as it comes out again.
fn anhaenge(pdf: &[u8]) -> Vec<Vec<u8>> {
    let pdf = lopdf::Document::load_mem(pdf).unwrap();
    let embedded = pdf.objects.values().filter_map(|object| object.as_stream().ok());
    let embedded = embedded.filter(|stream| {
        stream.dict.get(b"Type").and_then(lopdf::Object::as_name).ok() == Some(b"EmbeddedFile")
    });
    embedded
        .map(|stream| stream.decompressed_content().unwrap_or_else(|_| stream.content.clone()))
        .collect()
}

#[test]
fn a_file_becomes_one_pdf_with_its_originals_untouched() {
    let haus = Haus::new("3.1.0");
    let desk = &haus.amt.desk;
    let unit = plan(desk, "9.1");
    let um = desk.store().env().now();
    let von = || ANNA.to_owned();
    let akte = Akte::neu("Hund Basko".to_owned(), unit, "V-1".to_owned(), um, von());
    let akte = create(desk, RecType::Akte, &akte);
    let vorgang = Vorgang::neu("Anmeldung".to_owned(), akte, "V-1-1".to_owned(), um, von());
    let vorgang = create(desk, RecType::Vorgang, &vorgang);
    let scan = include_bytes!("../../../../../assets/uebung/01-hundesteuer-anmeldung.pdf");
    let note = b"Der Hund Basko ist angemeldet.";
    for (bytes, mime, name) in
        [(&scan[..], "application/pdf", "Bogen.pdf"), (&note[..], "text/plain", "Notiz.txt")]
    {
        let mut writer = desk.store().blob_writer(SCOPE_REGISTRATUR).unwrap();
        writer.write_all(bytes).unwrap();
        let blob = writer.finish().unwrap();
        desk.store().write(|tx| tx.put_blob(&blob, false)).unwrap();
        let mut dokument = Dokument::neu(format!("Anlage {name}"), vorgang, um, von());
        dokument.versionen = serde_json::from_value(json!([{"nummer": 1, "sha256": blob.sha256,
            "groesse_bytes": blob.size, "mime": mime, "dateiname": name,
            "angelegt_um": um, "angelegt_von": ANNA}]))
        .unwrap();
        create(desk, RecType::Dokument, &dokument);
    }
    for id in [akte, vorgang] {
        let pfad = haus.ordner.path().join(format!("{id}.pdf")).display().to_string();
        let args = AktenbandArgs { id: id.to_string(), pfad: pfad.clone() };
        let view = desk.akte_als_pdf(args).unwrap();
        let pdf = std::fs::read(&pfad).unwrap();
        assert_eq!(view.sha256, wire::sha256_hex(&pdf));
        assert!(view.seiten >= 4, "cover, contents, a page and a sheet: {}", view.seiten);
        let inside = anhaenge(&pdf);
        assert!(inside.iter().any(|file| file == scan), "the scan, byte for byte");
        assert!(inside.iter().any(|file| file == note));
    }
    let history = desk.store().read(|db| db.verlauf(akte)).unwrap();
    assert!(history.iter().any(|entry| entry.aktion == "akte_als_pdf"), "it is noted");
    let gone = AktenbandArgs { id: Uuid::nil().to_string(), pfad: "x.pdf".to_owned() };
    assert_eq!(desk.akte_als_pdf(gone).unwrap_err().code, Code::NotFound);
}
