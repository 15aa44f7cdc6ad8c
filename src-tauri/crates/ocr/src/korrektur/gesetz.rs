//! What a citation of a law looks like.
//!
//! Never a full list: laws are recognised by the form of their short names.

/// How much what follows a number speaks for a citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hinweis {
    /// Hardly anything else: `46 Abs. 1`, `46 StVO`, `46 der Hauptsatzung`.
    Stark,
    /// Numbers may be followed by it otherwise: `46 Nr. 2`, `46 ff.`
    Schwach,
}

/// Laws whose short names do not have the usual form.
const KURZ: [&str; 12] = [
    "AO",
    "GG",
    "VgV",
    "FeV",
    "VOB",
    "HOAI",
    "BImSchV",
    "GemHV",
    "ThürGemHV",
    "BauVorlV",
    "VOB/A",
    "VOB/B",
];

/// Looks at what follows the numbers.
pub(super) fn hinweis(rest: &[&str]) -> Option<Hinweis> {
    let first = rest.first()?;
    let plain = first.trim_matches(|c: char| !c.is_alphanumeric());
    if matches!(plain, "Abs" | "Absatz" | "Absätze" | "Absätzen") || is_law(plain) {
        return Some(Hinweis::Stark);
    }
    // `§ 2 und § 5`: the second one says what the first one is.
    if let [and, sign, number, beyond @ ..] = rest
        && matches!(*and, "und" | "oder" | "sowie" | "bis")
        && is_number(number)
    {
        match *sign {
            "§" | "$" => return Some(Hinweis::Stark),
            // Each `and` is left behind, so this ends.
            "8" | "S" => return hinweis(beyond),
            _ => {}
        }
    }
    if matches!(*first, "der" | "des" | "dieser" | "dieses" | "unserer") {
        // `der gemeindlichen Hundesteuersatzung`: one word may stand between.
        let named = rest.iter().skip(1).take(2).any(|word| is_long_name(word));
        return named.then_some(Hinweis::Stark);
    }
    let weak = ["Satz", "Nr", "Nrn", "Nummer", "Buchst", "Buchstabe", "ff", "f", "Halbsatz"];
    weak.contains(&plain).then_some(Hinweis::Schwach)
}

/// Whether a word is the short name of a law: `BGB`, `ThürKAG`, `StVO`.
fn is_law(word: &str) -> bool {
    if KURZ.contains(&word) {
        return true;
    }
    // The O at the end of an order is often read as a zero.
    let (body, end) = match word.strip_suffix('0') {
        Some(body) => (body, true),
        None => (word, ["G", "GB", "O"].iter().any(|end| word.ends_with(end))),
    };
    let letters = word.chars().count();
    let capitals = body.chars().filter(|c| c.is_uppercase()).count() + word.len() - body.len();
    end && (3..=14).contains(&letters)
        && capitals >= 2
        && body.chars().all(char::is_alphabetic)
        && body.starts_with(char::is_uppercase)
        && word != "DLRG"
}

/// Whether a word is the long name of a law: `Hundesteuersatzung`, `Verwaltungsgesetzes`.
fn is_long_name(word: &str) -> bool {
    let plain = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    [
        "satzung",
        "ordnung",
        "gesetz",
        "gesetzes",
        "gesetzbuch",
        "gesetzbuches",
        "gesetzbuchs",
        "verfassung",
    ]
    .iter()
    .any(|end| plain.ends_with(end))
}

/// Whether a word is the number of a section: `46`, `3a`, `128,`
pub(super) fn is_number(word: &str) -> bool {
    let word = word.trim_start_matches('.').trim_end_matches([',', '.', ';', ':', ')']);
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let rest = word.get(digits..).unwrap_or_default();
    (1..=4).contains(&digits)
        && (rest.is_empty() || rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_lowercase()))
}

/// Whether a word stands before a citation: `nach § 46`.
pub(super) fn is_preposition(word: &str) -> bool {
    let plain = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    [
        "nach",
        "gemäß",
        "gemäss",
        "gem",
        "laut",
        "aus",
        "im",
        "in",
        "mit",
        "v.m",
        "i.v.m",
        "ivm",
        "von",
        "des",
        "der",
        "den",
        "vom",
        "gegen",
        "sind",
        "ist",
        "sowie",
        "und",
        "siehe",
        "vgl",
        "entgegen",
        "aufgrund",
        "grund",
        "auf",
        "sinne",
        "durch",
        "zu",
        "i.s.d",
        "hinsichtlich",
    ]
    .contains(&plain.as_str())
}
