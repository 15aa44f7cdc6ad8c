//! What portal, bank, treasury and clerk say makes one status, in whatever order it arrives.

use domain::Datum;
use payments::Cent;
use payments::forderung::{
    Beleg, Ereignis, Forderung, Geltung, Lage, Nebenforderungsart, Portalstatus, Position,
    Positionen, PositionenError, Rate, Rechtsnatur, Schuldner, Stand, Standhinweis, Stelle,
    Vorfall, stand,
};
use uuid::Uuid;

use crate::muster::{ANNA, Zufall, cent, tag};

/// A claim over 50 euros, due on 31 March.
pub(crate) fn forderung() -> Forderung {
    let position = |bezeichnung: &str, betrag| Position {
        bezeichnung: bezeichnung.to_owned(),
        buchungsstelle: "12.20.1".to_owned(),
        betrag: cent(betrag),
    };
    Forderung {
        id: Uuid::from_u128(1),
        vorgang: Uuid::from_u128(2),
        kassenzeichen: "07260001234".to_owned(),
        rechtsnatur: Rechtsnatur::OeffentlichRechtlich,
        schuldner: Schuldner { name: "Anna Beispiel".to_owned(), iban: ANNA.to_owned() },
        festgesetzt_am: tag(3, 1),
        faellig_am: tag(3, 31),
        positionen: vec![position("Hundesteuer", 4500), position("Marke", 500)].try_into().unwrap(),
    }
}

fn ereignis(stelle: Stelle, kennung: &str, tag: Datum, vorfall: Vorfall) -> Ereignis {
    let beleg = Beleg { stelle, kennung: kennung.to_owned() };
    Ereignis { tag, beleg, vorfall, von: String::new() }
}

fn bank(kennung: &str, tag: Datum, betrag: i64) -> Ereignis {
    ereignis(Stelle::Bank, kennung, tag, Vorfall::Zahlung { betrag: cent(betrag) })
}

fn kasse(kennung: &str, tag: Datum, betrag: i64) -> Ereignis {
    ereignis(Stelle::Kasse, kennung, tag, Vorfall::Zahlung { betrag: cent(betrag) })
}

fn zurueck(kennung: &str, tag: Datum, betrag: i64, gebuehr: i64) -> Ereignis {
    let grund = "AC04".to_owned();
    let vorfall = Vorfall::Rueckgabe { betrag: cent(betrag), gebuehr: cent(gebuehr), grund };
    ereignis(Stelle::Bank, kennung, tag, vorfall)
}

fn amt(kennung: &str, tag: Datum, vorfall: Vorfall) -> Ereignis {
    ereignis(Stelle::Sachbearbeitung, kennung, tag, vorfall)
}

fn portal(transaktion: &str, tag: Datum, status: Portalstatus) -> Ereignis {
    let vorfall =
        Vorfall::Portal { transaktion: transaktion.to_owned(), status, betrag: Some(cent(5000)) };
    ereignis(Stelle::Portal, &format!("{transaktion}/{status:?}"), tag, vorfall)
}

fn mahnung(kennung: &str, tag: Datum, stufe: u8) -> Ereignis {
    amt(kennung, tag, Vorfall::Mahnung { stufe, gebuehr: cent(500) })
}

/// The status, which has to be the same in every order.
#[track_caller]
fn am(heute: Datum, ereignisse: &[Ereignis]) -> Stand {
    let expected = stand(&forderung(), ereignisse, heute);
    let mut zufall = Zufall::new(7);
    let mut mixed = ereignisse.to_vec();
    for _ in 0..6 {
        zufall.mischen(&mut mixed);
        assert_eq!(stand(&forderung(), &mixed, heute), expected);
    }
    assert_eq!(expected.verlauf.len(), ereignisse.len(), "an event is missing");
    expected
}

#[track_caller]
fn check(heute: Datum, ereignisse: &[Ereignis], lage: Lage, offen: i64) -> Stand {
    let stand = am(heute, ereignisse);
    assert_eq!((stand.lage, stand.offen_cent), (lage, offen), "{stand:#?}");
    stand
}

