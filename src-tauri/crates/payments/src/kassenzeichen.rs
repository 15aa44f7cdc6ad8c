//! Kassenzeichen: the reference of a claim, by the pattern of the house.
//!
//! Never gives a number twice for one pattern, year and running number, and never repairs one that
//! was misspelled.

use crate::pruefziffer::{pruef10, pruef11, pruef97};
use crate::suche::{Suchtext, form};

/// How claims are numbered where nobody said otherwise.
pub const MUSTER: &str = "{mandant}{jj}{lfd}{pz}";
/// Longest Kassenzeichen: what a payment's reference can carry in every bank format.
pub const LAENGE_MAX: usize = 35;
/// Digits of a running number where the pattern does not say.
const LFD_STELLEN: usize = 6;

/// How a check digit is computed over the letters and digits before it; a letter counts as two
/// digits from A = 10.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verfahren {
    /// `{pz}`: ISO 7064 mod 11,10, one digit.
    Iso11,
    /// `{pz10}`: modulus 10 (ISO/IEC 7812-1), one digit.
    Modulus10,
    /// `{pz97}`: ISO 7064 mod 97-10, two digits.
    Iso97,
}

impl Verfahren {
    fn stellen(self) -> usize {
        if self == Self::Iso97 { 2 } else { 1 }
    }

    fn ziffern(self, davor: &str) -> Option<String> {
        Some(match self {
            Self::Iso11 => pruef11(davor)?.to_string(),
            Self::Modulus10 => pruef10(davor)?.to_string(),
            Self::Iso97 => format!("{:02}", pruef97(davor)?),
        })
    }
}

/// One part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stueck {
    Fest(String),
    /// Year with so many digits.
    Jahr(usize),
    /// Running number with so many digits.
    Lfd(usize),
    Pruef(Verfahren),
}

/// Why a pattern cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MusterError {
    /// Two claims would get one Kassenzeichen.
    #[error("the pattern lacks {{{0}}}; without it two claims would get one number")]
    Fehlt(&'static str),
    /// A place stands there twice.
    #[error("the pattern has {{{0}}} twice")]
    Doppelt(&'static str),
    /// A place has a name that means nothing.
    #[error("a place means nothing; use mandant, jahr, jj, lfd, lfd:3 to lfd:9, pz, pz10, pz97")]
    Unbekannt,
    /// The check digit has to stand last, because it covers everything else.
    #[error("the check digit has to be the last place")]
    PruefzifferNichtAmEnde,
    /// What stands between the places, or the municipality's sign, cannot be sent by a bank.
    #[error("holds a character that a bank does not carry")]
    Zeichen,
    /// The municipality's sign is empty or longer than eight characters.
    #[error("the sign of the municipality needs one to eight letters or digits")]
    Mandant,
    /// The numbers would be longer than a bank carries.
    #[error("numbers of this pattern are longer than {LAENGE_MAX} characters")]
    Laenge,
}

/// Why something is no Kassenzeichen of a pattern, or none can be formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KassenzeichenError {
    /// Not built as the pattern says.
    #[error("not built as the pattern says")]
    Aufbau,
    /// Built rightly, but the check digit does not fit the rest.
    #[error("the check digit does not fit")]
    Pruefziffer,
    /// The year does not have four digits.
    #[error("the year is not one of the years 1000 to 9999")]
    Jahr,
    /// The pattern has no more numbers for this year.
    #[error("the running number has more digits than the pattern")]
    Voll,
}

/// A Kassenzeichen that fits its pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kassenzeichen {
    /// As the house spells it.
    pub text: String,
    /// Digits of the year, two or four as in the pattern.
    pub jahr: String,
    /// Running number.
    pub nummer: u32,
}

/// Pattern of one municipality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Muster {
    // Invariant: one running number, a year, at most one check digit and that last.
    stuecke: Vec<Stueck>,
}

