//! Signs in a letter with their places: what labels name, and what has a form of its own.
//!
//! Never knows whose a sign is; an account number that fails its check digits is none.

use domain::aktenzeichen::vergleichsform;
use domain::lernmerkmale::{Zeichen, Zeichenart};

use crate::blatt::{self, Blatt, Lage, Stelle, Wort};
use crate::etikett::{self, Etikett};
use crate::ketten::stuecke;
use crate::{datum, konfusion};

/// Signs taken of one letter at most.
const MOST: usize = 64;
/// Bytes of a sign.
const LONGEST: usize = 80;

/// A sign in the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fund {
    pub(crate) zeichen: Zeichen,
    pub(crate) stelle: Stelle,
    /// The label says that it is no sign of the sender's.
    pub(crate) ihr: bool,
}

/// Returns a sign in the form in which signs are compared.
pub(crate) fn normal(art: Zeichenart, text: &str) -> Zeichen {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = text.get(..end).unwrap_or_default();
    let wert = match art {
        Zeichenart::Telefon => telefon(text),
        Zeichenart::Mail => text.trim().to_lowercase(),
        Zeichenart::Iban => {
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        }
        _ => vergleichsform(text).trim_matches('-').to_owned(),
    };
    Zeichen { art, wert }
}

/// Returns a telephone number as digits, from within the country.
pub(crate) fn telefon(text: &str) -> String {
    let digits: String = text.replace("(0)", "").chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("0049").or_else(|| {
        let abroad = text.trim_start().starts_with("+49");
        digits.strip_prefix("49").filter(|_| abroad)
    }) {
        Some(rest) => format!("0{rest}"),
        None => digits,
    }
}

/// Returns the signs of a letter, first those with labels.
pub(crate) fn finde(blatt: &Blatt<'_>) -> Vec<Fund> {
    let mut found = Vec::new();
    for fund in etikett::funde(blatt, MOST) {
        found.extend(labelled(blatt, &fund));
    }
    for zeile in 0..blatt.zeilen.len() {
        if found.len() >= MOST {
            break;
        }
        let text = blatt.text(zeile);
        let mut push = |art, von, bis, wert: Option<String>| {
            let zeichen = match wert {
                Some(wert) => Zeichen { art, wert },
                None => normal(art, text.get(von..bis).unwrap_or_default()),
            };
            let fund = Fund { zeichen, stelle: Stelle { zeile, von, bis }, ihr: false };
            if found.iter().all(|other: &Fund| other.zeichen != fund.zeichen) {
                found.push(fund);
            }
        };
        for (von, bis, iban) in ibans(text) {
            push(Zeichenart::Iban, von, bis, Some(iban));
        }
        for (von, bis) in mails(text) {
            push(Zeichenart::Mail, von, bis, None);
        }
        let worte = blatt.worte_in(zeile);
        for (von, bis, wert) in vat(text, worte).into_iter().chain(parcels(text, worte)) {
            let art = if wert.starts_with("de") {
                Zeichenart::Steuernummer
            } else {
                Zeichenart::Gegenstand
            };
            push(art, von, bis, Some(wert));
        }
        for (von, bis) in plates(text, worte) {
            let plain = text.get(von..bis).unwrap_or_default().replace(['-', ' '], "");
            push(Zeichenart::Gegenstand, von, bis, Some(plain.to_lowercase()));
        }
        let place = blatt.zeilen.get(zeile).map(|zeile| zeile.lage);
        if matches!(place, Some(Lage::Text | Lage::Betreff)) {
            for (von, bis, wert) in strassen(text, worte) {
                push(Zeichenart::Gegenstand, von, bis, Some(wert));
            }
        }
    }
    found.truncate(MOST);
    found
}

