//! Leitweg-ID: the address of an office for invoices, with check digits (ISO 7064, mod 97-10).
//!
//! Never knows whether an address is registered.

/// A Leitweg-ID whose check digits fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leitweg {
    /// Coarse address: for a municipality its Amtlicher Gemeindeschlüssel.
    pub grob: String,
    /// Fine address within the office.
    pub fein: Option<String>,
    /// Check digits.
    pub pruef: String,
}

/// What is wrong with a Leitweg-ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LeitwegError {
    /// There is none.
    #[error("empty")]
    Leer,
    /// Not of the form coarse, fine (optional), check digits with hyphens between.
    #[error("not of the form grob-fein-pruef")]
    Aufbau,
    /// The check digits do not fit the rest.
    #[error("check digits do not fit")]
    Pruefziffer,
}

impl LeitwegError {
    /// Says it to the clerk.
    pub fn satz(self, kennung: &str) -> String {
        let kennung: String = kennung.chars().take(50).collect();
        match self {
            Self::Leer => "Die Leitweg-ID fehlt.".to_owned(),
            Self::Aufbau => format!(
                "„{kennung}“ ist keine Leitweg-ID. Sie besteht aus Grobadresse, gegebenenfalls \
                 Feinadresse und zwei Prüfziffern, getrennt durch Bindestriche."
            ),
            Self::Pruefziffer => format!(
                "Die Prüfziffern der Leitweg-ID {kennung} stimmen nicht. \
                 Vermutlich ist sie falsch geschrieben."
            ),
        }
    }
}

/// Checks a Leitweg-ID.
pub fn check(kennung: &str) -> Result<Leitweg, LeitwegError> {
    let kennung = kennung.trim();
    if kennung.is_empty() {
        return Err(LeitwegError::Leer);
    }
    let parts: Vec<&str> = kennung.splitn(4, '-').collect();
    let (grob, fein, pruef) = match *parts.as_slice() {
        [grob, pruef] => (grob, None, pruef),
        [grob, fein, pruef] => (grob, Some(fein), pruef),
        _ => return Err(LeitwegError::Aufbau),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let fein_ok = fein.is_none_or(|fein| {
        (1..=30).contains(&fein.len()) && fein.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    let shape = (2..=12).contains(&grob.len()) && digits(grob) && pruef.len() == 2 && digits(pruef);
    if !(shape && fein_ok) {
        return Err(LeitwegError::Aufbau);
    }
    let all = grob.chars().chain(fein.unwrap_or_default().chars()).chain(pruef.chars());
    let rest = all.filter_map(|c| c.to_digit(36)).fold(0_u32, |rest, value| {
        if value < 10 { (rest * 10 + value) % 97 } else { (rest * 100 + value) % 97 }
    });
    if rest != 1 {
        return Err(LeitwegError::Pruefziffer);
    }
    Ok(Leitweg { grob: grob.to_owned(), fein: fein.map(str::to_owned), pruef: pruef.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_ids_are_right() {
        for id in [
            "16901101-0001-78",
            "16069042-0001-83",
            "16068058-0001-73",
            "16502400-0001-42",
            "04011000-1234512345-06",
            "991-33333TEST-33",
            "991-33333test-33",
            " 16069042-0001-83 ",
        ] {
            assert!(check(id).is_ok(), "{id}");
        }
        let id = check("991-33333TEST-33").unwrap();
        assert_eq!((id.grob.as_str(), id.fein.as_deref()), ("991", Some("33333TEST")));
    }

    #[test]
    fn any_changed_digit_is_noticed() {
        let id = "16069042-0001-83";
        for (at, digit) in id.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
            for other in '0'..='9' {
                let mut changed = id.to_owned();
                changed.replace_range(at..=at, &other.to_string());
                assert_eq!(check(&changed).is_ok(), other == digit, "{changed}");
            }
        }
    }

    #[test]
    fn other_shapes_are_refused() {
        assert_eq!(check(""), Err(LeitwegError::Leer));
        for id in [
            "Leitweg-ID",
            "16069042",
            "1-2-3-4",
            "16069042--83",
            "16069042-00 1-83",
            "1606904216069-0001-83",
            "16069042-0001-8",
            "16069042-äöü-83",
            "é-1",
            "---------",
        ] {
            assert_eq!(check(id), Err(LeitwegError::Aufbau), "{id}");
        }
        let satz = LeitwegError::Pruefziffer.satz("16069042-0001-84");
        assert!(satz.contains("16069042-0001-84"));
    }
}
