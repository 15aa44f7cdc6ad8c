//! Named stories: a case between two clerks, from the first draft to z.d.A., mostly without a line.
//!
//! Never random: the same office every time.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use desk::Desk;
use desk::views::{
    AblehnungZeile, Ausschnitt, BegruendetArgs, Code, DokumentStand, EingangFilter,
    EinzelheitenArgs, EntwurfAnlegenArgs, EntwurfFelder, EntwurfSpeichernArgs, ErledigenArgs, Id,
    Leer, MitzeichnungenView, PosteingangArgs, PunktArgs, PunktArt, PunktStand, VerfuegungZeile,
    VerfuegungenSetzenArgs, Versandart, VersendenArgs, VertretungArgs, VorgangView,
    WiedervorlagenArgs, ZdaArgs, ZeichnenArgs, Ziel, ZieleArgs, ZuordnenArgs, ZurueckgebenArgs,
};
use simulation_tests::line::Weather;
use simulation_tests::{DeskId, Office, check};

const TAG_MS: i64 = 86_400_000;
const ANNA: DeskId = DeskId(0);
const BERND: DeskId = DeskId(1);

/// An office with a case that both desks know.
fn office() -> (Office, String) {
    let mut office = Office::new(0x61);
    let args = ZieleArgs { text: "Hundebestandsaufnahme".to_owned() };
    let case = office.desk(ANNA).ziele(args).unwrap().remove(0).id;
    (office, case)
}

fn vorgang(desk: &Desk, id: &str) -> VorgangView {
    desk.vorgang(Id { id: id.to_owned() }).unwrap()
}

fn mappe(desk: &Desk) -> MitzeichnungenView {
    desk.mitzeichnungen(Leer {}).unwrap()
}

fn punkt(art: PunktArt, adressat: Option<&str>) -> PunktArgs {
    PunktArgs {
        art,
        text: None,
        adressat: adressat.map(str::to_owned),
        termin: None,
        parallel: false,
    }
}

fn setzen(
    desk: &Desk,
    vorgang: &str,
    dokument: Option<&str>,
    punkte: Vec<PunktArgs>,
) -> Vec<VerfuegungZeile> {
    let (vorgang, dokument) = (vorgang.to_owned(), dokument.map(str::to_owned));
    desk.verfuegungen_setzen(VerfuegungenSetzenArgs { vorgang, dokument, punkte }).unwrap()
}

/// Writes a draft of a letter.
fn schreiben(desk: &Desk, vorgang: &str, text: &str) -> String {
    let (vorlage, empfaenger) = (Some("formlos".to_owned()), None);
    let args = EntwurfAnlegenArgs { vorgang: vorgang.to_owned(), vorlage, empfaenger };
    let id = desk.entwurf_anlegen(args).unwrap().id;
    aendern(desk, &id, text);
    id
}

/// Gives a draft another text.
fn aendern(desk: &Desk, id: &str, text: &str) {
    let vorher = desk.entwurf(Id { id: id.to_owned() }).unwrap().felder;
    let neu = EntwurfFelder {
        betreff: "Anhörung zur Hundesteuer".to_owned(),
        anschrift: "Herrn\nKarl Tannert\nAm Anger 3\n99999 Lindenhain".to_owned(),
        text: text.to_owned(),
        ..vorher.clone()
    };
    desk.entwurf_speichern(EntwurfSpeichernArgs { id: id.to_owned(), vorher, neu }).unwrap();
}

/// Signs where a point asks for it, having read the draft as it stands at this desk.
fn zeichnen(
    desk: &Desk,
    punkt: &VerfuegungZeile,
) -> Result<Vec<VerfuegungZeile>, desk::views::Fehler> {
    desk.zeichnen(ZeichnenArgs {
        punkt: Some(punkt.id.clone()),
        dokument: None,
        fassung: punkt.fassung.clone().unwrap(),
        vermerk: None,
        in_vertretung_fuer: punkt.in_vertretung.clone(),
    })
}

/// The point of a kind as a desk sees it now.
fn der(desk: &Desk, case: &str, art: PunktArt) -> VerfuegungZeile {
    let mut all = vorgang(desk, case).verfuegungen;
    all.retain(|punkt| punkt.art == art);
    all.remove(0)
}

fn abgelehnt(desk: &Desk) -> Vec<AblehnungZeile> {
    desk.abgleich_einzelheiten(EinzelheitenArgs { anzahl: 100 }).unwrap().abgelehnte
}

fn exchange(office: &mut Office) {
    for id in [ANNA, BERND, ANNA] {
        office.round(id).unwrap();
    }
}

