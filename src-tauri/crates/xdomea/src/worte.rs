//! What went wrong, in sentences for a clerk.
//!
//! Never anywhere else in this room, and never without saying where.

use crate::Rolle;
use crate::error::{DialogError, Grund, PaketError, ReadError, Stelle, WriteError};
use crate::hinweis::{Befund, Hinweis};
use crate::typ::Nachrichtentyp;

fn stelle(stelle: &Stelle) -> String {
    format!("„{}“ (Zeile {})", stelle.pfad, stelle.zeile)
}

fn nachricht(typ: Nachrichtentyp) -> String {
    format!("{} ({})", typ.code(), typ.bezeichnung())
}

fn grund(grund: Grund) -> &'static str {
    match grund {
        Grund::Uuid => "keine Kennung in der Form einer UUID",
        Grund::Datum => "kein Datum",
        Grund::Uhrzeit => "keine Uhrzeit",
        Grund::Zeitangabe => "kein Datum mit Uhrzeit",
        Grund::Wahrheitswert => "weder 0 noch 1",
        Grund::Zahl => "keine Zahl im erlaubten Bereich",
        Grund::Code => "kein Wert der vorgeschriebenen Codeliste",
        Grund::Dateiname => "kein Dateiname nach den Regeln von xdomea",
    }
}

/// Says why a message cannot be read.
#[must_use]
pub fn lesen(error: &ReadError) -> String {
    match error {
        ReadError::TooLarge { max } => {
            format!("Die xdomea-Nachricht ist größer als {} MB.", max >> 20)
        }
        ReadError::TooDeep { max, stelle: wo } => {
            format!(
                "Die xdomea-Nachricht ist bei {} tiefer als {max} Ebenen geschachtelt.",
                stelle(wo)
            )
        }
        ReadError::TooMany { max, .. } => {
            format!("Die xdomea-Nachricht enthält zu viele Bestandteile (Grenze: {max}).")
        }
        ReadError::Dtd => {
            "Die xdomea-Nachricht enthält eine Dokumenttyp-Angabe; das ist nicht erlaubt."
                .to_owned()
        }
        ReadError::Encoding => "Die xdomea-Nachricht ist nicht in UTF-8 geschrieben.".to_owned(),
        ReadError::Broken { zeile } => {
            format!("Die xdomea-Nachricht ist beschädigt: In Zeile {zeile} endet das lesbare XML.")
        }
        ReadError::NotXdomea => "Die Datei ist keine xdomea-Nachricht.".to_owned(),
        ReadError::Version { fassung } => {
            format!(
                "Die Nachricht hat die xdomea-Version {fassung}; gelesen werden 2.3.0 bis 3.1.0."
            )
        }
        ReadError::Message { name } => {
            format!("Die xdomea-Nachricht {name} wird hier nicht verarbeitet.")
        }
        ReadError::Missing { stelle: wo, element } => {
            format!("In {} fehlt die Pflichtangabe „{element}“.", stelle(wo))
        }
        ReadError::Twice { stelle: wo } => {
            format!("Die Angabe {} steht zweimal da; erlaubt ist sie einmal.", stelle(wo))
        }
        ReadError::Invalid { stelle: wo, wert, grund: warum } => {
            format!("Die Angabe {} lautet „{wert}“; das ist {}.", stelle(wo), grund(*warum))
        }
    }
}

/// Says why a message cannot be written.
#[must_use]
pub fn schreiben(error: &WriteError) -> String {
    match error {
        WriteError::Version { fassung } => {
            format!(
                "In der xdomea-Version {fassung} wird nicht geschrieben; möglich sind 3.0.0 und 3.1.0."
            )
        }
        WriteError::Empty { element } => {
            format!("Die Nachricht kann nicht geschrieben werden: „{element}“ fehlt.")
        }
        WriteError::Twice { id } => {
            format!("Das Objekt {id} käme in der Nachricht zweimal vor.")
        }
        WriteError::TooDeep { id, max } => {
            format!("Das Objekt {id} liegt tiefer als {max} Ebenen; so nimmt es kein Archiv an.")
        }
        WriteError::FileTwice { name } => {
            format!("Die Datei {name} wäre in der Nachricht zweimal genannt.")
        }
        WriteError::TooLarge { max } => {
            format!("Die Nachricht würde größer als {} MB; bitte aufteilen.", max >> 20)
        }
    }
}

