//! Invoices in UN/CEFACT CII (D16B) and in its forerunner of ZUGFeRD 1.
//!
//! Never judges: the rules look at the fields afterwards.

use domain::Rechnung;
use domain::rechnung::{Beteiligter, Position, Rechnungsformat, Steueranteil, Summen};
use roxmltree::Node;

use crate::POSITIONEN_MAX;
use crate::anlagen::{self, Quelle};
use crate::feld::Leser;
use crate::xml::{children, find, raw};

/// Names that changed between ZUGFeRD 1 and CII.
pub(crate) struct Namen {
    format: Rechnungsformat,
    kontext: &'static str,
    kopf: &'static str,
    geschaeft: &'static str,
    vereinbarung: &'static str,
    lieferung: &'static str,
    abrechnung: &'static str,
    summen: &'static str,
    zeile_vereinbarung: &'static str,
    zeile_lieferung: &'static str,
    zeile_abrechnung: &'static str,
    zeile_summen: &'static str,
    bestellnummer: &'static str,
}

/// Names of CII.
pub(crate) const CII: Namen = Namen {
    format: Rechnungsformat::Cii,
    kontext: "ExchangedDocumentContext",
    kopf: "ExchangedDocument",
    geschaeft: "SupplyChainTradeTransaction",
    vereinbarung: "ApplicableHeaderTradeAgreement",
    lieferung: "ApplicableHeaderTradeDelivery",
    abrechnung: "ApplicableHeaderTradeSettlement",
    summen: "SpecifiedTradeSettlementHeaderMonetarySummation",
    zeile_vereinbarung: "SpecifiedLineTradeAgreement",
    zeile_lieferung: "SpecifiedLineTradeDelivery",
    zeile_abrechnung: "SpecifiedLineTradeSettlement",
    zeile_summen: "SpecifiedTradeSettlementLineMonetarySummation",
    bestellnummer: "IssuerAssignedID",
};

/// Names of ZUGFeRD 1.
pub(crate) const ZUGFERD_1: Namen = Namen {
    format: Rechnungsformat::Zugferd1,
    kontext: "SpecifiedExchangedDocumentContext",
    kopf: "HeaderExchangedDocument",
    geschaeft: "SpecifiedSupplyChainTradeTransaction",
    vereinbarung: "ApplicableSupplyChainTradeAgreement",
    lieferung: "ApplicableSupplyChainTradeDelivery",
    abrechnung: "ApplicableSupplyChainTradeSettlement",
    summen: "SpecifiedTradeSettlementMonetarySummation",
    zeile_vereinbarung: "SpecifiedSupplyChainTradeAgreement",
    zeile_lieferung: "SpecifiedSupplyChainTradeDelivery",
    zeile_abrechnung: "SpecifiedSupplyChainTradeSettlement",
    zeile_summen: "SpecifiedTradeSettlementMonetarySummation",
    bestellnummer: "ID",
};

