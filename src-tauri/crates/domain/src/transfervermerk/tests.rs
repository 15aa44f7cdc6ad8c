//! The rules of replacing scan, one by one.

use super::*;

const HASH: &str = "00000000000000630000000000000000000000000000000000000000000000ff";

fn vermerk() -> Transfervermerk {
    let text = |text: &str| text.to_owned();
    Transfervermerk {
        schema_version: SCHEMA_VERSION,
        dokument: Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001),
        seiten: 2,
        seiten_vorbereitung: Some(4),
        eingangsdatum: jiff::civil::date(2026, 11, 20),
        erstellt_von: Ersteller {
            kennung: text("scan.anna"),
            organisation: text("Stadt A & B"),
            arbeitsplatz: text("K07"),
        },
        erstellt_um: "2026-11-20T09:02:00Z".parse().unwrap(),
        geraet: Geraet {
            hersteller: text("Muster"),
            modell: text("S-100"),
            seriennummer: text("0815"),
        },
        software: Software { name: text("Forsthaus"), version: text("0.1.0") },
        profil: Scanprofil {
            name: text("Post"),
            dpi: 300,
            farbe: Farbe::Farbe,
            format: text("PDF/A-2u"),
        },
        ocr: Some(Texterkennung {
            engine: text("Tesseract"),
            version: text("5.5"),
            sprache: text("deu"),
        }),
        schutzbedarf: Schutzbedarf { integritaet: Schutzstufe::SehrHoch, ..Default::default() },
        verfahrensanweisung: Verfahrensanweisung { id: text("VA-Scan"), version: text("2") },
        qs: Some(Qualitaetssicherung {
            art: Qsart::Voll,
            quote_prozent: 100,
            pruefer: text("scan.anna"),
            ergebnis: Qsergebnis::InOrdnung,
            auffaelligkeiten: vec![],
        }),
        bildgleichheit: Bildgleichheit::Bildlich,
        hash: Pruefsummen { seiten: vec!["a1".repeat(32), "b2".repeat(32)], gesamt: text(HASH) },
        leerseiten: vec![2, 4],
        auffaelligkeiten: vec![Auffaelligkeit {
            seite: Some(1),
            text: text("Stempel \"<verwischt>\" & schräg"),
        }],
    }
}

/// Applies a change to a good note and returns what is wrong then.
fn mit(change: impl FnOnce(&mut Transfervermerk)) -> Result<(), Vermerkverstoss> {
    let mut vermerk = vermerk();
    change(&mut vermerk);
    vermerk.vollstaendig()
}

fn qs(change: impl FnOnce(&mut Qualitaetssicherung)) -> Result<(), Vermerkverstoss> {
    mit(|vermerk| change(vermerk.qs.as_mut().unwrap()))
}

#[test]
fn pages_declared_are_pages_kept_and_blank_pages_removed() {
    use Vermerkverstoss as V;
    assert_eq!(vermerk().vollstaendig(), Ok(()));
    assert_eq!(mit(|v| v.seiten_vorbereitung = None), Err(V::NichtVorgezaehlt));
    let missing = V::SeitenFehlen { erklaert: 5, gezaehlt: 4 };
    assert_eq!(mit(|v| v.seiten_vorbereitung = Some(5)), Err(missing));
    let too_many = V::SeitenZuviel { erklaert: 4, gezaehlt: 5 };
    assert_eq!(mit(|v| v.leerseiten = vec![1, 2, 3]), Err(too_many));
    let missing = V::SeitenFehlen { erklaert: 4, gezaehlt: 2 };
    assert_eq!(mit(|v| v.leerseiten.clear()), Err(missing));
    assert_eq!(mit(|v| v.seiten = 0), Err(V::OhneSeiten));
}

#[test]
fn removed_pages_were_in_the_stack_and_only_once() {
    for (leer, seite) in [(vec![2, 5], 5), (vec![0, 2], 0), (vec![2, 2], 2)] {
        let wrong = Vermerkverstoss::LeerseiteUnmoeglich { seite };
        assert_eq!(mit(|v| v.leerseiten = leer), Err(wrong));
    }
}

#[test]
fn every_page_has_a_hash() {
    use Vermerkverstoss as V;
    let incomplete = V::PruefsummenUnvollstaendig { seiten: 2, pruefsummen: 1 };
    assert_eq!(mit(|v| drop(v.hash.seiten.pop())), Err(incomplete));
    assert_eq!(mit(|v| v.hash.gesamt.clear()), Err(V::PruefsummeUngueltig));
    let wrong = "ä".repeat(32);
    assert_eq!(mit(|v| v.hash.seiten[1] = wrong), Err(V::PruefsummeUngueltig));
}

