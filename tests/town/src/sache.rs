//! The words of a matter: its street, thing, animal, plate, sum, the same in all its letters, each
//! in several forms.
//!
//! Never a word that means anything outside the invented town.

use std::collections::BTreeMap;

use anyhow::Result;
use domain::Datum;
use jiff::ToSpan;
use paper::Rng;
use paper::letter::german_date;
use paper::namen::TIERE;

use crate::leute::{Korrespondent, RATHAUSLEUTE};
use crate::plan::{KERNORT, ORTSTEILE, STRASSEN};
use crate::verlauf::Verlauf;
use crate::vorlage::{Worte, choices, fuellen};

/// What stands in a slot.
#[derive(Debug, Clone)]
enum Wert {
    /// Forms of one word; the first is the usual one.
    Formen(Vec<String>),
    /// A day, written as the writer writes days.
    Tag(Datum),
    /// Cents.
    Betrag(u64),
}

/// The words of a matter.
#[derive(Debug, Clone)]
pub(crate) struct Sache {
    werte: BTreeMap<String, Wert>,
    /// What people call it: templates.
    namen: Vec<&'static str>,
}

impl Sache {
    /// Draws the words of a matter that begins on a day; the first role leads.
    pub(crate) fn neu(
        rng: &mut Rng,
        verlauf: &Verlauf,
        rollen: &BTreeMap<&'static str, &Korrespondent>,
        beginn: Datum,
    ) -> Self {
        let mut sache = Self { werte: BTreeMap::new(), namen: choices(verlauf.sache) };
        let lead = verlauf.rollen.first().and_then(|(role, _)| rollen.get(role)).copied();
        for (role, person) in rollen {
            sache.setze(role, person.formen());
            sache.setze(&format!("{role}_kurz"), vec![person.kurz()]);
            if *role == verlauf.mandant {
                sache.setze("mandant", vec![person.name.clone(), person.kurz()]);
            }
        }
        sache.ort(rng, lead.filter(|_| verlauf.zuhause));
        sache.ding(rng, verlauf);
        sache.tage(rng, beginn);
        sache.zahlen(rng);
        sache.namen_von(rng, lead);
        sache.haus(rng, verlauf);
        sache
    }

    fn setze(&mut self, slot: &str, formen: Vec<String>) {
        self.werte.insert(slot.to_owned(), Wert::Formen(formen));
    }

    /// Street, village and plot; at home where the matter is about the lead's own place.
    fn ort(&mut self, rng: &mut Rng, lead: Option<&Korrespondent>) {
        let own = lead.filter(|lead| ORTSTEILE.contains(&lead.ort.as_str()));
        let (name, number, ortsteil) = match own.and_then(|lead| lead.strasse.rsplit_once(' ')) {
            Some((name, number)) => {
                let village = STRASSEN.iter().find(|(street, _)| *street == name);
                (
                    name.to_owned(),
                    number.to_owned(),
                    village.map_or(KERNORT, |(_, village)| village),
                )
            }
            None => {
                let (name, village) = rng.pick(STRASSEN);
                (name.to_owned(), rng.between(1, 58).to_string(), village)
            }
        };
        let spelt = strassenformen(&name);
        self.setze("strasse", spelt.iter().map(|form| format!("{form} {number}")).collect());
        // "in der Straße Am Anger": so that every name fits behind an article.
        let female = ["straße", "Straße", "gasse", "allee", "wiese"];
        let plain = female.iter().any(|end| name.ends_with(end));
        self.setze("strassenname", if plain { spelt } else { vec![format!("Straße {name}")] });
        self.setze("ortsteil", vec![ortsteil.to_owned()]);
        let plot = format!("{}/{}", rng.between(12, 460), rng.between(1, 19));
        let plots = ["Flurstück", "Flst.", "Flurstück Nr.", "Parzelle"];
        self.setze("flurstueck", plots.iter().map(|word| format!("{word} {plot}")).collect());
    }

    fn ding(&mut self, rng: &mut Rng, verlauf: &Verlauf) {
        if verlauf.dinge.is_empty() {
            return;
        }
        let forms: Vec<&str> = rng.pick(verlauf.dinge).split(';').collect();
        let owned = |form: Option<&&str>| form.map(|form| (*form).to_owned());
        let usual = owned(forms.first()).unwrap_or_default();
        let named = std::iter::once(usual.clone()).chain(owned(forms.get(2))).collect();
        self.setze("ein_ding", vec![owned(forms.get(1)).unwrap_or(usual)]);
        self.setze("ding", named);
    }