#[test]
fn a_case_goes_from_the_draft_to_the_file_between_two_clerks() {
    let (mut office, case) = office();
    // Anna drafts on the train.
    office.cut(ANNA);
    let anna = office.desk(ANNA);
    let letter = schreiben(&anna, &case, "Sie haben uns zwei Hunde genannt.");
    let set = setzen(
        &anna,
        &case,
        Some(&letter),
        vec![
            punkt(PunktArt::Mitzeichnung, Some("Bernd")),
            punkt(PunktArt::Schlusszeichnung, Some("Anna")),
            punkt(PunktArt::Absenden, None),
        ],
    );
    assert_eq!(
        set.iter().map(|p| (p.nummer, p.schritt)).collect::<Vec<_>>(),
        [(1, 1), (2, 2), (3, 3)]
    );
    let heute = anna.wiedervorlagen(WiedervorlagenArgs::default()).unwrap().heute;
    let termin: domain::Datum = heute.parse().unwrap();
    let wv = PunktArgs {
        termin: Some(termin.tomorrow().unwrap().to_string()),
        ..punkt(PunktArt::Wiedervorlage, None)
    };
    setzen(&anna, &case, None, vec![wv, punkt(PunktArt::ZuDenAkten, None)]);
    assert_eq!(mappe(&anna).erbeten.len(), 1, "what Anna signs herself is not asked of others");
    assert!(mappe(&anna).zu_zeichnen[0].punkt.wartet, "Bernd first");
    drop(anna);
    office.mend(ANNA, Weather::default());
    exchange(&mut office);

    // Bernd co-signs, and Anna writes on.
    let bernd = office.desk(BERND);
    let asked = mappe(&bernd).zu_zeichnen.remove(0).punkt;
    assert!(asked.meine && !asked.wartet);
    assert_eq!(bernd.uebersicht(Leer {}).unwrap().zu_zeichnen, 1);
    zeichnen(&bernd, &asked).unwrap();
    drop(bernd);
    office.round(BERND).unwrap();
    office.round(ANNA).unwrap();
    let anna = office.desk(ANNA);
    let given = der(&anna, &case, PunktArt::Mitzeichnung);
    assert_eq!(given.erledigung.as_ref().unwrap().von, "Bernd");
    assert!(!given.veraltet);
    aendern(&anna, &letter, "Sie haben uns drei Hunde genannt.");
    assert!(der(&anna, &case, PunktArt::Mitzeichnung).veraltet, "given for an earlier draft");
    let early = zeichnen(&anna, &der(&anna, &case, PunktArt::Schlusszeichnung)).unwrap_err();
    assert_eq!(early.meldung, "Eine Mitzeichnung fehlt oder gilt für eine frühere Fassung.");
    assert_eq!(der(&anna, &case, PunktArt::Schlusszeichnung).stand, PunktStand::Offen);

    // It is asked for again, given, and Anna signs finally.
    anna.erneut_vorlegen(Id { id: letter.clone() }).unwrap();
    drop(anna);
    exchange(&mut office);
    let bernd = office.desk(BERND);
    let again = mappe(&bernd).zu_zeichnen.remove(0).punkt;
    zeichnen(&bernd, &again).unwrap();
    drop(bernd);
    office.round(BERND).unwrap();
    office.round(ANNA).unwrap();
    let anna = office.desk(ANNA);
    zeichnen(&anna, &der(&anna, &case, PunktArt::Schlusszeichnung)).unwrap();
    let signed = vorgang(&anna, &case).dokumente.remove(0);
    assert_eq!(signed.stand, DokumentStand::Gezeichnet);

    // It goes out; what is to be brought up again comes on its day.
    anna.reinschrift(Id { id: letter.clone() }).unwrap();
    let (weg, vermerk) = (Versandart::Post, String::new());
    anna.versenden(VersendenArgs { id: letter.clone(), am: heute, weg, vermerk }).unwrap();
    assert_eq!(der(&anna, &case, PunktArt::Absenden).stand, PunktStand::Erledigt);
    assert_eq!(anna.uebersicht(Leer {}).unwrap().wiedervorlagen, 0, "not before its day");
    drop(anna);
    office.wait(2 * TAG_MS);
    let anna = office.desk(ANNA);
    let due = anna.wiedervorlagen(WiedervorlagenArgs::default()).unwrap().zeilen.remove(0);
    assert!(due.punkt.ueberfaellig);
    let closed = anna.vorgang_zda(ZdaArgs { id: case.clone(), offene_entfallen: false });
    let meldung = closed.unwrap_err().meldung;
    assert_eq!(meldung, "Im Vorgang sind noch Verfügungspunkte offen.");
    let (id, vermerk) = (due.punkt.id, Some("Antwort liegt vor".to_owned()));
    anna.verfuegung_erledigen(ErledigenArgs { id, vermerk, in_vertretung_fuer: None }).unwrap();
    let closed = anna.vorgang_zda(ZdaArgs { id: case.clone(), offene_entfallen: false }).unwrap();
    assert!(closed.geschlossen);
    assert_eq!(der(&anna, &case, PunktArt::ZuDenAkten).stand, PunktStand::Erledigt);
    let titles: Vec<&str> = closed.zeitleiste.iter().map(|row| row.titel.as_str()).collect();
    let order = ["Entwurf: ", "Gezeichnet: ", "Versandt: ", "Zu den Akten"];
    let places: Vec<usize> = order
        .iter()
        .map(|begin| titles.iter().position(|title| title.starts_with(begin)).unwrap())
        .collect();
    assert!(places.is_sorted(), "{titles:#?}");
    drop(anna);

    // A late letter, filed by Bernd who has not heard of it, is refused; then Anna opens again.
    office.take_in(BERND, "Mein Hund ist gestorben.");
    let bernd = office.desk(BERND);
    let ausschnitt = Ausschnitt { ab: 0, anzahl: 10 };
    let args = PosteingangArgs { filter: EingangFilter::Offen, ausschnitt };
    let eingang = bernd.posteingang(args).unwrap().zeilen.remove(0).id;
    let ziel = Ziel::Vorgang { id: case.clone() };
    let late = ZuordnenArgs { eingang, ziel, titel: None, angaben: Default::default() };
    bernd.eingang_zuordnen(late.clone()).unwrap();
    drop(bernd);
    exchange(&mut office);
    office.round(BERND).unwrap();
    let bernd = office.desk(BERND);
    let refused = abgelehnt(&bernd);
    let grund = "Der Vorgang ist geschlossen (z.d.A.).";
    assert!(refused.iter().any(|row| row.grund == grund), "{refused:#?}");
    assert!(vorgang(&bernd, &case).geschlossen);
    let now = bernd.eingang_zuordnen(late.clone()).unwrap_err();
    assert_eq!((now.code, now.meldung.as_str()), (Code::Conflict, grund));
    drop(bernd);
    let anna = office.desk(ANNA);
    let open = |grund: Option<&str>| {
        let grund = grund.map(str::to_owned);
        anna.vorgang_oeffnen(BegruendetArgs { id: case.clone(), grund })
    };
    assert_eq!(open(None).unwrap_err().meldung, "Dazu gehört eine Begründung.");
    let opened = open(Some("Nachtrag des Bürgers")).unwrap();
    assert!(!opened.geschlossen);
    let entry = opened.zeitleiste.last().unwrap();
    assert_eq!(
        (entry.titel.as_str(), entry.zusatz[0].as_str()),
        ("Wieder geöffnet", "Nachtrag des Bürgers")
    );
    drop(anna);
    exchange(&mut office);
    office.round(BERND).unwrap();
    office.desk(BERND).eingang_zuordnen(late).unwrap();
    office.heal();
    check::convergence(&mut office);
    check::histories(&mut office);
    assert_eq!(vorgang(&office.desk(ANNA), &case).dokumente.len(), 2);
}

