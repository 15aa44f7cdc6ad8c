//! Samples that somebody changed: the rule that should notice does, in words.
//!
//! Never asks for more than the rule named.

use crate::gemacht;
use crate::muster::{CII, UBL, ersetzt, lesen, regeln, satz, xml};

#[test]
fn changed_totals_are_noticed_by_the_rule_of_their_place() {
    let Some(ubl) = xml(UBL) else { return };
    for (from, to, rule, sentence) in [
        (
            "<cbc:LineExtensionAmount currencyID=\"EUR\">2180<",
            "<cbc:LineExtensionAmount currencyID=\"EUR\">2080<",
            "BR-CO-10",
            "Die Positionen ergeben zusammen 2.180,00 €, angegeben sind 2.080,00 €.",
        ),
        (
            "<cbc:TaxExclusiveAmount currencyID=\"EUR\">2180<",
            "<cbc:TaxExclusiveAmount currencyID=\"EUR\">2180.01<",
            "BR-CO-13",
            "Summe der Positionen 2.180,00 €, Nachlässe 0,00 € und Zuschläge 0,00 € ergeben \
             netto 2.180,00 €, angegeben sind 2.180,01 €.",
        ),
        (
            "<cbc:TaxInclusiveAmount currencyID=\"EUR\">2594.2<",
            "<cbc:TaxInclusiveAmount currencyID=\"EUR\">2954.2<",
            "BR-CO-15",
            "Netto 2.180,00 € und Umsatzsteuer 414,20 € ergeben brutto 2.594,20 €, \
             angegeben sind 2.954,20 €.",
        ),
        (
            "<cbc:PayableAmount currencyID=\"EUR\">2594.2<",
            "<cbc:PayableAmount currencyID=\"EUR\">12594.2<",
            "BR-CO-16",
            "Brutto 2.594,20 €, bereits gezahlt 0,00 € und Rundung 0,00 € ergeben einen \
             Zahlbetrag von 2.594,20 €, angegeben sind 12.594,20 €.",
        ),
    ] {
        let rechnung = lesen(&ersetzt(&ubl, from, to));
        assert_eq!(satz(&rechnung, rule), sentence);
    }
}

#[test]
fn changed_totals_are_noticed_in_cii_too() {
    let Some(cii) = xml(CII) else { return };
    let check = |from: &str, to: &str, rule: &str| {
        satz(&lesen(&ersetzt(&cii, from, to)), rule);
    };
    check("<ram:DuePayableAmount>529.87", "<ram:DuePayableAmount>629.87", "BR-CO-16");
    check("<ram:GrandTotalAmount>529.87", "<ram:GrandTotalAmount>629.87", "BR-CO-15");
    check("<ram:CalculatedAmount>19.25", "<ram:CalculatedAmount>19.26", "BR-CO-14");
    check("<ram:TaxBasisTotalAmount>473.00", "<ram:TaxBasisTotalAmount>472.00", "BR-CO-13");
    check("<ram:LineTotalAmount>198.00", "<ram:LineTotalAmount>199.00", "BR-CO-10");
}

#[test]
fn amounts_that_cannot_be_checked_are_said_to_be() {
    let Some(ubl) = xml(UBL) else { return };
    let rechnung = lesen(&ersetzt(&ubl, ">2594.2</cbc:TaxInc", ">2594,2</cbc:TaxInc"));
    assert!(satz(&rechnung, "BR-CO-15").contains("2594,2 €"));
    let huge = "9".repeat(17);
    let rechnung = lesen(&ersetzt(&ubl, ">2594.2</cbc:TaxInc", &format!(">{huge}</cbc:TaxInc")));
    satz(&rechnung, "BR-CO-15");
    let rechnung = lesen(&ersetzt(
        &ubl,
        "<cbc:TaxInclusiveAmount currencyID=\"EUR\">2594.2<",
        "<cbc:TaxInclusiveAmount currencyID=\"EUR\"><",
    ));
    satz(&rechnung, "BR-14");
}

