//! Everybody who writes to the town: households, firms, offices, lawyers, clubs.
//!
//! Never a real person, and never two runs of one seed with other people.

mod namen;

use paper::Rng;
use paper::namen::FAMILIENNAMEN;

pub(crate) use namen::RATHAUSLEUTE;
use namen::{FAMILIEN, FRAUEN, GEWERKE, MAENNER, ORTE, STELLEN, Stelle, VEREINE};

use crate::plan::{GEMEINDE, KERNORT, PLZ, STRASSEN};

/// Households of the town and around.
const HAUSHALTE: usize = 210;
/// Code of a bank that does not exist.
const BANK: u64 = 46_100;

/// How somebody writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gruppe {
    /// A person.
    Privat,
    /// A firm.
    Firma,
    /// An office.
    Amt,
    /// A lawyer, notary or tax adviser.
    Anwalt,
    /// A club.
    Verein,
}

/// What a person writes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Schrift {
    /// A computer and a printer.
    Computer,
    /// A typewriter.
    Maschine,
    /// A pen.
    Hand,
}

/// Habits of a writer, the same in every letter.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stil {
    pub(crate) schrift: Schrift,
    /// Spells as before the reform: `daß`, `muß`.
    pub(crate) alt: bool,
    /// Words in a hundred that are misspelt where they can be.
    pub(crate) fehler: u64,
    /// Chance in a hundred that a letter has a subject line.
    pub(crate) betreff: u64,
    /// Chance in a hundred that a letter is dated.
    pub(crate) datum: u64,
    /// Way of writing dates.
    pub(crate) tagesform: u64,
    /// Whether it writes e-mails at all.
    pub(crate) mail: bool,
}

/// Somebody who writes.
#[derive(Debug, Clone)]
pub(crate) struct Korrespondent {
    /// What it is, as the courses ask for it.
    pub(crate) fach: &'static str,
    pub(crate) gruppe: Gruppe,
    pub(crate) name: String,
    pub(crate) zusatz: Option<&'static str>,
    /// Given and family name of a person.
    pub(crate) person: Option<(&'static str, &'static str)>,
    pub(crate) strasse: String,
    pub(crate) plz: String,
    pub(crate) ort: String,
    pub(crate) telefon: String,
    pub(crate) email: String,
    pub(crate) iban: String,
    /// How its own signs are formed; none for persons and clubs.
    pub(crate) zeichen: Option<&'static str>,
    /// Who handles things there.
    pub(crate) bearbeiter: Vec<String>,
    /// Our number as its customer, the same in all its letters.
    pub(crate) kundennummer: Option<String>,
    pub(crate) stil: Stil,
    /// Persons of one household share it.
    pub(crate) haushalt: Option<usize>,
}

impl Korrespondent {
    /// Returns the name without what all firms of a kind have in common.
    pub(crate) fn kurz(&self) -> String {
        match self.person {
            Some((_, family)) => family.to_owned(),
            None => {
                let name = self.name.trim_end_matches(" e. V.").trim_end_matches(" GmbH");
                name.split(" & ").next().unwrap_or(name).to_owned()
            }
        }
    }

    /// Returns the ways others name it.
    pub(crate) fn formen(&self) -> Vec<String> {
        match self.person {
            Some((given, family)) => {
                let initial: String = given.chars().take(1).collect();
                vec![
                    self.name.clone(),
                    format!("Familie {family}"),
                    format!("{initial}. {family}"),
                    format!("{family}, {given}"),
                ]
            }
            None => vec![self.name.clone(), self.kurz()],
        }
    }
}

/// Makes everybody; neighbours in the list are persons of one household.
pub(crate) fn alle(seed: u64) -> Vec<Korrespondent> {
    let mut rng = Rng::new(seed ^ 0x1e07e);
    let mut people = Vec::new();
    for number in 0..HAUSHALTE {
        people.extend(haushalt(&mut rng, number));
    }
    people.extend(STELLEN.iter().map(|stelle| stelle_von(&mut rng, stelle)));
    for (fach, gewerk, count, zeichen) in GEWERKE {
        people.extend(firmen(&mut rng, fach, gewerk, *count, zeichen));
    }
    people.extend(VEREINE.iter().map(|name| verein(&mut rng, name)));
    people
}

