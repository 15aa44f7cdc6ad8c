//! Bad input ends in a clear German message, and nothing is lost.

use std::fs;
use std::io::Write;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use window::{LONG, Office, Place, by, until};

use crate::{LINDE, MUEHLGAESSCHEN};

#[tokio::test]
async fn cut_off_pdf_is_kept_and_marked() -> Result<()> {
    let office = Office::start("fehler-abgeschnitten").await?;
    let window = office.window().await?;
    let whole = fs::read(office.practice(LINDE.file))?;
    let half = whole.get(..whole.len() / 2).context("half of the letter")?;
    // In the watched folder it would be given a minute more for its end to be written.
    let letter = office.elsewhere("abgeschnitten.pdf", half)?;
    window.drop_files(&[&letter]).await?;
    window.see(&by("option", "Prüfung nötig").part().inside("listbox", "Eingänge")).await?;
    window.choose("abgeschnitten").await?;
    window.read("Bitte beachten").await?;
    let sha256 = window::sha256(half);
    let kept = window.original_sha256(&sha256).await?;
    ensure!(kept == sha256, "{kept} instead of {sha256}");
    Ok(())
}

#[tokio::test]
async fn empty_file_is_told_when_it_is_dropped() -> Result<()> {
    let office = Office::start("fehler-leer").await?;
    let window = office.window().await?;
    window.see(&by("listbox", "Eingänge")).await?;
    let nothing = office.elsewhere("nichts.pdf", b"")?;
    window.drop_files(&[&nothing]).await?;
    window.read("nichts.pdf").await?;
    window.read("ist leer").await
}

#[tokio::test]
async fn what_is_no_file_does_not_stop_the_queue() -> Result<()> {
    let office = Office::start("fehler-ordnung").await?;
    let window = office.window().await?;
    fs::create_dir(office.folder.join("ordner.pdf"))?;
    office.deliver_bytes("leer.pdf", b"")?;
    let made = Command::new("mkfifo").arg(office.folder.join("rohr.pdf")).status()?;
    ensure!(made.success(), "mkfifo: {made}");
    office.deliver(LINDE.file)?;
    window.arrives(LINDE.title).await?;
    window.go(Place::Abgleich).await?;
    window.read("rohr.pdf").await
}

#[tokio::test]
async fn growing_file_is_taken_in_whole() -> Result<()> {
    let office = Office::start("fehler-waechst").await?;
    let window = office.window().await?;
    let bytes = fs::read(office.practice(MUEHLGAESSCHEN.file))?;
    let mut file = fs::File::create(office.folder.join("waechst.pdf"))?;
    let mut rest = bytes.chunks(64);
    window.go(Place::Abgleich).await?;
    until("the folder says that somebody is still writing", LONG, async || {
        file.write_all(rest.next().context("the letter is written and nobody said so")?)?;
        Ok(window.text().await?.contains("wird noch geschrieben").then_some(()))
    })
    .await?;
    rest.try_for_each(|chunk| file.write_all(chunk))?;
    drop(file);
    window.go(Place::Posteingang).await?;
    window.arrives(MUEHLGAESSCHEN.title).await?;
    let sha256 = window::sha256(&bytes);
    let kept = window.original_sha256(&sha256).await?;
    ensure!(kept == sha256, "{kept} instead of {sha256}");
    Ok(())
}

#[tokio::test]
async fn link_in_the_folder_is_refused_and_told() -> Result<()> {
    let office = Office::start("fehler-verweis").await?;
    let window = office.window().await?;
    let elsewhere = office.elsewhere("geheim.pdf", b"%PDF-1.7 not post")?;
    std::os::unix::fs::symlink(&elsewhere, office.folder.join("verweis.pdf"))?;
    window.go(Place::Abgleich).await?;
    window.read("verweis.pdf").await?;
    ensure!(elsewhere.is_file(), "what the link pointed at is gone");
    Ok(())
}