impl Muster {
    /// Reads a pattern such as [`MUSTER`] for the municipality with this short sign.
    ///
    /// Places are `{mandant}`, `{jj}` or `{jahr}`, `{lfd}` (six digits; `{lfd:8}` eight) and one
    /// check digit: `{pz}` (ISO 7064 mod 11,10), `{pz10}` (modulus 10) or `{pz97}` (ISO 7064
    /// mod 97-10). Digits beyond the pattern's are refused instead of making numbers longer.
    pub fn neu(muster: &str, mandant: &str) -> Result<Self, MusterError> {
        let mut stuecke = Vec::new();
        let mut rest = muster;
        while !rest.is_empty() {
            let (fest, behind) = rest.split_once('{').unwrap_or((rest, ""));
            if fest.contains('}') || (behind.is_empty() && fest.len() < rest.len()) {
                return Err(MusterError::Unbekannt);
            }
            if !fest.chars().all(traegt) {
                return Err(MusterError::Zeichen);
            }
            if !fest.is_empty() {
                stuecke.push(Stueck::Fest(fest.to_owned()));
            }
            rest = "";
            if !behind.is_empty() {
                let (platz, after) = behind.split_once('}').ok_or(MusterError::Unbekannt)?;
                stuecke.push(stueck(platz, mandant)?);
                rest = after;
            }
        }
        geprueft(muster, stuecke)
    }

    /// Forms the Kassenzeichen of a year and running number.
    pub fn bilden(&self, jahr: i16, nummer: u32) -> Result<String, KassenzeichenError> {
        if !(1000..=9999).contains(&jahr) {
            return Err(KassenzeichenError::Jahr);
        }
        let mut text = String::new();
        for stueck in &self.stuecke {
            match stueck {
                Stueck::Fest(fest) => text.push_str(fest),
                Stueck::Jahr(2) => text.push_str(&format!("{:02}", jahr % 100)),
                Stueck::Jahr(_) => text.push_str(&jahr.to_string()),
                Stueck::Lfd(stellen) => {
                    let digits = format!("{nummer:0stellen$}");
                    if digits.len() > *stellen {
                        return Err(KassenzeichenError::Voll);
                    }
                    text.push_str(&digits);
                }
                Stueck::Pruef(verfahren) => {
                    let ziffern = verfahren.ziffern(&form(&text));
                    text.push_str(&ziffern.ok_or(KassenzeichenError::Aufbau)?);
                }
            }
        }
        Ok(text)
    }

    /// Checks a Kassenzeichen; blanks, separators and case do not matter.
    pub fn pruefen(&self, text: &str) -> Result<Kassenzeichen, KassenzeichenError> {
        use KassenzeichenError::Aufbau;
        let gesucht = form(text);
        let mut rest = gesucht.as_str();
        let mut found = Kassenzeichen { text: String::new(), jahr: String::new(), nummer: 0 };
        for stueck in &self.stuecke {
            let stellen = match stueck {
                Stueck::Fest(fest) => form(fest).len(),
                Stueck::Jahr(stellen) | Stueck::Lfd(stellen) => *stellen,
                Stueck::Pruef(verfahren) => verfahren.stellen(),
            };
            let (here, behind) = rest.split_at_checked(stellen).ok_or(Aufbau)?;
            let digits = here.bytes().all(|byte| byte.is_ascii_digit());
            match stueck {
                Stueck::Fest(fest) if form(fest) == here => found.text.push_str(fest),
                Stueck::Jahr(_) if digits => here.clone_into(&mut found.jahr),
                Stueck::Lfd(_) if digits => found.nummer = here.parse().map_err(|_| Aufbau)?,
                Stueck::Pruef(verfahren) if digits => {
                    if verfahren.ziffern(&form(&found.text)).as_deref() != Some(here) {
                        return Err(KassenzeichenError::Pruefziffer);
                    }
                }
                _ => return Err(Aufbau),
            }
            if !matches!(stueck, Stueck::Fest(_)) {
                found.text.push_str(here);
            }
            rest = behind;
        }
        if rest.is_empty() { Ok(found) } else { Err(Aufbau) }
    }