#[test]
fn a_claim_waits_until_its_day_has_passed() {
    assert!(!check(tag(3, 31), &[], Lage::Offen, 5000).ueberfaellig);
    assert!(check(tag(4, 1), &[], Lage::Faellig, 5000).ueberfaellig);
}

#[test]
fn payment_goes_its_way_through_portal_bank_and_treasury() {
    use Portalstatus::{Begonnen, Bezahlt};
    let heute = tag(3, 20);
    let mut all = vec![portal("T1", tag(3, 10), Begonnen)];
    let stand = check(heute, &all, Lage::ZahlungBegonnen, 5000);
    assert_eq!(stand.portal.nachzufragen, ["T1"]);
    all.push(portal("T1", tag(3, 10), Bezahlt));
    let stand = check(heute, &all, Lage::PortalBestaetigt, 5000);
    assert_eq!((stand.portal.unterwegs_cent, stand.portal.nachzufragen.len()), (5000, 0));
    assert_eq!(stand.gruende[0].kennung, "T1/Bezahlt");
    all.push(bank("B1", tag(3, 12), 5000));
    let stand = check(heute, &all, Lage::Kontoeingang, 0);
    assert_eq!((stand.bank_cent, stand.kasse_cent), (Some(5000), None));
    all.push(kasse("K1", tag(3, 13), 5000));
    let stand = check(heute, &all, Lage::Ausgeglichen, 0);
    assert_eq!((stand.gezahlt_cent, stand.guthaben_cent), (5000, 0));
    assert_eq!(stand.gruende, [Beleg { stelle: Stelle::Kasse, kennung: "K1".to_owned() }]);
    assert_eq!(stand.hinweise, []);
}

#[test]
fn success_at_the_portal_stands_against_earlier_failure() {
    use Portalstatus::{Abgebrochen, Begonnen, Bezahlt, Fehlgeschlagen};
    let heute = tag(3, 20);
    let failed = portal("T1", tag(3, 10), Fehlgeschlagen);
    let stand = check(tag(3, 17), std::slice::from_ref(&failed), Lage::ZahlungFehlgeschlagen, 5000);
    assert_eq!(stand.portal.nachzufragen, ["T1"], "asked about for a week");
    let stand = check(heute, std::slice::from_ref(&failed), Lage::ZahlungFehlgeschlagen, 5000);
    assert!(stand.portal.nachzufragen.is_empty());
    // The callback was lost; the provider is asked and says it was paid.
    let polled = portal("T1", tag(3, 11), Bezahlt);
    let stand = check(heute, &[failed.clone(), polled], Lage::PortalBestaetigt, 5000);
    assert_eq!(stand.verlauf[0].geltung, Geltung::Ueberholt);
    assert_eq!(stand.hinweise, []);
    // A second attempt of another transaction.
    let second = portal("T2", tag(3, 10), Bezahlt);
    let stand = check(heute, &[failed.clone(), second], Lage::PortalBestaetigt, 5000);
    assert_eq!(stand.verlauf[0].geltung, Geltung::Ueberholt);
    let running = portal("T2", tag(3, 10), Begonnen);
    check(heute, &[failed.clone(), running], Lage::ZahlungBegonnen, 5000);
    let given_up = portal("T2", tag(3, 12), Abgebrochen);
    check(heute, &[failed, given_up], Lage::ZahlungAbgebrochen, 5000);
}

#[test]
fn a_failure_after_success_and_a_second_success_are_said() {
    use Portalstatus::{Bezahlt, Fehlgeschlagen};
    let all = [portal("T1", tag(3, 10), Bezahlt), portal("T1", tag(3, 12), Fehlgeschlagen)];
    let stand = check(tag(3, 20), &all, Lage::PortalBestaetigt, 5000);
    let expected = Standhinweis::PortalWiderspruch { transaktion: "T1".to_owned() };
    assert_eq!(stand.hinweise, [expected]);
    let all = [portal("T1", tag(3, 10), Bezahlt), portal("T2", tag(3, 10), Bezahlt)];
    let stand = check(tag(3, 20), &all, Lage::PortalBestaetigt, 5000);
    let transaktionen = vec!["T1".to_owned(), "T2".to_owned()];
    assert_eq!(stand.hinweise, [Standhinweis::PortalMehrfachBezahlt { transaktionen }]);
}

