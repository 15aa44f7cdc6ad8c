//! Commands about municipalities and their filing plans.
//!
//! Never changes a number that was given: patterns count for what comes.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use center::mandant::{einrichten, mandant, mandanten};
use center::plan::{self, Vorschau};
use center::{Ledger, SCOPE_REGISTRATUR, Surroundings};
use domain::Mandant;
use domain::aktenzeichen::{MUSTER_AKTE, MUSTER_VORGANG};
use domain::mandant::Briefkopf;

use super::place::Authority;
use super::say;

/// Largest letterhead file.
const BRIEFKOPF_MAX: u64 = 1 << 20;

#[derive(clap::Args)]
pub(super) struct MandantAngaben {
    /// Kurzes Zeichen, etwa NR.
    #[arg(long)]
    kuerzel: Option<String>,
    /// Name, etwa „Gemeinde Nebelrode“.
    #[arg(long)]
    name: Option<String>,
    /// Muster der Aktenzeichen mit {plan}, {lfd}, {jahr} oder {jj}, {mandant}.
    #[arg(long)]
    muster_akte: Option<String>,
    /// Muster der Vorgangszeichen mit {akte} und {lfd}.
    #[arg(long)]
    muster_vorgang: Option<String>,
    /// Briefkopf (JSON: name, strasse, ort, telefon, email, internet, bank, iban, bic,
    /// sprechzeiten, rechtsbehelf).
    #[arg(long)]
    briefkopf: Option<PathBuf>,
    /// Ab so viel Prozent Sicherheit wird Post ohne einen Menschen abgelegt (95 bis 99); immer
    /// aufgelistet, immer zurückzunehmen. 0 schaltet es aus.
    #[arg(long)]
    selbsttaetig_ab: Option<u8>,
}

#[derive(clap::Args)]
pub(super) struct MandantAdd {
    #[command(flatten)]
    authority: Authority,
    /// Bereich, in dem seine Akten liegen, etwa nebelrode; ändert sich nie mehr. Der erste Mandant
    /// eines Hauses nimmt registratur.
    bereich: String,
    #[command(flatten)]
    angaben: MandantAngaben,
    /// Arbeitsplätze, die ihn sehen dürfen (mehrfach).
    #[arg(long = "arbeitsplatz")]
    arbeitsplaetze: Vec<String>,
    /// Alle Arbeitsplätze, die es gibt, dürfen ihn sehen.
    #[arg(long, conflicts_with = "arbeitsplaetze")]
    alle: bool,
}

#[derive(clap::Args)]
pub(super) struct MandantSet {
    #[command(flatten)]
    authority: Authority,
    /// Bereich, in dem seine Akten liegen.
    bereich: String,
    #[command(flatten)]
    angaben: MandantAngaben,
}

#[derive(clap::Args)]
pub(super) struct AktenplanImport {
    #[command(flatten)]
    authority: Authority,
    /// Tabelle (.csv) oder xdomea-Nachricht 0301 (.xml, .zip).
    datei: PathBuf,
    /// Bereich des Mandanten, dem der Plan gehört; ohne Angabe gilt er für alle.
    #[arg(long)]
    mandant: Option<String>,
    /// Nur zeigen, was sich ändern würde.
    #[arg(long)]
    pruefen: bool,
}

pub(super) fn add(options: &MandantAdd) -> anyhow::Result<()> {
    let (ledger, tenant) = office(&options.authority)?;
    let a = &options.angaben;
    let new = Mandant {
        kuerzel: a.kuerzel.clone().context("bitte --kuerzel angeben")?,
        name: a.name.clone().context("bitte --name angeben")?,
        bereich: options.bereich.clone(),
        muster_akte: a.muster_akte.clone().unwrap_or_else(|| MUSTER_AKTE.to_owned()),
        muster_vorgang: a.muster_vorgang.clone().unwrap_or_else(|| MUSTER_VORGANG.to_owned()),
        briefkopf: match &a.briefkopf {
            Some(file) => briefkopf(file)?,
            None => Briefkopf { name: a.name.clone().unwrap_or_default(), ..Briefkopf::default() },
        },
        selbsttaetig_ab: a.selbsttaetig_ab.filter(|prozent| *prozent > 0),
    };
    center::mandant::pruefen(&new)?;
    let known = ledger.read(&tenant, |tx| mandant(tx, &new.bereich))?;
    ensure!(known.is_none(), "Diesen Mandanten gibt es schon; bitte mandant-set verwenden.");
    ledger.add_scope(&tenant, &new.bereich)?;
    written(&ledger, &tenant, &new)?;
    let given = give(&ledger, &tenant, options)?;
    say(&format!("Mandant {} eingerichtet im Bereich {}.", new.name, new.bereich))?;
    match given {
        0 if options.bereich != SCOPE_REGISTRATUR => {
            say("Noch sieht ihn kein Arbeitsplatz; freigeben mit: grant ARBEITSPLATZ BEREICH.")
        }
        0 => Ok(()),
        n => say(&format!("Freigegeben für {n} Arbeitsplätze.")),
    }
}

