//! The guided tour: one letter all the way through the real window, with a picture of each step.
//!
//! Never hides a step that failed: it is logged, counted, and decides the exit code.
#![expect(clippy::print_stdout, reason = "the tour tells what it does")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use tokio::time::Instant;
use window::{Letter, Office, Place, Window, by};

const LETTER: &str = "09-schlagloecher-muehlgaesschen.pdf";
const TITLE: &str = "Größere Schlaglöcher im Mühlgässchen";
const VORGANG: &str = "4.2-2/2026-1";
const OTHER: &str = "08-baumfaellung-linde.pdf";
const OTHER_TITLE: &str = "Fällung einer Linde";
const OTHER_WORD: &str = "Winterlinde";
const WORD: &str = "Gänsekresse";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut args = std::env::args_os().skip(1);
    let out = match (args.next(), args.next()) {
        (Some(flag), Some(out)) if flag == "--out" => PathBuf::from(out),
        _ => PathBuf::from("target/tour"),
    };
    let mut tour = Tour { out, log: String::new(), errors: 0, pictures: 0, start: Instant::now() };
    if let Err(error) = tour.walk().await {
        tour.failed("the tour could not go on", &error);
    }
    let last = format!("Tour: {} errors", tour.errors);
    tour.say(&last);
    println!("{} pictures and tour.log in {}", tour.pictures, tour.out.display());
    println!("{last}");
    if tour.errors == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What has happened so far.
struct Tour {
    out: PathBuf,
    log: String,
    errors: u32,
    pictures: u32,
    start: Instant,
}

impl Tour {
    async fn walk(&mut self) -> Result<()> {
        fs::create_dir_all(&self.out).with_context(|| format!("make {}", self.out.display()))?;
        let office = Office::start("tour").await?;
        self.say("a centre and a watched folder are ready");
        let window = office.window().await?;
        let letter = self.first_workstation(&office, &window).await?;
        self.say("a second workstation opens at the same centre");
        let second = office.second_window().await?;
        self.second_workstation(&second, &letter).await
    }

    async fn first_workstation(&mut self, office: &Office, window: &Window) -> Result<Letter> {
        let ready = window.see(&by("listbox", "Eingänge")).await;
        self.step(window, "posteingang", "the Posteingang is empty", ready).await;
        office.deliver(OTHER)?;
        let letter = office.deliver(LETTER)?;
        self.say("two PDFs were dropped into the watched folder");
        let arrived = all([
            window.arrives(OTHER_TITLE).await,
            window.arrives(TITLE).await,
            window.read(OTHER_WORD).await,
        ]);
        self.step(window, "eingetroffen", "both appear by themselves", arrived).await;
        let read = all([window.choose(TITLE).await, window.read(WORD).await]);
        self.step(window, "gelesen", "one is opened and read", read).await;
        let filed = all([window.zuordnen(VORGANG).await, window.read(OTHER_WORD).await]);
        self.step(window, "zugeordnet", "it is filed by keyboard into its Vorgang", filed).await;
        let other = all([
            window.choose(OTHER_TITLE).await,
            window.vorgang_anlegen("Fällanträge", "Fällung einer Winterlinde, Am Anger 6").await,
        ]);
        self.step(window, "neuer-vorgang", "the other goes into a new Vorgang", other).await;
        let equal = all([
            window.go(Place::Abgleich).await,
            window.press_button("Jetzt abgleichen").await,
            window.abgleich_says("Aktuell").await,
        ]);
        self.step(window, "abgleich", "everything is reconciled with the centre", equal).await;
        let found = self.akten(window).await;
        self.step(window, "akten", "the tree of files holds it", found).await;
        let hit = all([window.suchen(WORD).await, window.hit(TITLE).await]);
        self.step(window, "suche", "the search finds it by a word with an umlaut", hit).await;
        Ok(letter)
    }

    async fn akten(&self, window: &Window) -> Result<()> {
        window.go(Place::Akten).await?;
        window.open_tree(&["4", "4.2", "4.2-2/2026", VORGANG]).await?;
        window.see(&by("treeitem", TITLE).part().inside("tree", "Aktenplan")).await
    }

    async fn second_workstation(&mut self, window: &Window, letter: &Letter) -> Result<()> {
        let arrived = self.akten(window).await;
        self.step(window, "zweiter-arbeitsplatz", "the document is there too", arrived).await;
        let sha256 = &letter.sha256;
        let same = window.original_sha256(sha256).await.and_then(|there| {
            ensure!(&there == sha256, "{there} instead of {sha256}");
            Ok(())
        });
        self.step(window, "gleiche-bytes", &format!("its SHA-256 is {sha256}"), same).await;
        let checked = window.call("pruefung", json!({})).await.and_then(|found| {
            ensure!(found.get("inOrdnung") == Some(&json!(true)), "{found}");
            Ok(())
        });
        self.step(window, "geprueft", "every hash and the audit chain are in order", checked).await;
        Ok(())
    }

    /// Notes how a step ended and takes its picture.
    async fn step(&mut self, window: &Window, file: &str, what: &str, done: Result<()>) {
        match done {
            Ok(()) => self.say(what),
            Err(error) => self.failed(what, &error),
        }
        self.pictures += 1;
        let path = self.out.join(format!("{:02}-{file}.png", self.pictures));
        if let Err(error) = window.shot(&path).await {
            self.failed("the picture of this step", &error);
        }
    }

    fn failed(&mut self, what: &str, error: &anyhow::Error) {
        self.errors += 1;
        self.say(&format!("FAILED: {what}: {error:#}"));
    }

    fn say(&mut self, line: &str) {
        let line = format!("{:>6.1} s  {line}", self.start.elapsed().as_secs_f64());
        println!("{line}");
        // Writing to a string cannot fail; a log that cannot be written shows on the screen.
        _ = writeln!(self.log, "{line}");
        if let Err(error) = fs::write(Path::new(&self.out).join("tour.log"), &self.log) {
            println!("tour.log: {error}");
        }
    }
}

/// The first error of several acts that were done one after the other.
fn all<const N: usize>(acts: [Result<()>; N]) -> Result<()> {
    acts.into_iter().collect()
}