#[test]
fn an_amount_that_the_portal_leaves_out_once_is_kept() {
    let mut bare = portal("T1", tag(3, 10), Portalstatus::Bezahlt);
    bare.vorfall = Vorfall::Portal {
        transaktion: "T1".to_owned(),
        status: Portalstatus::Bezahlt,
        betrag: None,
    };
    let mut part = bare.clone();
    part.vorfall = Vorfall::Portal {
        transaktion: "T1".to_owned(),
        status: Portalstatus::Bezahlt,
        betrag: Some(cent(2000)),
    };
    part.tag = tag(3, 11);
    let stand = check(tag(3, 20), &[bare.clone(), part], Lage::Teilzahlung, 5000);
    assert_eq!((stand.portal.unterwegs_cent, stand.hinweise.len()), (2000, 0));
    check(tag(3, 20), &[bare], Lage::PortalBestaetigt, 5000);
}

#[test]
fn part_and_over_payment_are_told() {
    let stand = check(tag(3, 20), &[bank("B1", tag(3, 5), 2000)], Lage::Teilzahlung, 3000);
    assert_eq!(stand.gezahlt_cent, 2000);
    let all = [bank("B1", tag(3, 5), 2000), bank("B2", tag(3, 6), 4000)];
    let stand = check(tag(3, 20), &all, Lage::Ueberzahlt, 0);
    assert_eq!(stand.guthaben_cent, 1000);
    let refund = Vorfall::Rueckzahlung { betrag: cent(1000) };
    let refund = ereignis(Stelle::Bank, "B3", tag(3, 9), refund);
    check(tag(3, 20), &[all[0].clone(), all[1].clone(), refund], Lage::Kontoeingang, 0);
}

#[test]
fn the_same_event_counts_once_and_twins_count_twice() {
    let one = bank("B1", tag(3, 5), 2000);
    let stand =
        check(tag(3, 20), &[one.clone(), one.clone(), one.clone()], Lage::Teilzahlung, 3000);
    let worth: Vec<&Geltung> = stand.verlauf.iter().map(|zeile| &zeile.geltung).collect();
    assert_eq!(worth, [&Geltung::Zaehlt, &Geltung::Wiederholt, &Geltung::Wiederholt]);
    let twin = bank("B2", tag(3, 5), 2000);
    check(tag(3, 20), &[one.clone(), twin.clone()], Lage::Teilzahlung, 1000);
    // The treasury's word about one of the twins makes no third.
    let all = [one.clone(), twin, kasse("K1", tag(3, 6), 2000)];
    let stand = check(tag(3, 20), &all, Lage::Teilzahlung, 1000);
    let uneven = Standhinweis::SummenVerschieden { bank_cent: 4000, kasse_cent: 2000 };
    assert_eq!(stand.hinweise, [uneven]);
    // One name for two things is said, and the first counts.
    let stand =
        check(tag(3, 20), &[one.clone(), bank("B1", tag(3, 7), 500)], Lage::Teilzahlung, 3000);
    assert_eq!(stand.hinweise, [Standhinweis::BelegMitZweiInhalten { beleg: one.beleg }]);
}

#[test]
fn bank_and_treasury_say_the_same_money_once() {
    let cash =
        [bank("B1", tag(3, 5), 2000), kasse("K1", tag(3, 5), 3000), kasse("K2", tag(3, 6), 2000)];
    let stand = check(tag(3, 20), &cash, Lage::Ausgeglichen, 0);
    assert_eq!(stand.gezahlt_cent, 5000);
    let together =
        [bank("B1", tag(3, 5), 2000), bank("B2", tag(3, 5), 3000), kasse("K", tag(3, 6), 5000)];
    let stand = check(tag(3, 20), &together, Lage::Ausgeglichen, 0);
    assert_eq!((stand.gezahlt_cent, stand.hinweise.len()), (5000, 0));
}

