//! What `scanimage --all-options` prints, as far as it is used: source, mode, resolution, size.
//!
//! Never sets what the device did not name.

use std::collections::{BTreeMap, BTreeSet};

use domain::transfervermerk::Farbe;

use crate::device::Aufloesungen;
use crate::{Einstellung, Fach, Papier, ScanError, Zufuhr};

/// Options by name, each with the values it may have, as printed.
#[derive(Debug)]
pub(super) struct Options(BTreeMap<String, String>);

impl Options {
    pub(super) fn read(said: &str) -> Self {
        let options = said.lines().filter_map(|line| {
            let option = line.trim_start();
            // Continuations are indented deeper and begin with words.
            let (name, rest) = match option.strip_prefix("--") {
                Some(long) => long.split_once([' ', '[', '=']).unwrap_or((long, "")),
                None => option.strip_prefix('-')?.split_once(' ')?,
            };
            (!rest.contains("[inactive]")).then(|| (name.to_owned(), rest.trim().to_owned()))
        });
        Self(options.collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the words that an option may be set to.
    fn words(&self, name: &str) -> Vec<&str> {
        let Some(values) = self.0.get(name) else { return Vec::new() };
        // What is set at present stands behind them in brackets.
        let values = values.split(" [").next().unwrap_or_default();
        values.split('|').map(str::trim).filter(|word| !word.is_empty()).collect()
    }

    /// Returns the name of a source; `Some(None)` where there is only one and no name for it.
    fn source(&self, zufuhr: Zufuhr) -> Option<Option<&str>> {
        let words = self.words("source");
        if words.is_empty() {
            return (zufuhr == Zufuhr::Glas).then_some(None);
        }
        let find = |wanted: Zufuhr| words.iter().copied().find(|word| is(word) == Some(wanted));
        match (find(zufuhr), zufuhr) {
            (Some(word), _) => Some(Some(word)),
            // Some devices have an option of its own for the second side.
            (None, Zufuhr::EinzugBeidseitig) if self.second_side().is_some() => {
                find(Zufuhr::Einzug).map(Some)
            }
            _ => None,
        }
    }

    /// Returns the argument that switches the second side on.
    fn second_side(&self) -> Option<String> {
        let adf = self.words("adf-mode");
        let mode = adf.iter().find(|word| word.eq_ignore_ascii_case("duplex"));
        let mode = mode.map(|word| format!("--adf-mode={word}"));
        mode.or_else(|| self.0.contains_key("duplex").then(|| "--duplex=yes".to_owned()))
    }

    fn modes(&self) -> BTreeMap<u8, &str> {
        let mut modes = BTreeMap::new();
        for word in self.words("mode") {
            if let Some(farbe) = colour(word) {
                modes.entry(Fach::stufe(farbe)).or_insert(word);
            }
        }
        modes
    }

    fn resolutions(&self) -> Option<Aufloesungen> {
        let words = self.words("resolution");
        let number = |text: &str| -> Option<u16> {
            let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().ok().filter(|dpi| *dpi > 0)
        };
        if let [range] = words.as_slice()
            && let Some((low, high)) = range.split_once("..")
        {
            return Some(Aufloesungen::Bereich(number(low)?, number(high)?));
        }
        let listed: BTreeSet<u16> = words.into_iter().filter_map(number).collect();
        (!listed.is_empty()).then_some(Aufloesungen::Liste(listed))
    }

    /// Returns the largest length in tenths of a millimetre.
    fn length(&self, name: &str) -> Option<u32> {
        let (_, high) = self.0.get(name)?.split_once("..")?;
        let number: String = high.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        let tenths = number.parse::<f64>().ok()? * 10.0;
        // Nothing that is scanned is longer than a hundred metres.
        (1.0..1e6).contains(&tenths).then_some(tenths as u32)
    }

    /// Returns what a source can; the device tells it for all its sources together.
    pub(super) fn fach(&self, zufuhr: Zufuhr) -> Option<Fach> {
        self.source(zufuhr)?;
        let papier = Papier { breite: self.length("x")?, hoehe: self.length("y")? };
        let farben: BTreeSet<u8> = self.modes().into_keys().collect();
        Some(Fach { dpi: self.resolutions()?, farben, papier })
    }

    /// Returns what to say to the program.
    pub(super) fn arguments(&self, e: &Einstellung) -> Result<Vec<String>, ScanError> {
        let source = self.source(e.zufuhr).ok_or(ScanError::Unsupported("no such source"))?;
        let modes = self.modes();
        let mode = modes.get(&Fach::stufe(e.farbe));
        let mode = mode.ok_or(ScanError::Unsupported("no such colours"))?;
        let mut args = Vec::new();
        args.extend(source.map(|word| format!("--source={word}")));
        if e.zufuhr == Zufuhr::EinzugBeidseitig
            && source.and_then(is) != Some(Zufuhr::EinzugBeidseitig)
        {
            args.extend(self.second_side());
        }
        args.push(format!("--mode={mode}"));
        args.push(format!("--resolution={}", e.dpi));
        let length = |tenths: u32| format!("{}.{}", tenths / 10, tenths % 10);
        args.extend(["-l".to_owned(), "0".to_owned(), "-t".to_owned(), "0".to_owned()]);
        args.extend(["-x".to_owned(), length(e.papier.breite)]);
        args.extend(["-y".to_owned(), length(e.papier.hoehe)]);
        Ok(args)
    }
}

/// Returns what the name of a source means.
fn is(word: &str) -> Option<Zufuhr> {
    let word = word.to_ascii_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
    if has(&["duplex", "both"]) {
        Some(Zufuhr::EinzugBeidseitig)
    } else if has(&["back"]) {
        None
    } else if has(&["adf", "feeder", "automatic", "front"]) {
        Some(Zufuhr::Einzug)
    } else if has(&["flatbed", "platen", "glass", "normal"]) {
        Some(Zufuhr::Glas)
    } else {
        None
    }
}

fn colour(word: &str) -> Option<Farbe> {
    let word = word.to_ascii_lowercase();
    let has = |part: &str| word.contains(part);
    if has("lineart") || has("black") || has("binary") || has("monochrome") {
        // Dithered pictures of text cannot be read.
        (!has("halftone")).then_some(Farbe::SchwarzWeiss)
    } else if has("gr") && (has("gray") || has("grey") || has("grau")) {
        Some(Farbe::Graustufen)
    } else if has("color") || has("colour") || has("farb") {
        Some(Farbe::Farbe)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEEDER: &str = "All options specific to device `fujitsu:fi-7160:1':
  Scan Mode:
    --source ADF Front|ADF Back|ADF Duplex [ADF Front]
        Selects the scan source (such as a document-feeder).
    --mode Lineart|Halftone|Gray|Color [Lineart]
        Selects the scan mode (e.g., lineart, monochrome, or color).
    --resolution 50..600dpi (in steps of 1) [600]
        Sets the resolution of the scanned image.
  Geometry:
    -l 0..215.872mm (in steps of 0.0211639) [0]
    -t 0..279.364mm (in steps of 0.0211639) [0]
    -x 0..215.872mm (in steps of 0.0211639) [215.872]
    -y 0..279.364mm (in steps of 0.0211639) [279.364]
    --page-width 0..221.121mm [inactive]
";

    #[test]
    fn a_feeder_says_what_it_can() {
        let options = Options::read(FEEDER);
        assert_eq!(options.fach(Zufuhr::Glas), None);
        let fach = options.fach(Zufuhr::EinzugBeidseitig).unwrap();
        assert_eq!(fach.dpi, Aufloesungen::Bereich(50, 600));
        assert_eq!(fach.farben, BTreeSet::from([0, 1, 2]));
        assert_eq!(fach.papier, Papier { breite: 2158, hoehe: 2793 });
        let e = Einstellung {
            zufuhr: Zufuhr::Einzug,
            dpi: 300,
            farbe: Farbe::Graustufen,
            papier: Papier::A5,
        };
        let args = options.arguments(&e).unwrap().join(" ");
        let wanted = "--source=ADF Front --mode=Gray --resolution=300 -l 0 -t 0 -x 148.0 -y 210.0";
        assert_eq!(args, wanted);
    }

    #[test]
    fn a_glass_without_names_and_a_switch_for_the_second_side_are_understood() {
        let glass = "    --mode Gray|Color [Gray]\n    --resolution 75|150|300dpi [75]\n    \
                     -x 0..216mm [216]\n    -y 0..297mm [297]\n";
        let options = Options::read(glass);
        let e = |zufuhr| Einstellung { zufuhr, dpi: 150, farbe: Farbe::Farbe, papier: Papier::A4 };
        assert!(options.fach(Zufuhr::Glas).is_some() && options.fach(Zufuhr::Einzug).is_none());
        assert!(options.arguments(&e(Zufuhr::Einzug)).is_err());
        let adf = format!(
            "    --source Flatbed|ADF [Flatbed]\n    --adf-mode Simplex|Duplex [Simplex]\n{glass}"
        );
        let args = Options::read(&adf).arguments(&e(Zufuhr::EinzugBeidseitig)).unwrap();
        assert_eq!(args[..2], ["--source=ADF", "--adf-mode=Duplex"]);
    }
}
