//! The few rules of EN 16931 and XRechnung whose breach a clerk should see at once.
//!
//! Never replaces a full validation, and never refuses an invoice: each breach is a Hinweis.

use domain::Rechnung;
use domain::rechnung::{Betrag, Profil, Rechnungsformat, Rechnungshinweis};

use crate::leitweg::{self, LeitwegError};
use crate::skonto::Fund;
use crate::worte::{cent, geld};

struct Pruefung<'a> {
    rechnung: &'a Rechnung,
    hinweise: Vec<Rechnungshinweis>,
    /// Cents by which a total may differ.
    toleranz: u64,
}

/// Applies the rules. `positionen`: what all lines add up to, if that can be said.
pub(crate) fn pruefen(
    rechnung: &Rechnung,
    fund: &Fund,
    positionen: Option<i64>,
) -> Vec<Rechnungshinweis> {
    // EXTENDED tolerates rounding of a cent per line.
    let toleranz = match rechnung.profil {
        Profil::FacturXExtended => u64::from(rechnung.positionen_anzahl),
        _ => 0,
    };
    let mut pruefung = Pruefung { rechnung, hinweise: Vec::new(), toleranz };
    pruefung.format();
    if rechnung.format != Rechnungsformat::Zugferd1 {
        pruefung.anschrift();
        pruefung.skonto(fund);
        pruefung.angaben();
        pruefung.summen(positionen);
    }
    pruefung.hinweise
}

/// Adds amounts up; absent amounts are zero. `None` where one is not exact or the sum too large.
fn summe(plus: &[Option<&Betrag>], minus: &[Option<&Betrag>]) -> Option<i64> {
    let sum = plus.iter().flatten().try_fold(0_i64, |sum, b| sum.checked_add(b.cent?))?;
    minus.iter().flatten().try_fold(sum, |sum, b| sum.checked_sub(b.cent?))
}

