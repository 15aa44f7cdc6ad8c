//! Facts about documents in the clerk's words.
//!
//! Never a judgement: what a file says about itself is said to be the file's word.

use domain::merkmale::{AktiverInhalt, Merkmale, Schutz, Signatur, Unversehrt};
use domain::{Eingang, Nachricht, Teil, Teilrolle};
use intake::recognition::Seitenschritte;
use page::cleanup::Schritt;
use store::erkennung::{Erkennung, Stand};
use store::{Db, DbError};

use crate::views::{
    AngabeView, BefundView, ErkennungStand, ErkennungView, KopieView, NachrichtView, TeilView,
};

/// Returns the facts about one document; `password_known` tells that a password fits.
pub(crate) fn befund(merkmale: &Merkmale, password_known: bool) -> BefundView {
    BefundView {
        mime: merkmale.mime.clone(),
        art: kind(&merkmale.mime).to_owned(),
        seiten: merkmale.seiten,
        format: merkmale.seitenformat_mm.map(format),
        erzeuger: merkmale.erzeuger.clone(),
        erstellt_um: merkmale.erstellt_um.map(|um| um.to_string()),
        schutz: schutz(merkmale.schutz).map(ToOwned::to_owned),
        kennwort_noetig: merkmale.verschluesselt && !password_known,
        signaturen: merkmale.signaturen.iter().map(signatur).collect(),
        aktive_inhalte: merkmale.aktive_inhalte.iter().map(|a| aktiv(*a).to_owned()).collect(),
        eingebettet: merkmale.eingebettet.clone(),
        pdfa: merkmale.pdfa.as_ref().map(|level| format!("PDF/A-{level} (laut Datei)")),
        strukturiert: merkmale.strukturiert,
    }
}

fn kind(mime: &str) -> &str {
    match mime {
        "application/pdf" => "PDF-Dokument",
        "image/tiff" => "TIFF-Bild",
        "image/jpeg" => "JPEG-Bild",
        "image/png" => "PNG-Bild",
        "image/heic" => "HEIC-Bild",
        "message/rfc822" => "E-Mail",
        "application/vnd.ms-outlook" => "Outlook-Nachricht",
        "application/zip" => "ZIP-Archiv",
        "application/xml" | "text/xml" => "XML-Datei",
        "text/plain" => "Textdatei",
        "text/html" => "HTML-Datei",
        "text/csv" => "CSV-Tabelle",
        mime if mime.contains("word") || mime.ends_with("opendocument.text") => "Textdokument",
        mime if mime.contains("sheet") || mime.contains("excel") => "Tabelle",
        mime if mime.contains("presentation") || mime.contains("powerpoint") => "Präsentation",
        mime if mime.starts_with("image/") => "Bild",
        other => other,
    }
}

fn format((width, height): (u32, u32)) -> String {
    let near = |a: u32, b: u32| a.abs_diff(b) <= 3;
    for (name, short, long) in [("A3", 297, 420), ("A4", 210, 297), ("A5", 148, 210)] {
        if near(width, short) && near(height, long) {
            return format!("{name} hoch");
        }
        if near(width, long) && near(height, short) {
            return format!("{name} quer");
        }
    }
    format!("{width} × {height} mm")
}

fn schutz(schutz: Schutz) -> Option<&'static str> {
    match schutz {
        Schutz::Keiner => None,
        Schutz::NurRechte => Some("Nur Rechte eingeschränkt; ohne Kennwort lesbar"),
        Schutz::Kennwort => Some("Mit Kennwort geschützt"),
        Schutz::Zertifikat => Some("Für den Inhaber eines Zertifikats verschlüsselt"),
        Schutz::Unbekannt => Some("Auf unbekannte Weise geschützt"),
    }
}

fn signatur(signatur: &Signatur) -> String {
    let name = signatur.name.as_deref().unwrap_or("unbekannt");
    let um = signatur.um.map_or_else(String::new, |um| {
        let local = um.to_zoned(domain::aktenzeichen::amtszeit());
        format!(", nach eigener Angabe am {}", local.strftime("%d.%m.%Y %H:%M"))
    });
    let unversehrt = match signatur.unversehrt {
        Unversehrt::Ja => "Der signierte Inhalt ist unverändert.",
        Unversehrt::Nein => "Der signierte Inhalt wurde verändert!",
        Unversehrt::Unklar => "Ob der Inhalt unverändert ist, ließ sich nicht berechnen.",
    };
    let danach = match signatur.danach_ergaenzt {
        true => " Danach wurde etwas ergänzt.",
        false => "",
    };
    format!(
        "Signiert von {name}{um}. {unversehrt}{danach} Das Zertifikat wurde nicht gegen die \
         Vertrauensliste geprüft."
    )
}

const fn aktiv(inhalt: AktiverInhalt) -> &'static str {
    match inhalt {
        AktiverInhalt::JavaScript => "Enthält JavaScript; es wird nicht ausgeführt.",
        AktiverInhalt::Programmstart => "Will ein Programm starten; das geschieht hier nie.",
        AktiverInhalt::EingebetteteDatei => "Enthält eingebettete Dateien.",
        AktiverInhalt::ExternerLink => "Enthält Verweise nach außen.",
        AktiverInhalt::Formularversand => "Will Formulardaten versenden; das geschieht hier nie.",
        AktiverInhalt::Xfa => "Enthält ein XFA-Formular, das hier nicht angezeigt wird.",
        AktiverInhalt::Medien => "Enthält Ton, Film oder 3D; nichts davon wird abgespielt.",
        AktiverInhalt::Makro => "Enthält Makros; sie werden nie ausgeführt.",
        AktiverInhalt::FremdeDatei => "Will eine andere Datei öffnen; das geschieht hier nie.",
    }
}