#[test]
fn who_and_with_what_has_to_be_said() {
    let missing = |angabe| Err(Vermerkverstoss::AngabeFehlt { angabe });
    assert_eq!(mit(|v| v.erstellt_von.kennung = " ".into()), missing("erstellt_von.kennung"));
    assert_eq!(mit(|v| v.geraet.modell.clear()), missing("geraet.modell"));
    assert_eq!(mit(|v| v.profil.dpi = 0), missing("profil.dpi"));
    let id = "verfahrensanweisung.id";
    assert_eq!(mit(|v| v.verfahrensanweisung.id.clear()), missing(id));
    assert_eq!(mit(|v| v.geraet.seriennummer.clear()), Ok(()), "not every device tells");
    assert_eq!(mit(|v| v.ocr = None), Ok(()));
}

#[test]
fn somebody_has_checked_and_found_it_good() {
    use Vermerkverstoss as V;
    assert_eq!(mit(|v| v.qs = None), Err(V::PruefungFehlt));
    assert_eq!(qs(|qs| qs.ergebnis = Qsergebnis::NichtGezogen), Err(V::PruefungFehlt));
    assert_eq!(qs(|qs| qs.ergebnis = Qsergebnis::Mangelhaft), Err(V::PruefungMangelhaft));
    let missing = V::AngabeFehlt { angabe: "qs.pruefer" };
    assert_eq!(qs(|qs| qs.pruefer.clear()), Err(missing));
}

#[test]
fn sampler_is_another_person_than_the_scanning_clerk() {
    let by = |who: &str| {
        qs(|qs| {
            qs.art = Qsart::Stichprobe;
            who.clone_into(&mut qs.pruefer);
        })
    };
    assert_eq!(by("scan.anna"), Err(Vermerkverstoss::PrueferIstErsteller));
    assert_eq!(by(" Scan.Anna "), Err(Vermerkverstoss::PrueferIstErsteller));
    assert_eq!(by("bernd"), Ok(()));
}

#[test]
fn only_what_was_not_drawn_may_go_unchecked() {
    // The hash of the note has the number 99.
    let undrawn = |quote| {
        qs(|qs| {
            qs.art = Qsart::Stichprobe;
            qs.quote_prozent = quote;
            qs.ergebnis = Qsergebnis::NichtGezogen;
            qs.pruefer.clear();
        })
    };
    assert_eq!(undrawn(99), Ok(()));
    assert_eq!(undrawn(100), Err(Vermerkverstoss::StichprobeUmgangen));
}

#[test]
fn drawing_follows_from_the_hash_alone() {
    let draw = |quote_prozent, hash: &str| Stichprobe { quote_prozent }.gezogen(hash);
    assert!(draw(100, HASH) && !draw(99, HASH) && !draw(0, HASH));
    assert!(draw(255, HASH));
    let five = format!("{:016x}{}", 200_000_000_004_u64, "0".repeat(48));
    assert!(draw(5, &five) && !draw(4, &five));
    for broken in ["", "zz", &"z".repeat(64), &HASH[1..], &"ä".repeat(32)] {
        assert!(draw(0, broken), "nobody escapes by a broken hash");
    }
    let drawn = (0..10_000_u64)
        .map(|n| n.wrapping_mul(0x9E37_79B9_7F4A_7C15))
        .filter(|n| draw(10, &format!("{n:016x}{}", "0".repeat(48))))
        .count();
    assert!((900..1_100).contains(&drawn), "{drawn} of 10000 at 10 percent");
}

fn pruefung(
    pruefer: &str,
    decision: Entscheidung,
    mangel: &str,
) -> Result<Stichprobenpruefung, Vermerkverstoss> {
    Stichprobenpruefung::neu(&vermerk(), pruefer, Zeitpunkt::UNIX_EPOCH, decision, mangel)
}

#[test]
fn check_names_its_person_and_its_defect() {
    use Entscheidung::{InOrdnung, NeuScannen};
    use Vermerkverstoss as V;
    assert!(pruefung("bernd", InOrdnung, "").is_ok());
    assert_eq!(pruefung("SCAN.ANNA", InOrdnung, ""), Err(V::PrueferIstErsteller));
    assert_eq!(pruefung("", InOrdnung, ""), Err(V::AngabeFehlt { angabe: "pruefer" }));
    assert_eq!(pruefung("bernd", NeuScannen, " "), Err(V::AngabeFehlt { angabe: "mangel" }));
    assert_eq!(pruefung("bernd", NeuScannen, "Seite 2 fehlt").unwrap().mangel, "Seite 2 fehlt");
}

