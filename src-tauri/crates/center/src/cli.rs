//! What an administrator can do, each command with its German explanation.
//!
//! Never prints content of records, except where a command exists to show it.

mod admin;
mod compact;
mod mandant;
mod place;
mod serve;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use place::{Authority, Place};

#[derive(Parser)]
#[command(name = "forsthaus-center", version, about = "Zentrale für Forsthaus-Arbeitsplätze")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Nimmt Anfragen der Arbeitsplätze entgegen.
    Serve(Box<serve::Serve>),
    /// Richtet eine Behörde ein.
    TenantAdd(admin::TenantAdd),
    /// Richtet einen Mandanten ein: eine Gemeinde, deren Akten das Haus getrennt führt.
    MandantAdd(Box<mandant::MandantAdd>),
    /// Ändert die Angaben eines Mandanten.
    MandantSet(Box<mandant::MandantSet>),
    /// Listet die Mandanten mit Bereich und Mustern.
    MandantList(Authority),
    /// Liest einen Aktenplan ein; was in der Datei fehlt, wird stillgelegt, nie gelöscht.
    AktenplanImport(mandant::AktenplanImport),
    /// Listet die Behörden mit Zahl der Datensätze und Größe der Originale.
    Tenants(Place),
    /// Gibt einen neuen Einmal-Code für einen Arbeitsplatz aus.
    Code {
        #[command(flatten)]
        authority: Authority,
        /// Zahl der Arbeitsplätze, die sich damit anmelden können.
        #[arg(long, default_value_t = 1)]
        uses: u32,
    },
    /// Listet die Arbeitsplätze einer Behörde.
    Devices(Authority),
    /// Sperrt einen Arbeitsplatz.
    RevokeDevice {
        #[command(flatten)]
        authority: Authority,
        /// Kurzname des Arbeitsplatzes.
        arbeitsplatz: String,
    },
    /// Gibt einem Arbeitsplatz einen Bereich.
    Grant(admin::Right),
    /// Entzieht einem Arbeitsplatz einen Bereich; er löscht ihn bei sich und bestätigt das.
    Revoke(admin::Right),
    /// Siegelt den Stand jetzt.
    Seal(Authority),
    /// Räumt auf: kürzt das Änderungsprotokoll bis zum neuesten Schnappschuss und vergisst
    /// abgebrochene Übertragungen.
    Compact {
        #[command(flatten)]
        place: Place,
        /// So viele Tage bleiben im Protokoll.
        #[arg(long, default_value_t = 90)]
        days: u32,
    },
    /// Listet, was Arbeitsplätze nach einer Rücksicherung übergeben haben.
    SalvageList(Authority),
    /// Zeigt das Kontingent einer Behörde oder setzt es.
    Quota {
        #[command(flatten)]
        authority: Authority,
        /// Höchstzahl der Datensätze; 0: ohne Grenze.
        #[arg(long)]
        records: Option<u64>,
        /// Höchstgröße der Originale in Bytes; 0: ohne Grenze.
        #[arg(long)]
        bytes: Option<u64>,
    },
    /// Sichert die Datenbank in eine Datei und merkt sich den Stand.
    Backup {
        #[command(flatten)]
        place: Place,
        /// Zieldatei.
        file: PathBuf,
    },
    /// Merkt sich den Stand vor einer Sicherung, die mit Mitteln von PostgreSQL gemacht wird.
    BackupBegin {
        #[command(flatten)]
        place: Place,
        /// Name der Sicherung.
        name: String,
    },
    /// Vergisst eine Sicherung, die nie mehr eingespielt wird.
    BackupForget {
        #[command(flatten)]
        place: Place,
        /// Datei oder Name, wie beim Sichern angegeben.
        name: String,
    },
    /// Rechnet Kette, Nummern und Prüfsummen nach.
    Verify(Place),
}

/// Does what the command line says.
pub(crate) async fn run() -> anyhow::Result<()> {
    let command = Cli::parse().command;
    let command = match command {
        Command::Serve(options) => return serve::serve(*options).await,
        other => other,
    };
    place::log(place::LogForm::Text);
    if let Command::Compact { place, days } = command {
        return compact::compact(&place, days).await;
    }
    // The database's client waits in its own way, which a thread of the runtime must not.
    tokio::task::spawn_blocking(move || admin(command)).await?
}

fn admin(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve(_) | Command::Compact { .. } => Ok(()),
        Command::TenantAdd(options) => admin::tenant_add(&options),
        Command::MandantAdd(options) => mandant::add(&options),
        Command::MandantSet(options) => mandant::set(&options),
        Command::MandantList(authority) => mandant::list(&authority),
        Command::AktenplanImport(options) => mandant::aktenplan_import(&options),
        Command::Tenants(place) => admin::tenants(&place),
        Command::Code { authority, uses } => admin::code(&authority, uses),
        Command::Devices(authority) => admin::devices(&authority),
        Command::RevokeDevice { authority, arbeitsplatz } => {
            admin::revoke_device(&authority, &arbeitsplatz)
        }
        Command::Grant(right) => admin::grant(&right),
        Command::Revoke(right) => admin::revoke(&right),
        Command::Seal(authority) => admin::seal(&authority),
        Command::SalvageList(authority) => admin::salvage_list(&authority),
        Command::Quota { authority, records, bytes } => admin::quota(&authority, records, bytes),
        Command::Backup { place, file } => admin::backup(&place, &file),
        Command::BackupBegin { place, name } => admin::backup_begin(&place, &name),
        Command::BackupForget { place, name } => admin::backup_forget(&place, &name),
        Command::Verify(place) => admin::verify(&place),
    }
}

/// Prints a line for the person who typed the command.
fn say(text: &str) -> anyhow::Result<()> {
    use std::io::Write;
    writeln!(std::io::stdout(), "{text}")?;
    Ok(())
}
