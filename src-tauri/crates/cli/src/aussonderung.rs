//! Hand-over and end of life on the command line.
//!
//! Never has a rule of its own: every line is an act of `desk`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use desk::Desk;
use desk::views::{
    AbgabeEinlesenArgs, AbgabeErstellenArgs, AktenbandArgs, AussonderungAnlegenArgs,
    AussonderungEinstellungen, AussonderungView, Id, LaufSchritt, LaufZweck, Leer, OrdnerZiel,
    SchrittArgs,
};

use crate::commands::act;
use crate::print;

/// What can be done with runs.
#[derive(Subcommand)]
pub(crate) enum Aussonderung {
    /// Listet geschlossene Akten, deren Aufbewahrungsfrist abgelaufen ist.
    Reif,
    /// Listet die Aussonderungen.
    Liste,
    /// Zeigt eine Aussonderung.
    Zeigen {
        /// Kennung der Aussonderung.
        id: String,
    },
    /// Legt Übergabeordner und Absender fest.
    Einstellen(Einstellen),
    /// Beginnt eine Aussonderung.
    Anlegen {
        /// An ein Archiv, oder Vernichtung ohne Archiv.
        #[arg(long, value_enum, default_value_t = Zweck::Archiv)]
        zweck: Zweck,
        /// Kennungen der Akten.
        #[arg(required = true)]
        akten: Vec<String>,
    },
    /// Schreibt die nächste Nachricht in den Übergabeordner.
    Schritt {
        /// Kennung der Aussonderung.
        id: String,
        /// Welche.
        #[arg(value_enum)]
        schritt: Schritt,
    },
    /// Liest Antworten des Archivs aus dem Übergabeordner.
    Einlesen,
    /// Schlägt die Vernichtung vor.
    Vorschlagen {
        /// Kennung der Aussonderung.
        id: String,
    },
    /// Gibt als zweite Person die Vernichtung frei.
    Freigeben {
        /// Kennung der Aussonderung.
        id: String,
    },
    /// Beendet eine Aussonderung, ohne etwas zu vernichten, oder nimmt einen Vorschlag zurück.
    Beenden {
        /// Kennung der Aussonderung.
        id: String,
    },
}

/// Who we are to the archive.
#[derive(Args)]
pub(crate) struct Einstellen {
    /// Übergabeordner.
    #[arg(long)]
    ordner: PathBuf,
    /// Name der Behörde.
    #[arg(long)]
    behoerde: String,
    /// Behördenschlüssel, unter dem das Archiv die Behörde kennt.
    #[arg(long, default_value = "")]
    schluessel: String,
    /// Präfix des Schlüssels.
    #[arg(long, default_value = "")]
    praefix: String,
    /// Name des Archivs.
    #[arg(long, default_value = "Archiv")]
    archiv: String,
    /// Fassung von xdomea.
    #[arg(long, default_value = "3.1.0")]
    fassung: String,
}

/// What a run is about.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Zweck {
    /// Dialogue with an archive.
    Archiv,
    /// Destruction without an archive.
    Vernichtung,
}

/// A message of ours.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Schritt {
    /// 0501.
    Anbieten,
    /// 0505.
    Bestaetigen,
    /// 0503.
    Abgeben,
}

/// What can be done with hand-overs (0401).
#[derive(Subcommand)]
pub(crate) enum Abgabe {
    /// Schreibt eine Akte oder einen Vorgang als Paket in einen Ordner.
    Erstellen {
        /// Kennung der Akte oder des Vorgangs.
        id: String,
        /// Zielordner.
        ordner: PathBuf,
        /// Name der empfangenden Stelle.
        #[arg(long, default_value = "Empfangende Stelle")]
        an: String,
    },
    /// Übernimmt ein Paket.
    Einlesen {
        /// Das Paket.
        pfad: PathBuf,
        /// Kennung der Aktenplaneinheit, wo der eigene Aktenplan die des Pakets nicht kennt.
        #[arg(long)]
        einheit: Option<String>,
        /// Kennung der Akte für Vorgänge, die ohne Akte kommen.
        #[arg(long)]
        akte: Option<String>,
    },
}

