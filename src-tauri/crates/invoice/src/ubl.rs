//! Invoices and credit notes in UBL 2.1.
//!
//! Never judges: the rules look at the fields afterwards.

use domain::Rechnung;
use domain::rechnung::{Beteiligter, Position, Rechnungsformat, Steueranteil, Summen};
use roxmltree::Node;

use crate::POSITIONEN_MAX;
use crate::anlagen::{self, Quelle};
use crate::feld::Leser;
use crate::xml::{children, find, raw};

/// Most levels of sub lines that are read.
const STUFEN_MAX: u8 = 8;

/// Reads an invoice; returns also the terms of payment as written.
pub(crate) fn lesen(root: Node<'_, '_>, gutschrift: bool, leser: &Leser) -> (Rechnung, String) {
    let terms: String = find(root, &["PaymentTerms", "Note"]).map(raw).unwrap_or_default();
    let waehrung = leser.text(root, &["DocumentCurrencyCode"]);
    let faellig: &[&str] =
        if gutschrift { &["PaymentMeans", "PaymentDueDate"] } else { &["DueDate"] };
    let (art, line) = if gutschrift {
        ("CreditNoteTypeCode", "CreditNoteLine")
    } else {
        ("InvoiceTypeCode", "InvoiceLine")
    };
    let mut rechnung = Rechnung {
        format: if gutschrift {
            Rechnungsformat::UblGutschrift
        } else {
            Rechnungsformat::UblRechnung
        },
        profil_kennung: leser.text(root, &["CustomizationID"]),
        nummer: leser.text(root, &["ID"]),
        datum: leser.datum(root, &["IssueDate"], "Rechnungsdatum"),
        art: leser.text(root, &[art]),
        faellig_am: leser.datum(root, faellig, "Fälligkeitsdatum"),
        geliefert_am: leser.datum(root, &["Delivery", "ActualDeliveryDate"], "Lieferdatum"),
        leistung_von: leser.datum(root, &["InvoicePeriod", "StartDate"], "Leistungsdatum"),
        leistung_bis: leser.datum(root, &["InvoicePeriod", "EndDate"], "Leistungsdatum"),
        leitweg_id: leser.text(root, &["BuyerReference"]),
        bestellung: leser.text(root, &["OrderReference", "ID"]),
        bezug: leser.text(root, &["BillingReference", "InvoiceDocumentReference", "ID"]),
        verkaeufer: partei(root, "AccountingSupplierParty", leser),
        kaeufer: partei(root, "AccountingCustomerParty", leser),
        zahlungsempfaenger: leser.text(root, &["PayeeParty", "PartyName", "Name"]),
        zahlungsart: leser.text(root, &["PaymentMeans", "PaymentMeansCode"]),
        verwendungszweck: leser.text(root, &["PaymentMeans", "PaymentID"]),
        zahlungsbedingungen: leser.absatz(&terms),
        summen: summen(root, &waehrung, leser),
        steuern: steuern(root, leser),
        bemerkungen: leser.absaetze(children(root, "Note")),
        waehrung,
        ..Rechnung::default()
    };
    leser.konten(
        children(root, "PaymentMeans")
            .filter_map(|means| find(means, &["PayeeFinancialAccount", "ID"])),
        &mut rechnung.iban,
    );
    positionen(root, line, leser, &mut rechnung);
    anlagen::lesen(anhaenge(root), leser, &mut rechnung);
    (rechnung, terms)
}

/// Returns what hangs on the invoice. References with type code 50 (tender) or 130 (object) are
/// no attachments.
pub(crate) fn anhaenge<'a, 'i>(root: Node<'a, 'i>) -> impl Iterator<Item = Quelle<'a, 'i>> {
    children(root, "AdditionalDocumentReference")
        .filter(|reference| {
            let code = find(*reference, &["DocumentTypeCode"]).map(raw).unwrap_or_default();
            !matches!(code.trim(), "50" | "130")
        })
        .map(|reference| Quelle {
            kennung: find(reference, &["ID"]),
            beschreibung: find(reference, &["DocumentDescription"]),
            inhalt: find(reference, &["Attachment", "EmbeddedDocumentBinaryObject"]),
            verweis: find(reference, &["Attachment", "ExternalReference", "URI"]),
        })
}