    /// Finds Kassenzeichen in free text, each once, in the order of the text.
    ///
    /// Blanks, line breaks, points, hyphens and slashes inside do not matter. A pattern without
    /// check digit finds nothing: every number of its length would look like one.
    pub fn finden(&self, text: &str) -> Vec<Kassenzeichen> {
        let mut found: Vec<Kassenzeichen> = Vec::new();
        if !self.mit_pruefziffer() {
            return found;
        }
        for run in Suchtext::new(text).fenster(self.laenge()) {
            match self.pruefen(&run) {
                Ok(one) if !found.contains(&one) => found.push(one),
                _ => {}
            }
        }
        found
    }

    /// Tells whether misspelled numbers can be told from right ones.
    pub fn mit_pruefziffer(&self) -> bool {
        matches!(self.stuecke.last(), Some(Stueck::Pruef(_)))
    }

    /// Letters and digits of every Kassenzeichen of this pattern.
    fn laenge(&self) -> usize {
        let stellen = |stueck: &Stueck| match stueck {
            Stueck::Fest(fest) => form(fest).len(),
            Stueck::Jahr(stellen) | Stueck::Lfd(stellen) => *stellen,
            Stueck::Pruef(verfahren) => verfahren.stellen(),
        };
        self.stuecke.iter().map(stellen).sum()
    }
}

/// Whether banks carry the character in a reference (the basic set of SEPA).
pub(crate) fn traegt(c: char) -> bool {
    c.is_ascii_alphanumeric() || "/-?:().,'+ ".contains(c)
}

fn stueck(platz: &str, mandant: &str) -> Result<Stueck, MusterError> {
    Ok(match platz {
        "mandant" => {
            let alnum = mandant.bytes().all(|byte| byte.is_ascii_alphanumeric());
            if !alnum || !(1..=8).contains(&mandant.len()) {
                return Err(MusterError::Mandant);
            }
            Stueck::Fest(mandant.to_owned())
        }
        "jj" => Stueck::Jahr(2),
        "jahr" => Stueck::Jahr(4),
        "lfd" => Stueck::Lfd(LFD_STELLEN),
        "pz" => Stueck::Pruef(Verfahren::Iso11),
        "pz10" => Stueck::Pruef(Verfahren::Modulus10),
        "pz97" => Stueck::Pruef(Verfahren::Iso97),
        other => {
            let stellen = other.strip_prefix("lfd:").and_then(|digits| digits.parse().ok());
            match stellen {
                Some(stellen @ 3..=9) => Stueck::Lfd(stellen),
                _ => return Err(MusterError::Unbekannt),
            }
        }
    })
}