fn labelled(blatt: &Blatt<'_>, fund: &etikett::Fund) -> Option<Fund> {
    let art = match fund.etikett {
        Etikett::Ihr | Etikett::Unser | Etikett::Offen => Zeichenart::Fremdzeichen,
        Etikett::Kunde => Zeichenart::Kundennummer,
        Etikett::Kasse => Zeichenart::Kassenzeichen,
        Etikett::Rechnung => Zeichenart::Rechnungsnummer,
        Etikett::Steuer => Zeichenart::Steuernummer,
        Etikett::Telefon => Zeichenart::Telefon,
        Etikett::Gegenstand => Zeichenart::Gegenstand,
        Etikett::Datum | Etikett::Anderes => return None,
    };
    let zeichen = normal(art, blatt.wortlaut(fund.wert));
    if is_postal(blatt, fund.wert) {
        return None;
    }
    let enough = match art {
        Zeichenart::Telefon => zeichen.wert.len() >= 6,
        Zeichenart::Gegenstand => zeichen.wert.len() >= 2,
        _ => zeichen.wert.len() >= 3,
    };
    let ihr = fund.etikett == Etikett::Ihr;
    enough.then_some(Fund { zeichen, stelle: fund.wert, ihr })
}

/// Says whether a postal code stands here, before the name of its place.
pub(crate) fn is_postal(blatt: &Blatt<'_>, stelle: Stelle) -> bool {
    let code = blatt::postal(blatt.text(stelle.zeile)).map(|(code, _)| code);
    code.is_some_and(|code| blatt.wortlaut(stelle).starts_with(code))
}

/// Account numbers (ISO 13616) whose check digits are right, also where letters stand for digits.
pub(crate) fn ibans(text: &str) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    let mut skip = 0;
    for (von, c) in text.char_indices() {
        let begins = von >= skip
            && c.is_ascii_uppercase()
            && !text.get(..von).is_some_and(|before| before.ends_with(char::is_alphanumeric));
        if begins && let Some((len, iban)) = text.get(von..).and_then(iban) {
            skip = von + len;
            found.push((von, von + len, iban));
        }
    }
    found
}

fn iban(text: &str) -> Option<(usize, String)> {
    const LENGTHS: [(&str, usize); 12] = [
        ("DE", 22),
        ("AT", 20),
        ("CH", 21),
        ("LI", 21),
        ("NL", 18),
        ("FR", 27),
        ("BE", 16),
        ("LU", 20),
        ("PL", 28),
        ("CZ", 24),
        ("DK", 18),
        ("IT", 27),
    ];
    let (_, length) = LENGTHS.iter().find(|(country, _)| text.starts_with(country))?;
    let mut iban = String::with_capacity(*length);
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            continue;
        }
        if !c.is_ascii_alphanumeric() {
            break;
        }
        // German account numbers are digits throughout.
        let c = if iban.len() >= 2 && *length == 22 { konfusion::ziffer(c) } else { c };
        iban.push(c.to_ascii_lowercase());
        if iban.len() == *length {
            return checked(&iban).then_some((at + 1, iban));
        }
    }
    None
}

/// Says whether an account number's check digits are right (ISO 7064 modulo 97).
fn checked(iban: &str) -> bool {
    let (Some(country), Some(account)) = (iban.get(..4), iban.get(4..)) else { return false };
    let rest = account.chars().chain(country.chars()).try_fold(0_u32, |rest, c| {
        let value = c.to_digit(36)?;
        Some(if value < 10 { rest * 10 + value } else { rest * 100 + value } % 97)
    });
    rest == Some(1)
}

/// Electronic mail addresses.
pub(crate) fn mails(text: &str) -> Vec<(usize, usize)> {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        let (before, after) =
            (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
        let local = before.trim_end_matches(part).len();
        let len = after.find(|c| !part(c)).unwrap_or(after.len());
        let domain = after.get(..len).unwrap_or_default().trim_end_matches(['.', '-']);
        if local < at && domain.contains('.') {
            found.push((local, at + 1 + domain.len()));
        }
    }
    found
}

/// VAT identification numbers: `DE` and nine digits.
fn vat(text: &str, worte: &[Wort]) -> Vec<(usize, usize, String)> {
    let number = |wort: &&Wort| {
        wort.form.len() == 11
            && wort.form.starts_with("de")
            && wort.form.bytes().skip(2).all(|b| b.is_ascii_digit())
            && text.get(wort.stelle.von..).is_some_and(|rest| rest.starts_with("DE"))
    };
    let found = worte.iter().filter(number);
    found.map(|wort| (wort.stelle.von, wort.stelle.bis, wort.form.clone())).collect()
}

