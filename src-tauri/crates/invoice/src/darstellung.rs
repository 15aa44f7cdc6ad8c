//! An invoice as a clerk reads it: sections, terms and formats in German.
//!
//! Never decides how it looks, and never leaves a number out that the invoice names.

use domain::Rechnung;
use domain::rechnung::{Beteiligter, Betrag, Profil, Rechnungsformat, Skonto};
use jiff::ToSpan;
use serde::{Deserialize, Serialize};

use crate::worte;

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spalte {
    /// Heading.
    pub titel: String,
    /// Holds numbers, to be set flush right.
    pub zahl: bool,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tabelle {
    /// Columns.
    pub spalten: Vec<Spalte>,
    /// Rows, each with a cell per column.
    pub zeilen: Vec<Vec<String>>,
    /// What has to be said below.
    pub anmerkung: Option<String>,
}

/// A section with a heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abschnitt {
    /// Heading.
    pub titel: String,
    /// Term and value.
    pub zeilen: Vec<(String, String)>,
    /// Table below them.
    pub tabelle: Option<Tabelle>,
}

/// Returns the sections of an invoice in reading order; empty ones are left out.
pub fn darstellung(rechnung: &Rechnung) -> Vec<Abschnitt> {
    let all = [
        ("Hinweise", hinweise(rechnung), None),
        ("Rechnung", kopf(rechnung), None),
        ("Rechnungssteller", partei(&rechnung.verkaeufer), None),
        ("Rechnungsempfänger", partei(&rechnung.kaeufer), None),
        ("Beträge", summen(rechnung), None),
        ("Umsatzsteuer", Vec::new(), steuern(rechnung)),
        ("Zahlung", zahlung(rechnung), None),
        ("Positionen", Vec::new(), positionen(rechnung)),
        ("Anlagen", Vec::new(), anlagen(rechnung)),
        ("Bemerkungen", bemerkungen(rechnung), None),
    ];
    all.into_iter()
        .filter(|(_, zeilen, tabelle)| !zeilen.is_empty() || tabelle.is_some())
        .map(|(titel, zeilen, tabelle)| Abschnitt { titel: titel.to_owned(), zeilen, tabelle })
        .collect()
}

/// Collects rows and leaves empty values out.
fn zeilen<const N: usize>(rows: [(&str, String); N]) -> Vec<(String, String)> {
    rows.into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(term, value)| (term.to_owned(), value))
        .collect()
}

fn hinweise(r: &Rechnung) -> Vec<(String, String)> {
    r.hinweise.iter().map(|hinweis| (hinweis.regel.clone(), hinweis.text.clone())).collect()
}

fn kopf(r: &Rechnung) -> Vec<(String, String)> {
    let day = |datum: Option<domain::Datum>| datum.map(worte::datum).unwrap_or_default();
    let zeitraum = match (r.leistung_von, r.leistung_bis) {
        (Some(von), Some(bis)) => format!("{} bis {}", worte::datum(von), worte::datum(bis)),
        (Some(von), None) => format!("ab {}", worte::datum(von)),
        (None, Some(bis)) => format!("bis {}", worte::datum(bis)),
        (None, None) => String::new(),
    };
    let syntax = match r.format {
        Rechnungsformat::UblRechnung => "UBL",
        Rechnungsformat::UblGutschrift => "UBL, Gutschrift",
        Rechnungsformat::Cii => "CII",
        Rechnungsformat::Zugferd1 => "ZUGFeRD 1",
    };
    let profil = if r.profil == Profil::Unbekannt && !r.profil_kennung.is_empty() {
        format!("{} ({syntax}): {}", r.profil_name, r.profil_kennung)
    } else {
        format!("{} ({syntax})", r.profil_name)
    };
    zeilen([
        ("Art", worte::art(&r.art)),
        ("Rechnungsnummer", r.nummer.clone()),
        ("Rechnungsdatum", day(r.datum)),
        ("Fällig am", day(r.faellig_am)),
        ("Geliefert am", day(r.geliefert_am)),
        ("Leistungszeitraum", zeitraum),
        ("Leitweg-ID", r.leitweg_id.clone()),
        ("Bestellnummer", r.bestellung.clone()),
        ("Bezug auf Rechnung", r.bezug.clone()),
        ("Währung", r.waehrung.clone()),
        ("Format", profil),
    ])
}

