//! The sentences a clerk reads about an envelope that was opened.
//!
//! Never decides anything; each sentence says what is, what is safe, and what to do.

/// Closes every sentence about something that could not be read.
const BITTE_ANSEHEN: &str = "Das Original ist unverändert gespeichert. Bitte ansehen.";

pub(crate) const ZU_VIELE_TEILE: &str = "Die Sendung enthält ungewöhnlich viele Teile. Ein Teil \
     davon wurde nicht übernommen. Das Original ist unverändert gespeichert. Bitte ansehen.";
pub(crate) const ZU_VIELE_DATEN: &str = "Die Sendung enthält mehr Daten, als automatisch \
     ausgepackt werden. Ein Teil davon wurde nicht übernommen. Das Original ist unverändert \
     gespeichert. Bitte ansehen.";
pub(crate) const ZU_VIELE_HINWEISE: &str = "Es gibt weitere Hinweise zu dieser Sendung, die hier \
     nicht aufgeführt sind. Bitte das Original ansehen.";
pub(crate) const STARK_GEPACKT: &str = "Das Archiv enthält ungewöhnlich stark gepackte Daten und \
     wurde nicht vollständig ausgepackt. Das Original ist unverändert gespeichert. \
     Bitte vorsichtig prüfen.";
pub(crate) const ARCHIV_BESCHAEDIGT: &str = "Das Archiv ist unvollständig oder beschädigt. \
     Übernommen wurde, was noch lesbar war. Das Original ist unverändert gespeichert. \
     Bitte ansehen.";
pub(crate) const UEBERLAPPT: &str = "Das Archiv enthält Einträge, die sich überlappen. Sie wurden \
     nicht ausgepackt. Das Original ist unverändert gespeichert. Bitte vorsichtig prüfen.";
pub(crate) const NACHRICHT_UNVOLLSTAENDIG: &str = "Die Nachricht ist unvollständig oder fehlerhaft \
     aufgebaut. Übernommen wurde, was noch lesbar war. Das Original ist unverändert gespeichert. \
     Bitte ansehen.";
pub(crate) const ZU_TIEF: &str = "Die Nachricht ist ungewöhnlich tief verschachtelt. Der innere \
     Teil wurde nicht zerlegt. Das Original ist unverändert gespeichert. Bitte ansehen.";
pub(crate) const TEXT_GEKUERZT: &str =
    "Der Text der Nachricht ist sehr lang. Angezeigt wird nur der Anfang.";
pub(crate) const VERSCHLUESSELT: &str = "Die Nachricht ist verschlüsselt und kann hier nicht \
     gelesen werden. Das Original ist unverändert gespeichert. Zum Lesen wird das Programm \
     gebraucht, in dem der Schlüssel liegt.";
pub(crate) const SIGNATUR_UNLESBAR: &str = "Die elektronische Signatur der Nachricht konnte nicht \
     gelesen werden. Das Original ist unverändert gespeichert. Bitte ansehen.";
pub(crate) const SIGNIERT_UNLESBAR: &str = "Der Inhalt der signierten Nachricht konnte nicht \
     gelesen werden. Das Original ist unverändert gespeichert. Bitte ansehen.";
pub(crate) const PRUEFSUMME_FALSCH: &str = "Der Inhalt der Nachricht passt nicht zu ihrer \
     elektronischen Signatur. Er kann nachträglich verändert worden sein. Das Original ist \
     unverändert gespeichert. Bitte vorsichtig prüfen.";
pub(crate) const TNEF: &str = "Die Nachricht enthält eine Anlage „winmail.dat“ (Outlook-Format). \
     Darin können weitere Anlagen stecken. Bitte mit Outlook ansehen.";
pub(crate) const NUR_RTF: &str = "Der Text der Nachricht liegt nur als formatierter Text vor. Er \
     ist als „Nachricht.rtf“ beigefügt.";
pub(crate) const XJUSTIZ_UNLESBAR: &str = "Die Begleitdatei „xjustiz_nachricht.xml“ konnte nicht \
     gelesen werden. Die Dateien wurden ohne ihre Angaben übernommen. Bitte ansehen.";

/// Says of one part that it is damaged.
pub(crate) fn beschaedigt(name: &str) -> String {
    format!("„{name}“ ist unvollständig oder beschädigt. {BITTE_ANSEHEN}")
}

/// Says of one part that it could not be taken out.
pub(crate) fn nicht_ausgepackt(name: &str) -> String {
    format!("„{name}“ konnte nicht ausgepackt werden. {BITTE_ANSEHEN}")
}

/// Says of one part that it is too large.
pub(crate) fn zu_gross(name: &str) -> String {
    format!("„{name}“ ist zu groß und wurde nicht ausgepackt. {BITTE_ANSEHEN}")
}

/// Says of one part that it needs a password.
pub(crate) fn kennwort(name: &str) -> String {
    format!(
        "„{name}“ ist mit einem Kennwort geschützt und wurde nicht ausgepackt. Das Original ist \
         unverändert gespeichert. Zum Lesen wird das Kennwort gebraucht."
    )
}

/// Says of one part that it is packed in an unknown way.
pub(crate) fn verfahren(name: &str) -> String {
    format!(
        "„{name}“ ist mit einem Verfahren gepackt, das hier nicht gelesen werden kann. \
         {BITTE_ANSEHEN}"
    )
}

/// Says of one part that it only points somewhere else.
pub(crate) fn verknuepfung(name: &str) -> String {
    format!("„{name}“ ist nur eine Verknüpfung ohne eigenen Inhalt und wurde nicht übernommen.")
}

/// Says of one part that it is an object of another program.
pub(crate) fn ole(name: &str) -> String {
    format!("„{name}“ ist ein eingebettetes Objekt und wurde nicht ausgepackt. {BITTE_ANSEHEN}")
}

/// Says how many pictures the sender wanted to be loaded.
pub(crate) fn externe_bilder(count: usize) -> String {
    match count {
        1 => "Ein externes Bild wurde nicht geladen.".to_owned(),
        count => format!("{count} externe Bilder wurden nicht geladen."),
    }
}

/// Says of an announced file that it is not there.
pub(crate) fn fehlt(name: &str) -> String {
    format!("Die angekündigte Datei „{name}“ fehlt in der Sendung. Bitte beim Absender nachfragen.")
}

/// Says of a file that nobody announced it.
pub(crate) fn unangekuendigt(name: &str) -> String {
    format!("Die Datei „{name}“ ist in der Sendung enthalten, aber nicht angekündigt.")
}
