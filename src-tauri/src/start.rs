//! From the arguments to an open desk with its services, or to a sentence that says why not.
//!
//! Never opens a window.

use std::sync::Arc;

use desk::views::{Code, EinrichtenArgs, Fehler, OrdnerArgs};
use desk::{Desk, Services, Timing, open, uebung};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use crate::args::Args;

/// Starts the log: technical texts only, never content or names.
pub(crate) fn log() {
    let filter = EnvFilter::builder()
        .with_default_directive(LevelFilter::WARN.into())
        .with_env_var("FORSTHAUS_LOG")
        .from_env_lossy();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}

/// Opens the desk and starts its services.
pub(crate) fn open(args: &Args) -> Result<(Arc<Desk>, Services), Fehler> {
    let desk = open::desk(args.data.as_deref(), args.uebung, None).map_err(|error| error.0)?;
    if let (Some(zentrale), Some(code)) = (&args.center, &args.code)
        && !desk.eingerichtet()?
    {
        desk.zentrale_einrichten(EinrichtenArgs {
            zentrale: zentrale.clone(),
            code: code.clone(),
            benutzer: benutzer(args)?,
            arbeitsplatz: args.arbeitsplatz.clone().unwrap_or_else(|| desk.kurzname()),
        })?;
    }
    if let Some(folder) = &args.watch {
        let pfad = folder.to_string_lossy().into_owned();
        desk.eingangsordner_setzen(OrdnerArgs { pfad, ..OrdnerArgs::default() })?;
    }
    let services = Services::start(&desk, Timing::default()).map_err(|error| {
        intern("Forsthaus konnte seine Hintergrunddienste nicht starten.", &error.to_string())
    })?;
    Ok((desk, services))
}

/// Who works here: as given, else in practice a fictional person, else whoever is logged on.
fn benutzer(args: &Args) -> Result<String, Fehler> {
    let logged_on = || std::env::var("USERNAME").or_else(|_| std::env::var("USER")).ok();
    let name = match (&args.benutzer, args.uebung) {
        (Some(name), _) => Some(name.clone()),
        (None, true) => Some(uebung::BENUTZER.to_owned()),
        (None, false) => logged_on(),
    };
    name.filter(|name| !name.trim().is_empty()).ok_or_else(|| Fehler {
        code: Code::Invalid,
        meldung: "Es ist nicht bekannt, wer hier arbeitet.".to_owned(),
        rat: Some("Bitte geben Sie den Namen mit --benutzer an.".to_owned()),
    })
}

/// Says why the window could not be opened.
pub(crate) fn window_failed(error: &tauri::Error) -> Fehler {
    intern("Das Fenster konnte nicht geöffnet werden.", &error.to_string())
}

/// Says that an act has failed through a fault of the program.
pub(crate) fn act_failed() -> Fehler {
    let meldung = "Im Programm ist ein Fehler aufgetreten. Es wurde nichts Halbes gespeichert.";
    intern(meldung, "Bitte versuchen Sie es noch einmal oder verständigen Sie die Administration.")
}

fn intern(meldung: &str, rat: &str) -> Fehler {
    Fehler { code: Code::Internal, meldung: meldung.to_owned(), rat: Some(rat.to_owned()) }
}

/// Tells the person why there is no window, and ends.
pub(crate) fn refuse(fehler: &Fehler) {
    let rat = fehler.rat.as_deref().unwrap_or("");
    tracing::error!(meldung = %fehler.meldung, %rat, "start");
    let show = tauri::Builder::default().plugin(tauri_plugin_dialog::init());
    let text = format!("{}\n\n{rat}", fehler.meldung);
    let show = show.setup(move |app| {
        use tauri_plugin_dialog::{DialogExt, MessageDialogKind};
        let handle = app.handle().clone();
        app.dialog()
            .message(text.clone())
            .title("Forsthaus")
            .kind(MessageDialogKind::Error)
            .show(move |_| handle.exit(1));
        Ok(())
    });
    if let Err(error) = show.run(crate::context()) {
        tracing::error!(%error, "message could not be shown");
        std::process::exit(1);
    }
}