#[test]
fn a_refused_final_signature_reaches_its_author_with_the_reason() {
    let (mut office, case) = office();
    let anna = office.desk(ANNA);
    let letter = schreiben(&anna, &case, "Erste Fassung");
    setzen(&anna, &case, Some(&letter), vec![punkt(PunktArt::Schlusszeichnung, Some("Anna"))]);
    drop(anna);
    exchange(&mut office);
    // Both work without a line: Bernd writes on, Anna signs what she has.
    office.cut(ANNA);
    aendern(&office.desk(BERND), &letter, "Zweite Fassung");
    office.round(BERND).unwrap();
    let anna = office.desk(ANNA);
    zeichnen(&anna, &der(&anna, &case, PunktArt::Schlusszeichnung)).unwrap();
    assert_eq!(vorgang(&anna, &case).dokumente[0].stand, DokumentStand::Gezeichnet);
    drop(anna);
    office.mend(ANNA, Weather::default());
    exchange(&mut office);
    let anna = office.desk(ANNA);
    let refused = abgelehnt(&anna);
    let row = refused.iter().find(|row| row.grund == "Der Entwurf wurde inzwischen geändert.");
    let row = row.unwrap_or_else(|| panic!("{refused:#?}"));
    assert_eq!(row.was, "Gezeichnet");
    assert!(row.gegenstand.name.contains("z.U."), "{}", row.gegenstand.name);
    let view = vorgang(&anna, &case);
    assert_eq!(view.dokumente[0].stand, DokumentStand::Entwurf, "nothing is signed by halves");
    assert_eq!(der(&anna, &case, PunktArt::Schlusszeichnung).stand, PunktStand::Offen);
    zeichnen(&anna, &der(&anna, &case, PunktArt::Schlusszeichnung)).unwrap();
    drop(anna);
    office.heal();
    check::convergence(&mut office);
    let view = vorgang(&office.desk(BERND), &case);
    assert_eq!(view.dokumente[0].stand, DokumentStand::Gezeichnet);
}