impl Pruefung<'_> {
    fn hinweis(&mut self, regel: &str, text: impl Into<String>) {
        self.hinweise.push(Rechnungshinweis { regel: regel.to_owned(), text: text.into() });
    }

    fn format(&mut self) {
        let name = &self.rechnung.profil_name;
        match self.rechnung.profil {
            Profil::Zugferd1 => self.hinweis(
                "Format",
                format!("{name} ist ein altes Format: nicht als Rechnung buchen."),
            ),
            Profil::FacturXMinimum | Profil::FacturXBasicWl => {
                let text = format!(
                    "Das Profil {name} ist in Deutschland keine Rechnung. \
                     Bitte eine vollständige Rechnung anfordern."
                );
                self.hinweis("Profil", text);
            }
            Profil::Unbekannt => self.hinweis(
                "Profil",
                "Die Rechnung nennt kein Profil, das dieses Programm kennt. \
                 Bitte besonders sorgfältig prüfen.",
            ),
            _ => {}
        }
    }

    fn anschrift(&mut self) {
        let id = &self.rechnung.leitweg_id;
        let xrechnung = self.rechnung.profil.xrechnung();
        match leitweg::check(id) {
            Err(error @ LeitwegError::Leer) if xrechnung => {
                self.hinweis("BR-DE-15", error.satz(id));
            }
            Err(error @ LeitwegError::Aufbau) if xrechnung => {
                self.hinweis("Leitweg-ID", error.satz(id));
            }
            Err(error @ LeitwegError::Pruefziffer) => self.hinweis("Leitweg-ID", error.satz(id)),
            // Other profiles may say what they like here.
            Ok(_) | Err(_) => {}
        }
    }

    fn skonto(&mut self, fund: &Fund) {
        if !self.rechnung.profil.xrechnung() {
            return;
        }
        if let Some(line) = &fund.falsch {
            let text = format!(
                "Die Skontoangabe „{line}“ ist falsch aufgebaut und wurde nicht übernommen. \
                 Bitte in den Zahlungsbedingungen nachlesen."
            );
            self.hinweis("BR-DE-18", text);
        } else if fund.ohne_umbruch {
            self.hinweis(
                "BR-DE-18",
                "Nach der letzten Skontoangabe fehlt der Zeilenumbruch. \
                 Der Skonto wurde trotzdem übernommen.",
            );
        }
    }

    /// What an invoice cannot do without.
    fn angaben(&mut self) {
        let r = self.rechnung;
        let minimum = r.profil == Profil::FacturXMinimum;
        let missing = [
            (r.nummer.is_empty(), "BR-02", "Die Rechnungsnummer fehlt."),
            (r.datum.is_none(), "BR-03", "Das Rechnungsdatum fehlt oder ist nicht lesbar."),
            (r.waehrung.is_empty(), "BR-05", "Die Währung fehlt."),
            (r.verkaeufer.name.is_empty(), "BR-06", "Der Name des Rechnungsstellers fehlt."),
            (r.summen.positionen.is_none() && !minimum, "BR-12", "Die Summe der Positionen fehlt."),
            (r.summen.netto.is_none(), "BR-13", "Der Gesamtbetrag netto fehlt."),
            (r.summen.brutto.is_none(), "BR-14", "Der Gesamtbetrag brutto fehlt."),
            (r.summen.zahlbetrag.is_none(), "BR-15", "Der Zahlbetrag fehlt."),
        ];
        for (_, regel, text) in missing.into_iter().filter(|(missing, ..)| *missing) {
            self.hinweis(regel, text);
        }
    }

    fn summen(&mut self, positionen: Option<i64>) {
        let r = self.rechnung;
        let s = &r.summen;
        let minimum = r.profil == Profil::FacturXMinimum;
        let geld = |betrag: Option<&Betrag>| match betrag {
            Some(betrag) => geld(betrag, &r.waehrung),
            None => cent(0, &r.waehrung),
        };
        if !r.profil.ohne_positionen() {
            let what = "Die Positionen ergeben zusammen";
            self.gleich("BR-CO-10", what, positionen, s.positionen.as_ref());
        }
        if !minimum {
            let netto =
                summe(&[s.positionen.as_ref(), s.zuschlaege.as_ref()], &[s.nachlaesse.as_ref()]);
            let what = format!(
                "Summe der Positionen {}, Nachlässe {} und Zuschläge {} ergeben netto",
                geld(s.positionen.as_ref()),
                geld(s.nachlaesse.as_ref()),
                geld(s.zuschlaege.as_ref()),
            );
            self.gleich("BR-CO-13", &what, netto, s.netto.as_ref());
            let steuern: Vec<_> = r.steuern.iter().map(|anteil| anteil.steuer.as_ref()).collect();
            let what = "Die einzelnen Umsatzsteuerbeträge ergeben zusammen";
            self.gleich("BR-CO-14", what, summe(&steuern, &[]), s.steuer.as_ref());
        }
        let brutto = summe(&[s.netto.as_ref(), s.steuer.as_ref()], &[]);
        let what = format!(
            "Netto {} und Umsatzsteuer {} ergeben brutto",
            geld(s.netto.as_ref()),
            geld(s.steuer.as_ref()),
        );
        self.gleich("BR-CO-15", &what, brutto, s.brutto.as_ref());
        if !minimum {
            self.zahlbetrag(&geld);
        }
    }

    /// BR-CO-16, which BR-DEX-09 of the extension replaces.
    fn zahlbetrag(&mut self, geld: &dyn Fn(Option<&Betrag>) -> String) {
        let s = &self.rechnung.summen;
        let mut what = format!(
            "Brutto {}, bereits gezahlt {} und Rundung {}",
            geld(s.brutto.as_ref()),
            geld(s.gezahlt.as_ref()),
            geld(s.rundung.as_ref()),
        );
        let extension = self.rechnung.profil == Profil::XRechnungExtension;
        let fremd = s.fremdforderung.as_ref().filter(|_| extension);
        if fremd.is_some() {
            what.push_str(&format!(" sowie Forderungen Dritter {}", geld(fremd)));
        }
        what.push_str(" ergeben einen Zahlbetrag von");
        let sum = summe(&[s.brutto.as_ref(), s.rundung.as_ref(), fremd], &[s.gezahlt.as_ref()]);
        let regel = if extension { "BR-DEX-09" } else { "BR-CO-16" };
        self.gleich(regel, &what, sum, s.zahlbetrag.as_ref());
    }

    /// Compares what follows from the parts with what the sender wrote.
    fn gleich(&mut self, regel: &str, what: &str, folgt: Option<i64>, steht: Option<&Betrag>) {
        // A total that is missing has its own rule.
        let Some(steht) = steht else { return };
        let waehrung = &self.rechnung.waehrung;
        let text = match (folgt, steht.cent) {
            (Some(folgt), Some(cents)) if folgt.abs_diff(cents) <= self.toleranz => return,
            (Some(folgt), Some(_)) => format!(
                "{what} {}, angegeben sind {}.",
                cent(folgt, waehrung),
                geld(steht, waehrung)
            ),
            _ => format!(
                "{what} keinen prüfbaren Betrag, angegeben sind {}: \
                 mindestens ein Betrag fehlt oder hat nicht höchstens zwei Nachkommastellen.",
                geld(steht, waehrung)
            ),
        };
        self.hinweis(regel, text);
    }
}