pub(super) fn set(options: &MandantSet) -> anyhow::Result<()> {
    let (ledger, tenant) = office(&options.authority)?;
    let old = ledger.read(&tenant, |tx| mandant(tx, &options.bereich))?;
    let mut changed = old.context("Diesen Mandanten gibt es nicht.")?;
    let a = &options.angaben;
    for (to, from) in [
        (&mut changed.kuerzel, &a.kuerzel),
        (&mut changed.name, &a.name),
        (&mut changed.muster_akte, &a.muster_akte),
        (&mut changed.muster_vorgang, &a.muster_vorgang),
    ] {
        if let Some(from) = from {
            to.clone_from(from);
        }
    }
    if let Some(file) = &a.briefkopf {
        changed.briefkopf = briefkopf(file)?;
    }
    if let Some(prozent) = a.selbsttaetig_ab {
        changed.selbsttaetig_ab = Some(prozent).filter(|prozent| *prozent > 0);
    }
    written(&ledger, &tenant, &changed)?;
    say("Geändert. Vergebene Aktenzeichen bleiben, wie sie sind.")
}

pub(super) fn list(authority: &Authority) -> anyhow::Result<()> {
    let (ledger, tenant) = office(authority)?;
    for m in ledger.read(&tenant, mandanten)? {
        say(&format!(
            "{}\t{}\t{}\t{}\t{}",
            m.bereich, m.kuerzel, m.name, m.muster_akte, m.muster_vorgang
        ))?;
    }
    Ok(())
}

pub(super) fn aktenplan_import(options: &AktenplanImport) -> anyhow::Result<()> {
    let (ledger, tenant) = office(&options.authority)?;
    let file = &options.datei;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    let bytes = bounded(file, 17 << 20)?;
    let units = plan::lesen(&name.unwrap_or_default(), &bytes)?;
    ensure!(!units.is_empty(), "Die Datei enthält keine Einheiten; es wurde nichts verändert.");
    if let Some(bereich) = &options.mandant {
        let known = ledger.read(&tenant, |tx| mandant(tx, bereich))?;
        ensure!(known.is_some(), "Diesen Mandanten gibt es nicht.");
    }
    let vorschau = ledger.write(&tenant, |tx| {
        let bereich = options.mandant.as_deref();
        plan::uebernehmen(tx, &Surroundings::system(), &units, bereich, options.pruefen)
    })?;
    report(&vorschau, options.pruefen)
}

fn report(vorschau: &Vorschau, only: bool) -> anyhow::Result<()> {
    for (sign, lines) in
        [("+", &vorschau.neu), ("~", &vorschau.geaendert), ("-", &vorschau.stillgelegt)]
    {
        for line in lines {
            say(&format!("{sign} {line}"))?;
        }
    }
    let what = if only { "Es würde geändert" } else { "Übernommen" };
    say(&format!(
        "{what}: {} neu, {} geändert, {} stillgelegt, {} unverändert.",
        vorschau.neu.len(),
        vorschau.geaendert.len(),
        vorschau.stillgelegt.len(),
        vorschau.unveraendert
    ))
}

fn office(authority: &Authority) -> anyhow::Result<(Ledger, String)> {
    let ledger = authority.place.ledger()?;
    let known = ledger.tenants()?.iter().any(|tenant| tenant.tenant == authority.tenant);
    ensure!(known, "Diese Behörde gibt es nicht.");
    Ok((ledger, authority.tenant.clone()))
}

/// What the rules of a municipality forbid takes nothing of the transaction.
fn written(ledger: &Ledger, tenant: &str, mandant: &Mandant) -> anyhow::Result<()> {
    let mut refused = None;
    ledger.write(tenant, |tx| match einrichten(tx, &Surroundings::system(), mandant) {
        Err(center::mandant::MandantError::Ledger(error)) => Err(error),
        Err(other) => {
            refused = Some(other);
            Ok(())
        }
        Ok(()) => Ok(()),
    })?;
    match refused {
        Some(error) => Err(error.into()),
        None => Ok(()),
    }
}

fn give(ledger: &Ledger, tenant: &str, options: &MandantAdd) -> anyhow::Result<usize> {
    let mut devices = ledger.devices(tenant)?;
    devices.retain(|row| row.revoked_at.is_none());
    if !options.alle {
        for name in &options.arbeitsplaetze {
            let known = devices.iter().any(|row| row.device.arbeitsplatz == *name);
            ensure!(known, "Den Arbeitsplatz {name} gibt es nicht.");
        }
        devices.retain(|row| options.arbeitsplaetze.contains(&row.device.arbeitsplatz));
    }
    ledger.write(tenant, |tx| {
        devices.iter().try_for_each(|row| tx.grant(&row.device, &options.bereich))
    })?;
    Ok(devices.len())
}

fn briefkopf(file: &Path) -> anyhow::Result<Briefkopf> {
    let bytes = bounded(file, BRIEFKOPF_MAX)?;
    serde_json::from_slice(&bytes).with_context(|| format!("Briefkopf {}", file.display()))
}

fn bounded(file: &Path, most: u64) -> anyhow::Result<Vec<u8>> {
    let size = std::fs::metadata(file).with_context(|| file.display().to_string())?.len();
    if size > most {
        bail!("{} ist zu groß.", file.display());
    }
    std::fs::read(file).with_context(|| file.display().to_string())
}
