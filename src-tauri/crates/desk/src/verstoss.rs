//! The office's rules in words: what is in the way, and what to do about it.
//!
//! Never decides whether a rule is broken.

use domain::Verstoss;

use crate::views::{Code, Fehler};

/// Returns the sentence about a broken rule, and what to do next.
pub(crate) const fn worte(verstoss: Verstoss) -> (&'static str, &'static str) {
    match verstoss {
        Verstoss::BetreffFehlt => ("Der Betreff fehlt.", "Bitte geben Sie an, worum es geht."),
        Verstoss::BetreffZuLang => {
            ("Der Betreff ist länger als 500 Zeichen.", "Bitte kürzen Sie ihn.")
        }
        Verstoss::AkteGeschlossen => (
            "Die Akte ist geschlossen (z.d.A.).",
            "Bitte wählen Sie eine andere Akte oder öffnen Sie diese mit einer Begründung wieder.",
        ),
        Verstoss::VorgangGeschlossen => (
            "Der Vorgang ist geschlossen (z.d.A.).",
            "Bitte wählen Sie einen anderen Vorgang, legen Sie einen neuen an, oder öffnen Sie \
             diesen mit einer Begründung wieder.",
        ),
        Verstoss::GrundFehlt => {
            ("Dazu gehört eine Begründung.", "Bitte geben Sie an, warum Sie das tun.")
        }
        Verstoss::VierAugen => (
            "Das muss eine zweite Person tun.",
            "Wer es entworfen oder vorgeschlagen hat, darf es nicht selbst freigeben.",
        ),
        Verstoss::BereitsZugeordnet => {
            ("Dieser Eingang ist bereits zugeordnet.", "Nehmen Sie zuerst die Zuordnung zurück.")
        }
        Verstoss::NichtAufgeteilt => ("Dieser Eingang ist nicht aufgeteilt.", ""),
        Verstoss::TeilZugeordnet => (
            "Ein Teil des Stapels ist bereits zugeordnet.",
            "Nehmen Sie zuerst dessen Zuordnung zurück.",
        ),
        Verstoss::NichtZugeordnet => ("Dieser Eingang ist nicht zugeordnet.", ""),
        Verstoss::VorgaengeOffen
        | Verstoss::EntwuerfeOffen
        | Verstoss::ZeichnungenOffen
        | Verstoss::PunkteOffen
        | Verstoss::EntwurfFehlt
        | Verstoss::SchlusszeichnungFehlt
        | Verstoss::NichtAdressat
        | Verstoss::FremderName
        | Verstoss::ReihenfolgeOffen
        | Verstoss::FassungGeaendert
        | Verstoss::MitzeichnungFehlt
        | Verstoss::BereitsGezeichnet
        | Verstoss::NichtGezeichnet
        | Verstoss::BereitsVersandt
        | Verstoss::ReinschriftFalsch
        | Verstoss::BereitsErledigt
        | Verstoss::EntwurfBleibt => zeichnung(verstoss),
        Verstoss::InAussonderung
        | Verstoss::AussonderungFolge
        | Verstoss::AufbewahrungLaeuft
        | Verstoss::AktenplaneinheitStillgelegt
        | Verstoss::AktenplanFremd
        | Verstoss::TeilakteFremd
        | Verstoss::DokumentStorniert
        | Verstoss::Vernichtet => registratur(verstoss),
    }
}

