//! Statements overlap, come again and number themselves anew: each booking counts once, and two
//! that look alike count twice.

use std::collections::{BTreeMap, BTreeSet};

use domain::Datum;
use payments::camt::{
    Buch, Buchhinweis, Nachricht, Unverwertbar, Zahlungsart, buchen, read, zahlungen,
};

use crate::muster::{Posten, Teil, Zufall, auszug, gelesen, nachricht, tag};

fn cents(buch: &Buch) -> Vec<i64> {
    buch.gebucht.iter().map(|gebucht| gebucht.cent).collect()
}

fn kennungen(buch: &Buch) -> BTreeSet<String> {
    buch.gebucht.iter().map(|gebucht| gebucht.kennung.clone()).collect()
}

fn ohne_referenz(cent: i64, tag: Datum, text: &str) -> Posten {
    Posten::neu(cent, tag, "", text)
}

#[test]
fn the_same_statement_again_changes_nothing() {
    let posten = [Posten::neu(1000, tag(1, 5), "R1", "a"), ohne_referenz(2000, tag(1, 5), "b")];
    let one = gelesen("053", "A", 1, 0, &posten);
    let once = buchen(std::slice::from_ref(&one));
    let thrice = buchen(&[one.clone(), one.clone(), one]);
    assert_eq!(kennungen(&once), kennungen(&thrice));
    assert_eq!(thrice.gebucht.len(), 2);
    assert_eq!(thrice.gebucht[0].fundstellen.len(), 3);
    assert_eq!(thrice.hinweise, []);
}

#[test]
fn twins_in_one_statement_count_twice_however_often_it_comes() {
    for posten in [
        // No reference, two references, one reference for both.
        vec![ohne_referenz(1200, tag(1, 5), "x"), ohne_referenz(1200, tag(1, 5), "x")],
        vec![Posten::neu(1200, tag(1, 5), "R1", "x"), Posten::neu(1200, tag(1, 5), "R2", "x")],
        vec![Posten::neu(1200, tag(1, 5), "R1", "x"), Posten::neu(1200, tag(1, 5), "R1", "x")],
        vec![
            Posten::neu(1200, tag(1, 5), "NONREF", "x"),
            Posten::neu(1200, tag(1, 5), "NONREF", "x"),
        ],
    ] {
        let one = gelesen("053", "A", 1, 0, &posten);
        let buch = buchen(&[one.clone(), one]);
        assert_eq!(cents(&buch), [1200, 1200], "{posten:?}");
        assert_eq!(kennungen(&buch).len(), 2);
        assert_eq!(buch.hinweise, []);
    }
}

#[test]
fn days_in_two_statements_count_once() {
    for referenz in ["R", ""] {
        let day = |d: i8| Posten::neu(500, tag(1, d), referenz, "Miete");
        let first = gelesen("053", "A", 1, 0, &[day(5), day(6)]);
        let second = gelesen("053", "B", 9, 500, &[day(6), day(7)]);
        for all in [[first.clone(), second.clone()], [second, first]] {
            assert_eq!(buchen(&all).gebucht.len(), 3, "reference {referenz:?}");
        }
    }
}

#[test]
fn ids_and_numbers_that_come_again_hide_nothing() {
    let old = gelesen("053", "1", 1, 0, &[Posten::neu(700, tag(1, 5), "R1", "x")]);
    let new = gelesen("053", "1", 1, 0, &[Posten::neu(700, tag(2, 5), "R1", "x")]);
    assert_eq!(cents(&buchen(&[old, new])), [700, 700]);
}