fn geprueft(muster: &str, stuecke: Vec<Stueck>) -> Result<Muster, MusterError> {
    let count = |is: fn(&Stueck) -> bool| stuecke.iter().filter(|one| is(one)).count();
    let einmal = [
        ("lfd", count(|one| matches!(one, Stueck::Lfd(_))), true),
        ("jj", count(|one| matches!(one, Stueck::Jahr(_))), true),
        ("pz", count(|one| matches!(one, Stueck::Pruef(_))), false),
        ("mandant", muster.matches("{mandant}").count(), false),
    ];
    for (name, times, needed) in einmal {
        if times > 1 {
            return Err(MusterError::Doppelt(name));
        }
        if times == 0 && needed {
            return Err(MusterError::Fehlt(name));
        }
    }
    let pruef = stuecke.iter().position(|one| matches!(one, Stueck::Pruef(_)));
    if pruef.is_some_and(|at| at + 1 != stuecke.len()) {
        return Err(MusterError::PruefzifferNichtAmEnde);
    }
    let muster = Muster { stuecke };
    let sample = muster.bilden(2000, 0).map_err(|_| MusterError::Zeichen)?;
    // Banks cut blanks at the ends, and a reference must not begin or end with a slash.
    if sample.trim_matches([' ', '/']) != sample {
        return Err(MusterError::Zeichen);
    }
    if sample.len() > LAENGE_MAX { Err(MusterError::Laenge) } else { Ok(muster) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn muster(text: &str) -> Muster {
        Muster::neu(text, "07").unwrap()
    }

    #[test]
    fn numbers_are_formed_and_read_back() {
        for (text, expected) in [
            (MUSTER, "0726000123"),
            ("{mandant}.{jj}.{lfd:4}-{pz}", "07.26.0123-"),
            ("{lfd:9}/{jahr}{pz97}", "000000123/2026"),
            ("HU{jj}{lfd:3}{pz10}", "HU26123"),
            ("{jahr}.{lfd}", "2026.000123"),
        ] {
            let muster = muster(text);
            let made = muster.bilden(2026, 123).unwrap();
            assert!(made.starts_with(expected), "{made}");
            let read = muster.pruefen(&made.to_lowercase().replace(['.', '/'], " ")).unwrap();
            assert_eq!((read.text.as_str(), read.nummer), (made.as_str(), 123));
            assert!(read.jahr.ends_with("26"));
        }
    }

    #[test]
    fn any_changed_digit_is_noticed() {
        for text in [MUSTER, "{mandant}{jj}{lfd}{pz10}", "{mandant}{jj}{lfd}{pz97}"] {
            let muster = muster(text);
            let made = muster.bilden(2026, 4711).unwrap();
            for (at, digit) in made.char_indices() {
                for other in ('0'..='9').filter(|other| *other != digit) {
                    let mut changed = made.clone();
                    changed.replace_range(at..=at, &other.to_string());
                    assert!(muster.pruefen(&changed).is_err(), "{changed} for {made}");
                }
            }
        }
    }

    #[test]
    fn running_out_of_numbers_is_said() {
        let muster = muster("{jj}{lfd:3}");
        assert_eq!(muster.bilden(2026, 999).as_deref(), Ok("26999"));
        assert_eq!(muster.bilden(2026, 1000), Err(KassenzeichenError::Voll));
        assert_eq!(muster.bilden(26, 1), Err(KassenzeichenError::Jahr));
        assert_eq!(muster.pruefen("2699"), Err(KassenzeichenError::Aufbau));
        assert_eq!(muster.pruefen("26A99"), Err(KassenzeichenError::Aufbau));
        assert_eq!(muster.pruefen("269990"), Err(KassenzeichenError::Aufbau));
    }

    #[test]
    fn patterns_that_would_fail_later_are_refused() {
        for (text, mandant, error) in [
            ("{mandant}{jj}", "07", MusterError::Fehlt("lfd")),
            ("{mandant}{lfd}", "07", MusterError::Fehlt("jj")),
            ("{jj}{jahr}{lfd}", "07", MusterError::Doppelt("jj")),
            ("{mandant}{mandant}{jj}{lfd}", "07", MusterError::Doppelt("mandant")),
            ("{pz}{jj}{lfd}", "07", MusterError::PruefzifferNichtAmEnde),
            ("{jj}{lfd}{konto}", "07", MusterError::Unbekannt),
            ("{jj}{lfd:12}", "07", MusterError::Unbekannt),
            ("{jj}{lfd", "07", MusterError::Unbekannt),
            ("{jj}{lfd}{", "07", MusterError::Unbekannt),
            ("{jj}}{lfd}", "07", MusterError::Unbekannt),
            ("Straße {jj}{lfd}", "07", MusterError::Zeichen),
            ("/{jj}{lfd}", "07", MusterError::Zeichen),
            (MUSTER, "", MusterError::Mandant),
            (MUSTER, "Ä1", MusterError::Mandant),
            ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa{jj}{lfd}", "07", MusterError::Laenge),
        ] {
            assert_eq!(Muster::neu(text, mandant).unwrap_err(), error, "{text}");
        }
    }

    #[test]
    fn numbers_are_found_in_what_people_write() {
        let muster = muster(MUSTER);
        let (one, two) = (muster.bilden(2026, 123).unwrap(), muster.bilden(2026, 124).unwrap());
        let spaced = format!("{} {}", &one[..4], &one[4..]);
        let text = format!("Bescheid v. 3.2.2026, KZ {spaced} und {two}, nochmals {one}; 0726000");
        let found: Vec<String> = muster.finden(&text).into_iter().map(|one| one.text).collect();
        assert_eq!(found, [one, two]);
        assert!(Muster::neu("{jj}{lfd}", "").unwrap().finden("26000123").is_empty());
    }
}