/// One to three persons at one address.
fn haushalt(rng: &mut Rng, number: usize) -> Vec<Korrespondent> {
    let family = familienname(rng);
    let (strasse, ort) = rng.pick(STRASSEN);
    let strasse = format!("{strasse} {}{}", rng.between(1, 58), rng.pick(&["", "", "", "", "a"]));
    let (plz, ort) = match rng.between(1, 100) {
        1..=12 => rng.pick(ORTE),
        _ if ort == KERNORT => (PLZ, KERNORT),
        _ => (PLZ, ort),
    };
    let telefon = telefon(rng);
    let shared_mail = rng.chance(20);
    let iban = iban(rng);
    // A town is more old than young, and who lives together writes alike.
    let stil = stil_privat(rng);
    let persons = [1, 1, 2, 2, 2, 3].get(number % 6).copied().unwrap_or(1);
    (0..persons)
        .map(|person| {
            let given = if (number + person).is_multiple_of(2) {
                rng.pick(FRAUEN)
            } else {
                rng.pick(MAENNER)
            };
            let user =
                if shared_mail { format!("familie.{family}") } else { format!("{given}.{family}") };
            Korrespondent {
                fach: "privat",
                gruppe: Gruppe::Privat,
                name: format!("{given} {family}"),
                zusatz: None,
                person: Some((given, family)),
                strasse: strasse.clone(),
                plz: plz.to_owned(),
                ort: ort.to_owned(),
                telefon: telefon.clone(),
                email: format!("{}@post.example", adresse(&user)),
                iban: iban.clone(),
                zeichen: None,
                bearbeiter: Vec::new(),
                kundennummer: None,
                stil: Stil { tagesform: rng.between(0, 4), ..stil },
                haushalt: Some(number),
            }
        })
        .collect()
}

fn familienname(rng: &mut Rng) -> &'static str {
    if rng.chance(45) { rng.pick(FAMILIENNAMEN) } else { rng.pick(FAMILIEN) }
}

fn stil_privat(rng: &mut Rng) -> Stil {
    let schrift = match rng.between(1, 100) {
        1..=14 => Schrift::Hand,
        15..=26 => Schrift::Maschine,
        _ => Schrift::Computer,
    };
    let old = schrift != Schrift::Computer;
    Stil {
        schrift,
        alt: rng.chance(if old { 60 } else { 12 }),
        fehler: rng.pick(&[0, 0, 0, 2, 4, 9]),
        betreff: rng.pick(if old { &[20, 50, 80] } else { &[60, 90, 100] }),
        datum: rng.pick(&[70, 95, 100]),
        tagesform: 0,
        mail: !old && rng.chance(55),
    }
}

const BUERO: Stil = Stil {
    schrift: Schrift::Computer,
    alt: false,
    fehler: 0,
    betreff: 100,
    datum: 100,
    tagesform: 0,
    mail: true,
};

fn stelle_von(rng: &mut Rng, (fach, gruppe, name, zusatz, zeichen): &Stelle) -> Korrespondent {
    let (plz, ort) = rng.pick(ORTE);
    // The departments of one house share its address.
    let house = name.bytes().map(usize::from).sum::<usize>();
    let (plz, ort) =
        if name.starts_with("Landratsamt") { ("00491", "Nebelstadt") } else { (plz, ort) };
    let kunde = *gruppe == Gruppe::Firma;
    let mail =
        format!("{}@{}.example", zusatz.map_or_else(|| "post".into(), adresse), adresse(name));
    let kundennummer = (kunde && rng.chance(70)).then(|| rng.between(10_000, 99_999).to_string());
    Korrespondent {
        fach,
        gruppe: *gruppe,
        name: (*name).to_owned(),
        zusatz: *zusatz,
        person: None,
        strasse: format!("{} {}", amtsstrasse(house), house % 40 + 1),
        plz: plz.to_owned(),
        ort: ort.to_owned(),
        telefon: telefon(rng),
        email: mail,
        iban: iban(rng),
        zeichen: Some(zeichen),
        bearbeiter: bearbeiter(rng, 3),
        kundennummer,
        stil: Stil { tagesform: rng.between(0, 2), ..BUERO },
        haushalt: None,
    }
}

/// Firms of a trade; some names differ in little.
fn firmen(
    rng: &mut Rng,
    fach: &'static str,
    gewerk: &str,
    count: u64,
    zeichen: &'static str,
) -> Vec<Korrespondent> {
    let mut last = familienname(rng);
    (0..count)
        .map(|number| {
            // Father and son, brother and brother: a third bear the name of the firm before.
            let family = if number > 0 && rng.chance(35) { last } else { familienname(rng) };
            last = family;
            let name = match (rng.between(0, 3), number) {
                (0, _) => format!("{gewerk} {family} GmbH"),
                (1, _) => format!("{family} {gewerk}"),
                (2, _) => format!("{gewerk} {family} & Söhne"),
                _ => format!("{gewerk} {} {family}", rng.pick(MAENNER)),
            };
            let (strasse, ort) = rng.pick(STRASSEN);
            let (plz, ort) = if rng.chance(50) { (PLZ, ort) } else { rng.pick(ORTE) };
            Korrespondent {
                fach,
                gruppe: Gruppe::Firma,
                email: format!(
                    "{}@{}.example",
                    rng.pick(&["info", "buero", "kontakt"]),
                    adresse(&name)
                ),
                name,
                zusatz: None,
                person: None,
                strasse: format!("{strasse} {}", rng.between(1, 90)),
                plz: plz.to_owned(),
                ort: ort.to_owned(),
                telefon: telefon(rng),
                iban: iban(rng),
                zeichen: Some(zeichen),
                bearbeiter: bearbeiter(rng, 2),
                kundennummer: rng.chance(50).then(|| rng.between(10_000, 99_999).to_string()),
                stil: Stil { tagesform: rng.between(0, 2), fehler: rng.pick(&[0, 0, 1]), ..BUERO },
                haushalt: None,
            }
        })
        .collect()
}