#[test]
fn sample_is_counted_by_document() {
    let good = pruefung("bernd", Entscheidung::InOrdnung, "").unwrap();
    let bad = pruefung("carla", Entscheidung::OriginalBehalten, "Siegel").unwrap();
    let other = Stichprobenpruefung { dokument: Uuid::from_u128(7), ..good.clone() };
    assert_eq!(Stichprobenprotokoll::zaehlen(&[]), (0, 0));
    assert_eq!(Stichprobenprotokoll::zaehlen(&[bad, good, other]), (2, 1));
}

#[test]
fn defects_make_the_procedure_stricter() {
    use Folge::{AllePruefen, Fortfuehren, QuoteErhoehen};
    assert_eq!(Stichprobenprotokoll::vorschlag(0, 0), Fortfuehren);
    assert_eq!(Stichprobenprotokoll::vorschlag(100, 5), QuoteErhoehen);
    assert_eq!(Stichprobenprotokoll::vorschlag(100, 6), AllePruefen);
    assert_eq!(Stichprobenprotokoll::vorschlag(3, 1), AllePruefen);
    let protokoll = |folge| Stichprobenprotokoll {
        von: jiff::civil::date(2026, 10, 1),
        bis: jiff::civil::date(2026, 10, 31),
        quote_prozent: 5,
        bestand: 2_000,
        geprueft: 100,
        treffer: 1,
        folge,
        entschieden_von: "carla".into(),
        entschieden_um: Zeitpunkt::UNIX_EPOCH,
    };
    assert!(!protokoll(Fortfuehren).streng_genug());
    assert!(protokoll(QuoteErhoehen).streng_genug() && protokoll(AllePruefen).streng_genug());
}

const HEUTE: Datum = jiff::civil::date(2027, 6, 1);
const BIS: Datum = jiff::civil::date(2027, 5, 31);

/// A step by a person under a rule that draws nothing.
fn schritt(
    von: &Papieroriginal,
    ziel: &Papieroriginal,
    person: &str,
) -> Result<Papieroriginal, Papierverstoss> {
    let vermerk = vermerk();
    let regel = Stichprobe { quote_prozent: 0 };
    let u = Umstaende { heute: HEUTE, person, vermerk: &vermerk, regel, stichprobe: None };
    von.schritt(ziel.clone(), &u)
}

#[test]
fn paper_goes_its_way_step_by_step() {
    use Papieroriginal as P;
    let kept = P::AufbewahrungBis { bis: BIS };
    let gone = P::Vernichtet { wer: "carla".into(), um: Zeitpunkt::UNIX_EPOCH };
    let exception = P::Ausnahme { grund: Ausnahmegrund::Siegel };
    let states = [P::Vorhanden, kept.clone(), P::ZurVernichtungFrei, gone, exception];
    let allowed: Vec<(usize, usize)> = (0..5)
        .flat_map(|from| (0..5).map(move |to| (from, to)))
        .filter(|(from, to)| {
            let answer = schritt(&states[*from], &states[*to], "bernd");
            answer != Err(Papierverstoss::KeinSchritt)
        })
        .collect();
    let expected = [(0, 1), (0, 4), (1, 1), (1, 2), (1, 4), (2, 0), (2, 3), (2, 4), (4, 0)];
    assert_eq!(allowed, expected);
}

#[test]
fn keeping_time_runs_and_is_never_shortened() {
    use Papieroriginal as P;
    let until = |day: Datum| P::AufbewahrungBis { bis: day };
    assert_eq!(schritt(&P::Vorhanden, &until(BIS), "anna"), Err(Papierverstoss::TagVergangen));
    assert_eq!(schritt(&P::Vorhanden, &until(HEUTE), "anna"), Ok(until(HEUTE)));
    let shorter = schritt(&until(HEUTE), &until(BIS), "anna");
    assert_eq!(shorter, Err(Papierverstoss::FristVerkuerzt));
    let early = schritt(&until(HEUTE), &P::ZurVernichtungFrei, "bernd");
    assert_eq!(early, Err(Papierverstoss::FristLaeuft { bis: HEUTE }));
    let free = schritt(&until(BIS), &P::ZurVernichtungFrei, "bernd");
    assert_eq!(free, Ok(P::ZurVernichtungFrei));
}

#[test]
fn scanning_clerk_frees_nothing() {
    use Papieroriginal as P;
    let kept = P::AufbewahrungBis { bis: BIS };
    let own = schritt(&kept, &P::ZurVernichtungFrei, "Scan.Anna");
    assert_eq!(own, Err(Papierverstoss::NichtDerErsteller));
    let exception = P::Ausnahme { grund: Ausnahmegrund::Urkunde };
    let lifted = schritt(&exception, &P::Vorhanden, "scan.anna");
    assert_eq!(lifted, Err(Papierverstoss::NichtDerErsteller));
    assert_eq!(schritt(&exception, &P::Vorhanden, "bernd"), Ok(P::Vorhanden));
    let nobody = schritt(&kept, &P::ZurVernichtungFrei, " ");
    assert_eq!(nobody, Err(Papierverstoss::PersonFehlt));
}