/// The same for instructions, signatures and closing.
const fn zeichnung(verstoss: Verstoss) -> (&'static str, &'static str) {
    match verstoss {
        Verstoss::VorgaengeOffen => (
            "In der Akte sind noch Vorgänge offen.",
            "Bitte schließen Sie zuerst alle Vorgänge (z.d.A.).",
        ),
        Verstoss::EntwuerfeOffen => (
            "Im Vorgang liegt noch ein Entwurf, der weder gezeichnet noch storniert ist.",
            "Bitte lassen Sie ihn zeichnen, oder stornieren Sie ihn.",
        ),
        Verstoss::ZeichnungenOffen => (
            "Im Vorgang steht noch eine Mitzeichnung oder Schlusszeichnung aus.",
            "Bitte warten Sie sie ab, oder lassen Sie den Verfügungspunkt entfallen.",
        ),
        Verstoss::PunkteOffen => (
            "Im Vorgang sind noch Verfügungspunkte offen.",
            "Bitte erledigen Sie sie, oder lassen Sie sie entfallen.",
        ),
        Verstoss::EntwurfFehlt => (
            "Gezeichnet wird nur unter einem Entwurf dieses Vorgangs.",
            "Bitte setzen Sie die Zeichnung unter einen Entwurf.",
        ),
        Verstoss::SchlusszeichnungFehlt => (
            "Die Schlusszeichnung ist von jemand anderem erbeten.",
            "Bitte warten Sie sie ab, oder zeichnen Sie „i.V.“.",
        ),
        Verstoss::NichtAdressat => (
            "Dieser Punkt richtet sich an jemand anderen.",
            "Wenn Sie vertreten, zeichnen Sie bitte „i.V.“.",
        ),
        Verstoss::FremderName => ("Gezeichnet wird nur mit dem eigenen Namen.", ""),
        Verstoss::ReihenfolgeOffen => {
            ("Eine frühere Zeichnung fehlt noch.", "Die Reihenfolge steht in den Verfügungen.")
        }
        Verstoss::FassungGeaendert => (
            "Der Entwurf wurde inzwischen geändert.",
            "Bitte lesen Sie die neue Fassung und zeichnen Sie dann.",
        ),
        Verstoss::MitzeichnungFehlt => (
            "Eine Mitzeichnung fehlt oder gilt für eine frühere Fassung.",
            "Bitte legen Sie den Entwurf erneut zur Mitzeichnung vor.",
        ),
        Verstoss::BereitsGezeichnet => (
            "Das Schreiben ist gezeichnet und ändert sich nicht mehr.",
            "Bitte schreiben Sie ein neues.",
        ),
        Verstoss::NichtGezeichnet => {
            ("Das Schreiben ist noch nicht gezeichnet.", "Versandt wird erst nach der Zeichnung.")
        }
        Verstoss::BereitsVersandt => (
            "Das Schreiben ist schon versandt und lässt sich nicht zurückholen.",
            "Bitte schreiben Sie, was richtigzustellen ist, in einem neuen Schreiben.",
        ),
        Verstoss::ReinschriftFalsch => (
            "Die Reinschrift gehört zu einer anderen Fassung als der gezeichneten.",
            "Bitte fertigen Sie sie noch einmal.",
        ),
        Verstoss::BereitsErledigt => ("Dieser Verfügungspunkt ist nicht mehr offen.", ""),
        Verstoss::EntwurfBleibt => (
            "Ein Entwurf bleibt in seinem Vorgang, bis er gezeichnet ist.",
            "Bitte zeichnen oder stornieren Sie ihn zuerst.",
        ),
        _ => ("Eine Regel des Hauses steht dem entgegen.", ""),
    }
}

/// The same for the plan, the registry and the end of a file's life.
const fn registratur(verstoss: Verstoss) -> (&'static str, &'static str) {
    match verstoss {
        Verstoss::InAussonderung => (
            "Die Akte ist auf dem Weg zum Archiv oder zur Vernichtung.",
            "Bitte nehmen Sie sie zuerst aus der Aussonderung heraus.",
        ),
        Verstoss::AussonderungFolge => (
            "Dieser Schritt der Aussonderung ist jetzt nicht an der Reihe.",
            "Bitte öffnen Sie die Aussonderung neu und sehen Sie nach ihrem Stand.",
        ),
        Verstoss::AufbewahrungLaeuft => {
            ("Die Aufbewahrungsfrist der Akte ist noch nicht abgelaufen.", "")
        }
        Verstoss::AktenplaneinheitStillgelegt => {
            ("Diese Aktenplaneinheit nimmt keine neuen Akten auf.", "Bitte wählen Sie eine andere.")
        }
        Verstoss::AktenplanFremd => (
            "Diese Aktenplaneinheit gehört zum Aktenplan eines anderen Mandanten.",
            "Bitte wählen Sie eine andere.",
        ),
        Verstoss::TeilakteFremd => (
            "Diese Teilakte gehört nicht zur Akte des Vorgangs.",
            "Bitte wählen Sie eine Teilakte derselben Akte.",
        ),
        Verstoss::DokumentStorniert => {
            ("Dieses Dokument ist storniert und ändert sich nicht mehr.", "")
        }
        Verstoss::Vernichtet => (
            "Der Inhalt wurde nach Ablauf der Aufbewahrung vernichtet.",
            "Den Nachweis finden Sie unter „Aussonderung“.",
        ),
        _ => ("Eine Regel des Hauses steht dem entgegen.", ""),
    }
}

impl From<Verstoss> for Fehler {
    fn from(verstoss: Verstoss) -> Self {
        let code = match verstoss {
            Verstoss::BetreffFehlt | Verstoss::BetreffZuLang | Verstoss::GrundFehlt => {
                Code::Invalid
            }
            Verstoss::VierAugen | Verstoss::NichtAdressat | Verstoss::FremderName => Code::Denied,
            _ => Code::Conflict,
        };
        let (meldung, rat) = worte(verstoss);
        Self::new(code, meldung, rat)
    }
}