    fn tage(&mut self, rng: &mut Rng, beginn: Datum) {
        let mut day = |slot: &str, least: u64, most: u64, back: bool| {
            let days = i64::try_from(rng.between(least, most)).unwrap_or(0);
            let days = if back { -days } else { days };
            self.werte.insert(slot.to_owned(), Wert::Tag(beginn.saturating_add(days.days())));
        };
        day("termin", 25, 100, false);
        day("termin2", 101, 140, false);
        day("ereignis", 2, 25, true);
        day("geburt", 400, 1500, true);
        let half = if beginn.month() <= 6 { 1 } else { 2 };
        self.setze("halbjahr", vec![format!("{}-{half}", beginn.year())]);
        let quarter = (beginn.month() - 1) / 3 + 1;
        self.setze("quartal", vec![format!("{quarter}. Quartal {}", beginn.year())]);
    }

    fn zahlen(&mut self, rng: &mut Rng) {
        let sum = rng.between(4_500, 480_000);
        self.werte.insert("betrag".into(), Wert::Betrag(sum));
        self.werte.insert("betrag2".into(), Wert::Betrag(sum * rng.between(12, 60) / 100));
        self.werte.insert("betrag3".into(), Wert::Betrag(sum * rng.between(8, 30) / 100));
        let mut number = |slot: &str, least: u64, most: u64| {
            self.setze(slot, vec![rng.between(least, most).to_string()]);
        };
        number("zahl", 2, 12);
        number("zahl2", 14, 56);
        number("ziffer", 2, 9);
        number("umfang", 85, 260);
        number("stelle", 1_001, 9_899);
        number("stand", 210, 2_890);
        let hour = rng.between(5, 22);
        let minute = rng.pick(&["", ".15", ".30", ".45"]);
        self.setze("uhrzeit", vec![format!("{hour}{minute}"), format!("{hour}{minute}")]);
        let (left, right) = (rng.between(1_000, 9_999), rng.between(1_000, 9_999));
        self.setze("zaehler", vec![format!("{left}-{right}"), format!("{left}{right}")]);
        self.setze("chip", vec![format!("000461{:09}", rng.between(1, 999_999_999))]);
        let letters: String =
            (0..2).map(|_| rng.pick(&['A', 'B', 'E', 'H', 'K', 'M', 'R', 'T', 'W'])).collect();
        let plate = rng.between(11, 998);
        self.setze(
            "kennzeichen",
            vec![
                format!("NBK-{letters} {plate}"),
                format!("NBK {letters} {plate}"),
                format!("NBK-{letters}{plate}"),
            ],
        );
        let (feld, reihe, platz) =
            (rng.pick(&["A", "B", "C", "D", "E", "F", "O"]), rng.between(1, 9), rng.between(1, 40));
        self.setze("feld", vec![feld.to_owned()]);
        self.setze(
            "grab",
            vec![
                format!("{feld} {reihe}-{platz}"),
                format!("Feld {feld}, Reihe {reihe}, Nr. {platz}"),
                format!("{feld}/{reihe}/{platz}"),
            ],
        );
    }

    fn namen_von(&mut self, rng: &mut Rng, lead: Option<&Korrespondent>) {
        let family = lead.map_or_else(String::new, Korrespondent::kurz);
        let child =
            rng.pick(&["Fenja", "Jost", "Nele", "Falk", "Jella", "Veit", "Tjorven", "Ragna"]);
        self.setze("kind", vec![format!("{child} {family}"), child.to_owned()]);
        let dead =
            rng.pick(&["Elfriede", "Horst", "Irmgard", "Egon", "Lieselotte", "Konrad", "Traute"]);
        self.setze("verstorbene", vec![format!("{dead} {family}"), format!("{family}, {dead}")]);
        self.setze("tier", vec![rng.pick(TIERE).to_owned()]);
        self.setze(
            "rasse",
            vec![
                rng.pick(&[
                    "Dackel",
                    "Pudel",
                    "Schäferhund",
                    "Spitz",
                    "Terrier",
                    "Labrador",
                    "Boxer",
                ])
                .to_owned(),
            ],
        );
        self.setze(
            "farbe",
            vec![rng.pick(&["schwarz", "braun-weiß", "grau", "hellbraun", "gefleckt"]).to_owned()],
        );
        let early = family.chars().next().is_some_and(|c| ('A'..='K').contains(&c) || c == 'Ä');
        self.setze("anfang", vec![if early { "A-K" } else { "L-Z" }.to_owned()]);
        let sport =
            lead.is_some_and(|lead| lead.name.contains("Sport") || lead.name.contains("Turn"));
        self.setze("vereinsart", vec![if sport { "Sport" } else { "*" }.to_owned()]);
        self.setze("iban", lead.map(|lead| vec![lead.iban.clone()]).unwrap_or_default());
    }