#[test]
fn a_return_opens_the_claim_again() {
    let all = [
        bank("B1", tag(3, 5), 5000),
        kasse("K1", tag(3, 6), 5000),
        portal("T1", tag(3, 4), Portalstatus::Bezahlt),
        zurueck("B2", tag(3, 9), 5000, 350),
    ];
    let stand = check(tag(3, 20), &all, Lage::Zurueckgegeben, 5000);
    assert_eq!(stand.gruende[0].kennung, "B2");
    assert!(stand.hinweise.contains(&Standhinweis::BankgebuehrNichtGefordert { cent: 350 }));
    let fee = Vorfall::Nebenforderung {
        wofuer: Nebenforderungsart::Ruecklastschriftkosten,
        betrag: cent(350),
    };
    let mut all = all.to_vec();
    all.push(amt("A1", tag(3, 10), fee));
    let stand = check(tag(3, 20), &all, Lage::Zurueckgegeben, 5350);
    assert!(
        !stand
            .hinweise
            .iter()
            .any(|one| { matches!(one, Standhinweis::BankgebuehrNichtGefordert { .. }) })
    );
    all.push(bank("B3", tag(3, 12), 350));
    check(tag(3, 20), &all, Lage::Teilzahlung, 5000);
    all.push(bank("B4", tag(3, 13), 5000));
    check(tag(3, 20), &all, Lage::Kontoeingang, 0);
}

#[test]
fn reminders_add_their_fee_once_and_the_last_measure_stands() {
    let first = mahnung("A1", tag(4, 10), 1);
    let stand = check(tag(4, 20), std::slice::from_ref(&first), Lage::Gemahnt { stufe: 1 }, 5500);
    assert_eq!((stand.nebenforderungen_cent, stand.mahnstufe), (500, 1));
    // The treasury reports the same reminder, with another fee.
    let reported = Vorfall::Mahnung { stufe: 1, gebuehr: cent(600) };
    let reported = ereignis(Stelle::Kasse, "K1", tag(4, 11), reported);
    let stand = check(tag(4, 20), &[first.clone(), reported], Lage::Gemahnt { stufe: 1 }, 5600);
    assert_eq!(stand.hinweise, [Standhinweis::MahngebuehrVerschieden { stufe: 1 }]);
    let request = Vorfall::Vollstreckungsersuchen { betrag: cent(5500) };
    let request = amt("A2", tag(5, 2), request);
    let stand = check(tag(5, 3), &[first.clone(), request.clone()], Lage::Vollstreckung, 5500);
    assert_eq!(stand.hinweise, []);
    let paid = bank("B1", tag(5, 4), 5000);
    check(tag(5, 5), &[first, request.clone(), paid], Lage::Vollstreckung, 500);
    let stand = check(tag(5, 3), std::slice::from_ref(&request), Lage::Vollstreckung, 5000);
    assert_eq!(stand.hinweise, [Standhinweis::VollstreckungOhneMahnung]);
    let mut privat = forderung();
    privat.rechtsnatur = Rechtsnatur::Privatrechtlich;
    let stand = stand_von(&privat, &[request]);
    assert!(stand.hinweise.contains(&Standhinweis::VollstreckungPrivatrechtlich));
}

fn stand_von(forderung: &Forderung, ereignisse: &[Ereignis]) -> Stand {
    stand(forderung, ereignisse, tag(5, 3))
}

#[test]
fn a_deferral_moves_the_day_until_an_instalment_is_late() {
    let rate = |monat, betrag| Rate { faellig_am: tag(monat, 15), betrag: cent(betrag) };
    let plan = vec![rate(4, 2000), rate(5, 2000), rate(6, 1000)];
    let plan = amt("A1", tag(3, 20), Vorfall::Stundung { raten: plan });
    let mut all = vec![plan];
    let stand = check(tag(4, 15), &all, Lage::Gestundet, 5000);
    assert!(!stand.ueberfaellig);
    assert_eq!(stand.stundung.unwrap().naechste, Some(rate(4, 2000)));
    let stand = check(tag(4, 16), &all, Lage::StundungVerletzt, 5000);
    assert_eq!(stand.stundung.unwrap().rueckstand_cent, 2000);
    assert!(stand.ueberfaellig);
    // Whoever pays ahead owes nothing in May.
    all.push(bank("B1", tag(4, 14), 4000));
    let stand = check(tag(5, 20), &all, Lage::Gestundet, 1000);
    assert_eq!(stand.stundung.unwrap().naechste, Some(rate(6, 1000)));
    let short = amt("A2", tag(3, 21), Vorfall::Stundung { raten: vec![rate(4, 2000)] });
    let stand = check(tag(4, 1), &[short], Lage::Gestundet, 5000);
    assert_eq!(stand.hinweise, [Standhinweis::RatenDeckenNicht { fehlt_cent: 3000 }]);
}