#[test]
fn report_statement_and_advice_of_one_booking_are_one() {
    let bare = ohne_referenz(1200, tag(1, 5), "KZ 1");
    let full = Posten::neu(1200, tag(1, 5), "R1", "KZ 1");
    let report = gelesen("052", "T", 1, 0, &[bare]);
    let statement = gelesen("053", "A", 1, 0, std::slice::from_ref(&full));
    let advice = gelesen("054", "V", 1, 0, &[full]);
    let early = buchen(std::slice::from_ref(&report));
    let all = buchen(&[advice, statement, report]);
    assert_eq!(cents(&all), [1200]);
    assert_eq!(all.gebucht[0].fundstellen.len(), 3);
    // What was assigned under the early name is still found.
    assert!(all.gebucht[0].auch.contains(&early.gebucht[0].kennung));
    assert_eq!(all.hinweise, []);
}

#[test]
fn two_bookings_of_a_day_become_two_when_the_statement_names_both() {
    let bare = || ohne_referenz(1200, tag(1, 5), "KZ 1");
    let morning = gelesen("052", "T1", 1, 0, &[bare()]);
    assert_eq!(buchen(std::slice::from_ref(&morning)).gebucht.len(), 1);
    let posten =
        [Posten::neu(1200, tag(1, 5), "R1", "KZ 1"), Posten::neu(1200, tag(1, 5), "R2", "KZ 1")];
    let statement = gelesen("053", "A", 1, 0, &posten);
    assert_eq!(cents(&buchen(&[morning, statement])), [1200, 1200]);
}

#[test]
fn statements_that_follow_one_another_on_a_day_count_together() {
    let one = |id, nummer, anfang| {
        gelesen("053", id, nummer, anfang, &[ohne_referenz(1200, tag(1, 5), "KZ 1")])
    };
    let chained = buchen(&[one("B", 2, 1200), one("A", 1, 0), one("A", 1, 0), one("C", 3, 2400)]);
    assert_eq!(cents(&chained), [1200, 1200, 1200]);
    assert_eq!(chained.hinweise, []);
    // Without proof that one follows the other they are one, and that is said.
    let unproved = buchen(&[one("A", 1, 0), one("B", 5, 700)]);
    assert_eq!(cents(&unproved), [1200]);
    let kennung = unproved.gebucht[0].kennung.clone();
    assert_eq!(unproved.hinweise, [Buchhinweis::VielleichtZwei { kennung }]);
}

#[test]
fn a_statement_that_does_not_add_up_proves_no_order() {
    let posten = [ohne_referenz(1200, tag(1, 5), "KZ 1")];
    let first = nachricht("053", 8, &auszug("053", 8, "A", 1, 0, &posten));
    let second = gelesen("053", "B", 2, 1200, &posten);
    let good = read(first.as_bytes()).unwrap();
    assert_eq!(cents(&buchen(&[good, second.clone()])), [1200, 1200]);
    let wrong = first.replacen(">0.00<", ">5.00<", 1);
    let buch = buchen(&[read(wrong.as_bytes()).unwrap(), second]);
    assert_eq!(cents(&buch), [1200]);
    assert!(matches!(buch.hinweise.as_slice(), [Buchhinweis::VielleichtZwei { .. }]));
}

#[test]
fn two_advices_without_reference_may_be_two_until_the_statement_says() {
    let advice = |nummer| gelesen("054", "V", nummer, 0, &[ohne_referenz(1200, tag(1, 5), "KZ 1")]);
    let buch = buchen(&[advice(1), advice(2), advice(2)]);
    assert_eq!(cents(&buch), [1200]);
    assert!(matches!(buch.hinweise.as_slice(), [Buchhinweis::VielleichtZwei { .. }]));
    let bare = || ohne_referenz(1200, tag(1, 5), "KZ 1");
    let statement = gelesen("053", "A", 1, 0, &[bare(), bare()]);
    let buch = buchen(&[advice(1), advice(2), statement]);
    assert_eq!((cents(&buch), buch.hinweise), (vec![1200, 1200], vec![]));
}