#[test]
fn nobody_is_asked_for_a_signature_after_the_last_one() {
    let (mut office, case) = office();
    let anna = office.desk(ANNA);
    let letter = schreiben(&anna, &case, "Kurz");
    setzen(&anna, &case, Some(&letter), vec![punkt(PunktArt::Schlusszeichnung, None)]);
    drop(anna);
    exchange(&mut office);
    office.cut(BERND);
    let bernd = office.desk(BERND);
    setzen(&bernd, &case, Some(&letter), vec![punkt(PunktArt::Mitzeichnung, Some("Clara"))]);
    drop(bernd);
    let anna = office.desk(ANNA);
    zeichnen(&anna, &der(&anna, &case, PunktArt::Schlusszeichnung)).unwrap();
    drop(anna);
    office.round(ANNA).unwrap();
    office.mend(BERND, Weather::default());
    office.round(BERND).unwrap();
    office.round(BERND).unwrap();
    let bernd = office.desk(BERND);
    let grund = "Das Schreiben ist gezeichnet und ändert sich nicht mehr.";
    assert!(abgelehnt(&bernd).iter().any(|row| row.grund == grund));
    let points = vorgang(&bernd, &case).verfuegungen;
    assert!(points.iter().all(|punkt| punkt.art != PunktArt::Mitzeichnung), "it is gone");
}

#[test]
fn a_stand_in_signs_for_who_is_away_and_only_then() {
    let (mut office, case) = office();
    let anna = office.desk(ANNA);
    let letter = schreiben(&anna, &case, "Bitte zahlen Sie.");
    setzen(&anna, &case, Some(&letter), vec![punkt(PunktArt::Mitzeichnung, Some("Kämmerei"))]);
    drop(anna);
    exchange(&mut office);
    let bernd = office.desk(BERND);
    assert!(mappe(&bernd).zu_zeichnen.is_empty(), "not his");
    let asked = der(&bernd, &case, PunktArt::Mitzeichnung);
    let forged = VerfuegungZeile { in_vertretung: Some("Kämmerei".to_owned()), ..asked.clone() };
    let refused = zeichnen(&bernd, &forged).unwrap_err();
    assert_eq!(refused.code, Code::Denied);
    assert!(refused.meldung.contains("keine Vertretung durch Sie"), "{}", refused.meldung);
    let heute = bernd.wiedervorlagen(WiedervorlagenArgs::default()).unwrap().heute;
    let args = VertretungArgs {
        fuer: "Kämmerei".to_owned(),
        durch: "bernd".to_owned(),
        von: heute.clone(),
        bis: heute,
    };
    let rows = bernd.vertretung_eintragen(args).unwrap();
    let asked = mappe(&bernd).zu_zeichnen.remove(0).punkt;
    assert_eq!(asked.in_vertretung.as_deref(), Some("Kämmerei"));
    let back = ZurueckgebenArgs {
        id: asked.id.clone(),
        grund: "Betrag prüfen".to_owned(),
        in_vertretung_fuer: asked.in_vertretung.clone(),
    };
    bernd.zurueckgeben(back).unwrap();
    drop(bernd);
    exchange(&mut office);
    let anna = office.desk(ANNA);
    let returned = mappe(&anna).erbeten.remove(0).punkt;
    let done = returned.erledigung.unwrap();
    assert_eq!(returned.stand, PunktStand::Zurueckgegeben);
    assert_eq!(done.in_vertretung_fuer.as_deref(), Some("Kämmerei"));
    assert_eq!(done.vermerk.as_deref(), Some("Betrag prüfen"));
    anna.erneut_vorlegen(Id { id: letter }).unwrap();
    drop(anna);
    exchange(&mut office);
    let bernd = office.desk(BERND);
    bernd.vertretung_beenden(Id { id: rows[0].id.clone() }).unwrap();
    assert!(mappe(&bernd).zu_zeichnen.is_empty(), "the substitution has ended");
    drop(bernd);
    office.heal();
    check::convergence(&mut office);
}