#[test]
fn claims_that_are_not_pursued_or_ended_say_so() {
    let until = |bis| amt("A1", tag(4, 10), Vorfall::Niederschlagung { bis });
    let end = Some(tag(6, 30));
    check(tag(6, 30), &[until(end)], Lage::Niedergeschlagen { bis: end }, 5000);
    let stand = check(tag(7, 1), &[until(end)], Lage::Faellig, 5000);
    let over = Standhinweis::NiederschlagungAbgelaufen { bis: tag(6, 30) };
    assert_eq!(stand.hinweise, [over]);
    check(tag(7, 1), &[until(None)], Lage::Niedergeschlagen { bis: None }, 5000);
    // A claim that is not pursued can still be paid.
    check(tag(7, 1), &[until(None), bank("B", tag(6, 1), 5000)], Lage::Kontoeingang, 0);
    let end = |betrag| amt("A2", tag(4, 12), Vorfall::Erlass { betrag: cent(betrag) });
    check(tag(5, 1), &[end(5000)], Lage::Erlassen, 0);
    check(tag(5, 1), &[end(2000), bank("B", tag(4, 1), 3000)], Lage::Kontoeingang, 0);
    let stand = check(tag(5, 1), &[end(6000)], Lage::Erlassen, 0);
    assert_eq!(stand.hinweise, [Standhinweis::MehrErlassenAlsGeschuldet { cent: 1000 }]);
    let changed = amt("A3", tag(4, 12), Vorfall::Herabsetzung { betrag: cent(5000) });
    check(tag(5, 1), std::slice::from_ref(&changed), Lage::Herabgesetzt, 0);
    check(tag(5, 1), &[changed, bank("B", tag(4, 1), 5000)], Lage::Ueberzahlt, 0);
}

#[test]
fn what_is_taken_back_no_longer_counts_and_stays_visible() {
    let paid = bank("B1", tag(3, 5), 5000);
    let back = amt("A1", tag(3, 6), Vorfall::Widerruf { von: paid.beleg.clone() });
    let stand = check(tag(3, 20), &[paid.clone(), back.clone()], Lage::Offen, 5000);
    let durch = back.beleg.clone();
    assert_eq!(stand.verlauf[0].geltung, Geltung::Widerrufen { durch });
    // Nothing to take back, or a taking back of a taking back, is said.
    let stand = check(tag(3, 20), std::slice::from_ref(&back), Lage::Offen, 5000);
    let lost = Standhinweis::WiderrufOhneZiel { beleg: back.beleg.clone() };
    assert_eq!(stand.hinweise, [lost]);
    let again = amt("A2", tag(3, 7), Vorfall::Widerruf { von: back.beleg.clone() });
    let beleg = again.beleg.clone();
    let stand = check(tag(3, 20), &[paid, back, again], Lage::Offen, 5000);
    assert_eq!(stand.hinweise, [Standhinweis::WiderrufOhneZiel { beleg }]);
}

#[test]
fn nobody_says_what_is_not_theirs_to_say() {
    let cash = amt("A1", tag(3, 5), Vorfall::Zahlung { betrag: cent(5000) });
    let remitted = ereignis(Stelle::Bank, "B1", tag(3, 5), Vorfall::Erlass { betrag: cent(5000) });
    let vorfall = portal("T", tag(3, 5), Portalstatus::Bezahlt).vorfall;
    let foreign = ereignis(Stelle::Bank, "B2", tag(3, 5), vorfall);
    let stand = check(tag(3, 20), &[cash, remitted, foreign], Lage::Offen, 5000);
    assert_eq!(stand.hinweise.len(), 3);
    assert!(stand.verlauf.iter().all(|zeile| zeile.geltung == Geltung::Wirkungslos));
}

