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
pub(crate) const KENNWORT_FALSCH: &str = "Das eingegebene Kennwort öffnet die PDF-Datei nicht. \
     Das Original ist unverändert gespeichert. Bitte das Kennwort prüfen.";
pub(crate) const ZERTIFIKAT: &str = "Die PDF-Datei ist mit einem Zertifikat für bestimmte \
     Empfänger verschlüsselt und kann hier nicht gelesen werden. Das Original ist unverändert \
     gespeichert. Bitte eine lesbare Fassung anfordern.";
pub(crate) const SCHUTZ_UNBEKANNT: &str = "Die PDF-Datei ist auf eine Weise verschlüsselt, die \
     das Programm nicht lesen kann. Das Original ist unverändert gespeichert. Bitte ansehen.";
pub(crate) const OFFICE_KENNWORT: &str = "Die Datei ist mit einem Kennwort geschützt. \
     Das Original ist unverändert gespeichert. Zum Lesen wird das Kennwort gebraucht.";
pub(crate) const OFFICE_OHNE_VORSCHAU: &str = "Für dieses Format gibt es kein Vorschaubild.";
pub(crate) const MAKRO: &str = "Die Datei enthält Makros. Makros werden hier nie ausgeführt.";
pub(crate) const JAVASCRIPT: &str = "Die Datei enthält JavaScript. Es wird hier nicht ausgeführt.";
pub(crate) const PROGRAMMSTART: &str =
    "Die Datei will ein Programm starten. Das wird hier nicht ausgeführt.";
pub(crate) const EXTERNER_LINK: &str =
    "Die Datei enthält Verweise ins Internet. Sie werden hier nicht von selbst geöffnet.";
pub(crate) const FORMULARVERSAND: &str =
    "Die Datei enthält ein Formular, das Daten versenden kann. Hier wird nichts versendet.";
pub(crate) const XFA: &str = "Die Datei enthält ein XFA-Formular. Es wird hier nicht \
     ausgeführt; die Ansicht kann unvollständig sein.";
pub(crate) const MEDIEN: &str =
    "Die Datei enthält Ton, Film oder 3D-Inhalte. Sie werden hier nicht abgespielt.";
pub(crate) const FREMDE_DATEI: &str =
    "Die Datei verweist auf andere Dateien. Sie werden hier nicht geöffnet.";
pub(crate) const SIGNATUR_GEBROCHEN: &str = "Eine Signatur passt nicht zum Inhalt: Die Datei \
     wurde nach dem Signieren verändert. Das Original ist unverändert gespeichert. Bitte prüfen.";
pub(crate) const SIGNATUR_ERGAENZT: &str =
    "Nach der letzten Signatur wurde die Datei ergänzt. Die Ergänzung ist nicht signiert.";
pub(crate) const RIESENBILD: &str =
    "Die erste Seite enthält ein sehr großes Bild. Die Vorschau zeigt es vereinfacht.";
pub(crate) const RIESENBILD_OHNE_VORSCHAU: &str =
    "Die erste Seite ist zu groß für ein Vorschaubild.";
pub(crate) const TIFF_SEITEN: &str = "Die Bilddatei hat ungewöhnlich viele Seiten. \
     Nur der Anfang wurde gezählt.";
pub(crate) const RECHNUNG: &str = "Die Datei ist oder enthält eine elektronische Rechnung.";
pub(crate) const RECHNUNG_UNLESBAR: &str = "Die elektronische Rechnung in der Datei kann nicht \
     gelesen werden. Das Original ist unverändert gespeichert. Bitte ansehen.";
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
/// Looking took too long.
pub const ABGEBROCHEN: &str = "Die automatische Prüfung der Datei dauerte zu lange und \
     wurde abgebrochen. Das Original ist unverändert gespeichert. Bitte ansehen.";
/// Looking killed the worker.
pub const ABGESTUERZT: &str = "Die Datei konnte nicht automatisch geprüft werden, weil \
     sie fehlerhaft ist oder zu viel Speicher braucht. Das Original ist unverändert gespeichert. \
     Bitte ansehen.";
/// There was more to say than allowed.
pub const ZU_VIEL: &str = "Die automatische Prüfung der Datei ergab zu viele Daten und \
     wurde abgebrochen. Das Original ist unverändert gespeichert. Bitte ansehen.";
/// The answer made no sense.
pub const UNVERSTAENDLICH: &str = "Die automatische Prüfung der Datei ergab kein \
     brauchbares Ergebnis. Das Original ist unverändert gespeichert. Bitte ansehen.";
