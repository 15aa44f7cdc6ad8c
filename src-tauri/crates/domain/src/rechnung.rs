//! An e-invoice's fields as the sender wrote them (EN 16931 business terms).
//!
//! Never computes with floats and never corrects: amounts are the decimal text of the XML, with
//! cents beside it where they are exact.

mod betrag;

use serde::{Deserialize, Serialize};

use crate::Datum;
use crate::suchform::suchform;

pub use betrag::{Betrag, cent_deutsch};

/// Syntax of an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rechnungsformat {
    /// UBL 2.1 `Invoice`.
    #[default]
    UblRechnung,
    /// UBL 2.1 `CreditNote`.
    UblGutschrift,
    /// UN/CEFACT `CrossIndustryInvoice` (also inside ZUGFeRD 2 and Factur-X).
    Cii,
    /// ZUGFeRD 1, `CrossIndustryDocument`: shown, never booked.
    Zugferd1,
}

/// Set of rules that an invoice says it follows (BT-24).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Profil {
    /// XRechnung.
    #[serde(rename = "xrechnung")]
    XRechnung,
    /// XRechnung with the extension (sub lines, payments of third parties).
    #[serde(rename = "xrechnung_extension")]
    XRechnungExtension,
    /// XRechnung of the Clean Vehicles Directive.
    #[serde(rename = "xrechnung_cvd")]
    XRechnungCvd,
    /// The European standard without national rules.
    En16931,
    /// Peppol BIS Billing.
    Peppol,
    /// Factur-X or ZUGFeRD, BASIC.
    FacturXBasic,
    /// Factur-X or ZUGFeRD, EXTENDED.
    FacturXExtended,
    /// Factur-X or ZUGFeRD, BASIC WL: no lines, in Germany no invoice.
    FacturXBasicWl,
    /// Factur-X or ZUGFeRD, MINIMUM: a few totals, in Germany no invoice.
    FacturXMinimum,
    /// ZUGFeRD 1.
    Zugferd1,
    /// Another one, or none named.
    #[default]
    Unbekannt,
}

impl Profil {
    /// Tells whether BR-DE rules apply.
    pub fn xrechnung(self) -> bool {
        matches!(self, Self::XRechnung | Self::XRechnungExtension | Self::XRechnungCvd)
    }

    /// Tells whether the profile leaves the lines out.
    pub fn ohne_positionen(self) -> bool {
        matches!(self, Self::FacturXBasicWl | Self::FacturXMinimum)
    }
}

/// Seller or buyer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Beteiligter {
    /// Name (BT-27, BT-44).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// VAT identifier (BT-31, BT-48).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ust_id: String,
    /// Tax number (BT-32).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub steuernummer: String,
    /// Address in lines: street, additions, postcode and town, country where it is not Germany.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anschrift: Vec<String>,
    /// E-mail address of the contact (BT-43).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
}

/// Totals of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Summen {
    /// BT-106, sum of the lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub positionen: Option<Betrag>,
    /// BT-107, sum of allowances.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nachlaesse: Option<Betrag>,
    /// BT-108, sum of charges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zuschlaege: Option<Betrag>,
    /// BT-109, total without VAT.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub netto: Option<Betrag>,
    /// BT-110, total VAT.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steuer: Option<Betrag>,
    /// BT-111, total VAT in the currency of accounting, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steuer_buchwaehrung: Option<Betrag>,
    /// BT-112, total with VAT.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brutto: Option<Betrag>,
    /// BT-113, paid already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gezahlt: Option<Betrag>,
    /// BT-114, rounding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rundung: Option<Betrag>,
    /// Sum of BT-DEX-002, claims of third parties (extension only).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fremdforderung: Option<Betrag>,
    /// BT-115, amount due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zahlbetrag: Option<Betrag>,
}

/// One line of the VAT breakdown (BG-23).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Steueranteil {
    /// BT-118, category.
    pub kategorie: String,
    /// BT-119, rate in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub satz: Option<Betrag>,
    /// BT-116, base.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grundlage: Option<Betrag>,
    /// BT-117, tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steuer: Option<Betrag>,
    /// BT-120, why there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub grund: String,
}

/// One line of an invoice (BG-25).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Position {
    /// BT-126, number.
    pub nummer: String,
    /// BT-153, name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// BT-129, quantity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub menge: Option<Betrag>,
    /// BT-130, unit as code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub einheit: String,
    /// BT-146, net price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preis: Option<Betrag>,
    /// BT-149, quantity the price is for, where it is not one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preis_je: Option<Betrag>,
    /// BT-152, VAT rate in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steuersatz: Option<Betrag>,
    /// BT-131, net amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub netto: Option<Betrag>,
    /// How deep a sub line of the extension stands; 0 is a line that counts.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub stufe: u8,
}

/// One file, or reference to one, that belongs to an invoice (BG-24).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Anlage {
    /// File name without folders; where there is none, BT-122.
    pub name: String,
    /// BT-123, description.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub beschreibung: String,
    /// Media type as claimed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub mime: String,
    /// Size in bytes, where the file is inside (BT-125).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groesse_bytes: Option<u64>,
    /// BT-124, address where it lies otherwise. Never fetched.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub verweis: String,
}

/// Offer of a discount for early payment, as XRechnung spells it in BT-20.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Skonto {
    /// Days after the date of the invoice.
    pub tage: u32,
    /// Discount in percent.
    pub prozent: Betrag,
    /// Amount it is computed from, where that is not the amount due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Betrag>,
}

/// Something about an invoice that a person has to know.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rechnungshinweis {
    /// Id of the rule (`BR-CO-16`), or a German word where no rule has one (`Format`).
    pub regel: String,
    /// The sentence.
    pub text: String,
}

