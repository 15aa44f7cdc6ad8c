//! What an invoice says it follows (BT-24), in words.
//!
//! Never checks whether it does.

use domain::rechnung::{Profil, Rechnungsformat};

/// Returns profile and name of a specification identifier.
pub(crate) fn erkennen(kennung: &str, format: Rechnungsformat) -> (Profil, String) {
    let id = kennung.to_ascii_lowercase();
    let last = id.rsplit([':', '#']).next().unwrap_or_default();
    let version = |marker: &str| {
        let rest = id.rsplit_once(marker).map(|(_, rest)| rest).unwrap_or_default();
        let version: String =
            rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').take(8).collect();
        if version.is_empty() { version } else { format!(" {version}") }
    };
    let factur_x = id.contains("factur-x") || id.contains("zugferd");
    if format == Rechnungsformat::Zugferd1 {
        (Profil::Zugferd1, format!("ZUGFeRD 1.0 {}", last.to_uppercase()).trim_end().to_owned())
    } else if id.contains("xrechnung:cvd") {
        (Profil::XRechnungCvd, format!("XRechnung CVD{}", version("cvd_")))
    } else if id.contains("extension:xrechnung") {
        (Profil::XRechnungExtension, format!("XRechnung{} Extension", version("xrechnung_")))
    } else if id.contains("xrechnung") {
        (Profil::XRechnung, format!("XRechnung{}", version("xrechnung_")))
    } else if id.contains("peppol") {
        (Profil::Peppol, "Peppol BIS Billing".to_owned())
    } else if factur_x && last == "minimum" {
        (Profil::FacturXMinimum, "Factur-X/ZUGFeRD MINIMUM".to_owned())
    } else if factur_x && last == "basicwl" {
        (Profil::FacturXBasicWl, "Factur-X/ZUGFeRD BASIC WL".to_owned())
    } else if factur_x && last == "basic" {
        (Profil::FacturXBasic, "Factur-X/ZUGFeRD BASIC".to_owned())
    } else if factur_x && last == "extended" {
        (Profil::FacturXExtended, "Factur-X/ZUGFeRD EXTENDED".to_owned())
    } else if id == "urn:cen.eu:en16931:2017" || factur_x && last == "en16931" {
        (Profil::En16931, "EN 16931".to_owned())
    } else if id.is_empty() {
        (Profil::Unbekannt, "ohne Angabe".to_owned())
    } else {
        (Profil::Unbekannt, "unbekannt".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profiles_have_names() {
        let check = |id: &str, profil, name: &str| {
            assert_eq!(erkennen(id, Rechnungsformat::Cii), (profil, name.to_owned()), "{id}");
        };
        let xr = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0";
        check(xr, Profil::XRechnung, "XRechnung 3.0");
        let extension = format!("{xr}#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0");
        check(&extension, Profil::XRechnungExtension, "XRechnung 3.0 Extension");
        let cvd = format!("{xr}#compliant#urn:xeinkauf.de:kosit:xrechnung:cvd_0.9");
        check(&cvd, Profil::XRechnungCvd, "XRechnung CVD 0.9");
        let old = "urn:cen.eu:en16931:2017#compliant#urn:xoev-de:kosit:standard:xrechnung_2.3";
        check(old, Profil::XRechnung, "XRechnung 2.3");
        check("urn:cen.eu:en16931:2017", Profil::En16931, "EN 16931");
        check("urn:factur-x.eu:1p0:minimum", Profil::FacturXMinimum, "Factur-X/ZUGFeRD MINIMUM");
        check("urn:zugferd.de:2p0:basicwl", Profil::FacturXBasicWl, "Factur-X/ZUGFeRD BASIC WL");
        check(
            "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic",
            Profil::FacturXBasic,
            "Factur-X/ZUGFeRD BASIC",
        );
        check(
            "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended",
            Profil::FacturXExtended,
            "Factur-X/ZUGFeRD EXTENDED",
        );
        check("", Profil::Unbekannt, "ohne Angabe");
        check("urn:example", Profil::Unbekannt, "unbekannt");
        let old = "urn:ferd:CrossIndustryDocument:invoice:1p0:comfort";
        let read = erkennen(old, Rechnungsformat::Zugferd1);
        assert_eq!(read, (Profil::Zugferd1, "ZUGFeRD 1.0 COMFORT".to_owned()));
    }
}