fn partei(partei: &Beteiligter) -> Vec<(String, String)> {
    zeilen([
        ("Name", partei.name.clone()),
        ("Anschrift", partei.anschrift.join(", ")),
        ("USt-IdNr.", partei.ust_id.clone()),
        ("Steuernummer", partei.steuernummer.clone()),
        ("E-Mail", partei.email.clone()),
    ])
}

fn summen(r: &Rechnung) -> Vec<(String, String)> {
    let s = &r.summen;
    let geld = |betrag: &Option<Betrag>| {
        betrag.as_ref().map(|betrag| worte::geld(betrag, &r.waehrung)).unwrap_or_default()
    };
    // Zero here says nothing; senders write it or leave it out.
    let ungleich_null = |betrag: &Option<Betrag>| {
        if betrag.as_ref().is_some_and(|b| b.cent == Some(0)) {
            String::new()
        } else {
            geld(betrag)
        }
    };
    let buchwaehrung = s.steuer_buchwaehrung.as_ref().map(Betrag::deutsch).unwrap_or_default();
    zeilen([
        ("Summe der Positionen", geld(&s.positionen)),
        ("Nachlässe", ungleich_null(&s.nachlaesse)),
        ("Zuschläge", ungleich_null(&s.zuschlaege)),
        ("Gesamtbetrag netto", geld(&s.netto)),
        ("Umsatzsteuer", geld(&s.steuer)),
        ("Umsatzsteuer in Buchungswährung", buchwaehrung),
        ("Gesamtbetrag brutto", geld(&s.brutto)),
        ("Bereits gezahlt", ungleich_null(&s.gezahlt)),
        ("Rundung", ungleich_null(&s.rundung)),
        ("Forderungen Dritter", ungleich_null(&s.fremdforderung)),
        ("Zahlbetrag", geld(&s.zahlbetrag)),
    ])
}

fn spalten<const N: usize>(columns: [(&str, bool); N]) -> Vec<Spalte> {
    columns.into_iter().map(|(titel, zahl)| Spalte { titel: titel.to_owned(), zahl }).collect()
}

fn steuern(r: &Rechnung) -> Option<Tabelle> {
    let geld = |betrag: &Option<Betrag>| {
        betrag.as_ref().map(|betrag| worte::geld(betrag, &r.waehrung)).unwrap_or_default()
    };
    let rows: Vec<Vec<String>> = r
        .steuern
        .iter()
        .map(|anteil| {
            let mut kategorie = worte::steuerkategorie(&anteil.kategorie);
            if !anteil.grund.is_empty() {
                kategorie = format!("{kategorie}: {}", anteil.grund);
            }
            vec![kategorie, prozent(&anteil.satz), geld(&anteil.grundlage), geld(&anteil.steuer)]
        })
        .collect();
    let heads = [("Art", false), ("Satz", true), ("Grundlage", true), ("Steuer", true)];
    (!rows.is_empty()).then(|| Tabelle { spalten: spalten(heads), zeilen: rows, anmerkung: None })
}

fn prozent(satz: &Option<Betrag>) -> String {
    satz.as_ref().map(|satz| format!("{} %", worte::zahl(satz))).unwrap_or_default()
}

fn zahlung(r: &Rechnung) -> Vec<(String, String)> {
    let art =
        if r.zahlungsart.is_empty() { String::new() } else { worte::zahlungsart(&r.zahlungsart) };
    let mut out =
        zeilen([("Zahlungsart", art), ("Zahlungsempfänger", r.zahlungsempfaenger.clone())]);
    out.extend(r.iban.iter().map(|iban| ("IBAN".to_owned(), worte::iban(iban))));
    out.extend(zeilen([("Verwendungszweck", r.verwendungszweck.clone())]));
    out.extend(r.skonto.iter().map(|skonto| ("Skonto".to_owned(), satz_skonto(r, skonto))));
    // What stands above as Skonto is not repeated in its own spelling.
    let prose = r.zahlungsbedingungen.lines().filter(|line| !line.starts_with("#SKONTO#"));
    let prose = prose.collect::<Vec<_>>().join("\n");
    out.extend(zeilen([("Zahlungsbedingungen", prose.trim().to_owned())]));
    out
}