fn verein(rng: &mut Rng, name: &str) -> Korrespondent {
    let (strasse, ort) = rng.pick(STRASSEN);
    Korrespondent {
        fach: "verein",
        gruppe: Gruppe::Verein,
        name: format!("{name} e. V."),
        zusatz: None,
        person: None,
        strasse: format!("{strasse} {}", rng.between(1, 40)),
        plz: PLZ.to_owned(),
        ort: ort.to_owned(),
        telefon: telefon(rng),
        email: format!("vorstand@{}.example", adresse(name)),
        iban: iban(rng),
        zeichen: None,
        bearbeiter: bearbeiter(rng, 2),
        kundennummer: None,
        stil: Stil { tagesform: rng.between(0, 4), fehler: rng.pick(&[0, 2]), ..BUERO },
        haushalt: None,
    }
}

fn bearbeiter(rng: &mut Rng, count: usize) -> Vec<String> {
    (0..count)
        .map(|_| format!("{}. {}", rng.pick(&["A", "B", "D", "K", "M", "S"]), familienname(rng)))
        .collect()
}

fn amtsstrasse(house: usize) -> &'static str {
    const AMTSSTRASSEN: [&str; 5] =
        ["Schlossplatz", "Nebelallee", "Am Kreishaus", "Bahnhofstraße", "Quittenring"];
    AMTSSTRASSEN.get(house % AMTSSTRASSEN.len()).copied().unwrap_or(GEMEINDE)
}

fn telefon(rng: &mut Rng) -> String {
    // The prefix is given to nobody.
    format!("00000 {:05}", rng.between(10_000, 99_999))
}

/// Letters as they may stand in an address: small, plain, no spaces.
fn adresse(name: &str) -> String {
    let mut plain = String::new();
    for c in name.to_lowercase().chars() {
        match c {
            'ä' => plain.push_str("ae"),
            'ö' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'ß' => plain.push_str("ss"),
            c if c.is_ascii_alphanumeric() || c == '.' => plain.push(c),
            _ => plain.push('-'),
        }
    }
    let plain = plain.replace("--", "-");
    plain.trim_matches(['-', '.']).to_owned()
}

/// A number with right check digits (ISO 13616), at a bank that does not exist.
fn iban(rng: &mut Rng) -> String {
    let konto = rng.between(1_000_000, 9_999_999_999);
    let bban = format!("{BANK:08}{konto:010}");
    // DE is 13 and 14, and two zeros stand for the check digits.
    let rest = format!("{bban}131400")
        .bytes()
        .fold(0_u64, |rest, digit| (rest * 10 + u64::from(digit - b'0')) % 97);
    let plain = format!("DE{:02}{bban}", 98 - rest);
    let fours: Vec<String> =
        plain.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect();
    fours.join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn account_numbers_are_well_formed() {
        let mut rng = Rng::new(5);
        for _ in 0..50 {
            let iban = iban(&mut rng).replace(' ', "");
            let turned = format!("{}1314{}", &iban[4..], &iban[2..4]);
            let rest = turned.bytes().fold(0, |rest, d| (rest * 10 + u64::from(d - b'0')) % 97);
            assert_eq!((rest, iban.len(), &iban[4..12]), (1, 22, "00046100"), "{iban}");
        }
    }

    #[test]
    fn families_share_an_address_and_firms_a_name() {
        let people = alle(1);
        let shared = people
            .windows(2)
            .filter(|two| two[0].haushalt.is_some() && two[0].haushalt == two[1].haushalt);
        assert!(shared.clone().count() > 60);
        assert!(shared.clone().all(|two| two[0].strasse == two[1].strasse));
        let firms: Vec<&str> = people
            .iter()
            .filter(|one| one.gruppe == Gruppe::Firma)
            .flat_map(|one| one.name.split(' '))
            .collect();
        let different: BTreeSet<&&str> = firms.iter().collect();
        assert!(different.len() < firms.len());
    }
}
