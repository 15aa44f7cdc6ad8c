//! Runs the commands.
//!
//! Never opens a store but through `desk`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use desk::views::{
    AktenverlaufArgs, Ausschnitt, BaumArgs, BaumKnoten, BytesArgs, EingangFilter, EinrichtenArgs,
    ErkennungStand, Fassung, Fehler, Id, KnotenArt, KnotenRef, Leer, OriginalArgs,
    OriginalAusgebenArgs, PosteingangArgs, SucheArgs, TrennblattArgs, UebernahmeErgebnis,
    UebernahmeZeile, VerlaufAusgebenArgs, VerlaufFilter, VerlaufForm, Ziel, ZielArt, ZieleArgs,
    ZuordnenArgs,
};
use desk::{Desk, Herkunftsart, open};

use crate::args::{Cli, Command, Einrichten, Import, Verlauf, Zuordnen};
use crate::print;

pub(crate) fn run(cli: &Cli) -> anyhow::Result<ExitCode> {
    if matches!(cli.command, Command::Verify) {
        return verify(cli);
    }
    let desk = open_desk(cli)?;
    match &cli.command {
        Command::Doctor => doctor(cli, &desk),
        Command::Einrichten(args) => einrichten(cli, &desk, args),
        Command::Import(args) => import(cli, &desk, args),
        Command::Eingaenge { alle, anzahl } => {
            let filter = if *alle { EingangFilter::Alle } else { EingangFilter::Offen };
            let ausschnitt = Ausschnitt { ab: 0, anzahl: *anzahl };
            let list = act(desk.posteingang(PosteingangArgs { filter, ausschnitt }))?;
            print::show(cli.json, &list, print::eingaenge)
        }
        Command::Zuordnen(args) => zuordnen(cli, &desk, args),
        Command::Akten => print::show(cli.json, &tree(&desk)?, |rows| print::akten(rows)),
        Command::Suche { text } => {
            let ausschnitt = Ausschnitt { ab: 0, anzahl: 50 };
            while act(desk.suche_nachziehen())? > 0 {}
            let hits = act(desk.suche(SucheArgs { text: text.join(" "), ausschnitt }))?;
            print::show(cli.json, &hits, print::treffer)
        }
        Command::Sync => sync(cli, &desk),
        // Answered above, without opening the desk: looking may change nothing.
        Command::Verify => verify(cli),
        Command::Verlauf(args) => verlauf(cli, &desk, args),
        Command::Export { sha256, file, kopie } => export(&desk, sha256, file, *kopie),
        Command::Texterkennung { kopien } => texterkennung(cli, &desk, kopien.as_deref()),
        Command::Aussonderung(was) => crate::aussonderung::aussonderung(cli.json, &desk, was),
        Command::Abgabe(was) => crate::aussonderung::abgabe(cli.json, &desk, was),
        Command::AktePdf { id, datei } => crate::aussonderung::akte_pdf(cli.json, &desk, id, datei),
        Command::AktenplanAusgeben { ordner } => {
            crate::aussonderung::aktenplan(cli.json, &desk, ordner)
        }
        Command::Scannen(args) => crate::scannen::scannen(cli.json, &desk, args),
        Command::Trennblaetter { file, anzahl, anlage } => {
            let pfad = std::path::absolute(file)?.display().to_string();
            let args = TrennblattArgs { pfad, anzahl: *anzahl, anlage: *anlage };
            act(desk.trennblaetter(args))?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn open_desk(cli: &Cli) -> anyhow::Result<Arc<Desk>> {
    let passphrase = passphrase(cli)?;
    let desk = open::desk(cli.data.as_deref(), cli.uebung, passphrase.as_deref());
    desk.map_err(|error| fehler(error.0))
}

fn verify(cli: &Cli) -> anyhow::Result<ExitCode> {
    let passphrase = passphrase(cli)?;
    let report = open::pruefung(cli.data.as_deref(), cli.uebung, passphrase.as_deref());
    let report = report.map_err(|error| fehler(error.0))?;
    print::show(cli.json, &report, print::pruefung)?;
    Ok(if report.in_ordnung { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn passphrase(cli: &Cli) -> anyhow::Result<Option<String>> {
    let Some(file) = &cli.passphrase_file else { return Ok(None) };
    let text = std::fs::read_to_string(file);
    Ok(Some(text.with_context(|| format!("Passphrase-Datei {}", file.display()))?))
}

/// Turns the border's error into one line with what to do.
fn fehler(fehler: Fehler) -> anyhow::Error {
    match fehler.rat {
        Some(rat) => anyhow::anyhow!("{}\n{rat}", fehler.meldung),
        None => anyhow::anyhow!("{}", fehler.meldung),
    }
}

pub(crate) fn act<T>(result: Result<T, Fehler>) -> anyhow::Result<T> {
    result.map_err(fehler)
}

fn doctor(cli: &Cli, desk: &Desk) -> anyhow::Result<ExitCode> {
    let report = serde_json::json!({
        "datenordner": desk.store_folder(),
        "uebersicht": act(desk.uebersicht(Leer {}))?,
        "abgleich": act(desk.abgleich(Leer {}))?,
        "uebernahme": act(desk.uebernahme(Leer {}))?,
    });
    print::show(cli.json, &report, print::doctor)
}

fn einrichten(cli: &Cli, desk: &Desk, args: &Einrichten) -> anyhow::Result<ExitCode> {
    let view = act(desk.zentrale_einrichten(EinrichtenArgs {
        zentrale: args.zentrale.clone(),
        code: args.code.clone(),
        benutzer: args.benutzer.clone(),
        arbeitsplatz: args.arbeitsplatz.clone(),
    }))?;
    print::show(cli.json, &view, |view| format!("Eingerichtet bei: {}", view.mandant))
}

/// What became of one path: a row per file.
type Rows = Result<Vec<UebernahmeZeile>, Fehler>;

fn import(cli: &Cli, desk: &Desk, args: &Import) -> anyhow::Result<ExitCode> {
    // What an earlier run took in and could not remove any more goes first.
    act(desk.ausstehende_freigaben())?;
    let paths = expand(&args.pfade)?;
    let next = AtomicUsize::new(0);
    let rows: Mutex<Vec<Option<Rows>>> = Mutex::new(paths.iter().map(|_| None).collect());
    std::thread::scope(|scope| {
        for _ in 0..args.jobs.clamp(1, 16) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(path) = paths.get(index) else { return };
                    let (quelle, freigeben) = (Herkunftsart::Kommandozeile, args.freigeben);
                    let row = desk.alles_uebernehmen(path, quelle, freigeben);
                    let mut rows = rows.lock().unwrap_or_else(PoisonError::into_inner);
                    if let Some(slot) = rows.get_mut(index) {
                        *slot = Some(row);
                    }
                }
            });
        }
    });
    let mut zeilen = Vec::new();
    for row in rows.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().flatten() {
        zeilen.extend(act(row)?);
    }
    let failed = zeilen.iter().any(|zeile| zeile.fehlgeschlagen);
    print::show(cli.json, &UebernahmeErgebnis { zeilen }, print::uebernahme)?;
    // What was taken in is safe; that it is found can wait for the next start.
    while let Ok(1..) = desk.suche_nachziehen() {}
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// A folder stands for what lies directly in it, in the order of the names, so that several can
/// be taken in at a time; a court mailbox's export stands for itself.
fn expand(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() || desk::is_export(path) {
            files.push(std::path::absolute(path)?);
            continue;
        }
        let mut inside = Vec::new();
        for entry in std::fs::read_dir(path).with_context(|| path.display().to_string())? {
            inside.push(std::path::absolute(entry?.path())?);
        }
        inside.sort();
        files.extend(inside);
    }
    Ok(files)
}

fn texterkennung(cli: &Cli, desk: &Desk, kopien: Option<&Path>) -> anyhow::Result<ExitCode> {
    act(desk.erkennen(&AtomicBool::new(false)))?;
    if let Some(folder) = kopien {
        std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        for sha256 in act(desk.kopien())? {
            let bytes =
                act(desk.bytes(&BytesArgs { sha256: sha256.clone(), fassung: Fassung::Kopie }))?;
            let path = folder.join(format!("{sha256}.pdf"));
            std::fs::write(&path, bytes).with_context(|| path.display().to_string())?;
        }
    }
    let view = act(desk.erkennungen(Leer {}))?;
    let failed = view.fehlt.is_some()
        || view.zeilen.iter().any(|zeile| zeile.stand == ErkennungStand::Gescheitert);
    print::show(cli.json, &view, print::erkennungen)?;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn zuordnen(cli: &Cli, desk: &Desk, args: &Zuordnen) -> anyhow::Result<ExitCode> {
    let ziel = match (&args.vorgang, &args.akte) {
        (Some(vorgang), _) => Ziel::Vorgang { id: destination(desk, vorgang, ZielArt::Vorgang)? },
        (None, Some(akte)) => Ziel::NeuerVorgang {
            akte: destination(desk, akte, ZielArt::Akte)?,
            betreff: args.betreff.clone().unwrap_or_default(),
        },
        (None, None) => anyhow::bail!("Bitte geben Sie --vorgang oder --akte an."),
    };
    let eingang = args.eingang.clone();
    let titel = args.titel.clone();
    let view = act(desk.eingang_zuordnen(ZuordnenArgs {
        eingang,
        ziel,
        titel,
        angaben: Default::default(),
    }))?;
    print::show(cli.json, &view, |view| {
        format!("Zugeordnet zu {} {}", view.vorgang.aktenzeichen, view.vorgang.betreff)
    })
}

/// Finds a destination by its id or its exact reference.
fn destination(desk: &Desk, text: &str, art: ZielArt) -> anyhow::Result<String> {
    let found = act(desk.ziele(ZieleArgs { text: text.to_owned() }))?;
    let exact = found.into_iter().find(|row| row.art == art && row.aktenzeichen == text);
    Ok(exact.map_or_else(|| text.to_owned(), |row| row.id))
}

fn tree(desk: &Desk) -> anyhow::Result<Vec<(usize, BaumKnoten)>> {
    let mut rows = Vec::new();
    let mut open: Vec<(usize, Option<KnotenRef>)> = vec![(0, None)];
    let mut pending = Vec::new();
    while let Some((depth, knoten)) = open.pop() {
        let children = act(desk.aktenbaum(BaumArgs { knoten }))?;
        pending.extend(children.into_iter().rev().map(|child| (depth, child)));
        while let Some((depth, child)) = pending.pop() {
            let deeper = child.kinder > 0 && child.art != KnotenArt::Vorgang;
            let next = KnotenRef { art: child.art, id: child.id.clone() };
            rows.push((depth, child));
            if deeper {
                let children = act(desk.aktenbaum(BaumArgs { knoten: Some(next) }))?;
                pending.extend(children.into_iter().rev().map(|child| (depth + 1, child)));
            }
        }
    }
    Ok(rows)
}

fn sync(cli: &Cli, desk: &Desk) -> anyhow::Result<ExitCode> {
    let round = act(desk.abgleich_jetzt())?;
    let derived = act(desk.auswerten())?;
    let view = act(desk.abgleich(Leer {}))?;
    let report = serde_json::json!({
        "gesendet": round.pushed,
        "geholt": round.pulled(),
        "originaleGesendet": round.sent,
        "originaleGeholt": round.fetched,
        "ausgewertet": derived,
        "anfragen": round.requests,
        "abgleich": view,
    });
    print::show(cli.json, &report, print::sync)
}

fn export(desk: &Desk, sha256: &str, file: &Path, kopie: bool) -> anyhow::Result<ExitCode> {
    let sha256 = sha256.to_owned();
    let file = if file.is_dir() {
        let named = act(desk.dateiname_vorschlagen(OriginalArgs { sha256: sha256.clone() }))?;
        desk::freier_pfad(file, &named.dateiname)?
    } else {
        file.to_owned()
    };
    let fassung = if kopie { Fassung::Kopie } else { Fassung::Original };
    let mut target = std::fs::File::create_new(&file)
        .with_context(|| format!("{} kann nicht angelegt werden", file.display()))?;
    if kopie {
        use std::io::Write;
        target.write_all(&act(desk.bytes(&BytesArgs { sha256, fassung }))?)?;
        target.sync_all()?;
        return Ok(ExitCode::SUCCESS);
    }
    drop(target);
    let pfad = std::path::absolute(&file)?.display().to_string();
    let done = desk.original_ausgeben(OriginalAusgebenArgs { sha256, pfad });
    if done.is_err() {
        // The empty file only kept the name free of others.
        std::fs::remove_file(&file)?;
    }
    act(done)?;
    Ok(ExitCode::SUCCESS)
}

fn verlauf(cli: &Cli, desk: &Desk, args: &Verlauf) -> anyhow::Result<ExitCode> {
    let found = act(desk.ziele(ZieleArgs { text: args.gegenstand.clone() }))?;
    let exact = found.into_iter().find(|row| row.aktenzeichen == args.gegenstand);
    let id = exact.map_or_else(|| args.gegenstand.clone(), |row| row.id);
    if args.holen {
        act(desk.verlauf_holen(Id { id: id.clone() }))?;
    }
    let filter = VerlaufFilter {
        person: args.person.clone(),
        handlung: None,
        von: args.von.clone(),
        bis: args.bis.clone(),
        text: args.text.clone(),
    };
    if let Some(file) = &args.datei {
        let form = match file.extension().and_then(|ending| ending.to_str()) {
            Some("csv") => VerlaufForm::Csv,
            Some("pdf") => VerlaufForm::Pdf,
            Some("xml") => VerlaufForm::Xdomea,
            _ => anyhow::bail!("Die Zieldatei muss auf .csv, .pdf oder .xml enden."),
        };
        anyhow::ensure!(!file.exists(), "{} gibt es schon.", file.display());
        let pfad = std::path::absolute(file)?.display().to_string();
        let done = act(desk.verlauf_ausgeben(VerlaufAusgebenArgs { id, filter, form, pfad }))?;
        return print::show(cli.json, &done, |done| format!("SHA-256 {}", done.sha256));
    }
    let ausschnitt = Ausschnitt { ab: 0, anzahl: 500 };
    let view = act(desk.aktenverlauf(AktenverlaufArgs { id, filter, ausschnitt }))?;
    print::show(cli.json, &view, print::verlauf)
}