/// The fields of an e-invoice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rechnung {
    /// Syntax.
    #[serde(default)]
    pub format: Rechnungsformat,
    /// Set of rules.
    #[serde(default)]
    pub profil: Profil,
    /// Its name with version, such as "XRechnung 3.0".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub profil_name: String,
    /// BT-24 as written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub profil_kennung: String,
    /// BT-1, number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub nummer: String,
    /// BT-2, date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub datum: Option<Datum>,
    /// BT-3, kind as code (UNTDID 1001).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub art: String,
    /// BT-5, currency.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub waehrung: String,
    /// BT-9, due date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub faellig_am: Option<Datum>,
    /// BT-72, day of delivery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geliefert_am: Option<Datum>,
    /// BT-73, begin of the period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leistung_von: Option<Datum>,
    /// BT-74, end of the period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leistung_bis: Option<Datum>,
    /// BT-10, Buyer Reference: for offices the Leitweg-ID.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub leitweg_id: String,
    /// BT-13, order.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub bestellung: String,
    /// BT-25, earlier invoice that this one corrects or settles.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub bezug: String,
    /// BG-4, seller.
    #[serde(default)]
    pub verkaeufer: Beteiligter,
    /// BG-7, buyer.
    #[serde(default)]
    pub kaeufer: Beteiligter,
    /// BT-59, who is to be paid, where it is not the seller.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub zahlungsempfaenger: String,
    /// BT-81, means of payment as code (UNTDID 4461).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub zahlungsart: String,
    /// BT-84, accounts, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub iban: Vec<String>,
    /// BT-83, text for the transfer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub verwendungszweck: String,
    /// BT-20, terms of payment as written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub zahlungsbedingungen: String,
    /// Discounts found in the terms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skonto: Vec<Skonto>,
    /// Totals.
    #[serde(default)]
    pub summen: Summen,
    /// VAT breakdown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steuern: Vec<Steueranteil>,
    /// Lines, the first few hundred with their sub lines in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub positionen: Vec<Position>,
    /// How many lines the invoice has, sub lines included.
    #[serde(default)]
    pub positionen_anzahl: u32,
    /// Attachments, the first hundred.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anlagen: Vec<Anlage>,
    /// How many attachments the invoice has.
    #[serde(default)]
    pub anlagen_anzahl: u32,
    /// BT-22, notes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bemerkungen: Vec<String>,
    /// What a person has to know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hinweise: Vec<Rechnungshinweis>,
}

impl Rechnung {
    /// Tells whether it may become a payment as it is: current format, complete profile.
    pub fn buchbar(&self) -> bool {
        self.format != Rechnungsformat::Zugferd1
            && self.profil != Profil::Zugferd1
            && !self.profil.ohne_positionen()
    }

    /// Returns the key that two copies of one invoice share: seller (VAT identifier, else tax
    /// number, else name), number and date. Empty without number or seller: such invoices are
    /// nobody's duplicates.
    pub fn schluessel(&self) -> String {
        let bare = |text: &str| -> String {
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
        };
        let verkaeufer = [
            ("ust", bare(&self.verkaeufer.ust_id)),
            ("stnr", bare(&self.verkaeufer.steuernummer)),
            ("name", bare(&suchform(&self.verkaeufer.name))),
        ];
        let nummer: String = self
            .nummer
            .chars()
            .filter(|c| !c.is_whitespace())
            .flat_map(char::to_uppercase)
            .collect();
        let datum = self.datum.map(|datum| datum.to_string()).unwrap_or_default();
        match verkaeufer.iter().find(|(_, value)| !value.is_empty()) {
            Some((kind, value)) if !nummer.is_empty() => format!("{kind}:{value}|{nummer}|{datum}"),
            _ => String::new(),
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(number: &u8) -> bool {
    *number == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rechnung(ust_id: &str, steuernummer: &str, name: &str) -> Rechnung {
        let verkaeufer = Beteiligter {
            name: name.to_owned(),
            ust_id: ust_id.to_owned(),
            steuernummer: steuernummer.to_owned(),
            ..Beteiligter::default()
        };
        let datum = Some(jiff::civil::date(2018, 3, 5));
        Rechnung { nummer: "re 471102".to_owned(), datum, verkaeufer, ..Rechnung::default() }
    }

    #[test]
    fn copies_share_a_key_however_they_are_spelled() {
        let key = rechnung("DE 123 456 789", "", "Müller").schluessel();
        assert_eq!(key, "ust:DE123456789|RE471102|2018-03-05");
        assert_eq!(key, rechnung("de123456789", "1/2", "Meier").schluessel());
        assert_ne!(key, rechnung("DE123456788", "", "Müller").schluessel());
        let mut other = rechnung("DE123456789", "", "");
        other.datum = None;
        assert_ne!(key, other.schluessel());
        assert_eq!(
            rechnung("", "201/113/40209", "").schluessel(),
            "stnr:20111340209|RE471102|2018-03-05"
        );
    }

    #[test]
    fn name_stands_in_where_no_number_of_the_seller_is_known() {
        let spelled = rechnung("", "", "Müller & Söhne").schluessel();
        assert_eq!(spelled, rechnung("", "", "Mueller  Soehne").schluessel());
        assert_eq!(rechnung("", "", " ").schluessel(), "");
        assert_eq!(Rechnung::default().schluessel(), "");
    }

    #[test]
    fn record_without_anything_is_read_from_an_empty_object() {
        let read: Rechnung = serde_json::from_str("{}").unwrap();
        assert_eq!(read, Rechnung::default());
        let text = serde_json::to_string(&rechnung("DE1", "", "")).unwrap();
        assert_eq!(serde_json::from_str::<Rechnung>(&text).unwrap(), rechnung("DE1", "", ""));
    }
}
