//! German sentences about devices and stacks.
//!
//! Never a technical cause; that goes to the log.

use domain::transfervermerk::Farbe;
use scan::run::Laufbericht;
use scan::settings::ProfilError;
use scan::stack::Ende;
use scan::{Einstellung, Papier, Profil, ScanError, StackError, Zufuhr};

use crate::error::take_meldung;
use crate::views::{Code, Fehler, ScanEnde, ScanErgebnis, ScanFarbe, ScanProfil, ScanZufuhr};

const BLEIBEN: &str = "Die Seiten bleiben im Stapel.";

impl From<StackError> for Fehler {
    fn from(error: StackError) -> Self {
        let code = match &error {
            StackError::Missing => Code::NotFound,
            StackError::Foreign => Code::Denied,
            StackError::InUse | StackError::NotHandedOver(_) => Code::Conflict,
            StackError::NoSuchPage
            | StackError::NoSuchDocument
            | StackError::NothingToUndo
            | StackError::Duplex(_)
            | StackError::Unreadable(_)
            | StackError::Waiting => Code::Invalid,
            StackError::Original
            | StackError::Pdf(_)
            | StackError::Take(_)
            | StackError::Store(_)
            | StackError::Io(_) => {
                tracing::error!(error = &error as &dyn std::error::Error, "stack");
                Code::Internal
            }
        };
        match error {
            StackError::Take(error) => Self::new(code, take_meldung(&error), BLEIBEN),
            StackError::Store(error) => Self::from(error),
            StackError::Io(ref cause) if cause.kind() == std::io::ErrorKind::StorageFull => {
                let rat = "Bitte schaffen Sie Platz und versuchen Sie es noch einmal.";
                Self::new(code, "Der Datenträger ist voll.", rat)
            }
            other => Self::new(code, other.hinweis(), ""),
        }
    }
}

impl From<ScanError> for Fehler {
    fn from(error: ScanError) -> Self {
        tracing::warn!(error = &error as &dyn std::error::Error, "scanner");
        let code = match &error {
            ScanError::Denied => Code::Denied,
            ScanError::OtherDevice | ScanError::Busy => Code::Conflict,
            ScanError::Write(_) => Code::Internal,
            _ => Code::Invalid,
        };
        Self::new(code, error.hinweis(), "")
    }
}

impl From<ProfilError> for Fehler {
    fn from(error: ProfilError) -> Self {
        let meldung = match error {
            ProfilError::Name(name) => format!("Zwei Profile heißen „{name}“."),
            ProfilError::Taste(taste) => {
                format!("Die Funktionstaste F{taste} ist doppelt belegt oder gibt es nicht.")
            }
        };
        Self::new(Code::Invalid, meldung, "Es wurde nichts geändert.")
    }
}

/// Returns how a run ended, in sentences.
pub(super) fn ergebnis(bericht: &Laufbericht) -> ScanErgebnis {
    let seiten = crate::desk::count(bericht.seiten.len());
    let mut saetze = bericht.hinweise.clone();
    let ende = match &bericht.ende {
        Ende::Fertig => {
            saetze.insert(0, gekommen(seiten));
            ScanEnde::Fertig
        }
        // What the device said last is why it ended.
        Ende::Wiederholung { .. } => {
            voran(&mut saetze, "wiederholt und wurde angehalten");
            ScanEnde::Wiederholung
        }
        Ende::Abgebrochen | Ende::Fehler { .. } => {
            if let Some(error) = &bericht.fehler {
                voran(&mut saetze, error.hinweis());
            }
            if seiten > 0 && !matches!(bericht.ende, Ende::Abgebrochen) {
                saetze.push(format!("{} Alle sind da.", gekommen(seiten)));
            }
            match bericht.ende {
                Ende::Abgebrochen => ScanEnde::Abgebrochen,
                _ => ScanEnde::Fehler,
            }
        }
        Ende::Unterbrochen => ScanEnde::Unterbrochen,
    };
    ScanErgebnis { ende, seiten, saetze }
}

/// Returns how the last run of a stack ended that was opened again.
pub(super) fn frueheres(ende: &Ende, seiten: usize) -> ScanErgebnis {
    let seiten = crate::desk::count(seiten);
    let (ende, satz) = match ende {
        Ende::Fertig => (ScanEnde::Fertig, None),
        Ende::Abgebrochen => (ScanEnde::Abgebrochen, Some(ScanError::Cancelled.hinweis())),
        Ende::Wiederholung { .. } => {
            (ScanEnde::Wiederholung, Some("Der Scanner hat eine Seite immer wieder gegeben."))
        }
        Ende::Fehler { satz } => (ScanEnde::Fehler, Some(satz.as_str())),
        Ende::Unterbrochen => (
            ScanEnde::Unterbrochen,
            Some(
                "Der letzte Scan wurde unterbrochen. Bitte prüfen Sie, welches Blatt als letztes \
                 da ist, und scannen Sie den Rest.",
            ),
        ),
    };
    let satz = satz.map_or_else(|| gekommen(seiten), str::to_owned);
    ScanErgebnis { ende, seiten, saetze: vec![satz] }
}

fn gekommen(seiten: u32) -> String {
    match seiten {
        0 => "Es ist keine Seite gekommen.".to_owned(),
        1 => "Eine Seite ist gekommen.".to_owned(),
        more => format!("{more} Seiten sind gekommen."),
    }
}

/// Moves the sentence with these words to the front.
fn voran(saetze: &mut Vec<String>, worte: &str) {
    if let Some(at) = saetze.iter().position(|satz| satz.contains(worte)) {
        let satz = saetze.remove(at);
        saetze.insert(0, satz);
    }
}

pub(super) const fn zufuhr(zufuhr: Zufuhr) -> ScanZufuhr {
    match zufuhr {
        Zufuhr::Glas => ScanZufuhr::Glas,
        Zufuhr::Einzug => ScanZufuhr::Einzug,
        Zufuhr::EinzugBeidseitig => ScanZufuhr::EinzugBeidseitig,
    }
}

/// Returns a profile as the window has it.
pub(super) fn profil_view(profil: &Profil) -> ScanProfil {
    let Einstellung { dpi, farbe, papier, .. } = profil.einstellung;
    ScanProfil {
        name: profil.name.clone(),
        taste: profil.taste,
        zufuhr: zufuhr(profil.einstellung.zufuhr),
        dpi,
        farbe: match farbe {
            Farbe::SchwarzWeiss => ScanFarbe::SchwarzWeiss,
            Farbe::Graustufen => ScanFarbe::Graustufen,
            Farbe::Farbe => ScanFarbe::Farbe,
        },
        breite: papier.breite,
        hoehe: papier.hoehe,
    }
}

/// Returns a profile as the room has it.
pub(super) fn profil(view: &ScanProfil) -> Profil {
    let zufuhr = match view.zufuhr {
        ScanZufuhr::Glas => Zufuhr::Glas,
        ScanZufuhr::Einzug => Zufuhr::Einzug,
        ScanZufuhr::EinzugBeidseitig => Zufuhr::EinzugBeidseitig,
    };
    let farbe = match view.farbe {
        ScanFarbe::SchwarzWeiss => Farbe::SchwarzWeiss,
        ScanFarbe::Graustufen => Farbe::Graustufen,
        ScanFarbe::Farbe => Farbe::Farbe,
    };
    let papier = Papier { breite: view.breite, hoehe: view.hoehe };
    Profil {
        name: view.name.trim().to_owned(),
        taste: view.taste,
        einstellung: Einstellung { zufuhr, dpi: view.dpi, farbe, papier },
    }
}
