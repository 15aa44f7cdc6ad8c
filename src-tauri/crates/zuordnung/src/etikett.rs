//! Labels before signs: "Ihr Zeichen", "Rechnungs-Nr.", "Kassenzeichen", and what stands behind
//! or below them.
//!
//! In a letter to us "Unser Zeichen" is the sender's and "Ihr Zeichen" is ours. Never decides
//! whether a sign is one of ours: only how the letter calls it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::blatt::{Blatt, Stelle};
use crate::{datum, konfusion};

/// What a label says of the sign that it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Etikett {
    /// Ours, in a letter to us: "Ihr Zeichen".
    Ihr,
    /// The sender's: "Unser Zeichen".
    Unser,
    /// Anybody's: "Az."
    Offen,
    Kunde,
    Kasse,
    Rechnung,
    Steuer,
    Telefon,
    Gegenstand,
    Datum,
    /// Of no use here, but it has its column.
    Anderes,
}

use Etikett::{
    Anderes, Datum, Gegenstand, Ihr, Kasse, Kunde, Offen, Rechnung, Steuer, Telefon, Unser,
};

const ETIKETTEN: &[(Etikett, &[&str])] = &[
    (
        Ihr,
        &[
            "Ihr Zeichen",
            "Ihre Zeichen",
            "Ihr Az",
            "Ihr Aktenzeichen",
            "Ihr Geschäftszeichen",
            "Ihre Referenz",
            "Ihr Gz",
            "Ihr Vorgang",
        ],
    ),
    (
        Unser,
        &[
            "Unser Zeichen",
            "Unsere Zeichen",
            "Mein Zeichen",
            "Meine Zeichen",
            "Unser Az",
            "Unser Aktenzeichen",
            "Mein Aktenzeichen",
            "Unser Geschäftszeichen",
            "Mein Geschäftszeichen",
            "Unsere Referenz",
            "Unser Gz",
            "Vorgangsnummer",
            "Vorgangs Nr",
            "Bearbeitungsnummer",
            "Bearbeitungs Nr",
            "Schadennummer",
            "Schaden Nr",
            "Schadensnummer",
            "Schadens Nr",
            "Antragsnummer",
            "Antrags Nr",
            "Projektnummer",
            "Projekt Nr",
            "Ticketnummer",
            "Ticket Nr",
            "Urkundenrolle Nr",
            "UR Nr",
            "UVZ Nr",
            "Registernummer",
            "Register Nr",
            "Fallnummer",
            "Fall Nr",
            "Auftragsnummer",
            "Auftrags Nr",
            "Angebotsnummer",
            "Angebots Nr",
            "Angebot Nr",
        ],
    ),
    (
        Offen,
        &[
            "Az",
            "Aktenzeichen",
            "Geschäftszeichen",
            "Geschäfts Nr",
            "Geschäftsnummer",
            "Gz",
            "Gesch Z",
            "Zeichen",
            "Aktennummer",
            "Akten Nr",
            "Referenz",
            "Bezug",
            "Referenznummer",
        ],
    ),
    (
        Kunde,
        &[
            "Kundennummer",
            "Kunden Nr",
            "Kd Nr",
            "KdNr",
            "Vertragsnummer",
            "Vertrags Nr",
            "Vertragskonto",
            "Vertragskontonummer",
            "Versicherungsnummer",
            "Versicherungs Nr",
            "Versicherungsschein",
            "Versicherungsscheinnummer",
            "Versicherungsschein Nr",
            "Policennummer",
            "Mitgliedsnummer",
            "Mitglieds Nr",
            "Zählernummer",
            "Zähler Nr",
            "Objektnummer",
            "Objekt Nr",
            "Abnahmestelle",
            "Lieferstelle",
            "Marktlokation",
            "Debitorennummer",
            "Debitoren Nr",
            "Betriebsnummer",
            "Unternehmensnummer",
        ],
    ),
    (
        Kasse,
        &[
            "Kassenzeichen",
            "Kassen Zeichen",
            "Kz",
            "Buchungszeichen",
            "Buchungs Zeichen",
            "Personenkonto",
            "Steuerkonto",
            "Bescheidnummer",
            "Bescheid Nr",
            "PK Nr",
        ],
    ),
    (
        Rechnung,
        &[
            "Rechnungsnummer",
            "Rechnungs Nr",
            "Rechnung Nr",
            "Rechnung",
            "Re Nr",
            "Rg Nr",
            "Belegnummer",
            "Beleg Nr",
            "Gutschrift Nr",
            "Abrechnungsnummer",
            "Invoice",
        ],
    ),
    (
        Steuer,
        &[
            "Steuernummer",
            "Steuer Nr",
            "St Nr",
            "StNr",
            "USt IdNr",
            "USt Id Nr",
            "UStIdNr",
            "USt Id",
            "Umsatzsteuer Identifikationsnummer",
            "Steuer ID",
        ],
    ),
    (Telefon, &["Telefon", "Tel", "Fon", "Mobil", "Handy", "Durchwahl", "Telefonnummer", "Ruf"]),
    (
        Gegenstand,
        &[
            "Grabstätte",
            "Grabstelle",
            "Grabnummer",
            "Grab Nr",
            "Grab",
            "Kennzeichen",
            "Amtliches Kennzeichen",
            "Hundemarke",
            "Hundesteuermarke",
            "Steuermarke",
            "Hundesteuermarke Nr",
            "Steuermarke Nr",
            "Hundemarke Nr",
            "Chip Nr",
            "Chipnummer",
        ],
    ),
    (Datum, &["Datum", "Ihre Nachricht vom", "Unsere Nachricht vom", "Ihr Schreiben vom"]),
    (
        Anderes,
        &[
            "Telefax",
            "Fax",
            "Name",
            "E Mail",
            "Email",
            "Bearbeiter",
            "Bearbeiterin",
            "Ansprechpartner",
            "Ansprechpartnerin",
            "Auskunft erteilt",
            "Zimmer",
            "Seite",
            "Ihre Nachricht",
            "Unsere Nachricht",
            "Zählerstand",
        ],
    ),
];

