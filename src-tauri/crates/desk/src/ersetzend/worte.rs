//! German words for the transfer note, the sample and the paper.
//!
//! Never decides anything.

use domain::transfervermerk::{
    Ausnahmegrund, Bildgleichheit, Entscheidung, Farbe, Papieroriginal, Papierverstoss,
    Schutzstufe, Stichprobenpruefung, Transfervermerk, Vermerkverstoss,
};
use domain::{Datum, Zeitpunkt};
use serde::de::DeserializeOwned;

use crate::views::{AngabeView, PapierStand};

pub(super) fn datum(day: Datum) -> String {
    day.strftime("%d.%m.%Y").to_string()
}

fn zeitpunkt(um: Zeitpunkt) -> String {
    um.to_zoned(domain::aktenzeichen::amtszeit()).strftime("%d.%m.%Y %H:%M").to_string()
}

/// Where paper stands.
pub(super) const fn stand(stand: &Papieroriginal) -> PapierStand {
    match stand {
        Papieroriginal::Vorhanden => PapierStand::Vorhanden,
        Papieroriginal::AufbewahrungBis { .. } => PapierStand::AufbewahrungBis,
        Papieroriginal::ZurVernichtungFrei => PapierStand::ZurVernichtungFrei,
        Papieroriginal::Vernichtet { .. } => PapierStand::Vernichtet,
        Papieroriginal::Ausnahme { .. } => PapierStand::Ausnahme,
    }
}

/// The same as a sentence.
pub(super) fn papier(stand: &Papieroriginal) -> String {
    match stand {
        Papieroriginal::Vorhanden => "Das Papier ist vorhanden.".to_owned(),
        Papieroriginal::AufbewahrungBis { bis } => {
            format!("Das Papier wird bis {} aufbewahrt.", datum(*bis))
        }
        Papieroriginal::ZurVernichtungFrei => "Das Papier darf vernichtet werden.".to_owned(),
        Papieroriginal::Vernichtet { wer, um } => {
            format!("Das Papier wurde am {} von {wer} vernichtet.", zeitpunkt(*um))
        }
        Papieroriginal::Ausnahme { grund } => {
            format!("Das Papier wird nicht vernichtet: {}.", ausnahme(grund))
        }
    }
}

fn ausnahme(grund: &Ausnahmegrund) -> &str {
    match grund {
        Ausnahmegrund::Urkunde => "Urkunde",
        Ausnahmegrund::Siegel => "Siegel",
        Ausnahmegrund::Titel => "vollstreckbarer Titel",
        Ausnahmegrund::Fremdeigentum => "fremdes Eigentum",
        Ausnahmegrund::Archivwuerdig => "archivwürdig",
        Ausnahmegrund::Sonstiges(text) => text,
    }
}

/// Says what a note lacks.
pub(super) fn vermerkverstoss(verstoss: &Vermerkverstoss) -> String {
    use Vermerkverstoss as V;
    match verstoss {
        V::OhneSeiten => "Das Dokument hat keine Seite.".to_owned(),
        V::NichtVorgezaehlt => "Die Seiten wurden vor dem Scannen nicht gezählt.".to_owned(),
        V::SeitenFehlen { erklaert, gezaehlt } => format!(
            "Angegeben sind {erklaert} Seiten Papier, im Scan sind es nur {gezaehlt} \
             (entfernte Leerseiten mitgezählt)."
        ),
        V::SeitenZuviel { erklaert, gezaehlt } => format!(
            "Angegeben sind {erklaert} Seiten Papier, im Scan sind es {gezaehlt} \
             (entfernte Leerseiten mitgezählt)."
        ),
        V::LeerseiteUnmoeglich { seite } => {
            format!("Seite {seite} wurde als leer entfernt; so viele Seiten sind nicht angegeben.")
        }
        V::PruefsummenUnvollstaendig { seiten, pruefsummen } => {
            format!("Für {seiten} Seiten liegen {pruefsummen} Prüfsummen vor.")
        }
        V::PruefsummeUngueltig => "Eine Prüfsumme ist ungültig.".to_owned(),
        V::AngabeFehlt { angabe } => format!("Im Transfervermerk fehlt: {}.", feld(angabe)),
        V::PruefungFehlt => "Der Scan wurde nicht gegen das Papier geprüft.".to_owned(),
        V::StichprobeUmgangen => {
            "Dieser Scan wurde für die Stichprobe gezogen. Eine zweite Person muss ihn noch prüfen."
                .to_owned()
        }
        V::PrueferIstErsteller => {
            "Die Stichprobe hat dieselbe Person genommen, die gescannt hat.".to_owned()
        }
        V::PruefungMangelhaft => "Bei der Prüfung wurde ein Mangel gefunden.".to_owned(),
    }
}

fn feld(angabe: &str) -> &str {
    match angabe {
        "erstellt_von.kennung" => "wer gescannt hat",
        "erstellt_von.organisation" => "der Name der Behörde",
        "geraet.modell" => "mit welchem Gerät gescannt wurde",
        "software.name" | "software.version" => "das Programm",
        "profil.format" => "das Format",
        "profil.dpi" => "die Auflösung",
        "verfahrensanweisung.id" | "verfahrensanweisung.version" => "die Verfahrensanweisung",
        "qs.pruefer" | "pruefer" => "wer geprüft hat",
        other => other,
    }
}

