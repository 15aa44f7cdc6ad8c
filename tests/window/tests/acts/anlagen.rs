//! A message comes with attachments, and each can be read.

use std::fs;

use anyhow::{Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use window::{Office, by};

use crate::LINDE;

/// Returns a message with a letter as its attachment, as a mail program saves it.
fn mail(letter: &[u8]) -> Vec<u8> {
    let body = STANDARD.encode(letter);
    let lines: Vec<&str> =
        body.as_bytes().chunks(76).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    format!(
        "From: Gesine Drosselbarth <gesine@drosselbarth.invalid>\r\n\
         To: Poststelle <post@lindenhain.invalid>\r\n\
         Subject: Unterlagen zur Linde\r\nDate: Mon, 2 Nov 2026 10:15:00 +0100\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=grenze\r\n\r\n\
         --grenze\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
         <p>Anbei der <b>Antrag</b>.</p><script>document.title = 'weg'</script>\r\n\
         --grenze\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\
         Content-Disposition: attachment; filename=\"Antrag.pdf\"\r\n\r\n{}\r\n--grenze--\r\n",
        lines.join("\r\n")
    )
    .into_bytes()
}

#[tokio::test]
async fn message_is_read_and_its_attachment_opened_without_the_mouse() -> Result<()> {
    let office = Office::start("anlagen-nachricht").await?;
    let window = office.window().await?;
    let letter = fs::read(office.practice(LINDE.file))?;
    office.deliver_bytes("nachricht.eml", &mail(&letter))?;
    window.arrives("Unterlagen zur Linde").await?;
    window.arrives("2 Teile").await?;
    window.choose("Unterlagen zur Linde").await?;
    window.read("Anbei der Antrag.").await?;
    window.read("Sie sind nicht nachgewiesen.").await?;
    let title = window.title().await?;
    ensure!(title.starts_with("Posteingang"), "the message's script ran: {title}");
    let findings = window.axe().await?;
    ensure!(findings.is_empty(), "{findings:#?}");
    let part = by("button", "Antrag.pdf").start();
    window.press_until("the keyboard on the attachment", "Tab", &part.clone().focused()).await?;
    window.press("Enter").await?;
    window.read(LINDE.word).await?;
    window.see(&by("button", "Zurück zur Nachricht").focused()).await?;
    window.press("Escape").await?;
    window.see(&part.focused()).await?;
    window.read("Anbei der Antrag.").await
}
