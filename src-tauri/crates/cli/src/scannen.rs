//! Scans from a device into the Posteingang, so that IT can try it without the window.
//!
//! Never sets up a device whose certificate nobody has compared, and never lets go of pages of a
//! scan that did not end well: they stay in their stack.

use std::process::ExitCode;

use desk::Desk;
use desk::views::{
    Id, Leer, ScanAbgabe, ScanEnde, ScanErgebnis, ScanStartenArgs, ScanUebernehmenArgs,
    ScanVerwerfenArgs, ScanZiel, ScannerArt, ScannerEinrichtenArgs, ScannerProbe, ScannerRef,
    ScannerView, ScannerZeile,
};
use serde::Serialize;

use crate::commands::act;
use crate::print;

/// Which device, with which settings.
#[derive(clap::Args)]
pub(crate) struct Scannen {
    /// Adresse (zum Beispiel https://192.0.2.7/eSCL), SANE-Name (zum Beispiel test:0) oder Name
    /// eines eingerichteten Scanners; sonst der gewählte. Ein neues Gerät wird eingerichtet.
    #[arg(long)]
    geraet: Option<String>,
    /// Name des Profils.
    #[arg(long, default_value = "Post")]
    profil: String,
    /// Fingerabdruck (SHA-256) des Zertifikats eines neuen Geräts, am Gerät verglichen.
    #[arg(long)]
    zertifikat: Option<String>,
    /// Zahl der Seiten, die vorher gezählt wurde.
    #[arg(long)]
    gezaehlt: Option<u32>,
    /// Sucht nur nach Geräten und zeigt sie.
    #[arg(long, conflicts_with = "geraet")]
    suchen: bool,
}

/// What came of it.
#[derive(Serialize)]
struct Gescannt {
    stapel: String,
    ergebnis: ScanErgebnis,
    abgegeben: Vec<ScanAbgabe>,
    hinweise: Vec<String>,
}

pub(crate) fn scannen(json: bool, desk: &Desk, args: &Scannen) -> anyhow::Result<ExitCode> {
    if args.suchen {
        act(desk.scanner_suchen(Leer {}))?;
        desk.scanner_finden();
        return print::show(json, &act(desk.scanner(Leer {}))?, gefunden);
    }
    let before = act(desk.scanner(Leer {}))?.geraete.into_iter().find(|geraet| geraet.gewaehlt);
    if let Some(geraet) = &args.geraet {
        let id = eingerichtet(desk, geraet, args.zertifikat.as_deref())?;
        act(desk.scanner_waehlen(Id { id }))?;
    }
    let done = gescannt(desk, args);
    if let Some(ScannerZeile { id, .. }) = before {
        // A try does not change where the clerk's scans go.
        act(desk.scanner_waehlen(Id { id }))?;
    }
    let done = done?;
    let fine = done.ergebnis.ende == ScanEnde::Fertig && !done.abgegeben.is_empty();
    print::show(json, &done, text)?;
    Ok(if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Returns the id of a device, setting it up if it is not yet.
fn eingerichtet(desk: &Desk, geraet: &str, zertifikat: Option<&str>) -> anyhow::Result<String> {
    let known = |view: ScannerView, adresse: &str| {
        let mut rows = view.geraete.into_iter();
        rows.find(|row| row.adresse == adresse || row.name == geraet).map(|row| row.id)
    };
    if let Some(id) = known(act(desk.scanner(Leer {}))?, geraet) {
        return Ok(id);
    }
    // Names of SANE have a driver before their colon, addresses have a scheme or none at all.
    let sane = !geraet.contains("://")
        && geraet
            .split_once(':')
            .is_some_and(|(_, rest)| rest.parse::<u16>().is_err() || rest == "0");
    let art = if sane { ScannerArt::Lokal } else { ScannerArt::Escl };
    let probe = act(desk.scanner_pruefen(ScannerRef { art, adresse: geraet.to_owned() }))?;
    verglichen(&probe, zertifikat)?;
    let adresse = probe.adresse.clone();
    let view = act(desk.scanner_einrichten(ScannerEinrichtenArgs {
        art,
        adresse: probe.adresse,
        name: String::new(),
        zertifikat: probe.zertifikat,
    }))?;
    known(view, &adresse).ok_or_else(|| anyhow::anyhow!("Der Scanner wurde nicht eingerichtet."))
}

/// Refuses a certificate that is not the one which was compared at the device.
fn verglichen(probe: &ScannerProbe, zertifikat: Option<&str>) -> anyhow::Result<()> {
    let Some(shown) = &probe.zertifikat else { return Ok(()) };
    let plain = |text: &str| text.replace([':', ' '], "").to_lowercase();
    if zertifikat.map(plain).as_ref() == Some(shown) {
        return Ok(());
    }
    anyhow::bail!(
        "{} zeigt den Fingerabdruck {}.\nBitte vergleichen Sie ihn am Gerät und geben Sie ihn mit \
         --zertifikat an.",
        probe.modell,
        probe.fingerabdruck.as_deref().unwrap_or(shown)
    )
}

fn gescannt(desk: &Desk, args: &Scannen) -> anyhow::Result<Gescannt> {
    let stapel = act(desk.scanstapel_beginnen(Leer {}))?.id;
    act(desk.scan_starten(ScanStartenArgs {
        stapel: stapel.clone(),
        profil: args.profil.clone(),
        ziel: ScanZiel::Anhaengen,
        gezaehlt: args.gezaehlt,
        wiederholungen_erlaubt: false,
    }))?;
    act(desk.scan_arbeiten())?;
    let mut tisch = act(desk.scantisch(Id { id: stapel.clone() }))?;
    let ergebnis = tisch
        .ergebnis
        .clone()
        .ok_or_else(|| anyhow::anyhow!("Der Scan hat kein Ergebnis hinterlassen."))?;
    if tisch.seiten.is_empty() && tisch.entfernt.is_empty() {
        act(desk.scanstapel_verwerfen(ScanVerwerfenArgs { stapel: stapel.clone(), seiten: 0 }))?;
    } else if ergebnis.ende == ScanEnde::Fertig {
        let args = ScanUebernehmenArgs { stapel: stapel.clone(), dokument: None };
        act(desk.scanstapel_uebernehmen(args))?;
        act(desk.scan_arbeiten())?;
        tisch = act(desk.scantisch(Id { id: stapel.clone() }))?;
    }
    let mut hinweise = tisch.hinweise;
    if !tisch.seiten.is_empty() && !tisch.geschlossen {
        hinweise.push("Die Seiten liegen im Stapel und werden im Fenster angeboten.".to_owned());
    }
    Ok(Gescannt { stapel, ergebnis, abgegeben: tisch.abgegeben, hinweise })
}

fn text(done: &Gescannt) -> String {
    let mut lines = done.ergebnis.saetze.clone();
    lines.extend(done.hinweise.iter().cloned());
    for abgabe in &done.abgegeben {
        lines.push(format!("{}  {} Seiten im Posteingang", abgabe.eingang, abgabe.seiten));
    }
    lines.join("\n")
}

fn gefunden(view: &ScannerView) -> String {
    let mut lines: Vec<String> = view
        .gefunden
        .iter()
        .map(|fund| format!("{}  {}  {}", fund.adresse, fund.name, fund.standort))
        .collect();
    lines.extend(view.hinweise.iter().cloned());
    if lines.is_empty() {
        lines.push("Es wurde kein Scanner gefunden.".to_owned());
    }
    lines.join("\n")
}