pub(crate) fn aussonderung(
    json: bool,
    desk: &Desk,
    was: &Aussonderung,
) -> anyhow::Result<ExitCode> {
    let id = |id: &String| Id { id: id.clone() };
    match was {
        Aussonderung::Reif => print::show(json, &act(desk.aussonderungsreif(Leer {}))?, |list| {
            let rows = list.zeilen.iter().map(|row| {
                let (art, bis) = (row.bewertung, &row.aufbewahrt_bis);
                format!("{}  {art:?}  bis {bis}  {}  {}", row.id, row.aktenzeichen, row.betreff)
            });
            rows.collect::<Vec<_>>().join("\n")
        }),
        Aussonderung::Liste => print::show(json, &act(desk.aussonderungen(Leer {}))?, |view| {
            let rows = view.zeilen.iter();
            let rows =
                rows.map(|row| format!("{}  {} Akten  {}", row.id, row.akten, row.naechstes));
            rows.collect::<Vec<_>>().join("\n")
        }),
        Aussonderung::Zeigen { id: run } => show(json, &act(desk.aussonderung(id(run)))?),
        Aussonderung::Einstellen(e) => {
            let args = AussonderungEinstellungen {
                ordner: absolute(&e.ordner)?,
                behoerde: e.behoerde.clone(),
                schluessel: e.schluessel.clone(),
                praefix: e.praefix.clone(),
                archiv: e.archiv.clone(),
                fassung: e.fassung.clone(),
            };
            let view = act(desk.aussonderung_einstellen(args))?;
            print::show(json, &view.einstellungen, |e| format!("Übergabeordner: {}", e.ordner))
        }
        Aussonderung::Anlegen { zweck, akten } => {
            let zweck = match zweck {
                Zweck::Archiv => LaufZweck::Archiv,
                Zweck::Vernichtung => LaufZweck::Vernichtung,
            };
            let args = AussonderungAnlegenArgs { zweck, akten: akten.clone() };
            show(json, &act(desk.aussonderung_anlegen(args))?)
        }
        Aussonderung::Schritt { id, schritt } => {
            let schritt = match schritt {
                Schritt::Anbieten => LaufSchritt::Anbieten,
                Schritt::Bestaetigen => LaufSchritt::BewertungBestaetigen,
                Schritt::Abgeben => LaufSchritt::Abgeben,
            };
            show(json, &act(desk.aussonderung_schritt(SchrittArgs { id: id.clone(), schritt }))?)
        }
        Aussonderung::Einlesen => einlesen(json, desk),
        Aussonderung::Vorschlagen { id: run } => {
            show(json, &act(desk.vernichtung_vorschlagen(id(run)))?)
        }
        Aussonderung::Freigeben { id: run } => {
            show(json, &act(desk.vernichtung_freigeben(id(run)))?)
        }
        Aussonderung::Beenden { id: run } => show(json, &act(desk.aussonderung_beenden(id(run)))?),
    }
}

/// A package that was refused is a failure for a script.
fn einlesen(json: bool, desk: &Desk) -> anyhow::Result<ExitCode> {
    let view = act(desk.aussonderung_einlesen(Leer {}))?;
    print::show(json, &view, |view| {
        let row = |row: &desk::views::EinleseZeile| {
            format!("{} {}: {}", if row.angenommen { "+" } else { "!" }, row.datei, row.meldung)
        };
        view.zeilen.iter().map(row).collect::<Vec<_>>().join("\n")
    })?;
    let refused = view.zeilen.iter().any(|row| !row.angenommen);
    Ok(if refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn show(json: bool, view: &AussonderungView) -> anyhow::Result<ExitCode> {
    print::show(json, view, |view| {
        let mut lines = vec![format!("{}  {}", view.zeile.id, view.zeile.naechstes)];
        lines.extend(view.objekte.iter().map(|row| {
            let subject = row.betreff.as_deref().unwrap_or("–");
            format!("  {}  {:?}  {subject}", row.aktenzeichen, row.stand)
        }));
        lines.extend(
            view.nachrichten.iter().map(|row| format!("  {} {} {}", row.um, row.typ, row.was)),
        );
        lines.join("\n")
    })
}

pub(crate) fn abgabe(json: bool, desk: &Desk, was: &Abgabe) -> anyhow::Result<ExitCode> {
    match was {
        Abgabe::Erstellen { id, ordner, an } => {
            let args = AbgabeErstellenArgs {
                id: id.clone(),
                ordner: absolute(ordner)?,
                empfaenger: an.clone(),
            };
            print::show(json, &act(desk.abgabe_erstellen(args))?, |view| view.pfad.clone())
        }
        Abgabe::Einlesen { pfad, einheit, akte } => {
            let args = AbgabeEinlesenArgs {
                pfad: absolute(pfad)?,
                aktenplaneinheit: einheit.clone(),
                akte: akte.clone(),
            };
            print::show(json, &act(desk.abgabe_einlesen(args))?, |view| {
                format!(
                    "{} Akten, {} Vorgänge, {} Dokumente, {} Kontakte; {} waren schon da.\n{}",
                    view.akten,
                    view.vorgaenge,
                    view.dokumente,
                    view.kontakte,
                    view.vorhanden,
                    view.hinweise.join("\n")
                )
            })
        }
    }
}

/// Writes the filing plan (0301).
pub(crate) fn aktenplan(json: bool, desk: &Desk, ordner: &Path) -> anyhow::Result<ExitCode> {
    let args = OrdnerZiel { ordner: absolute(ordner)? };
    print::show(json, &act(desk.aktenplan_ausgeben(args))?, |view| view.pfad.clone())
}

/// Writes a file or a case as one PDF.
pub(crate) fn akte_pdf(
    json: bool,
    desk: &Desk,
    id: &str,
    datei: &Path,
) -> anyhow::Result<ExitCode> {
    let args = AktenbandArgs { id: id.to_owned(), pfad: absolute(datei)? };
    print::show(json, &act(desk.akte_als_pdf(args))?, |view| {
        let mut out = format!("{}: {} Seiten, SHA-256 {}", view.pfad, view.seiten, view.sha256);
        for hinweis in &view.hinweise {
            out += &format!("\n! {hinweis}");
        }
        out
    })
}

fn absolute(path: &Path) -> anyhow::Result<String> {
    Ok(std::path::absolute(path)?.display().to_string())
}