/// Words of the longest label.
const WORTE_MAX: usize = 3;

static TAFEL: LazyLock<BTreeMap<String, Etikett>> = LazyLock::new(|| {
    let all = ETIKETTEN.iter().flat_map(|(art, texts)| texts.iter().map(move |text| (text, art)));
    all.map(|(text, art)| (konfusion::wort(text), *art)).collect()
});

/// A label in the letter, and what it stands for.
#[derive(Debug, Clone)]
pub(crate) struct Fund {
    pub(crate) etikett: Etikett,
    pub(crate) wert: Stelle,
}

/// A label in its line.
#[derive(Debug, Clone, Copy)]
struct Marke {
    etikett: Etikett,
    von: usize,
    bis: usize,
}

/// Returns what the labels of a letter stand for, in reading order, at most `most`.
pub(crate) fn funde(blatt: &Blatt<'_>, most: usize) -> Vec<Fund> {
    let mut found = Vec::new();
    for zeile in 0..blatt.zeilen.len() {
        if found.len() >= most {
            break;
        }
        let marken = marken(blatt, zeile);
        if marken.is_empty() {
            continue;
        }
        let beside = beside(blatt, zeile, &marken);
        let nothing = beside.is_empty();
        found.extend(beside);
        // Labels without anything behind them are heads of columns.
        if nothing {
            found.extend(below(blatt, zeile, &marken));
        }
    }
    found.truncate(most);
    found
}

