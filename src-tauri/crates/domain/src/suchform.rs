//! The form in which words are indexed and looked up: Müller, Mueller and Muller are one word.
//!
//! Never used for showing text.

/// Returns the words of a text in search form: lower case, umlauts and ß folded, digits kept.
///
/// Both the index and the query pass through here, so folding too much costs only a few extra
/// hits and never a missed one.
pub fn suchform(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for c in text.chars() {
        if is_combining(c) {
            // Part of the letter before it: decomposed text is one word, too.
        } else if c.is_alphanumeric() {
            fold(c, &mut word);
        } else if !word.is_empty() {
            push_word(&mut out, &mut word);
        }
    }
    if !word.is_empty() {
        push_word(&mut out, &mut word);
    }
    out
}

const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn push_word(out: &mut String, word: &mut String) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(&word.replace("ae", "a").replace("oe", "o").replace("ue", "u"));
    word.clear();
}

fn fold(c: char, word: &mut String) {
    match c {
        'ß' | 'ẞ' => word.push_str("ss"),
        'ſ' => word.push('s'),
        _ => {
            for lower in c.to_lowercase() {
                match lower {
                    'ä' | 'á' | 'à' | 'â' | 'å' | 'ã' | 'ą' | 'æ' => word.push('a'),
                    'ö' | 'ó' | 'ò' | 'ô' | 'õ' | 'ő' | 'ø' | 'œ' => word.push('o'),
                    'ü' | 'ú' | 'ù' | 'û' | 'ű' | 'ů' => word.push('u'),
                    'é' | 'è' | 'ê' | 'ë' | 'ę' | 'ě' => word.push('e'),
                    'í' | 'ì' | 'î' => word.push('i'),
                    'ç' | 'ć' | 'č' => word.push('c'),
                    'ğ' => word.push('g'),
                    'ı' => word.push('i'),
                    'ł' => word.push('l'),
                    'ñ' | 'ń' | 'ň' => word.push('n'),
                    'ř' => word.push('r'),
                    'ş' | 'ș' | 'š' | 'ś' => word.push('s'),
                    'ţ' | 'ț' => word.push('t'),
                    'ý' => word.push('y'),
                    'ž' | 'ź' | 'ż' => word.push('z'),
                    'ﬁ' => word.push_str("fi"),
                    'ﬂ' => word.push_str("fl"),
                    other => word.push(other),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: &str, b: &str) {
        assert_eq!(suchform(a), suchform(b), "{a} and {b}");
    }

    #[test]
    fn spellings_of_one_word_meet() {
        check("Müller", "Mueller");
        check("Müller", "MULLER");
        check("Straße", "Strasse");
        check("Gebühr", "Gebu\u{308}hr");
        check("Ayşe Yıldız", "Ayse Yildiz");
        check("Łukasz Dvořák", "Lukasz Dvorak");
        check("Az. 4.2-17/2026", "az 4 2 17 2026");
    }

    #[test]
    fn different_words_stay_apart() {
        assert_ne!(suchform("Hund"), suchform("Hunde"));
        assert_eq!(suchform("  "), "");
    }
}
