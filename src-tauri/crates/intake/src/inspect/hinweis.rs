//! The sentences a clerk reads about a document that was looked at.
//!
//! Never decides anything; each sentence says what is, what is safe, and what to do.

pub(crate) const LEER: &str = "Die Datei ist leer.";
pub(crate) const BESCHAEDIGT: &str = "Die PDF-Datei ist unvollständig oder beschädigt. \
     Das Original ist unverändert gespeichert. Bitte ansehen.";
pub(crate) const KEIN_PDF: &str = "Der Dateiname endet auf „.pdf“, der Inhalt ist aber keine \
     PDF-Datei. Das Original ist unverändert gespeichert. Bitte ansehen.";
pub(crate) const KENNWORT: &str = "Die PDF-Datei ist mit einem Kennwort geschützt. \
     Das Original ist unverändert gespeichert. Zum Lesen wird das Kennwort gebraucht.";
pub(crate) const STARK_GEPACKT: &str = "Die PDF-Datei enthält ungewöhnlich stark gepackte Daten \
     und wurde nicht vollständig gelesen. Das Original ist unverändert gespeichert. \
     Bitte vorsichtig prüfen.";
pub(crate) const TEXT_GEKUERZT: &str =
    "Der Text ist sehr lang. Für die Suche wurde nur der Anfang übernommen.";
pub(crate) const TEXT_FEHLT: &str = "Der Text der PDF-Datei konnte nicht gelesen werden. \
     Das Original ist unverändert gespeichert. Bitte ansehen.";
pub(crate) const BILD_BESCHAEDIGT: &str = "Die Bilddatei ist unvollständig oder beschädigt. \
     Das Original ist unverändert gespeichert. Bitte ansehen.";
pub(crate) const BILD_OHNE_VORSCHAU: &str = "Für dieses Bild gibt es keine Vorschau.";
pub(crate) const UNBEKANNT: &str = "Dieses Dateiformat kann das Programm nicht lesen. \
     Das Original ist unverändert gespeichert. Bitte ansehen.";
pub(crate) const ZU_GROSS: &str = "Die Datei ist zu groß, um sie automatisch zu prüfen. \
     Das Original ist unverändert gespeichert. Bitte ansehen.";
pub(crate) const ABGEBROCHEN: &str = "Die automatische Prüfung der Datei dauerte zu lange und \
     wurde abgebrochen. Das Original ist unverändert gespeichert. Bitte ansehen.";
pub(crate) const ABGESTUERZT: &str = "Die Datei konnte nicht automatisch geprüft werden, weil \
     sie fehlerhaft ist oder zu viel Speicher braucht. Das Original ist unverändert gespeichert. \
     Bitte ansehen.";
pub(crate) const ZU_VIEL: &str = "Die automatische Prüfung der Datei ergab zu viele Daten und \
     wurde abgebrochen. Das Original ist unverändert gespeichert. Bitte ansehen.";
pub(crate) const UNVERSTAENDLICH: &str = "Die automatische Prüfung der Datei ergab kein \
     brauchbares Ergebnis. Das Original ist unverändert gespeichert. Bitte ansehen.";