/// Returns a part of an item.
pub(crate) fn teil(db: &Db<'_>, teil: &Teil) -> Result<TeilView, DbError> {
    let password_known = db.password(&teil.sha256)?.is_some();
    Ok(TeilView {
        nummer: teil.nummer,
        name: teil.name.clone(),
        rolle: rolle(teil.rolle).to_owned(),
        sha256: teil.sha256.clone(),
        groesse_bytes: teil.groesse_bytes,
        original_vorhanden: db.blob_here(&teil.sha256)?,
        befund: befund(&teil.merkmale, password_known),
        hinweise: teil.hinweise.clone(),
        erkennung: erkennung(db, &teil.sha256, &teil.name)?,
        kopie: kopie(db, &teil.sha256)?,
    })
}

const fn rolle(rolle: Teilrolle) -> &'static str {
    match rolle {
        Teilrolle::Nachrichtentext => "Nachrichtentext",
        Teilrolle::Anlage => "Anlage",
        Teilrolle::Eingebettet => "Eingebettetes Bild",
        Teilrolle::Signatur => "Signatur",
        Teilrolle::Strukturdatei => "Strukturdatei",
    }
}

/// Returns the head of a message with its text.
pub(crate) fn nachricht(nachricht: &Nachricht, text: String) -> NachrichtView {
    let mut angaben = Vec::new();
    let mut add = |name: &str, wert: String| {
        if !wert.is_empty() {
            angaben.push(AngabeView { name: name.to_owned(), wert });
        }
    };
    add("Von", nachricht.von.join(", "));
    add("An", nachricht.an.join(", "));
    add("Kopie", nachricht.kopie.join(", "));
    add("Betreff", nachricht.betreff.clone().unwrap_or_default());
    add(
        "Gesendet (laut Absender)",
        nachricht.gesendet_um.as_deref().map_or_else(String::new, local),
    );
    add("Aktenzeichen des Absenders", nachricht.aktenzeichen.clone().unwrap_or_default());
    add("Absenderprüfung des Mailservers", nachricht.pruefergebnisse.join("; "));
    add("S/MIME", nachricht.smime.clone().unwrap_or_default());
    NachrichtView { angaben, text }
}

fn local(rfc3339: &str) -> String {
    match rfc3339.parse::<domain::Zeitpunkt>() {
        Ok(um) => {
            let um = um.to_zoned(domain::aktenzeichen::amtszeit());
            um.strftime("%d.%m.%Y %H:%M").to_string()
        }
        Err(_) => rfc3339.to_owned(),
    }
}

/// Returns how far the reading of an original's pictures is.
pub(crate) fn erkennung(
    db: &Db<'_>,
    sha256: &str,
    titel: &str,
) -> Result<Option<ErkennungView>, DbError> {
    Ok(db.recognition(sha256)?.map(|job| erkennung_view(job, titel.to_owned())))
}

pub(crate) fn erkennung_view(job: Erkennung, titel: String) -> ErkennungView {
    ErkennungView {
        sha256: job.sha256,
        titel,
        stand: match job.stand {
            Stand::Wartet => ErkennungStand::Wartet,
            Stand::Laeuft => ErkennungStand::Laeuft,
            Stand::Fertig => ErkennungStand::Fertig,
            Stand::Abgebrochen => ErkennungStand::Abgebrochen,
            Stand::Gescheitert => ErkennungStand::Gescheitert,
        },
        seiten: job.seiten,
        erledigt: job.erledigt,
        meldung: job.meldung,
    }
}

/// Returns the searchable copy beside an original.
pub(crate) fn kopie(db: &Db<'_>, sha256: &str) -> Result<Option<KopieView>, DbError> {
    let Some(copy) = db.copy_of(sha256)? else { return Ok(None) };
    let steps: Vec<Seitenschritte> = serde_json::from_str(&copy.schritte)?;
    let schritte = steps
        .iter()
        .filter(|page| page.gedreht != 0 || !page.schritte.is_empty())
        .map(sentence)
        .collect();
    Ok(Some(KopieView { sha256: copy.kopie, schritte }))
}

fn sentence(page: &Seitenschritte) -> String {
    let mut words: Vec<String> = page.schritte.iter().map(step).collect();
    if page.gedreht != 0 {
        words.push("in der Kopie aufrecht gedreht".to_owned());
    }
    format!("Seite {}: {}", page.seite, words.join(", "))
}

fn step(step: &Schritt) -> String {
    match step {
        Schritt::Gedreht { grad } => format!("um {grad}° gedreht gelesen"),
        Schritt::Geradegerueckt { hundertstel_grad } => {
            let grad = format!("{:.2}", f64::from(*hundertstel_grad) / 100.0).replace('.', ",");
            format!("zum Lesen um {grad}° geradegerückt")
        }
        Schritt::Beschnitten { .. } => "zum Lesen am Rand beschnitten".to_owned(),
        Schritt::Entfleckt { anzahl } => format!("zum Lesen {anzahl} Flecken entfernt"),
        Schritt::Leerseite { .. } => "leer".to_owned(),
    }
}

/// Returns the invoice that an item is or holds, with the notes beside it.
pub(crate) fn rechnung(eingang: &Eingang) -> Option<(&domain::Rechnung, &[String])> {
    let own = eingang.merkmale.rechnung.as_ref().map(|r| (r, eingang.hinweise.as_slice()));
    own.or_else(|| {
        eingang
            .teile
            .iter()
            .find_map(|teil| teil.merkmale.rechnung.as_ref().map(|r| (r, teil.hinweise.as_slice())))
    })
}