/// Reads an invoice; returns also the terms of payment as written.
pub(crate) fn lesen(root: Node<'_, '_>, n: &Namen, leser: &Leser) -> (Rechnung, String) {
    // A missing part is the same as an empty one: every path below it finds nothing.
    let part = |name| find(root, &[n.geschaeft, name]);
    let kopf = find(root, &[n.kopf]);
    let vereinbarung = part(n.vereinbarung);
    let lieferung = part(n.lieferung);
    let abrechnung = part(n.abrechnung);
    let text = |node: Option<Node<'_, '_>>, path: &[&'static str]| {
        node.map(|node| leser.text(node, path)).unwrap_or_default()
    };
    let datum = |node: Option<Node<'_, '_>>, path: &[&'static str], name: &str| {
        leser.datum(find(node?, path)?, &["DateTimeString"], name)
    };
    let terms = abrechnung
        .and_then(|node| find(node, &["SpecifiedTradePaymentTerms", "Description"]))
        .map(raw)
        .unwrap_or_default();
    let kontext = ["GuidelineSpecifiedDocumentContextParameter", "ID"];
    let mut rechnung = Rechnung {
        format: n.format,
        profil_kennung: text(find(root, &[n.kontext]), &kontext),
        nummer: text(kopf, &["ID"]),
        datum: datum(kopf, &["IssueDateTime"], "Rechnungsdatum"),
        art: text(kopf, &["TypeCode"]),
        waehrung: text(abrechnung, &["InvoiceCurrencyCode"]),
        faellig_am: datum(
            abrechnung,
            &["SpecifiedTradePaymentTerms", "DueDateDateTime"],
            "Fälligkeitsdatum",
        ),
        geliefert_am: datum(
            lieferung,
            &["ActualDeliverySupplyChainEvent", "OccurrenceDateTime"],
            "Lieferdatum",
        ),
        leistung_von: datum(
            abrechnung,
            &["BillingSpecifiedPeriod", "StartDateTime"],
            "Leistungsdatum",
        ),
        leistung_bis: datum(
            abrechnung,
            &["BillingSpecifiedPeriod", "EndDateTime"],
            "Leistungsdatum",
        ),
        leitweg_id: text(vereinbarung, &["BuyerReference"]),
        bestellung: text(vereinbarung, &["BuyerOrderReferencedDocument", n.bestellnummer]),
        bezug: text(abrechnung, &["InvoiceReferencedDocument", "IssuerAssignedID"]),
        verkaeufer: partei(vereinbarung, "SellerTradeParty", leser),
        kaeufer: partei(vereinbarung, "BuyerTradeParty", leser),
        zahlungsempfaenger: text(abrechnung, &["PayeeTradeParty", "Name"]),
        zahlungsart: text(abrechnung, &["SpecifiedTradeSettlementPaymentMeans", "TypeCode"]),
        verwendungszweck: text(abrechnung, &["PaymentReference"]),
        zahlungsbedingungen: leser.absatz(&terms),
        ..Rechnung::default()
    };
    let notes = kopf.into_iter().flat_map(|kopf| children(kopf, "IncludedNote"));
    rechnung.bemerkungen = leser.absaetze(notes.filter_map(|note| find(note, &["Content"])));
    if let Some(abrechnung) = abrechnung {
        zahlung(abrechnung, n, leser, &mut rechnung);
    }
    positionen(root, n, leser, &mut rechnung);
    anlagen::lesen(anhaenge(root, n), leser, &mut rechnung);
    (rechnung, terms)
}

/// Returns what hangs on the invoice (type code 916; ZUGFeRD 1 has none).
pub(crate) fn anhaenge<'a, 'i>(
    root: Node<'a, 'i>,
    n: &Namen,
) -> impl Iterator<Item = Quelle<'a, 'i>> {
    find(root, &[n.geschaeft, n.vereinbarung])
        .into_iter()
        .flat_map(|agreement| children(agreement, "AdditionalReferencedDocument"))
        .filter(|doc| find(*doc, &["TypeCode"]).is_none_or(|code| raw(code).trim() == "916"))
        .map(|doc| Quelle {
            kennung: find(doc, &["IssuerAssignedID"]),
            beschreibung: find(doc, &["Name"]),
            inhalt: find(doc, &["AttachmentBinaryObject"]),
            verweis: find(doc, &["URIID"]),
        })
}

fn zeilen<'a, 'i>(root: Node<'a, 'i>, n: &Namen) -> impl Iterator<Item = Node<'a, 'i>> {
    find(root, &[n.geschaeft])
        .into_iter()
        .flat_map(|business| children(business, "IncludedSupplyChainTradeLineItem"))
}

/// Returns the net amounts of all lines (BT-131), also of those not shown. Lines that only group
/// others or inform (EXTENDED) do not count.
pub(crate) fn nettobetraege<'a, 'i>(
    root: Node<'a, 'i>,
    n: &Namen,
) -> impl Iterator<Item = Option<Node<'a, 'i>>> {
    let path = [n.zeile_abrechnung, n.zeile_summen, "LineTotalAmount"];
    let reason = ["AssociatedDocumentLineDocument", "LineStatusReasonCode"];
    zeilen(root, n)
        .filter(move |line| {
            let reason = find(*line, &reason).map(raw).unwrap_or_default();
            !matches!(reason.trim(), "GROUP" | "INFORMATION")
        })
        .map(move |line| find(line, &path))
}

fn partei(vereinbarung: Option<Node<'_, '_>>, name: &'static str, leser: &Leser) -> Beteiligter {
    let Some(party) = vereinbarung.and_then(|node| find(node, &[name])) else {
        return Beteiligter::default();
    };
    let mut out = Beteiligter {
        name: leser.text(party, &["Name"]),
        email: leser
            .text(party, &["DefinedTradeContact", "EmailURIUniversalCommunication", "URIID"]),
        ..Beteiligter::default()
    };
    for registration in children(party, "SpecifiedTaxRegistration") {
        let Some(id) = find(registration, &["ID"]) else { continue };
        let ust = id.attribute("schemeID") == Some("VA");
        let field = if ust { &mut out.ust_id } else { &mut out.steuernummer };
        if field.is_empty() {
            *field = leser.text(id, &[]);
        }
    }
    if let Some(address) = find(party, &["PostalTradeAddress"]) {
        let text = |name| leser.text(address, &[name]);
        let ort = format!("{} {}", text("PostcodeCode"), text("CityName"));
        let land = text("CountryID");
        let zeilen = [
            text("LineOne"),
            text("LineTwo"),
            text("LineThree"),
            ort.trim().to_owned(),
            if land == "DE" { String::new() } else { land },
        ];
        out.anschrift = zeilen.into_iter().filter(|zeile| !zeile.is_empty()).collect();
    }
    out
}

