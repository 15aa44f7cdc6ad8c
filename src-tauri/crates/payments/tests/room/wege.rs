//! Whole ways: from the statement to the status of a claim.

use payments::abgleichen::{Ergebnis, Kandidat, Verzeichnis};
use payments::camt::{buchen, zahlungen};
use payments::forderung::{Ereignis, Lage, stand};

use crate::forderung::forderung;
use crate::muster::{Posten, gelesen, tag};

/// What the statements say about the claim, by reference only.
fn ereignisse(nachrichten: &[payments::camt::Nachricht]) -> Vec<Ereignis> {
    let forderung = forderung();
    let kandidat = Kandidat { forderung: &forderung, offen_cent: 5000, gezahlt_cent: 5000 };
    let verzeichnis = Verzeichnis::new(vec![kandidat], None);
    let buch = buchen(nachrichten);
    let all = buch.gebucht.iter().flat_map(|gebucht| zahlungen(gebucht).unwrap());
    all.filter_map(|zahlung| match verzeichnis.abgleichen(&zahlung).ergebnis {
        Ergebnis::Treffer(treffer) => Some(zahlung.ereignis(treffer.anteile[0].betrag)),
        _ => None,
    })
    .collect()
}

#[test]
fn a_direct_debit_comes_and_goes_back() {
    let paid = Posten::neu(5000, tag(3, 5), "R1", "Kassenz. 0726 000 1234");
    let mut back = Posten::neu(-5350, tag(3, 9), "R2", "07260001234");
    back.teile[0].auftrag_cent = Some(5000);
    back.teile[0].grund = "MS03".to_owned();
    let first = gelesen("053", "A", 1, 0, std::slice::from_ref(&paid));
    let both = gelesen("053", "B", 2, 0, &[paid, back]);
    let early = stand(&forderung(), &ereignisse(std::slice::from_ref(&first)), tag(3, 20));
    assert_eq!(early.lage, Lage::Kontoeingang);
    let late = stand(&forderung(), &ereignisse(&[both, first]), tag(3, 20));
    assert_eq!((late.lage, late.offen_cent), (Lage::Zurueckgegeben, 5000));
    assert_eq!(late.verlauf.len(), 2);
}

#[test]
fn two_equal_payments_make_an_overpayment_however_often_the_statement_comes() {
    let twin = || Posten::neu(5000, tag(3, 5), "", "07260001234");
    let one = gelesen("053", "A", 1, 0, &[twin(), twin()]);
    let found = ereignisse(&[one.clone(), one]);
    let stand = stand(&forderung(), &found, tag(3, 20));
    assert_eq!((stand.lage, stand.guthaben_cent), (Lage::Ueberzahlt, 5000));
}