fn satz_skonto(r: &Rechnung, skonto: &Skonto) -> String {
    let bis = r.datum.and_then(|datum| datum.checked_add(i64::from(skonto.tage).days()).ok());
    let bis = bis.map(|bis| format!(" (bis {})", worte::datum(bis))).unwrap_or_default();
    let von = skonto.basis.as_ref();
    let von = von.map(|von| format!(" von {}", worte::geld(von, &r.waehrung))).unwrap_or_default();
    let (prozent, tage) = (worte::zahl(&skonto.prozent), skonto.tage);
    let einheit = if tage == 1 { "Tag" } else { "Tagen" };
    format!("{prozent} %{von} bei Zahlung innerhalb von {tage} {einheit}{bis}")
}

fn positionen(r: &Rechnung) -> Option<Tabelle> {
    if r.positionen.is_empty() {
        return None;
    }
    let geld = |betrag: &Option<Betrag>| {
        betrag.as_ref().map(|betrag| worte::geld(betrag, &r.waehrung)).unwrap_or_default()
    };
    let rows = r.positionen.iter().map(|position| {
        let einheit = worte::einheit(&position.einheit);
        let menge =
            position.menge.as_ref().map(|menge| format!("{} {einheit}", worte::zahl(menge)));
        let mut preis = geld(&position.preis);
        if let Some(je) = &position.preis_je {
            preis = format!("{preis} je {}", worte::zahl(je));
        }
        vec![
            position.nummer.clone(),
            format!("{}{}", "– ".repeat(usize::from(position.stufe)), position.name),
            menge.unwrap_or_default().trim_end().to_owned(),
            preis,
            prozent(&position.steuersatz),
            geld(&position.netto),
        ]
    });
    let heads = [
        ("Nr.", false),
        ("Bezeichnung", false),
        ("Menge", true),
        ("Einzelpreis netto", true),
        ("USt.", true),
        ("Betrag netto", true),
    ];
    Some(Tabelle {
        spalten: spalten(heads),
        zeilen: rows.collect(),
        anmerkung: anmerkung(r.positionen.len(), r.positionen_anzahl, "Positionen"),
    })
}

fn anlagen(r: &Rechnung) -> Option<Tabelle> {
    if r.anlagen.is_empty() {
        return None;
    }
    let rows = r.anlagen.iter().map(|anlage| {
        let ort = match anlage.groesse_bytes {
            Some(bytes) => worte::groesse(bytes),
            None if anlage.verweis.is_empty() => "nicht enthalten".to_owned(),
            None => format!("nicht enthalten, Verweis: {}", anlage.verweis),
        };
        vec![anlage.name.clone(), anlage.beschreibung.clone(), ort]
    });
    let heads = [("Name", false), ("Beschreibung", false), ("Größe", true)];
    Some(Tabelle {
        spalten: spalten(heads),
        zeilen: rows.collect(),
        anmerkung: anmerkung(r.anlagen.len(), r.anlagen_anzahl, "Anlagen"),
    })
}

fn anmerkung(shown: usize, all: u32, what: &str) -> Option<String> {
    let fewer = usize::try_from(all).is_ok_and(|all| shown < all);
    fewer.then(|| {
        format!("Angezeigt werden die ersten {shown} von {all} {what}. Alle stehen im Original.")
    })
}

fn bemerkungen(r: &Rechnung) -> Vec<(String, String)> {
    let note = |(at, text): (usize, &String)| (format!("Bemerkung {}", at + 1), text.clone());
    r.bemerkungen.iter().enumerate().map(note).collect()
}