/// Says why a package cannot be opened or written.
#[must_use]
pub fn paket(error: &PaketError) -> String {
    match error {
        PaketError::Name { name } => format!(
            "Der Dateiname „{name}“ entspricht nicht dem Muster <Prozess-UUID>_<Nachricht>.zip."
        ),
        PaketError::Broken(_) => "Das Paket ist keine unbeschädigte ZIP-Datei.".to_owned(),
        PaketError::TooMany { max } => format!("Das Paket enthält mehr als {max} Dateien."),
        PaketError::Bomb => {
            "Das Paket ist so gepackt, dass es nicht gefahrlos entpackt werden kann.".to_owned()
        }
        PaketError::Folder { name } => {
            format!("Das Paket enthält einen Ordner („{name}“); erlaubt sind nur Dateien.")
        }
        PaketError::Entry { name } => {
            format!(
                "Die Datei „{name}“ im Paket ist verschlüsselt oder auf unbekannte Weise gepackt."
            )
        }
        PaketError::EntryName { name } => {
            format!("Der Name der Datei „{name}“ im Paket ist nicht in UTF-8 geschrieben.")
        }
        PaketError::Messages { count: 0 } => {
            "Im Paket fehlt die xdomea-Nachricht zum Dateinamen.".to_owned()
        }
        PaketError::Messages { count } => {
            format!("Im Paket stehen {count} xdomea-Nachrichten; erlaubt ist eine.")
        }
        PaketError::Read(error) => lesen(error),
        PaketError::Write(error) => schreiben(error),
        PaketError::Process { kopf } => {
            format!("Die Nachricht gehört zum Prozess {kopf}, der Dateiname nennt einen anderen.")
        }
        PaketError::Type => {
            "Dateiname, Nachricht und Nachrichtenkopf nennen verschiedene Nachrichtentypen."
                .to_owned()
        }
        PaketError::Missing { name } => format!("Die Datei {name} fehlt im Paket."),
        PaketError::Unassigned { name } => {
            format!("Die Datei „{name}“ liegt im Paket, aber die Nachricht nennt sie nicht.")
        }
        PaketError::Twice { name } => format!("Die Nachricht nennt die Datei {name} zweimal."),
        PaketError::Io(_) => "Das Paket konnte nicht gelesen oder geschrieben werden.".to_owned(),
    }
}

/// Says why a message does not fit its dialogue.
#[must_use]
pub fn dialog(error: &DialogError) -> String {
    match error {
        DialogError::ForeignProcess { prozess } => {
            format!("Die Nachricht gehört zu einer anderen Aussonderung (Prozess {prozess}).")
        }
        DialogError::ForeignMessage { typ } => {
            format!("Die Nachricht {} gehört nicht zur Aussonderung.", nachricht(*typ))
        }
        DialogError::WrongSide { typ, rolle } => {
            let whose = match rolle {
                Rolle::Behoerde => "nur das Archiv",
                Rolle::Archiv => "nur die Behörde",
            };
            format!("Die Nachricht {} sendet {whose}.", nachricht(*typ))
        }
        DialogError::TooEarly { typ, vorher } => {
            format!("Vor der Nachricht {} muss {} kommen.", nachricht(*typ), nachricht(*vorher))
        }
        DialogError::Already { typ } => {
            format!("Die Nachricht {} liegt zu dieser Aussonderung schon vor.", nachricht(*typ))
        }
        DialogError::UnknownObject { id } => {
            format!("Die Nachricht nennt das Objekt {id}, das nicht angeboten wurde.")
        }
        DialogError::ObjectTwice { id } => format!("Die Nachricht nennt das Objekt {id} zweimal."),
        DialogError::ObjectMissing { id } => {
            format!("Das Objekt {id} wurde als archivwürdig bewertet und fehlt in der Abgabe.")
        }
        DialogError::ObjectSurplus { id } => {
            format!(
                "Das Objekt {id} wurde nicht als archivwürdig bewertet und darf nicht abgegeben werden."
            )
        }
        DialogError::NothingWanted => {
            "Das Archiv hat nichts als archivwürdig bewertet; es ist nichts abzugeben.".to_owned()
        }
        DialogError::NotDeletable { id } => {
            format!("Das Objekt {id} darf noch nicht gelöscht werden.")
        }
    }
}

/// Says what was noticed.
#[must_use]
pub fn hinweis(hinweis: &Hinweis) -> String {
    let wo = stelle(&hinweis.stelle);
    match &hinweis.befund {
        Befund::Unbekannt(_) => {
            format!("Die Angabe {wo} ist hier nicht bekannt und wurde nicht übernommen.")
        }
        Befund::Text(text) => {
            format!("Bei {wo} steht Text, wo keiner vorgesehen ist: „{text}“.")
        }
        Befund::Ungueltig { wert, grund: warum } => {
            format!(
                "Die Angabe {wo} lautet „{wert}“, das ist {}; sie wurde weggelassen.",
                grund(*warum)
            )
        }
        Befund::Umgesetzt { von, zu } => {
            format!("Der Code {von} einer älteren Liste bei {wo} wurde zu {zu}.")
        }
        Befund::Nachrichtentyp { kopf, wurzel } => {
            format!("Der Nachrichtenkopf nennt den Typ {kopf}, die Nachricht ist {wurzel}.")
        }
    }
}