    fn haus(&mut self, rng: &mut Rng, verlauf: &Verlauf) {
        let kita = rng.pick(&["Kita Wurzelkinder", "Kita Bachstelze"]);
        self.setze("kita", vec![kita.to_owned(), kita.replace("Kita", "Kindertagesstätte")]);
        let gebaeude = rng.pick(&[
            "Rathaus",
            "Grundschule",
            "Kita Wurzelkinder",
            "Kita Bachstelze",
            "Dorfgemeinschaftshaus",
            "Turnhalle Oberquell",
        ]);
        self.setze("gebaeude", vec![gebaeude.to_owned()]);
        self.setze(
            "haus",
            vec![rng.pick(&["Kirchgasse 3", "Feldrain 11", "Schulgasse 8"]).to_owned()],
        );
        let stelle = rng.pick(&[
            "Mitarbeiter im Bauhof",
            "pädagogische Fachkraft",
            "Sachbearbeitung in der Kasse",
        ]);
        self.setze("stelle_als", vec![stelle.to_owned()]);
        let (projekte, lose): (&[&str], &[&str]) = if verlauf.plan == "2.1" {
            (
                &[
                    "Neubau Feuerwehrhaus",
                    "Radweg Oberquell",
                    "Umbau Grundschule",
                    "Dorfplatz Kieferlohe",
                ],
                &["Planung", "Bauabschnitt 1", "Bauabschnitt 2", "Ausstattung"],
            )
        } else {
            (
                &[
                    "Ausbau Talstraße",
                    "Dach der Grundschule",
                    "Heizung im Rathaus",
                    "Spielplatz Sandmühlen",
                    "Kanalerneuerung Feldrain",
                ],
                &["Los 1 Hauptarbeiten", "Los 2 Nebenarbeiten", "Los 3 Lieferung", "Wartung"],
            )
        };
        let projekt = rng.pick(projekte);
        self.setze("projekt", vec![projekt.to_owned()]);
        self.setze("los", vec![rng.pick(lose).to_owned()]);
        if verlauf.dinge.is_empty() {
            self.setze("ding", vec![projekt.to_owned()]);
            self.setze("ein_ding", vec![projekt.to_owned()]);
        }
        self.objekt(verlauf);
    }

    /// What invoices name as the object, where it is none of the large buildings.
    fn objekt(&mut self, verlauf: &Verlauf) {
        let of = |slot: &str| match self.werte.get(slot) {
            Some(Wert::Formen(forms)) => forms.first().cloned().unwrap_or_default(),
            _ => String::new(),
        };
        let objekt = match verlauf.plan {
            "3.5" => "Feuerwehrhaus".to_owned(),
            "4.2" => of("strassenname"),
            "4.6" => of("projekt"),
            _ if verlauf.akte == "{haus}" => format!("Wohnhaus {}", of("haus")),
            _ => return,
        };
        self.setze("gebaeude", vec![objekt]);
    }
}

/// A street as people write it.
fn strassenformen(name: &str) -> Vec<String> {
    let mut forms = vec![name.to_owned()];
    for (long, short) in [("straße", "str."), ("straße", "strasse"), ("Straße", "Str.")] {
        if name.ends_with(long) {
            forms.push(name.replace(long, short));
        }
    }
    forms
}

/// A day as somebody writes it.
pub(crate) fn tag(day: Datum, form: u64) -> String {
    let short = day.year().rem_euclid(100);
    match form {
        1 => german_date(day),
        2 => format!("{}.{}.{short}", day.day(), day.month()),
        3 => format!("{}.{}.{}", day.day(), day.month(), day.year()),
        4 => format!("{:02}.{:02}.{short}", day.day(), day.month()),
        _ => format!("{:02}.{:02}.{}", day.day(), day.month(), day.year()),
    }
}