/// Parcels of land: "Flur 3, Flurstück 112/4".
fn parcels(text: &str, worte: &[Wort]) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    let mut flur = "";
    for (at, wort) in worte.iter().enumerate() {
        let digits = |wort: &&Wort| wort.form.bytes().all(|b| b.is_ascii_digit());
        if wort.form == "flur" {
            flur = worte.get(at + 1).filter(digits).map_or("", |wort| wort.form.as_str());
        }
        let named = ["flurstuck", "flurstucke", "flurstucks", "flst", "flurst"];
        if !named.contains(&wort.form.as_str()) {
            continue;
        }
        let mut next =
            worte.iter().skip(at + 1).skip_while(|w| matches!(&*w.form, "nr" | "nummer"));
        let Some(number) = next.next().filter(digits) else { continue };
        let part = next.next().filter(digits).filter(|part| {
            text.get(number.stelle.bis..part.stelle.von).is_some_and(|gap| gap.trim() == "/")
        });
        let bis = part.map_or(number.stelle.bis, |part| part.stelle.bis);
        let mut wert = format!("flst{flur}-{}", number.form);
        if let Some(part) = part {
            wert = format!("{wert}-{}", part.form);
        }
        found.push((wort.stelle.von, bis, wert));
    }
    found
}

/// Plates of vehicles: `AP-KL 123`.
fn plates(text: &str, worte: &[Wort]) -> Vec<(usize, usize)> {
    let upper = |wort: &Wort, most: usize| {
        let word = text.get(wort.stelle.von..wort.stelle.bis).unwrap_or_default();
        word.chars().count() <= most && word.chars().all(char::is_uppercase)
    };
    let mut found = Vec::new();
    for run in worte.windows(3) {
        let [town, letters, digits] = run else { continue };
        let gap = |a: &Wort, b: &Wort| text.get(a.stelle.bis..b.stelle.von).unwrap_or_default();
        let number = digits.form.len() <= 4 && digits.form.bytes().all(|b| b.is_ascii_digit());
        if upper(town, 3)
            && upper(letters, 2)
            && number
            && matches!(gap(town, letters), "-" | " ")
            && matches!(gap(letters, digits), " " | "-" | "")
        {
            found.push((town.stelle.von, digits.stelle.bis));
        }
    }
    found
}

/// Addresses in running text: a street and a number.
pub(crate) fn strassen(text: &str, worte: &[Wort]) -> Vec<(usize, usize, String)> {
    const ENDINGS: [&str; 46] = [
        "strasse", "str", "weg", "gasse", "platz", "ring", "allee", "damm", "ufer", "steig",
        "pfad", "chaussee", "markt", "anger", "hof", "berg", "graben", "wall", "siedlung",
        "winkel", "grund", "leite", "ried", "rain", "garten", "blick", "wiese", "wiesen", "aue",
        "acker", "kamp", "heide", "hain", "tal", "hang", "hohe", "brucke", "muhle", "bach",
        "teich", "brunnen", "stieg", "zeile", "busch", "werder", "kehre",
    ];
    const ALONE: [&str; 6] = ["strasse", "str", "weg", "platz", "allee", "ring"];
    let mut found = Vec::new();
    for (at, wort) in worte.iter().enumerate() {
        let Some(number) = worte.get(at + 1) else { continue };
        let digits = number.form.trim_end_matches(|c: char| c.is_ascii_lowercase());
        let house = (1..=3).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && number.form.len() <= digits.len() + 1;
        let gap = text.get(wort.stelle.bis..number.stelle.von).unwrap_or_default();
        if !house || !matches!(gap, " " | ". " | "." | "  ") {
            continue;
        }
        // "Am Sägewerk 3": streets that are called after where they lead.
        let towards = at.checked_sub(1).and_then(|at| worte.get(at)).is_some_and(|before| {
            let before = text.get(before.stelle.von..before.stelle.bis).unwrap_or_default();
            matches!(before, "Am" | "Im" | "Zum" | "Zur") && !is_day(&wort.form)
        });
        if !towards && !ENDINGS.iter().any(|ending| wort.form.ends_with(ending)) {
            continue;
        }
        let before = ALONE.contains(&wort.form.as_str()).then(|| at.checked_sub(1)).flatten();
        let before = before.and_then(|at| worte.get(at));
        let street =
            wort.form.strip_suffix("str").map_or(wort.form.clone(), |s| format!("{s}strasse"));
        let wert = format!("{}{street}{}", before.map_or("", |wort| &wort.form), number.form);
        let von = before.map_or(wort.stelle.von, |wort| wort.stelle.von);
        found.push((von, number.stelle.bis, wert));
    }
    found
}

