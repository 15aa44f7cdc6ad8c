//! What the German model cannot know: the sign `§`, and sometimes `€`.
//!
//! Tesseract's German model has no `§`; it comes out as `$`, `8`, `S` or `&`. Only such a sign is
//! exchanged, and only where what follows says that a section of a law is meant.
//! Never touches another sign of a number, and never text that was not recognised from a picture.

mod gesetz;

use domain::textebene::{Seitentext, Textquelle};

use gesetz::{Hinweis, hinweis, is_number, is_preposition};

/// Most words between the sign and the name of the law: `§§ 5, 6 und 8 bis 10 der Satzung`.
const REACH: usize = 8;

/// Corrects the words of a page in place.
pub(crate) fn korrigiere(text: &mut Seitentext) {
    if text.quelle != Textquelle::Ocr {
        return;
    }
    let mut words: Vec<Word<'_>> = Vec::new();
    for zeile in &text.zeilen {
        for (index, wort) in zeile.iter().enumerate() {
            let (is_first, is_last) = (index == 0, index + 1 == zeile.len());
            words.push(Word { text: &wort.text, is_first, is_last });
        }
    }
    let mut corrections = corrections(&words).into_iter().peekable();
    for (index, wort) in text.zeilen.iter_mut().flatten().enumerate() {
        if let Some((_, better)) = corrections.next_if(|(at, _)| *at == index) {
            wort.text = better;
        }
    }
}

/// Returns recognised text with the corrections that a page gets, a line per line.
pub fn korrigiert(text: &str) -> String {
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split(' ').collect()).collect();
    let words: Vec<Word<'_>> = lines
        .iter()
        .flat_map(|line| {
            let last = line.len() - 1;
            line.iter().enumerate().map(move |(i, text)| Word {
                text,
                is_first: i == 0,
                is_last: i == last,
            })
        })
        .collect();
    let mut corrections = corrections(&words).into_iter().peekable();
    let mut out = String::with_capacity(text.len());
    for (index, word) in words.iter().enumerate() {
        match corrections.next_if(|(at, _)| *at == index) {
            Some((_, better)) => out.push_str(&better),
            None => out.push_str(word.text),
        }
        out.push(if word.is_last { '\n' } else { ' ' });
    }
    // The end of the last line.
    out.pop();
    out
}

/// A word, and whether its line starts or ends with it.
#[derive(Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    is_first: bool,
    is_last: bool,
}

/// Finds the words that have to be exchanged, in order.
fn corrections(words: &[Word<'_>]) -> Vec<(usize, String)> {
    let headings = headings(words);
    let mut found = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| words.get(before));
        let after = words.get(index + 1..).unwrap_or_default();
        if let Some(better) =
            section(before, *word, after, &headings).or_else(|| euro(before, *word))
        {
            found.push((index, better));
        }
    }
    found
}

/// How sure a misread sign is one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// A `$` in a German letter is hardly ever money.
    Sure,
    /// May as well be a number, a letter or an "and".
    Unsure,
    /// Seldom a sign: only where everything around speaks for it.
    Odd,
}

/// `$ 46 Abs. 1` becomes `§ 46 Abs. 1`.
fn section(
    before: Option<&Word<'_>>,
    word: Word<'_>,
    after: &[Word<'_>],
    headings: &[u16],
) -> Option<String> {
    let start = word.text.find(|c| !matches!(c, '(' | '[' | '„' | '"' | '“' | '»' | '«'))?;
    let (opening, body) = word.text.split_at(start);
    let sign = sign(body);
    let number = after.first().filter(|number| {
        is_number(number.text)
            || sign.is_some_and(|(sign, _)| sign == Sign::Sure) && starts_with_number(number.text)
    });
    let named = before.is_some_and(|before| is_preposition(before.text));
    let Some((number, (sign, count))) = number.zip(sign) else {
        // `$46`, or `8.46`: the number stands in the same word.
        let dotted =
            || dotted(body).filter(|_| named && hinweis(&plain(after)) == Some(Hinweis::Stark));
        let glued = glued(body).filter(|number| !is_money(number, after)).or_else(dotted)?;
        return Some(format!("{opening}§{glued}"));
    };
    if is_money(number.text, after.get(1..).unwrap_or_default()) {
        return None;
    }
    let meant = match sign {
        Sign::Sure => true,
        Sign::Odd => named && !word.is_last && law_ahead(after, count) == Some(Hinweis::Stark),
        Sign::Unsure => {
            // A number may stand before: then this is a table or a list of numbers.
            let counted = before.is_some_and(|before| announces_number(before.text));
            let strength = law_ahead(after, count);
            match strength {
                _ if is_heading(word, after, headings) => true,
                _ if counted => false,
                // Over the end of a line, both sides have to speak for it.
                Some(Hinweis::Stark) => named || !word.is_last,
                Some(Hinweis::Schwach) => named && !word.is_last,
                None => false,
            }
        }
    };
    meant.then(|| format!("{opening}{}", "§".repeat(count)))
}

/// The numbers of the headings on a page that can be told with certainty: `§ 4 Gebühren`.
fn headings(words: &[Word<'_>]) -> Vec<u16> {
    let pairs = words.iter().zip(words.iter().skip(1));
    let sure = pairs.filter(|(sign, _)| sign.is_first && matches!(sign.text, "§" | "$"));
    sure.filter_map(|(_, number)| section_number(number.text)).collect()
}

/// Whether `8 5 Gebühren` stands in the row of the other headings of a statute.
fn is_heading(word: Word<'_>, after: &[Word<'_>], headings: &[u16]) -> bool {
    let [number, title, ..] = after else { return false };
    let titled = title.text.starts_with(char::is_uppercase);
    let Some(number) = section_number(number.text) else { return false };
    let follows = headings.iter().any(|other| (1..=2).contains(&number.abs_diff(*other)));
    word.is_first && titled && follows && word.text.chars().count() == 1
}

fn section_number(word: &str) -> Option<u16> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    word.get(..digits)?.parse().ok().filter(|_| is_number(word))
}