/// Says why a step of the paper is not allowed.
pub(super) fn papierverstoss(verstoss: &Papierverstoss) -> String {
    use Papierverstoss as P;
    match verstoss {
        P::KeinSchritt => "Dieser Schritt ist jetzt nicht möglich.".to_owned(),
        P::TagVergangen => "Dieser Tag liegt in der Vergangenheit.".to_owned(),
        P::FristVerkuerzt => "Eine gesetzte Frist darf nur verlängert werden.".to_owned(),
        P::FristLaeuft { bis } => {
            format!("Das Papier muss noch bis {} aufbewahrt werden.", datum(*bis))
        }
        P::PersonFehlt => "Es steht nicht fest, wer hier arbeitet.".to_owned(),
        P::NichtDerErsteller => {
            "Sie haben diesen Scan selbst geprüft. Diesen Schritt muss eine andere Person tun."
                .to_owned()
        }
        P::GrundFehlt => "Bitte nennen Sie den Grund.".to_owned(),
        P::Vermerk(verstoss) => vermerkverstoss(verstoss),
        P::FremdePruefung => "Die Stichprobe gehört zu einem anderen Dokument.".to_owned(),
        P::StichprobeMangelhaft => {
            "Die Stichprobe hat einen Mangel gefunden. Das Papier bleibt.".to_owned()
        }
    }
}

/// What a note says, label by label.
pub(super) fn angaben(vermerk: &Transfervermerk) -> Vec<AngabeView> {
    let mut found = Vec::new();
    let mut add = |name: &str, wert: String| {
        if !wert.trim().is_empty() {
            found.push(AngabeView { name: name.to_owned(), wert });
        }
    };
    let von = &vermerk.erstellt_von;
    add("Gescannt und geprüft von", format!("{} ({})", von.kennung, von.organisation));
    add("Arbeitsplatz", von.arbeitsplatz.clone());
    add("Vermerkt am", zeitpunkt(vermerk.erstellt_um));
    add("Eingangsdatum", datum(vermerk.eingangsdatum));
    add("Seiten", seiten(vermerk));
    let g = &vermerk.geraet;
    add("Gerät", joined(&[&g.hersteller, &g.modell, &g.seriennummer]));
    let p = &vermerk.profil;
    let farbe = match p.farbe {
        Farbe::SchwarzWeiss => "schwarz-weiß",
        Farbe::Graustufen => "Graustufen",
        Farbe::Farbe => "Farbe",
    };
    let dpi = format!("{} dpi, {farbe}", p.dpi);
    add("Einstellung", if p.name.is_empty() { dpi } else { format!("{}, {dpi}", p.name) });
    add("Programm", joined(&[&vermerk.software.name, &vermerk.software.version]));
    if let Some(ocr) = &vermerk.ocr {
        add("Texterkennung", format!("{} {} ({})", ocr.engine, ocr.version, ocr.sprache));
    }
    let b = &vermerk.schutzbedarf;
    add(
        "Schutzbedarf",
        format!(
            "Vertraulichkeit {}, Integrität {}, Verfügbarkeit {}",
            stufe(b.vertraulichkeit),
            stufe(b.integritaet),
            stufe(b.verfuegbarkeit)
        ),
    );
    let v = &vermerk.verfahrensanweisung;
    add("Verfahrensanweisung", format!("{}, Fassung {}", v.id, v.version));
    add(
        "Übereinstimmung",
        match vermerk.bildgleichheit {
            Bildgleichheit::Bildlich => "bildlich".to_owned(),
            Bildgleichheit::Inhaltlich => "inhaltlich".to_owned(),
        },
    );
    let several = vermerk.auffaelligkeiten.len() > 1;
    for (number, found) in (1..).zip(&vermerk.auffaelligkeiten) {
        let name: String =
            if several { format!("Auffälligkeit {number}") } else { "Auffälligkeit".to_owned() };
        let page = found.seite.map_or_else(String::new, |page| format!("Seite {page}: "));
        add(&name, format!("{page}{}", found.text));
    }
    add("Prüfsumme des Scans (SHA-256)", vermerk.hash.gesamt.clone());
    found
}

fn seiten(vermerk: &Transfervermerk) -> String {
    let mut text = vermerk.seiten.to_string();
    if !vermerk.leerseiten.is_empty() {
        text.push_str(&format!(", dazu {} entfernte Leerseiten", vermerk.leerseiten.len()));
    }
    if let Some(before) = vermerk.seiten_vorbereitung {
        text.push_str(&format!("; vor dem Scannen gezählt: {before}"));
    }
    text
}

fn joined(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

const fn stufe(stufe: Schutzstufe) -> &'static str {
    match stufe {
        Schutzstufe::Normal => "normal",
        Schutzstufe::Hoch => "hoch",
        Schutzstufe::SehrHoch => "sehr hoch",
    }
}

/// Returns what the history keeps of a field of replacing scan, for people; nothing of others.
pub(crate) fn wert(name: &str, json: &str) -> Option<String> {
    fn read<T: DeserializeOwned>(json: &str) -> Option<T> {
        serde_json::from_str(json).ok()
    }
    Some(match name {
        "papieroriginal" => papier(&read::<Papieroriginal>(json)?),
        "transfervermerk" => {
            let vermerk = read::<Transfervermerk>(json)?;
            format!("Seiten: {}; Prüfsumme des Scans {}", seiten(&vermerk), vermerk.hash.gesamt)
        }
        "nachweis" => {
            let nachweis = read::<domain::eingang::Nachweis>(json)?;
            format!("PDF/A-3 mit eingebettetem Vermerk, Prüfsumme {}", nachweis.sha256)
        }
        "stichproben" => {
            let pruefung = read::<Stichprobenpruefung>(json)?;
            let what = match pruefung.entscheidung {
                Entscheidung::InOrdnung => "in Ordnung",
                Entscheidung::NeuScannen => "neu scannen",
                Entscheidung::OriginalBehalten => "Papier behalten",
            };
            format!("{what}, geprüft von {}", pruefung.pruefer)
        }
        _ => return None,
    })
}
