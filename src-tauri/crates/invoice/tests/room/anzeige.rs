//! What a clerk reads: sections, words and the difference to the picture.
//!
//! Never looks at markup.

use std::fmt::Write;

use crate::gemacht::{anhang, ubl};
use crate::muster::{CII, UBL, ersetzt, lesen, xml};

/// Writes the sections down as plain text.
fn text(xml: &str) -> String {
    let mut out = String::new();
    for section in invoice::darstellung(&lesen(xml)) {
        writeln!(out, "# {}", section.titel).unwrap();
        for (term, value) in section.zeilen {
            writeln!(out, "{term}: {value}").unwrap();
        }
        if let Some(table) = section.tabelle {
            let heads: Vec<_> = table.spalten.iter().map(|column| column.titel.as_str()).collect();
            writeln!(out, "{}", heads.join(" | ")).unwrap();
            for row in &table.zeilen {
                assert_eq!(row.len(), heads.len());
                writeln!(out, "{}", row.join(" | ")).unwrap();
            }
            out.extend(table.anmerkung.map(|note| note + "\n"));
        }
    }
    out
}

#[test]
fn invoice_reads_like_a_letter() {
    let Some(xml) = xml(CII) else { return };
    let expected = "\
# Hinweise
Leitweg-ID: Die Prüfziffern der Leitweg-ID 04011000-12345-34 stimmen nicht. Vermutlich ist sie \
falsch geschrieben.
# Rechnung
Art: Rechnung
Rechnungsnummer: 471102
Rechnungsdatum: 05.03.2018
Geliefert am: 05.03.2018
Leitweg-ID: 04011000-12345-34
Währung: EUR
Format: XRechnung 2.1 (CII)
# Rechnungssteller
Name: Lieferant GmbH
Anschrift: Lieferantenstraße 20, 80333 München
USt-IdNr.: DE123456789
Steuernummer: 201/113/40209
E-Mail: Max@Mustermann.de
# Rechnungsempfänger
Name: Kunden AG Mitte
Anschrift: Kundenstraße 15, 69876 Frankfurt
# Beträge
Summe der Positionen: 473,00 €
Gesamtbetrag netto: 473,00 €
Umsatzsteuer: 56,87 €
Gesamtbetrag brutto: 529,87 €
Zahlbetrag: 529,87 €
# Umsatzsteuer
Art | Satz | Grundlage | Steuer
Umsatzsteuer | 7 % | 275,00 € | 19,25 €
Umsatzsteuer | 19 % | 198,00 € | 37,62 €
# Zahlung
Zahlungsart: SEPA-Überweisung
IBAN: DE02 1203 0000 0000 2020 51
";
    let seen = text(&xml);
    assert!(seen.starts_with(expected), "{seen}");
    assert!(
        seen.contains("\n1 | Trennblätter A4 | 20 Stück | 9,90 € | 19 % | 198,00 €\n"),
        "{seen}"
    );
}

#[test]
fn discounts_are_spelled_out_once() {
    let Some(xml) = xml(UBL) else { return };
    let seen = text(&xml);
    assert!(seen.contains("Skonto: 2 % bei Zahlung innerhalb von 7 Tagen (bis 04.07.2016)\n"));
    assert!(!seen.contains("#SKONTO#"), "{seen}");
}

#[test]
fn warnings_stand_first_and_attachments_have_sizes() {
    let xml = ubl(&anhang("Plan.pdf", &"AAAA".repeat(1000)), "118.00");
    let seen = text(&xml);
    assert!(seen.starts_with("# Hinweise\nBR-CO-16: "), "{seen}");
    assert!(seen.contains("\nPlan.pdf |  | 3 KB\n"), "{seen}");
}

/// What stands on the page of the sample, as a PDF reader extracts it.
const SEITE: &str = "
  Handelsrechnung (380) Nr. 471102 vom 05.03.2018
    Leitwege-ID:                          04011000-12345-34
    1    TB100A4      Trennblätter A4     9,9000   20 Stk   19 %
         4012345001235                                           198,00
    Bruttosumme                                                  529,87
    Erhaltene Anzahlungen                                        -0,00
    IBAN :                                DE02120300000000202051
    Verkäufer-BIC:                        BYLADEM1001";

#[test]
fn picture_that_agrees_is_not_mentioned() {
    let Some(xml) = xml(CII) else { return };
    assert_eq!(invoice::compare(&lesen(&xml), SEITE), [""; 0]);
}

#[test]
fn picture_that_shows_another_total_or_account_is() {
    let Some(xml) = xml(CII) else { return };
    let more = ersetzt(&xml, "<ram:GrandTotalAmount>529.87", "<ram:GrandTotalAmount>1529.87");
    let seen = invoice::compare(&lesen(&more), SEITE);
    assert_eq!(seen.len(), 1);
    assert!(seen[0].starts_with("Der Gesamtbetrag 1.529,87 € aus den Rechnungsdaten"));
    let other = ersetzt(&xml, "DE02120300000000202051", "DE02120300000000202052");
    let seen = invoice::compare(&lesen(&other), SEITE);
    assert_eq!(seen.len(), 1);
    assert!(seen[0].contains("DE02 1203 0000 0000 2020 52"));
}