fn partei(root: Node<'_, '_>, name: &'static str, leser: &Leser) -> Beteiligter {
    let Some(party) = find(root, &[name, "Party"]) else {
        return Beteiligter::default();
    };
    let mut out = Beteiligter {
        name: leser.text(party, &["PartyLegalEntity", "RegistrationName"]),
        email: leser.text(party, &["Contact", "ElectronicMail"]),
        ..Beteiligter::default()
    };
    if out.name.is_empty() {
        out.name = leser.text(party, &["PartyName", "Name"]);
    }
    for scheme in children(party, "PartyTaxScheme") {
        let id = leser.text(scheme, &["CompanyID"]);
        let ust = leser.text(scheme, &["TaxScheme", "ID"]).eq_ignore_ascii_case("VAT");
        let field = if ust { &mut out.ust_id } else { &mut out.steuernummer };
        if field.is_empty() {
            *field = id;
        }
    }
    if let Some(address) = find(party, &["PostalAddress"]) {
        let text = |path: &[&'static str]| leser.text(address, path);
        let ort = format!("{} {}", text(&["PostalZone"]), text(&["CityName"]));
        let land = text(&["Country", "IdentificationCode"]);
        let zeilen = [
            text(&["StreetName"]),
            text(&["AdditionalStreetName"]),
            text(&["AddressLine", "Line"]),
            ort.trim().to_owned(),
            if land == "DE" { String::new() } else { land },
        ];
        out.anschrift = zeilen.into_iter().filter(|zeile| !zeile.is_empty()).collect();
    }
    out
}

fn summen(root: Node<'_, '_>, waehrung: &str, leser: &Leser) -> Summen {
    let mut out = Summen::default();
    if let Some(total) = find(root, &["LegalMonetaryTotal"]) {
        let amount = |name| leser.betrag(total, &[name]);
        out = Summen {
            positionen: amount("LineExtensionAmount"),
            nachlaesse: amount("AllowanceTotalAmount"),
            zuschlaege: amount("ChargeTotalAmount"),
            netto: amount("TaxExclusiveAmount"),
            brutto: amount("TaxInclusiveAmount"),
            gezahlt: amount("PrepaidAmount"),
            rundung: amount("PayableRoundingAmount"),
            zahlbetrag: amount("PayableAmount"),
            ..out
        };
    }
    let taxes = children(root, "TaxTotal").filter_map(|total| find(total, &["TaxAmount"]));
    leser.steuersummen(taxes, waehrung, &mut out);
    let fremd = children(root, "PrepaidPayment").filter_map(|paid| find(paid, &["PaidAmount"]));
    out.fremdforderung = leser.summe(fremd);
    out
}

fn steuern(root: Node<'_, '_>, leser: &Leser) -> Vec<Steueranteil> {
    let parts = children(root, "TaxTotal").flat_map(|total| children(total, "TaxSubtotal"));
    let part = |part: Node<'_, '_>| Steueranteil {
        kategorie: leser.text(part, &["TaxCategory", "ID"]),
        satz: leser.betrag(part, &["TaxCategory", "Percent"]),
        grundlage: leser.betrag(part, &["TaxableAmount"]),
        steuer: leser.betrag(part, &["TaxAmount"]),
        grund: leser.text(part, &["TaxCategory", "TaxExemptionReason"]),
    };
    leser.hoechstens(parts, crate::STEUERN_MAX).map(part).collect()
}

/// Reads the lines and, below each, the sub lines of the extension.
fn positionen(root: Node<'_, '_>, line: &'static str, leser: &Leser, rechnung: &mut Rechnung) {
    for top in children(root, line) {
        // A stack instead of recursion; pushed in reverse, so that sub lines keep their order.
        let mut open = vec![(top, 0_u8)];
        while let Some((node, stufe)) = open.pop() {
            rechnung.positionen_anzahl = rechnung.positionen_anzahl.saturating_add(1);
            if rechnung.positionen.len() < POSITIONEN_MAX {
                rechnung.positionen.push(position(node, stufe, leser));
            } else {
                leser.kuerzen();
            }
            if stufe < STUFEN_MAX {
                let mut subs: Vec<_> = children(node, "SubInvoiceLine")
                    .chain(children(node, "SubCreditNoteLine"))
                    .map(|sub| (sub, stufe + 1))
                    .collect();
                subs.reverse();
                open.append(&mut subs);
            }
        }
    }
}

fn position(line: Node<'_, '_>, stufe: u8, leser: &Leser) -> Position {
    let menge =
        ["InvoicedQuantity", "CreditedQuantity"].into_iter().find_map(|name| find(line, &[name]));
    Position {
        nummer: leser.text(line, &["ID"]),
        name: leser.text(line, &["Item", "Name"]),
        menge: menge.and_then(|menge| leser.betrag(menge, &[])),
        einheit: leser.eine_zeile(menge.and_then(|m| m.attribute("unitCode")).unwrap_or_default()),
        preis: leser.betrag(line, &["Price", "PriceAmount"]),
        preis_je: leser.betrag(line, &["Price", "BaseQuantity"]).filter(|je| je.cent != Some(100)),
        steuersatz: leser.betrag(line, &["Item", "ClassifiedTaxCategory", "Percent"]),
        netto: leser.betrag(line, &["LineExtensionAmount"]),
        stufe,
    }
}

/// Returns the net amounts of all lines that count (BT-131), also of those not shown.
pub(crate) fn nettobetraege<'a, 'i>(
    root: Node<'a, 'i>,
    gutschrift: bool,
) -> impl Iterator<Item = Option<Node<'a, 'i>>> {
    let line = if gutschrift { "CreditNoteLine" } else { "InvoiceLine" };
    children(root, line).map(|line| find(line, &["LineExtensionAmount"]))
}
