//! What can be given to the window at its start.
//!
//! Never anything a clerk needs to know: IT, the tour and the tests use it.

use std::path::PathBuf;

/// Arguments of the window.
#[derive(clap::Parser)]
#[command(name = "forsthaus", version)]
pub(crate) struct Args {
    /// Datenordner; sonst der des angemeldeten Benutzers.
    #[arg(long)]
    pub(crate) data: Option<PathBuf>,
    /// Übungsbetrieb: eigener Datenordner ohne echte Daten.
    #[arg(long)]
    pub(crate) uebung: bool,
    /// Adresse der Zentrale für die erste Einrichtung.
    #[arg(long, requires = "code")]
    pub(crate) center: Option<String>,
    /// Einmal-Code für die erste Einrichtung.
    #[arg(long, requires = "center")]
    pub(crate) code: Option<String>,
    /// Wer hier arbeitet (erste Einrichtung).
    #[arg(long)]
    pub(crate) benutzer: Option<String>,
    /// Kurzname des Arbeitsplatzes (erste Einrichtung).
    #[arg(long)]
    pub(crate) arbeitsplatz: Option<String>,
    /// Ordner, der überwacht wird.
    #[arg(long)]
    pub(crate) watch: Option<PathBuf>,
}
