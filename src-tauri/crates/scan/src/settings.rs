//! What is asked of a device: source, resolution, colours, paper; and profiles on function keys.
//!
//! Never changed silently: what a device cannot do is an error, or a remark that is kept.

use domain::transfervermerk::{Farbe, Scanprofil};
use serde::{Deserialize, Serialize};

/// Where the paper lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zufuhr {
    /// On the glass: one page.
    Glas,
    /// In the feeder, one side of each sheet.
    Einzug,
    /// In the feeder, both sides of each sheet.
    EinzugBeidseitig,
}

/// Size of the paper in tenths of a millimetre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Papier {
    /// Width.
    pub breite: u32,
    /// Height.
    pub hoehe: u32,
}

impl Papier {
    /// A4.
    pub const A4: Self = Self { breite: 2100, hoehe: 2970 };
    /// A5.
    pub const A5: Self = Self { breite: 1480, hoehe: 2100 };
}

/// What is asked of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Einstellung {
    /// Where the paper lies.
    pub zufuhr: Zufuhr,
    /// Dots per inch.
    pub dpi: u16,
    /// Colours.
    pub farbe: Farbe,
    /// Paper.
    pub papier: Papier,
}

/// Settings with a name and perhaps a function key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profil {
    /// Its name, as the Verfahrensanweisung has it.
    pub name: String,
    /// Function key from 1 to 12.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taste: Option<u8>,
    /// What it asks for.
    pub einstellung: Einstellung,
}

impl Profil {
    /// Returns what the transfer note says of it.
    pub fn vermerk(&self, benutzt: &Einstellung) -> Scanprofil {
        Scanprofil {
            name: self.name.clone(),
            dpi: benutzt.dpi,
            farbe: benutzt.farbe,
            format: "PDF/A-2u".to_owned(),
        }
    }
}

/// Why profiles are not as they should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfilError {
    /// Two have the same name.
    #[error("two profiles are called {0}")]
    Name(String),
    /// Two lie on one key, or the key does not exist.
    #[error("function key {0} is taken or does not exist")]
    Taste(u8),
}

/// The profiles of a workstation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Profil>", into = "Vec<Profil>")]
pub struct Profile(
    // Invariant: names and keys are there once.
    Vec<Profil>,
);

impl Profile {
    /// Creates a list of profiles; names and keys have to differ.
    pub fn new(list: Vec<Profil>) -> Result<Self, ProfilError> {
        for (number, profil) in list.iter().enumerate() {
            let before = || list.iter().take(number);
            if before().any(|other| other.name == profil.name) {
                return Err(ProfilError::Name(profil.name.clone()));
            }
            if let Some(taste) = profil.taste
                && (!(1..=12).contains(&taste) || before().any(|o| o.taste == Some(taste)))
            {
                return Err(ProfilError::Taste(taste));
            }
        }
        Ok(Self(list))
    }

    /// Returns the profiles that a workstation has before somebody changes them. F1 and F6 are the
    /// window's own keys everywhere, for help and for going from pane to pane.
    pub fn werk() -> Self {
        let profil = |name: &str, taste, zufuhr, farbe| Profil {
            name: name.to_owned(),
            taste: Some(taste),
            einstellung: Einstellung { zufuhr, dpi: 300, farbe, papier: Papier::A4 },
        };
        Self(vec![
            profil("Post", 5, Zufuhr::Einzug, Farbe::Graustufen),
            profil("Post beidseitig", 7, Zufuhr::EinzugBeidseitig, Farbe::Graustufen),
            profil("Post farbig", 8, Zufuhr::Einzug, Farbe::Farbe),
            profil("Einzelblatt vom Glas", 9, Zufuhr::Glas, Farbe::Farbe),
        ])
    }

    /// Returns the profile on a function key.
    pub fn auf_taste(&self, taste: u8) -> Option<&Profil> {
        self.0.iter().find(|profil| profil.taste == Some(taste))
    }

    /// Returns all of them.
    pub fn alle(&self) -> &[Profil] {
        &self.0
    }
}

impl TryFrom<Vec<Profil>> for Profile {
    type Error = ProfilError;

    fn try_from(list: Vec<Profil>) -> Result<Self, ProfilError> {
        Self::new(list)
    }
}

impl From<Profile> for Vec<Profil> {
    fn from(profile: Profile) -> Self {
        profile.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_is_one_profile() {
        let werk = Profile::werk();
        assert_eq!(werk.auf_taste(7).map(|p| p.name.as_str()), Some("Post beidseitig"));
        assert_eq!([werk.auf_taste(1), werk.auf_taste(6)], [None, None]);
        let mut list = werk.alle().to_vec();
        list[1].taste = Some(5);
        assert_eq!(Profile::new(list.clone()), Err(ProfilError::Taste(5)));
        list[1].taste = Some(13);
        assert_eq!(Profile::new(list.clone()), Err(ProfilError::Taste(13)));
        list[1].name = "Post".to_owned();
        assert_eq!(Profile::new(list), Err(ProfilError::Name("Post".to_owned())));
    }
}