#[test]
fn a_changed_reference_is_said() {
    let report = gelesen("052", "T", 1, 0, &[Posten::neu(1200, tag(1, 5), "X1", "KZ 1")]);
    let statement = gelesen("053", "A", 1, 0, &[Posten::neu(1200, tag(1, 5), "R1", "KZ 1")]);
    let buch = buchen(&[report, statement]);
    assert_eq!(cents(&buch), [1200, 1200]);
    assert!(matches!(buch.hinweise.as_slice(), [Buchhinweis::VielleichtEine { .. }]));
}

#[test]
fn payers_of_the_same_fee_stay_apart() {
    let mut posten = ohne_referenz(3000, tag(1, 5), "Anwohnerparken");
    posten.teile[0].iban = "DE75512108001245126199".to_owned();
    posten.teile[0].name = "Bernd Muster".to_owned();
    let one = gelesen("054", "V1", 1, 0, &[ohne_referenz(3000, tag(1, 5), "Anwohnerparken")]);
    let two = gelesen("054", "V2", 2, 0, &[posten]);
    let buch = buchen(&[one, two]);
    assert_eq!((cents(&buch), buch.hinweise), (vec![3000, 3000], vec![]));
}

#[test]
fn announced_and_unreadable_entries_are_not_booked_and_not_lost() {
    let announced = Posten { status: "PDNG", ..Posten::neu(100, tag(1, 5), "R", "x") };
    let told = Posten { status: "INFO", ..announced.clone() };
    let odd = Posten { status: "WARE", ..announced.clone() };
    let good = Posten::neu(200, tag(1, 5), "R2", "x");
    let posten = [announced, told, odd, good];
    let xml = nachricht("052", 8, &auszug("052", 8, "A", 1, 0, &posten));
    let unreadable = xml.replace(">2.00<", ">zwei<");
    let buch = buchen(&[gelesen("052", "A", 1, 0, &posten)]);
    assert_eq!((buch.gebucht.len(), buch.vorgemerkt.len(), buch.unklar.len()), (1, 2, 1));
    let buch = buchen(&[read(unreadable.as_bytes()).unwrap()]);
    assert_eq!((buch.gebucht.len(), buch.unklar.len()), (0, 2));
}

fn sammler(teile: &[(i64, &str)], referenz: &str) -> Posten {
    let sum = teile.iter().map(|(cent, _)| cent).sum();
    let mut posten = Posten::neu(sum, tag(1, 5), referenz, "");
    posten.anzahl = Some(teile.len());
    posten.teile = teile
        .iter()
        .map(|(cent, text)| Teil { cent: *cent, text: (*text).to_owned(), ..Teil::default() })
        .collect();
    posten
}

#[test]
fn a_batch_is_broken_down_by_the_advice() {
    let teile = [(1000, "KZ 1"), (2000, "KZ 2"), (1000, "KZ 1")];
    let mut sum = sammler(&teile, "S1");
    sum.teile.clear();
    let statement = gelesen("053", "A", 1, 0, &[sum]);
    let advice = gelesen("054", "V", 1, 0, &[sammler(&teile, "S1")]);
    let alone = buchen(std::slice::from_ref(&statement));
    let whole = zahlungen(&alone.gebucht[0]).unwrap();
    assert_eq!(whole.len(), 1);
    assert!(whole[0].sammelposten);
    let both = buchen(&[statement, advice]);
    assert_eq!(cents(&both), [4000]);
    let single = zahlungen(&both.gebucht[0]).unwrap();
    let cents: Vec<i64> = single.iter().map(|zahlung| zahlung.betrag.wert()).collect();
    assert_eq!(cents, [1000, 2000, 1000]);
    assert!(single.iter().all(|zahlung| !zahlung.sammelposten));
    let names: BTreeSet<&str> = single.iter().map(|zahlung| zahlung.kennung.as_str()).collect();
    assert_eq!(names.len(), 3, "twins inside a batch are two");
}

