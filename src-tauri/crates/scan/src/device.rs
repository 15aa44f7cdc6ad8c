//! Devices behind one trait: what they can, and a job that gives one page after another.
//!
//! Never holds a page: it is written where the caller says, while it comes.

use std::collections::BTreeSet;
use std::io::Write;

use domain::transfervermerk::{Farbe, Geraet};
use serde::{Deserialize, Serialize};

use crate::{Cancel, Einstellung, Papier, ScanError, Zufuhr};

/// How much the paper may be wider or longer than what a device sees without anybody minding:
/// many end some millimetres before the edge of A4.
const RAND: u32 = 50;

/// Resolutions that a source knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aufloesungen {
    /// These.
    Liste(BTreeSet<u16>),
    /// Everything between two.
    Bereich(u16, u16),
}

impl Aufloesungen {
    /// Returns the wanted one, or the next better one, or the best.
    fn passend(&self, dpi: u16) -> Option<u16> {
        match self {
            Self::Liste(liste) => liste.range(dpi..).next().or(liste.last()).copied(),
            Self::Bereich(von, bis) if von <= bis => Some(dpi.clamp(*von, *bis)),
            Self::Bereich(..) => None,
        }
    }
}

/// What one source of a device can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fach {
    /// Resolutions.
    pub dpi: Aufloesungen,
    /// Colours.
    pub farben: BTreeSet<u8>,
    /// Largest paper.
    pub papier: Papier,
}

impl Fach {
    /// Returns a colour as it is kept in `farben`, poorest first.
    pub fn stufe(farbe: Farbe) -> u8 {
        match farbe {
            Farbe::SchwarzWeiss => 0,
            Farbe::Graustufen => 1,
            Farbe::Farbe => 2,
        }
    }

    fn farbe(&self, wunsch: Farbe) -> Option<Farbe> {
        let richer = self.farben.range(Self::stufe(wunsch)..).next();
        match richer.or(self.farben.last())? {
            0 => Some(Farbe::SchwarzWeiss),
            1 => Some(Farbe::Graustufen),
            _ => Some(Farbe::Farbe),
        }
    }
}

/// What a device is and can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faehigkeiten {
    /// Who made it.
    pub geraet: Geraet,
    /// Its glass.
    pub glas: Option<Fach>,
    /// Its feeder, one side.
    pub einzug: Option<Fach>,
    /// Its feeder, both sides.
    pub beidseitig: Option<Fach>,
}

impl Faehigkeiten {
    /// Returns what comes nearest to the wish, and what is not as wished, in plain German.
    pub fn passend(&self, wunsch: &Einstellung) -> Result<(Einstellung, Vec<String>), ScanError> {
        let (fach, lacks) = match wunsch.zufuhr {
            Zufuhr::Glas => (&self.glas, "no glass"),
            Zufuhr::Einzug => (&self.einzug, "no feeder"),
            Zufuhr::EinzugBeidseitig => (&self.beidseitig, "no duplex feeder"),
        };
        let fach = fach.as_ref().ok_or(ScanError::Unsupported(lacks))?;
        let dpi = fach.dpi.passend(wunsch.dpi).ok_or(ScanError::Unsupported("no resolution"))?;
        let farbe = fach.farbe(wunsch.farbe).ok_or(ScanError::Unsupported("no colours"))?;
        let papier = Papier {
            breite: wunsch.papier.breite.min(fach.papier.breite),
            hoehe: wunsch.papier.hoehe.min(fach.papier.hoehe),
        };
        let mut hinweise = Vec::new();
        if dpi != wunsch.dpi {
            hinweise.push(format!("Gescannt wird mit {dpi} statt {} dpi.", wunsch.dpi));
        }
        if farbe != wunsch.farbe {
            hinweise.push(format!("Gescannt wird in {}.", wort(farbe)));
        }
        let cut = |wanted: u32, got: u32| wanted > got + RAND;
        if cut(wunsch.papier.breite, papier.breite) || cut(wunsch.papier.hoehe, papier.hoehe) {
            let (breite, hoehe) = (papier.breite / 10, papier.hoehe / 10);
            hinweise.push(format!("Das Gerät erfasst höchstens {breite} × {hoehe} mm."));
        }
        Ok((Einstellung { zufuhr: wunsch.zufuhr, dpi, farbe, papier }, hinweise))
    }
}

fn wort(farbe: Farbe) -> &'static str {
    match farbe {
        Farbe::SchwarzWeiss => "Schwarzweiß",
        Farbe::Graustufen => "Graustufen",
        Farbe::Farbe => "Farbe",
    }
}

/// In which form a page came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// As the device packed it.
    Jpeg,
    /// Pixels, packed here without loss.
    Png,
}

impl Format {
    /// Returns the ending of a file's name.
    pub fn endung(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }

    /// Returns the media type.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// What is said of a page that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageHead {
    /// Its form.
    pub format: Format,
    /// Dots per inch that were asked for.
    pub dpi: u16,
}

/// A device.
pub trait Scanner {
    /// Asks what it is and can.
    fn faehigkeiten(&self, cancel: &Cancel) -> Result<Faehigkeiten, ScanError>;

    /// Begins to scan.
    fn begin<'a>(
        &'a self,
        einstellung: &Einstellung,
        cancel: &Cancel,
    ) -> Result<Box<dyn Job + 'a>, ScanError>;
}

/// A scan that is running.
pub trait Job {
    /// Has the next page written, while it comes; `None` when the paper is through.
    ///
    /// What was written when it fails is the beginning of a page at best.
    fn next_page(
        &mut self,
        out: &mut dyn Write,
        cancel: &Cancel,
    ) -> Result<Option<PageHead>, ScanError>;

    /// Ends it, so that the device is free for the next; does nothing when it has ended.
    fn stop(&mut self);

    /// Returns what the device said at the end that the clerk should know.
    fn hinweise(&self) -> Vec<String> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn geraet() -> Faehigkeiten {
        let fach = Fach {
            dpi: Aufloesungen::Liste(BTreeSet::from([75, 150, 300, 600])),
            farben: BTreeSet::from([1, 2]),
            papier: Papier { breite: 2000, hoehe: 2950 },
        };
        let geraet = Geraet {
            hersteller: String::new(),
            modell: "T".to_owned(),
            seriennummer: String::new(),
        };
        Faehigkeiten { geraet, glas: Some(fach.clone()), einzug: Some(fach), beidseitig: None }
    }

    #[test]
    fn what_is_not_as_wished_is_said() {
        let wunsch = Einstellung {
            zufuhr: Zufuhr::Einzug,
            dpi: 200,
            farbe: Farbe::SchwarzWeiss,
            papier: Papier::A4,
        };
        let (e, hinweise) = geraet().passend(&wunsch).unwrap();
        assert_eq!((e.dpi, e.farbe), (300, Farbe::Graustufen));
        let said = [
            "Gescannt wird mit 300 statt 200 dpi.",
            "Gescannt wird in Graustufen.",
            "Das Gerät erfasst höchstens 200 × 295 mm.",
        ];
        assert_eq!(hinweise, said);
        let beidseitig = Einstellung { zufuhr: Zufuhr::EinzugBeidseitig, ..wunsch };
        assert!(matches!(geraet().passend(&beidseitig), Err(ScanError::Unsupported(_))));
    }
}