#[test]
fn missing_leitweg_id_is_br_de_15() {
    let Some(ubl) = xml(UBL) else { return };
    let line = "<cbc:BuyerReference>04011000-12350-85</cbc:BuyerReference>";
    let rechnung = lesen(&ersetzt(&ubl, line, ""));
    assert_eq!(regeln(&rechnung), ["BR-DE-15"]);
    assert_eq!(satz(&rechnung, "BR-DE-15"), "Die Leitweg-ID fehlt.");
    let Some(en) = xml("zugferd/EN16931_Einfach.cii.xml") else { return };
    assert!(regeln(&lesen(&en)).is_empty(), "the European standard asks for none");
}

#[test]
fn changed_digit_in_the_leitweg_id_is_noticed() {
    let Some(ubl) = xml(UBL) else { return };
    let rechnung = lesen(&ersetzt(&ubl, "04011000-12350-85", "04011000-12360-85"));
    assert!(satz(&rechnung, "Leitweg-ID").contains("04011000-12360-85"));
}

#[test]
fn discounts_are_read_and_wrong_ones_named() {
    let Some(ubl) = xml(UBL) else { return };
    let rechnung = lesen(&ubl);
    let offers: Vec<_> =
        rechnung.skonto.iter().map(|s| (s.tage, s.prozent.text.as_str())).collect();
    assert_eq!(offers, [(7, "2.00"), (14, "1.00"), (30, "0.00")]);
    let rechnung = lesen(&ersetzt(&ubl, "#PROZENT=2.00#", "#PROZENT=2#"));
    assert!(satz(&rechnung, "BR-DE-18").contains("#SKONTO#TAGE=7#PROZENT=2#"));
    assert_eq!(rechnung.skonto.len(), 2);
}

#[test]
fn claims_of_third_parties_count_in_the_extension_only() {
    let with = gemacht::ubl(
        "<cac:PrepaidPayment><cbc:PaidAmount currencyID=\"EUR\">10.00</cbc:PaidAmount>\
         </cac:PrepaidPayment>",
        "129.00",
    );
    assert!(satz(&lesen(&with), "BR-CO-16").contains("129,00 €"));
    let extension = with.replace(
        "xrechnung_3.0<",
        "xrechnung_3.0#conformant#\
        urn:xeinkauf.de:kosit:extension:xrechnung_3.0<",
    );
    assert!(regeln(&lesen(&extension)).is_empty());
    let wrong = extension.replace(">129.00<", ">119.00<");
    let rechnung = lesen(&wrong);
    assert!(satz(&rechnung, "BR-DEX-09").contains("Forderungen Dritter 10,00 €"));
}

#[test]
fn old_and_incomplete_formats_are_shown_but_not_booked() {
    let rechnung = lesen(gemacht::ZUGFERD_1);
    assert_eq!((rechnung.nummer.as_str(), rechnung.bestellung.as_str()), ("RE-1", "B-7"));
    assert_eq!(rechnung.summen.brutto.as_ref().unwrap().cent, Some(11_900));
    assert_eq!(rechnung.positionen[0].netto.as_ref().unwrap().cent, Some(10_000));
    assert_eq!(rechnung.schluessel(), "ust:DE123456789|RE-1|2016-01-31");
    assert!(!rechnung.buchbar());
    let sentence = "ZUGFeRD 1.0 COMFORT ist ein altes Format: nicht als Rechnung buchen.";
    assert_eq!(satz(&rechnung, "Format"), sentence);

    let Some(en) = xml("zugferd/EN16931_Einfach.cii.xml") else { return };
    for (id, name) in [("minimum", "MINIMUM"), ("basicwl", "BASIC WL")] {
        let id = format!("urn:factur-x.eu:1p0:{id}<");
        let rechnung = lesen(&ersetzt(&en, "urn:cen.eu:en16931:2017<", &id));
        assert!(!rechnung.buchbar());
        let sentence = satz(&rechnung, "Profil");
        assert!(sentence.contains(name) && sentence.contains("in Deutschland keine Rechnung"));
    }
}

#[test]
fn copies_of_an_invoice_have_one_key_in_both_syntaxes() {
    let (Some(pdf), Some(en)) = (xml(CII), xml("zugferd/EN16931_Einfach.cii.xml")) else { return };
    let key = lesen(&pdf).schluessel();
    assert_eq!(key, "ust:DE123456789|471102|2018-03-05");
    assert_eq!(key, lesen(&en).schluessel());
    let other = lesen(&ersetzt(&en, "<ram:ID>471102<", "<ram:ID>471103<"));
    assert_ne!(key, other.schluessel());
}