#[test]
fn a_batch_whose_details_lack_amounts_stays_one_sum() {
    for teile in [[(1000, "KZ 1"), (0, "KZ 2")], [(0, "KZ 1"), (0, "KZ 2")]] {
        let mut posten = sammler(&teile, "S1");
        posten.cent = 3000;
        let buch = buchen(&[gelesen("053", "A", 1, 0, &[posten])]);
        let zahlungen = zahlungen(&buch.gebucht[0]).unwrap();
        assert_eq!((zahlungen.len(), zahlungen[0].betrag.wert()), (1, 3000));
        assert!(zahlungen[0].sammelposten);
        assert_eq!(zahlungen[0].text, "KZ 1, KZ 2");
    }
}

#[test]
fn one_detail_of_a_larger_batch_is_not_the_whole() {
    let mut few = sammler(&[(1000, "KZ 1")], "S1");
    few.anzahl = Some(5);
    few.cent = 5000;
    let mut small = Posten::neu(5000, tag(1, 5), "S1", "KZ 1");
    small.teile[0].cent = 1000;
    for posten in [few, small] {
        let buch = buchen(&[gelesen("053", "A", 1, 0, &[posten])]);
        let zahlungen = zahlungen(&buch.gebucht[0]).unwrap();
        assert!(zahlungen[0].sammelposten, "{zahlungen:?}");
    }
}

#[test]
fn a_return_has_its_fee_apart_and_its_reason() {
    let mut posten = Posten::neu(-5350, tag(1, 5), "R1", "KZ 1");
    posten.code = "IDDT/UPDD";
    posten.teile[0].auftrag_cent = Some(5000);
    posten.teile[0].grund = "AC04".to_owned();
    for version in [2, 4, 8] {
        let xml = nachricht(
            "053",
            version,
            &auszug("053", version, "A", 1, 0, std::slice::from_ref(&posten)),
        );
        let buch = buchen(&[read(xml.as_bytes()).unwrap()]);
        let zahlung = &zahlungen(&buch.gebucht[0]).unwrap()[0];
        assert_eq!(zahlung.art, Zahlungsart::Rueckgabe);
        assert_eq!((zahlung.betrag.wert(), zahlung.gebuehr.wert()), (5000, 350));
        assert_eq!(zahlung.grund, "AC04");
        assert_eq!(zahlung.gegenseite.name, "Anna Beispiel");
    }
    // A reversal that gives no reason is one all the same.
    let plain = Posten::neu(-5000, tag(1, 5), "R1", "KZ 1");
    let xml = nachricht("053", 8, &auszug("053", 8, "A", 1, 0, &[plain]));
    let xml = xml.replace("<Sts>", "<RvslInd>true</RvslInd><Sts>");
    let buch = buchen(&[read(xml.as_bytes()).unwrap()]);
    assert_eq!(zahlungen(&buch.gebucht[0]).unwrap()[0].art, Zahlungsart::Rueckgabe);
}

#[test]
fn foreign_currency_is_refused_with_its_name() {
    let xml =
        nachricht("053", 8, &auszug("053", 8, "A", 1, 0, &[Posten::neu(5, tag(1, 5), "R", "x")]));
    let buch = buchen(&[read(xml.replace("EUR", "CHF").as_bytes()).unwrap()]);
    let error = zahlungen(&buch.gebucht[0]).unwrap_err();
    assert_eq!(error, Unverwertbar::Waehrung { waehrung: "CHF".to_owned() });
}

#[test]
fn many_equal_bookings_of_a_day_do_not_take_for_ever() {
    let equal =
        |n: usize| Posten::neu(3000, tag(1, 5), &format!("R{n}"), &format!("KZ {}", n % 50));
    let posten: Vec<Posten> = (0..4000).map(equal).collect();
    let statement = gelesen("053", "A", 1, 0, &posten);
    let bare = |posten: &Posten| Posten { referenz: String::new(), ..posten.clone() };
    let report = gelesen("052", "T", 1, 0, &posten.iter().map(bare).collect::<Vec<_>>());
    let buch = buchen(&[report, statement]);
    assert_eq!((buch.gebucht.len(), buch.hinweise.len()), (4000, 0));
    assert!(buch.gebucht.iter().all(|gebucht| gebucht.fundstellen.len() == 2));
}