/// Reads accounts, totals and the VAT breakdown.
fn zahlung(abrechnung: Node<'_, '_>, n: &Namen, leser: &Leser, rechnung: &mut Rechnung) {
    let accounts = children(abrechnung, "SpecifiedTradeSettlementPaymentMeans")
        .filter_map(|means| find(means, &["PayeePartyCreditorFinancialAccount"]))
        .filter_map(|account| {
            find(account, &["IBANID"]).or_else(|| find(account, &["ProprietaryID"]))
        });
    leser.konten(accounts, &mut rechnung.iban);
    if let Some(total) = find(abrechnung, &[n.summen]) {
        let amount = |name| leser.betrag(total, &[name]);
        rechnung.summen = Summen {
            positionen: amount("LineTotalAmount"),
            nachlaesse: amount("AllowanceTotalAmount"),
            zuschlaege: amount("ChargeTotalAmount"),
            netto: amount("TaxBasisTotalAmount"),
            brutto: amount("GrandTotalAmount"),
            gezahlt: amount("TotalPrepaidAmount"),
            rundung: amount("RoundingAmount"),
            zahlbetrag: amount("DuePayableAmount"),
            ..Summen::default()
        };
        let taxes = children(total, "TaxTotalAmount");
        leser.steuersummen(taxes, &rechnung.waehrung, &mut rechnung.summen);
    }
    let part = |part: Node<'_, '_>| Steueranteil {
        kategorie: leser.text(part, &["CategoryCode"]),
        satz: leser
            .betrag(part, &["RateApplicablePercent"])
            .or_else(|| leser.betrag(part, &["ApplicablePercent"])),
        grundlage: leser.betrag(part, &["BasisAmount"]),
        steuer: leser.betrag(part, &["CalculatedAmount"]),
        grund: leser.text(part, &["ExemptionReason"]),
    };
    let parts = children(abrechnung, "ApplicableTradeTax");
    rechnung.steuern = leser.hoechstens(parts, crate::STEUERN_MAX).map(part).collect();
}

fn positionen(root: Node<'_, '_>, n: &Namen, leser: &Leser, rechnung: &mut Rechnung) {
    for line in zeilen(root, n) {
        rechnung.positionen_anzahl = rechnung.positionen_anzahl.saturating_add(1);
        if rechnung.positionen.len() < POSITIONEN_MAX {
            rechnung.positionen.push(position(line, n, leser));
        } else {
            leser.kuerzen();
        }
    }
}

fn position(line: Node<'_, '_>, n: &Namen, leser: &Leser) -> Position {
    let menge = find(line, &[n.zeile_lieferung, "BilledQuantity"]);
    let preis = [n.zeile_vereinbarung, "NetPriceProductTradePrice"];
    let preis = find(line, &preis);
    let steuer = find(line, &[n.zeile_abrechnung, "ApplicableTradeTax"]);
    Position {
        nummer: leser.text(line, &["AssociatedDocumentLineDocument", "LineID"]),
        name: leser.text(line, &["SpecifiedTradeProduct", "Name"]),
        menge: menge.and_then(|menge| leser.betrag(menge, &[])),
        einheit: leser.eine_zeile(menge.and_then(|m| m.attribute("unitCode")).unwrap_or_default()),
        preis: preis.and_then(|preis| leser.betrag(preis, &["ChargeAmount"])),
        preis_je: preis
            .and_then(|preis| leser.betrag(preis, &["BasisQuantity"]))
            .filter(|je| je.cent != Some(100)),
        steuersatz: steuer.and_then(|steuer| {
            leser
                .betrag(steuer, &["RateApplicablePercent"])
                .or_else(|| leser.betrag(steuer, &["ApplicablePercent"]))
        }),
        netto: leser.betrag(line, &[n.zeile_abrechnung, n.zeile_summen, "LineTotalAmount"]),
        stufe: 0,
    }
}