#[test]
fn destruction_names_a_person_and_an_exception_its_reason() {
    use Papieroriginal as P;
    let gone = P::Vernichtet { wer: " ".into(), um: Zeitpunkt::UNIX_EPOCH };
    let nobody = schritt(&P::ZurVernichtungFrei, &gone, "bernd");
    assert_eq!(nobody, Err(Papierverstoss::PersonFehlt));
    let reason = P::Ausnahme { grund: Ausnahmegrund::Sonstiges(String::new()) };
    assert_eq!(schritt(&P::Vorhanden, &reason, "bernd"), Err(Papierverstoss::GrundFehlt));
}

#[test]
fn freeing_asks_note_and_sample() {
    let vermerk = vermerk();
    let kept = Papieroriginal::AufbewahrungBis { bis: BIS };
    let free = |vermerk: &Transfervermerk, quote_prozent, stichprobe| {
        let regel = Stichprobe { quote_prozent };
        let u = Umstaende { heute: HEUTE, person: "bernd", vermerk, regel, stichprobe };
        kept.schritt(Papieroriginal::ZurVernichtungFrei, &u)
    };
    let mut open = vermerk.clone();
    open.qs = None;
    let refused = Err(Papierverstoss::Vermerk(Vermerkverstoss::PruefungFehlt));
    assert_eq!(free(&open, 0, None), refused);
    let refused = Err(Papierverstoss::Vermerk(Vermerkverstoss::StichprobeUmgangen));
    assert_eq!(free(&vermerk, 100, None), refused);
    let good = pruefung("carla", Entscheidung::InOrdnung, "").unwrap();
    assert!(free(&vermerk, 100, Some(&good)).is_ok());
    let bad = pruefung("carla", Entscheidung::NeuScannen, "unscharf").unwrap();
    assert_eq!(free(&vermerk, 0, Some(&bad)), Err(Papierverstoss::StichprobeMangelhaft));
    let other = Stichprobenpruefung { dokument: Uuid::from_u128(7), ..good.clone() };
    assert_eq!(free(&vermerk, 0, Some(&other)), Err(Papierverstoss::FremdePruefung));
    let own = Stichprobenpruefung { pruefer: "scan.anna".into(), ..good.clone() };
    let refused = Err(Papierverstoss::Vermerk(Vermerkverstoss::PrueferIstErsteller));
    assert_eq!(free(&vermerk, 0, Some(&own)), refused);
}

#[test]
fn defect_found_after_freeing_stops_the_destruction() {
    let vermerk = vermerk();
    let gone = Papieroriginal::Vernichtet { wer: "bernd".into(), um: Zeitpunkt::UNIX_EPOCH };
    let destroy = |stichprobe| {
        let regel = Stichprobe { quote_prozent: 0 };
        let u = Umstaende { heute: HEUTE, person: "bernd", vermerk: &vermerk, regel, stichprobe };
        Papieroriginal::ZurVernichtungFrei.schritt(gone.clone(), &u)
    };
    let bad = pruefung("carla", Entscheidung::NeuScannen, "unscharf").unwrap();
    assert_eq!(destroy(Some(&bad)), Err(Papierverstoss::StichprobeMangelhaft));
    assert!(destroy(None).is_ok());
}

#[test]
fn note_is_written_as_its_schema_says() {
    // `muster.xml` is valid against `transfervermerk.xsd`.
    assert_eq!(vermerk().to_xml(), include_str!("muster.xml"));
    assert_eq!(vermerk().to_xml(), vermerk().to_xml());
}

#[test]
fn what_xml_cannot_hold_does_not_break_the_note() {
    let mut vermerk = vermerk();
    vermerk.erstellt_von.kennung = "a\u{0}\u{b}]]>\r<b>&amp;\u{ffff}".into();
    let xml = vermerk.to_xml();
    let seen = "<kennung>a\u{fffd}\u{fffd}]]&gt;&#13;&lt;b&gt;&amp;amp;\u{fffd}</kennung>";
    assert!(xml.contains(seen), "{xml}");
}

#[test]
fn note_and_paper_survive_being_stored() {
    let text = serde_json::to_string(&vermerk()).unwrap();
    assert_eq!(serde_json::from_str::<Transfervermerk>(&text).unwrap(), vermerk());
    let paper = Papieroriginal::Ausnahme { grund: Ausnahmegrund::Sonstiges("Streit".into()) };
    let text = serde_json::to_string(&paper).unwrap();
    assert_eq!(text, r#"{"stand":"ausnahme","grund":{"sonstiges":"Streit"}}"#);
    assert_eq!(serde_json::from_str::<Papieroriginal>(&text).unwrap(), paper);
}