/// Recognises what `§` or `§§` is read as, and how many there are.
fn sign(body: &str) -> Option<(Sign, usize)> {
    let count = body.chars().count();
    let all = |signs: &str| body.chars().all(|c| signs.contains(c));
    let sign = if all("§") || count > 3 {
        return None;
    } else if all("$8S&§") && body.contains(['$', '§']) {
        Sign::Sure
    } else if all("8S&") && count < 3 {
        Sign::Unsure
    } else if all("8Ss&5N®") && count < 3 {
        Sign::Odd
    } else {
        return None;
    };
    Some((sign, count.min(2)))
}

/// The number of `$46`.
fn glued(body: &str) -> Option<&str> {
    let rest = body.strip_prefix('$')?;
    // Dirt may have got between the two.
    let number = rest.trim_start_matches(['-', ':', '.']);
    is_number(number).then_some(rest)
}

/// The number of `8.46`, which no German number looks like in front of an `Abs.`
fn dotted(body: &str) -> Option<&str> {
    body.strip_prefix("8.").filter(|number| is_number(number))
}

/// Whether a word starts with the number of a section, whatever got stuck to it.
fn starts_with_number(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    (1..=4).contains(&digits)
}

fn plain<'a>(words: &[Word<'a>]) -> Vec<&'a str> {
    words.iter().take(REACH).map(|word| word.text).collect()
}

/// Whether a number is an amount of money: `$ 12,50`, `$ 5 Mio.`
fn is_money(number: &str, after: &[Word<'_>]) -> bool {
    let digits_after_comma = number
        .split_once(',')
        .is_some_and(|(_, cents)| cents.starts_with(|c: char| c.is_ascii_digit()));
    let unit = after.first().map_or("", |word| word.text.trim_end_matches(['.', ',']));
    digits_after_comma
        || matches!(
            unit,
            "USD" | "US-Dollar" | "Dollar" | "Mio" | "Mrd" | "Millionen" | "Milliarden"
        )
}

/// After these, and after numbers, a number is what it looks like.
fn announces_number(word: &str) -> bool {
    let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
    let ends_with_digit = plain.ends_with(|c: char| c.is_ascii_digit());
    ends_with_digit
        || matches!(
            plain,
            "Abs"
                | "Absatz"
                | "Anlage"
                | "Art"
                | "Artikel"
                | "Nr"
                | "Nrn"
                | "Nummer"
                | "Satz"
                | "Seite"
                | "Seiten"
                | "Zeichen"
                | "Haus"
                | "Hausnummer"
                | "Blatt"
                | "je"
                | "Stück"
        )
}

/// Looks past the numbers for what a law is cited with.
fn law_ahead(after: &[Word<'_>], signs: usize) -> Option<Hinweis> {
    let mut words = after.iter().take(REACH).map(|word| word.text);
    words.next()?;
    let rest: Vec<&str> = words.collect();
    let mut rest = rest.as_slice();
    loop {
        if let Some(hinweis) = hinweis(rest) {
            return Some(hinweis);
        }
        // Only several sections are listed.
        let (next, tail) = rest.split_first()?;
        if signs < 2 || !(is_number(next) || matches!(*next, "und" | "bis" | "-" | "–" | "sowie"))
        {
            return None;
        }
        rest = tail;
    }
}

/// `12,50 ©` becomes `12,50 €`.
fn euro(before: Option<&Word<'_>>, word: Word<'_>) -> Option<String> {
    let before = before.filter(|before| !before.is_last)?;
    let plain = word.text.trim_end_matches(['.', ',', ';', ':', ')']);
    let rest = word.text.get(plain.len()..)?;
    // An "and" between two amounts stays one.
    let misread = matches!(plain, "©" | "£" | "¢" | "E" | "C" | "€C" | "C€" | "£&" | "&£")
        || plain == "&" && !rest.is_empty();
    (misread && is_amount(before.text)).then(|| format!("€{rest}"))
}

/// Whether a word is an amount with cents: `1.284,50`.
fn is_amount(word: &str) -> bool {
    let word = word.trim_start_matches('(');
    word.rsplit_once(',').is_some_and(|(whole, cents)| {
        cents.len() == 2
            && cents.bytes().all(|byte| byte.is_ascii_digit())
            && whole.starts_with(|c: char| c.is_ascii_digit())
            && whole.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    })
}

#[cfg(test)]
mod tests;