fn betrag(cent: u64, form: u64) -> String {
    let (euro, cent) = (cent / 100, cent % 100);
    let dotted =
        if euro >= 1000 { format!("{}.{:03}", euro / 1000, euro % 1000) } else { euro.to_string() };
    match form {
        0..=2 => format!("{dotted},{cent:02} €"),
        3 => format!("{dotted},{cent:02} EUR"),
        _ => format!("{euro},{cent:02} Euro"),
    }
}

/// The words of a matter as a clerk uses them: always the usual form.
pub(crate) struct Amtsworte<'a>(pub(crate) &'a Sache);

impl Worte for Amtsworte<'_> {
    fn wort(&mut self, slot: &str, _: &mut Rng) -> Option<String> {
        match self.0.werte.get(slot)? {
            Wert::Formen(forms) => forms.first().cloned(),
            Wert::Tag(day) => Some(tag(*day, 0)),
            Wert::Betrag(cent) => Some(betrag(*cent, 0)),
        }
    }
}

/// The words of a matter as they come into one letter.
pub(crate) struct Briefworte<'a> {
    pub(crate) sache: &'a Sache,
    pub(crate) absender: &'a Korrespondent,
    /// Who handles it there.
    pub(crate) bearbeiter: &'a str,
    /// Day of the letter that this one answers.
    pub(crate) vorher: Datum,
    /// What the letter sets as a deadline.
    pub(crate) frist: Option<Datum>,
    /// Whether the deadline came up in the text.
    pub(crate) frist_genannt: bool,
}

impl Briefworte<'_> {
    /// Names the matter as people do.
    pub(crate) fn sache(&mut self, rng: &mut Rng) -> Result<String> {
        let name = rng.pick(&self.sache.namen);
        fuellen(name, self, rng)
    }
}

impl Worte for Briefworte<'_> {
    fn wort(&mut self, slot: &str, rng: &mut Rng) -> Option<String> {
        let form = self.absender.stil.tagesform;
        match slot {
            "sache" => return self.sache(rng).ok(),
            "vorher" => return Some(tag(self.vorher, form)),
            "frist" => {
                self.frist_genannt = true;
                return self.frist.map(|day| tag(day, form));
            }
            "bearbeiter" => return Some(self.bearbeiter.to_owned()),
            "iban" => return Some(self.absender.iban.clone()),
            "clerk" => return Some(rng.pick(RATHAUSLEUTE).to_owned()),
            "sache2" => return Some(rng.pick(SACHEN).to_owned()),
            "ort2" => return Some(rng.pick(&["Quittenau", "Nebelrode", "Wachtelgrün"]).to_owned()),
            "fremdnummer" => return Some(fremdnummer(rng)),
            "fremdnummer2" => {
                return Some(format!(
                    "417/{}/{}",
                    rng.between(100, 999),
                    rng.between(10_000, 99_999)
                ));
            }
            "telefonnummer" => {
                return Some(format!(
                    "00000/{}-{}",
                    rng.between(10, 99),
                    rng.between(1_000, 9_999)
                ));
            }
            _ => {}
        }
        let usual = rng.chance(60);
        match self.sache.werte.get(slot)? {
            Wert::Formen(forms) if usual => forms.first().cloned(),
            Wert::Formen(forms) => forms.get(rng.pick_index(forms.len())).cloned(),
            Wert::Tag(day) => Some(tag(*day, form)),
            Wert::Betrag(cent) => Some(betrag(*cent, rng.between(0, 4))),
        }
    }
}

const SACHEN: &[&str] = &[
    "meinem Bauantrag",
    "der Hundesteuer",
    "einem Foto auf Ihrer Internetseite",
    "der Wasserabrechnung",
    "den Briefen an meinen Vermieter",
];

/// A number that looks like one of our references and is none: the plan has no such node.
fn fremdnummer(rng: &mut Rng) -> String {
    let (a, b, c) = (rng.between(1, 9), rng.between(2, 89), rng.between(1, 12));
    let year = rng.pick(&["2024", "2025", "2026"]);
    match rng.between(0, 5) {
        0 => format!("7.{a}-{b}/{year}"),
        1 => format!("8.{a}-{b}/{year}-{c}"),
        2 => format!("{b}-{a}/{year}"),
        3 => format!("{year}/{b}{a}-{c}"),
        4 => format!("{a}{b}{c}-26"),
        _ => format!("B {a}.{b}/{c}"),
    }
}