fn marken(blatt: &Blatt<'_>, zeile: usize) -> Vec<Marke> {
    let worte = blatt.worte_in(zeile);
    let text = blatt.text(zeile);
    let mut found = Vec::new();
    let mut at = 0;
    while at < worte.len() {
        let hit = (1..=WORTE_MAX).rev().find_map(|count| {
            let run = worte.get(at..at + count)?;
            if run.windows(2).any(|pair| !adjoin(text, pair)) {
                return None;
            }
            let form: String = run.iter().map(|wort| wort.form.as_str()).collect();
            let etikett = *TAFEL.get(&konfusion::wort(&form))?;
            let (first, last) = (run.first()?.stelle, run.last()?.stelle);
            Some((count, Marke { etikett, von: first.von, bis: last.bis }))
        });
        match hit {
            Some((count, marke)) => {
                found.push(marke);
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

/// Says whether two words of a line can belong to one label.
fn adjoin(text: &str, pair: &[crate::blatt::Wort]) -> bool {
    let [first, second] = pair else { return false };
    let gap = text.get(first.stelle.bis..second.stelle.von).unwrap_or_default();
    gap.len() <= 2 && gap.chars().all(|c| matches!(c, ' ' | '.' | '-' | '/'))
}

/// Values that stand behind their labels.
fn beside(blatt: &Blatt<'_>, zeile: usize, marken: &[Marke]) -> Vec<Fund> {
    let text = blatt.text(zeile);
    let mut found = Vec::new();
    for (at, marke) in marken.iter().enumerate() {
        let ende = marken.get(at + 1).map_or(text.len(), |next| next.von);
        let wert = match marke.etikett {
            Telefon => rufnummer(text, marke.bis, ende),
            _ => wert(text, marke.bis, ende),
        };
        found.extend(
            wert.map(|(von, bis)| Fund {
                etikett: marke.etikett,
                wert: Stelle { zeile, von, bis },
            }),
        );
    }
    found
}

/// Values in the line below their labels.
fn below(blatt: &Blatt<'_>, zeile: usize, marken: &[Marke]) -> Vec<Fund> {
    let head = blatt.text(zeile);
    let Some(next) = (zeile + 1..zeile + 3).find(|at| !blatt.text(*at).trim().is_empty()) else {
        return Vec::new();
    };
    let text = blatt.text(next);
    let cells = zellen(text);
    let column =
        |byte: usize, line: &str| line.get(..byte).map_or(byte, |before| before.chars().count());
    let mut found = Vec::new();
    for (at, (from, to)) in cells.iter().enumerate() {
        let marke = if cells.len() == marken.len() {
            marken.get(at)
        } else {
            let here = column(*from, text);
            marken.iter().min_by_key(|marke| column(marke.von, head).abs_diff(here))
        };
        let (Some(marke), Some((von, bis))) = (marke, wert(text, *from, *to)) else { continue };
        found.push(Fund { etikett: marke.etikett, wert: Stelle { zeile: next, von, bis } });
    }
    found
}

/// Cells of a line: what two spaces, a tab or a stroke divide.
fn zellen(text: &str) -> Vec<(usize, usize)> {
    let mut cells = Vec::new();
    let (mut from, mut end, mut spaces) = (None, 0, 0);
    for (at, c) in text.char_indices() {
        if c.is_whitespace() || c == '|' {
            spaces += if matches!(c, '\t' | '|') { 2 } else { 1 };
            continue;
        }
        if spaces >= 2
            && let Some(from) = from.take()
        {
            cells.push((from, end));
        }
        spaces = 0;
        from.get_or_insert(at);
        end = at + c.len_utf8();
    }
    cells.extend(from.map(|from| (from, end)));
    cells
}

/// Finds the sign that begins at a place of a line: pieces with digits, and short ones between.
fn wert(text: &str, ab: usize, ende: usize) -> Option<(usize, usize)> {
    const PIECES: usize = 5;
    const LONGEST: usize = 40;
    let mut at = ab + skipped(text.get(ab..ende)?);
    let von = at;
    let mut bis = at;
    for piece in 0..PIECES {
        let rest = text.get(at..ende)?;
        let gap = rest.len() - rest.trim_start().len();
        if piece > 0 && gap > 1 {
            break;
        }
        at += gap;
        let rest = text.get(at..ende)?;
        let len =
            rest.find(|c: char| c.is_whitespace() || ",;|()".contains(c)).unwrap_or(rest.len());
        let token = rest.get(..len)?;
        if token.is_empty() || at + len - von > LONGEST || datum::am_anfang(rest).is_some() {
            break;
        }
        let digits = token.bytes().any(|b| b.is_ascii_digit());
        if !digits && !(is_short(token) && (piece > 0 || len < rest.len())) {
            break;
        }
        at += len;
        if digits || bis > von {
            bis = at;
        }
        if text.get(at..ende)?.starts_with([',', ';', '|', '(', ')']) {
            break;
        }
    }
    let found = text.get(von..bis)?;
    let found = found.trim_end_matches(|c: char| !c.is_alphanumeric());
    let digits = found.bytes().filter(u8::is_ascii_digit).count();
    (digits >= 2 || digits == 1 && found.len() > 3).then_some((von, von + found.len()))
}

/// Finds the telephone number that begins at a place of a line.
fn rufnummer(text: &str, ab: usize, ende: usize) -> Option<(usize, usize)> {
    let von = ab + skipped(text.get(ab..ende)?);
    let rest = text.get(von..ende)?;
    let part = |c: char| c.is_ascii_digit() || " +()/-–.".contains(c);
    let len = rest.find(|c| !part(c)).unwrap_or(rest.len());
    let found = rest.get(..len)?.trim_end_matches(|c: char| !c.is_ascii_digit());
    (found.bytes().filter(u8::is_ascii_digit).count() >= 6).then_some((von, von + found.len()))
}

/// Says whether this can be a piece of a sign without digits: `M/k`, `IV`, `RE`.
fn is_short(token: &str) -> bool {
    const NOT: [&str; 4] = ["EUR", "Nr.", "Uhr", "Herr"];
    token.chars().count() <= 4
        && token.starts_with(|c: char| c.is_uppercase() || "-/".contains(c))
        && !NOT.contains(&token)
}

/// Bytes between a label and its sign.
fn skipped(rest: &str) -> usize {
    let mut at = 0;
    loop {
        let left = rest.get(at..).unwrap_or_default();
        let sign = left.trim_start_matches(|c: char| c.is_whitespace() || ":.=#-–*".contains(c));
        at += left.len() - sign.len();
        let word = sign.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let filler = ["Nr", "Nummer", "No", "lautet", "ist", "nr", "NR", "mit", "der"];
        if word.is_empty() || !filler.contains(&word) {
            return at;
        }
        at += word.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vorschlag::Schreiben;

    fn check(text: &str, expected: &[(Etikett, &str)]) {
        let seiten = [text.to_owned()];
        let schreiben = Schreiben { seiten: &seiten, ..Schreiben::default() };
        let blatt = Blatt::new(&schreiben);
        let found = funde(&blatt, 20);
        let found: Vec<(Etikett, &str)> =
            found.iter().map(|fund| (fund.etikett, blatt.wortlaut(fund.wert))).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn signs_stand_behind_their_labels() {
        check("Unser Zeichen: 123/26 M/k vom 3.5.2026", &[(Unser, "123/26 M/k")]);
        check("Unser Zeichen lautet BA-2026-1187.", &[(Unser, "BA-2026-1187")]);
        check("Bezug: Ihr Zeichen 4.4-1/2026-1", &[(Ihr, "4.4-1/2026-1")]);
        check(
            "Kunden-Nr. 4711 08, Rechnungs-Nr.: RE 2026-0815",
            &[(Kunde, "4711 08"), (Rechnung, "RE 2026-0815")],
        );
        check("Unscr Zcichen: 63.2-118/26", &[(Unser, "63.2-118/26")]);
        check("Kassenzeichen 5.0123.456.7 (bitte angeben)", &[(Kasse, "5.0123.456.7")]);
        check("zu Ihrem Zeichen haben wir nichts", &[]);
    }

    #[test]
    fn signs_stand_below_their_labels() {
        check(
            "Ihr Zeichen        Unser Zeichen      Datum\n\
             4.2-17/2026-3      36 O 112/26        12.03.2026",
            &[(Ihr, "4.2-17/2026-3"), (Unser, "36 O 112/26")],
        );
        check(
            "Ihr Zeichen        Unser Zeichen      Telefon\n                   BV 26/118          03643 5500-12",
            &[(Unser, "BV 26/118"), (Telefon, "03643 5500-12")],
        );
    }
}