/// Says whether a word names a day or a month: "Am Montag 12 Uhr", "Im Mai 26".
fn is_day(form: &str) -> bool {
    form.ends_with("tag") || form == "mittwoch" || form.ends_with("abend") || datum::monat(form)
}

/// Calls back with every thing that a line names: an address, a plate, a day, a number.
///
/// Subjects of Akten and Vorgänge are told apart by them: "Schaden vom 29.07.2026, Hohlweg 15".
pub(crate) fn dinge(text: &str, worte: &[Wort], mut found: impl FnMut(usize, usize, String)) {
    for (von, bis, wert) in strassen(text, worte) {
        found(von, bis, wert);
    }
    for (von, bis) in plates(text, worte) {
        found(von, bis, konfusion::zahl(text.get(von..bis).unwrap_or_default()));
    }
    let mut before: Option<(usize, &str)> = None;
    for (von, bis) in stuecke(text) {
        let Some(piece) = text.get(von..bis) else { continue };
        let letter = before.replace((von, piece)).filter(|(_, p)| p.len() == 1);
        let digits = piece.bytes().filter(u8::is_ascii_digit).count();
        let day = datum::am_anfang(text.get(von..).unwrap_or_default());
        if let Some((day, len)) = day {
            found(von, von + len, day.to_string());
        } else if let Some((from, letter)) = letter.filter(|_| digits > 0) {
            // "E 5-40" is a grave.
            found(from, bis, [letter, "-", piece].concat().to_lowercase());
        } else if digits >= 3 && !is_year(piece) {
            found(von, bis, konfusion::zahl(piece));
        }
    }
}

fn is_year(piece: &str) -> bool {
    piece.len() == 4 && (piece.starts_with("19") || piece.starts_with("20"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vorschlag::Schreiben;

    fn check(text: &str, expected: &[(Zeichenart, &str)]) {
        let seiten = [text.to_owned()];
        let blatt = Blatt::new(&Schreiben { seiten: &seiten, ..Schreiben::default() });
        let found = finde(&blatt);
        let found: Vec<(Zeichenart, &str)> =
            found.iter().map(|fund| (fund.zeichen.art, fund.zeichen.wert.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn signs_with_a_form_of_their_own_are_found() {
        use Zeichenart::{Gegenstand, Iban, Mail, Steuernummer, Telefon};
        check("IBAN: DE89 3704 0044 0532 0130 00", &[(Iban, "de89370400440532013000")]);
        check("DE89 37O4 0044 O532 O13O 00", &[(Iban, "de89370400440532013000")]);
        check("DE88 3704 0044 0532 0130 00", &[]);
        check("Post@Tannert.Example, gern.", &[(Mail, "post@tannert.example")]);
        check("USt-IdNr. DE123456789", &[(Steuernummer, "de123456789")]);
        check("Gemarkung Au, Flur 3, Flurstück 112/4", &[(Gegenstand, "flst3-112-4")]);
        check("Fahrzeug AP-KL 123 in der", &[(Gegenstand, "apkl123")]);
        check("Telefon +49 (0) 3643 / 55 00-12", &[(Telefon, "03643550012")]);
    }

    #[test]
    fn streets_are_found_in_running_text() {
        let text =
            "Sehr geehrte Damen,\nin der Talstr. 14 und der Berliner Straße 5a sowie Am Anger 3";
        use Zeichenart::Gegenstand;
        check(
            text,
            &[
                (Gegenstand, "talstrasse14"),
                (Gegenstand, "berlinerstrasse5a"),
                (Gegenstand, "anger3"),
            ],
        );
    }
}