#[test]
fn positions_are_bounded() {
    let position = |betrag| Position {
        bezeichnung: String::new(),
        buchungsstelle: String::new(),
        betrag: cent(betrag),
    };
    let error = |positionen: Vec<Position>| Positionen::try_from(positionen).unwrap_err();
    assert_eq!(error(Vec::new()), PositionenError::Anzahl);
    assert_eq!(error(vec![position(1); 100]), PositionenError::Anzahl);
    assert_eq!(error(vec![position(1), position(0)]), PositionenError::OhneBetrag(2));
    assert_eq!(error(vec![position(Cent::MAX), position(1)]), PositionenError::Summe);
    let text = serde_json::to_string(&forderung()).unwrap();
    assert_eq!(serde_json::from_str::<Forderung>(&text).unwrap(), forderung());
    assert!(serde_json::from_str::<Forderung>(&text.replace("4500", "0")).is_err());
}

fn zufaellig(zufall: &mut Zufall) -> Ereignis {
    let stellen = [Stelle::Portal, Stelle::Bank, Stelle::Kasse, Stelle::Sachbearbeitung];
    let stelle = stellen[zufall.unter(4)];
    let betrag = cent([1000, 2000, 5000][zufall.unter(3)]);
    let tag = tag(3, 1 + zufall.unter(28) as i8);
    let status = [
        Portalstatus::Begonnen,
        Portalstatus::Abgebrochen,
        Portalstatus::Fehlgeschlagen,
        Portalstatus::Bezahlt,
    ];
    let von = Beleg { stelle: stellen[zufall.unter(4)], kennung: zufall.unter(8).to_string() };
    let vorfall = match zufall.unter(11) {
        0 => Vorfall::Portal {
            transaktion: zufall.unter(3).to_string(),
            status: status[zufall.unter(4)],
            betrag: Some(betrag),
        },
        1..=3 => Vorfall::Zahlung { betrag },
        4 => Vorfall::Rueckgabe { betrag, gebuehr: cent(350), grund: String::new() },
        5 => Vorfall::Mahnung { stufe: 1 + zufall.unter(2) as u8, gebuehr: cent(500) },
        6 => Vorfall::Stundung { raten: vec![Rate { faellig_am: tag, betrag }] },
        7 => Vorfall::Niederschlagung { bis: Some(tag) },
        8 => Vorfall::Erlass { betrag },
        9 => Vorfall::Vollstreckungsersuchen { betrag },
        _ => Vorfall::Widerruf { von },
    };
    ereignis(stelle, &zufall.unter(8).to_string(), tag, vorfall)
}

#[test]
fn any_order_and_any_repetition_give_the_same_status() {
    for seed in 1..=400 {
        let mut zufall = Zufall::new(seed);
        let mut all: Vec<Ereignis> =
            (0..zufall.unter(14)).map(|_| zufaellig(&mut zufall)).collect();
        let heute = tag(3, 15);
        let expected = stand(&forderung(), &all, heute);
        assert_eq!(expected.verlauf.len(), all.len(), "seed {seed}");
        assert!(expected.offen_cent == 0 || expected.guthaben_cent == 0, "seed {seed}");
        assert_eq!(
            expected.soll_cent - expected.gezahlt_cent,
            expected.offen_cent - expected.guthaben_cent,
            "seed {seed}"
        );
        zufall.mischen(&mut all);
        assert_eq!(stand(&forderung(), &all, heute), expected, "seed {seed}");
        if !all.is_empty() {
            all.push(all[zufall.unter(all.len())].clone());
            let again = stand(&forderung(), &all, heute);
            let money = |stand: &Stand| (stand.lage, stand.gezahlt_cent, stand.soll_cent);
            assert_eq!(money(&again), money(&expected), "seed {seed}");
        }
    }
}
