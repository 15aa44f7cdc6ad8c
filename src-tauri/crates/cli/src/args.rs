//! What can be typed.
//!
//! Never asks back: everything is an argument or an environment variable.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// The command line.
#[derive(Parser)]
#[command(name = "forsthaus-cli", version, about = "Forsthaus ohne Fenster")]
pub(crate) struct Cli {
    /// Datenordner; sonst der des angemeldeten Benutzers.
    #[arg(long, global = true)]
    pub(crate) data: Option<PathBuf>,
    /// Ausgabe als JSON.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Übungsbetrieb: eigener Datenordner ohne echte Daten.
    #[arg(long, global = true)]
    pub(crate) uebung: bool,
    /// Datei mit der Passphrase, wo es keinen Schlüsselspeicher gibt; auch FORSTHAUS_PASSPHRASE.
    #[arg(long, global = true)]
    pub(crate) passphrase_file: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Zeigt, wo was liegt, und ob alles bereit ist.
    Doctor,
    /// Richtet die Verbindung zur Zentrale ein.
    Einrichten(Einrichten),
    /// Übernimmt Dateien oder alle Dateien eines Ordners.
    Import(Import),
    /// Listet den Posteingang.
    Eingaenge {
        /// Auch zugeordnete.
        #[arg(long)]
        alle: bool,
        /// Höchstens so viele Zeilen.
        #[arg(long, default_value_t = 50)]
        anzahl: u32,
    },
    /// Ordnet einen Eingang einem Vorgang zu.
    Zuordnen(Zuordnen),
    /// Listet Akten mit ihren Vorgängen.
    Akten,
    /// Sucht in allem, was auf diesem Arbeitsplatz liegt.
    Suche {
        /// Wörter oder Aktenzeichen.
        #[arg(required = true)]
        text: Vec<String>,
    },
    /// Gleicht jetzt mit der Zentrale ab.
    Sync,
    /// Rechnet alles nach: Originale, Protokollkette, Verweise, Prüfsummen, Listen, Suche.
    /// Verändert nichts; das Programm darf dabei nicht laufen.
    Verify,
    /// Zeigt, wer an einer Akte, einem Vorgang oder einem Dokument wann was getan hat.
    Verlauf(Verlauf),
    /// Schreibt ein Original in eine Datei.
    Export {
        /// SHA-256 des Originals.
        sha256: String,
        /// Zieldatei, die noch nicht da sein darf, oder ein Ordner.
        file: PathBuf,
        /// Statt des Originals dessen durchsuchbare Kopie (PDF/A).
        #[arg(long)]
        kopie: bool,
    },
    /// Liest die Bilder von Seiten, die keinen eigenen Text haben, bis nichts mehr wartet.
    Texterkennung {
        /// Ordner, in den die durchsuchbaren Kopien (PDF/A) geschrieben werden, benannt nach der
        /// Prüfsumme des Originals.
        #[arg(long)]
        kopien: Option<PathBuf>,
    },
    /// Aussonderung: anbieten, abgeben, vernichten.
    #[command(subcommand)]
    Aussonderung(crate::aussonderung::Aussonderung),
    /// Abgabe an eine andere Stelle, und Übernahme von ihr (xdomea 0401).
    #[command(subcommand)]
    Abgabe(crate::aussonderung::Abgabe),
    /// Schreibt eine Akte oder einen Vorgang als ein PDF, mit allen Originalen als Anhang.
    AktePdf {
        /// Kennung der Akte oder des Vorgangs.
        id: String,
        /// Zieldatei.
        datei: PathBuf,
    },
    /// Schreibt den Aktenplan als xdomea-Nachricht 0301 in einen Ordner.
    AktenplanAusgeben {
        /// Zielordner.
        ordner: PathBuf,
    },
    /// Scannt mit einem Gerät in den Posteingang, um es auszuprobieren.
    Scannen(crate::scannen::Scannen),
    /// Schreibt Trennblätter zum Ausdrucken in eine PDF-Datei.
    Trennblaetter {
        /// Zieldatei; sie darf noch nicht da sein.
        file: PathBuf,
        /// So viele Blätter.
        #[arg(long, default_value_t = 1)]
        anzahl: u32,
        /// Dahinter beginnt eine Anlage statt eines neuen Schreibens.
        #[arg(long)]
        anlage: bool,
    },
}

/// Where the centre is and who works here.
#[derive(Args)]
pub(crate) struct Einrichten {
    /// Adresse der Zentrale.
    #[arg(long)]
    pub(crate) zentrale: String,
    /// Einmal-Code der Administration.
    #[arg(long)]
    pub(crate) code: String,
    /// Wer hier arbeitet.
    #[arg(long)]
    pub(crate) benutzer: String,
    /// Kurzname des Arbeitsplatzes, Teil vorläufiger Aktenzeichen.
    #[arg(long)]
    pub(crate) arbeitsplatz: String,
}

/// Whose history, which rows, and where to.
#[derive(Args)]
pub(crate) struct Verlauf {
    /// Aktenzeichen einer Akte oder eines Vorgangs, oder Kennung, auch eines Dokuments.
    pub(crate) gegenstand: String,
    /// Nur von dieser Person.
    #[arg(long)]
    pub(crate) person: Option<String>,
    /// Nur ab diesem Tag, zum Beispiel 2026-11-01.
    #[arg(long)]
    pub(crate) von: Option<String>,
    /// Nur bis zu diesem Tag.
    #[arg(long)]
    pub(crate) bis: Option<String>,
    /// Nur Zeilen mit diesen Wörtern.
    #[arg(long)]
    pub(crate) text: Option<String>,
    /// Fragt vorher die Zentrale nach dem, was vor der Einrichtung dieses Arbeitsplatzes geschah.
    #[arg(long)]
    pub(crate) holen: bool,
    /// Schreibt in diese Datei statt auf den Bildschirm; die Endung csv, pdf oder xml sagt, wie.
    #[arg(long)]
    pub(crate) datei: Option<PathBuf>,
}

/// What to take in.
#[derive(Args)]
pub(crate) struct Import {
    /// Dateien oder Ordner mit allem, was darin liegt. Ein Exportordner eines Gerichtspostfachs
    /// wird ein einziger Eingang.
    #[arg(required = true)]
    pub(crate) pfade: Vec<PathBuf>,
    /// So viele Dateien gleichzeitig.
    #[arg(long, default_value_t = 1)]
    pub(crate) jobs: usize,
    /// Entfernt die Dateien am Ursprungsort, sobald ihr Inhalt gesichert ist.
    #[arg(long)]
    pub(crate) freigeben: bool,
}

/// What to file where.
#[derive(Args)]
pub(crate) struct Zuordnen {
    /// Kennung des Eingangs.
    pub(crate) eingang: String,
    /// Aktenzeichen oder Kennung eines Vorgangs.
    #[arg(long, conflicts_with = "akte", required_unless_present = "akte")]
    pub(crate) vorgang: Option<String>,
    /// Aktenzeichen oder Kennung einer Akte, in der ein neuer Vorgang angelegt wird.
    #[arg(long, requires = "betreff")]
    pub(crate) akte: Option<String>,
    /// Betreff des neuen Vorgangs.
    #[arg(long)]
    pub(crate) betreff: Option<String>,
    /// Titel des Dokuments.
    #[arg(long)]
    pub(crate) titel: Option<String>,
}