/// What a bank booked in a month, with twins, cut into statements of whole days.
struct Monat {
    tage: Vec<Vec<Posten>>,
}

impl Monat {
    fn neu(zufall: &mut Zufall, mit_referenz: bool) -> Self {
        let mut number = 0;
        let day = |d: i8, zufall: &mut Zufall, number: &mut usize| {
            (0..zufall.unter(6))
                .map(|_| {
                    *number += 1;
                    let referenz = if mit_referenz { format!("R{number}") } else { String::new() };
                    let (cent, text) = (1 + zufall.unter(3) as i64, ["a", "b"][zufall.unter(2)]);
                    Posten::neu(cent * 100, tag(3, d), &referenz, text)
                })
                .collect()
        };
        Self { tage: (1..=20).map(|d| day(d, zufall, &mut number)).collect() }
    }

    fn auszug(&self, art: &str, id: usize, from: usize, until: usize) -> Nachricht {
        let cent = |days: &[Vec<Posten>]| days.iter().flatten().map(|p| p.cent).sum::<i64>();
        let posten: Vec<Posten> = self.tage[from..until].concat();
        gelesen(
            art,
            &format!("A{}", id % 3),
            100 + id as u64 * 7,
            cent(&self.tage[..from]),
            &posten,
        )
    }

    fn erwartet(&self) -> BTreeMap<(Datum, i64, String), usize> {
        let mut all = BTreeMap::new();
        for posten in self.tage.iter().flatten() {
            *all.entry((posten.tag, posten.cent, posten.teile[0].text.clone())).or_default() += 1;
        }
        all
    }
}

fn gezaehlt(buch: &Buch) -> BTreeMap<(Datum, i64, String), usize> {
    let mut all = BTreeMap::new();
    for gebucht in &buch.gebucht {
        let text = gebucht.buchung.umsaetze[0].verwendungszweck[0].clone();
        *all.entry((gebucht.tag, gebucht.cent, text)).or_default() += 1;
    }
    all
}

#[test]
fn overlapping_statements_in_any_order_make_the_books_of_the_bank() {
    for seed in 1..=60 {
        println!("seed {seed}");
        let mut zufall = Zufall::new(seed);
        let monat = Monat::neu(&mut zufall, seed % 2 == 0);
        let mut nachrichten = Vec::new();
        let (mut from, mut id) = (0, 0);
        while from < 20 {
            let until = (from + 1 + zufall.unter(6)).min(20);
            nachrichten.push(monat.auszug("053", id, from, until));
            // The next one begins before this one ends, or right behind it.
            from = until - zufall.unter(2).min(until - from - 1);
            id += 1;
        }
        for _ in 0..zufall.unter(5) {
            let from = zufall.unter(20);
            let art = ["052", "053", "054"][zufall.unter(3)];
            nachrichten.push(monat.auszug(art, id, from, (from + 3).min(20)));
            id += 1;
        }
        let again = nachrichten[zufall.unter(nachrichten.len())].clone();
        nachrichten.push(again);
        let before = buchen(&nachrichten);
        assert_eq!(gezaehlt(&before), monat.erwartet(), "seed {seed}");
        zufall.mischen(&mut nachrichten);
        let after = buchen(&nachrichten);
        assert_eq!(kennungen(&before), kennungen(&after), "seed {seed}");
        let auch = |buch: &Buch| -> BTreeSet<Vec<String>> {
            buch.gebucht.iter().map(|gebucht| gebucht.auch.clone()).collect()
        };
        assert_eq!(auch(&before), auch(&after), "seed {seed}");
    }
}
