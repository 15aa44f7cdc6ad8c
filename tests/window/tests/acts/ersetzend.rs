//! Replacing scan: checked against the paper, looked at by a second person, and what becomes of
//! the paper.

use anyhow::{Context, Result, ensure};
use window::{ANNA, BERND, Office, Place, Window, by};

use crate::erkennung::letter;
use crate::registratur::looks_right;

/// Words of the scan's title.
const SCAN: &str = "gescannter";
/// The list beside the reconciliation.
const PAPIERE: &str = "Papieroriginale";

/// A scan that is drawn for the sample: its hash decides, so bytes are found that have one.
fn drawn() -> Result<Vec<u8>> {
    let scan = letter(1)?;
    (0..1_000)
        .map(|number| [&scan[..], format!("% {number}\n").as_bytes()].concat())
        .find(|bytes| {
            let hash = window::sha256(bytes);
            let head = hash.get(..16).and_then(|head| u64::from_str_radix(head, 16).ok());
            head.is_some_and(|number| number % 100 < 10)
        })
        .context("one of a thousand scans that is drawn")
}

/// Opens the part about replacing scan of the scan.
async fn open(window: &Window) -> Result<()> {
    window.choose(SCAN).await?;
    window.press_button("Ersetzendes Scannen").await
}

/// Fills in the form beside a scan of one page and has the note made.
async fn check(office: &Office, window: &Window) -> Result<()> {
    open(window).await?;
    window.fill("Seiten auf dem Papier", "2").await?;
    window.press_button("Transfervermerk anlegen").await?;
    window.read("Die Seitenzahl stimmt nicht mit dem Scan überein.").await?;
    window.read("Ohne Sichtprüfung gibt es keinen Transfervermerk.").await?;
    looks_right(office, window, "scan-pruefen").await?;
    window.fill("Seiten auf dem Papier", "1").await?;
    let seen = by("checkbox", "Ich habe jede Seite des Scans mit dem Papier verglichen.");
    window.find(&seen).await?.click().await?;
    window.fill("Modell", "Flachbett 300").await?;
    window.fill("Verfahrensanweisung", "VA Scannen").await?;
    window.fill("Fassung der Verfahrensanweisung", "2").await?;
    window.press_button("Transfervermerk anlegen").await?;
    window.read("Der Transfervermerk ist angelegt.").await
}

/// Goes from the list of papers to the scan.
async fn open_from_the_list(window: &Window) -> Result<()> {
    window.go(Place::Abgleich).await?;
    let title = by("button", SCAN).part().inside("region", PAPIERE);
    window.see(&title).await?;
    // It stands in the list of papers and in that of the sample.
    window.all(&title).await?.first().context("the scan's title")?.click().await?;
    window.press_button("Ersetzendes Scannen").await
}

#[tokio::test]
async fn scan_is_checked_sampled_by_a_second_person_and_its_paper_decided() -> Result<()> {
    let office = Office::start("ersetzend").await?;
    let [anna, bernd] = [office.window().await?, office.second_window().await?];
    office.deliver_bytes("gescannter-antrag.pdf", &drawn()?)?;
    anna.arrives(SCAN).await?;
    check(&office, &anna).await?;
    anna.read("Das Papier wird bis").await?;
    anna.read("Für die Stichprobe gezogen.").await?;
    // Who has scanned is not the second person.
    anna.read("Die Stichprobe nimmt eine andere Person.").await?;
    anna.gone(&by("button", "Ergebnis festhalten")).await?;
    looks_right(&office, &anna, "transfervermerk").await?;
    anna.abgleichen_until("Aktuell").await?;
    anna.read("Für die Stichprobe gezogen: 1").await?;
    anna.read("Heute darf nichts vernichtet werden.").await?;

    bernd.abgleichen_until("Für die Stichprobe gezogen: 1").await?;
    open_from_the_list(&bernd).await?;
    bernd.find(&by("radio", "in Ordnung")).await?.click().await?;
    bernd.press_button("Ergebnis festhalten").await?;
    bernd.read("Der Schritt ist vermerkt.").await?;
    bernd.press_button("Papier dauerhaft behalten").await?;
    bernd.see(&by("form", "Papier dauerhaft behalten")).await?;
    bernd.find(&by("radio", "Siegel oder besonderer Stempel")).await?.click().await?;
    bernd.press_button("Papier dauerhaft behalten").await?;
    bernd.read("Das Papier wird nicht vernichtet: Siegel.").await?;
    bernd.abgleichen_until("Aktuell").await?;

    anna.abgleichen_until("Das Papier wird nicht vernichtet: Siegel.").await?;
    anna.read("Für die Stichprobe gezogen: 0").await?;
    anna.press_button("Protokoll der Stichprobe").await?;
    let checked = by("listitem", BERND).part().inside("region", PAPIERE);
    let line = anna.find(&checked).await?.text().await?;
    ensure!(line.contains("in Ordnung") && !line.contains(ANNA), "{line}");
    looks_right(&office, &anna, "papieroriginale").await?;
    // The exception can be taken back: not by who has scanned, and not without a reason.
    open_from_the_list(&anna).await?;
    anna.read("Diesen Schritt muss eine andere Person tun.").await?;
    open_from_the_list(&bernd).await?;
    let back = "Freigabe oder Ausnahme zurücknehmen";
    bernd.press_button(back).await?;
    bernd.see(&by("form", back)).await?;
    bernd.press_button(back).await?;
    bernd.read("Bitte nennen Sie den Grund.").await?;
    looks_right(&office, &bernd, "zuruecknehmen").await?;
    bernd.fill("Begründung", "Siegel ist nur aufgedruckt").await?;
    bernd.press("Enter").await?;
    bernd.read("Das Papier ist vorhanden.").await
}

#[tokio::test]
async fn defect_that_the_second_person_finds_keeps_the_paper() -> Result<()> {
    let office = Office::start("ersetzend-mangel").await?;
    let [anna, bernd] = [office.window().await?, office.second_window().await?];
    office.deliver_bytes("gescannter-antrag.pdf", &drawn()?)?;
    anna.arrives(SCAN).await?;
    check(&office, &anna).await?;
    anna.abgleichen_until("Aktuell").await?;
    bernd.abgleichen_until("Für die Stichprobe gezogen: 1").await?;
    open_from_the_list(&bernd).await?;
    bernd.find(&by("radio", "neu scannen")).await?.click().await?;
    bernd.press_button("Ergebnis festhalten").await?;
    bernd.read("Bitte schreiben Sie, was nicht stimmt.").await?;
    bernd.fill("Was nicht stimmt", "Rand abgeschnitten").await?;
    bernd.press("Enter").await?;
    bernd.read("Der Schritt ist vermerkt.").await?;
    bernd.read("Rand abgeschnitten").await?;
    bernd.abgleichen_until("Aktuell").await?;
    anna.abgleichen_until("Für die Stichprobe gezogen: 0").await?;
    anna.press_button("Protokoll der Stichprobe").await?;
    anna.read("1 geprüft, 1 mit Mangel.").await?;
    anna.read("Rand abgeschnitten").await
}
