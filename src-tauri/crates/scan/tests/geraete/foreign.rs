//! Debian's sane-airscan, a foreign eSCL client, judges our eSCL server; and the product scans
//! through it, so that both sides meet somebody else's reading of the specification.
//!
//! Never a judge of the product's own client alone: that one meets only our server here.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use scan::sane::{SaneDevice, SaneScanner};
use scan::stack::{Ende, Ziel};
use scan::{Cancel, ScanError};

use crate::desk::{Desk, auftrag};
use escl::sheet;
use escl::{EsclServer, Faults};

/// The foreign client, set up for our server only, without a search on the network.
struct Foreign {
    folder: tempfile::TempDir,
}

/// What it calls the first device of its list.
const DEVICE: &str = "airscan:e0:Papierwolf";

impl Foreign {
    fn new(server: &EsclServer) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let list = format!("[devices]\nPapierwolf = {}, eSCL\n", server.root());
        let file = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        file("airscan.conf", &format!("{list}[options]\ndiscovery = disable\n"));
        file("dll.conf", "airscan\n");
        Self { folder }
    }

    fn scanimage(&self, args: &[&str]) -> (bool, Vec<u8>, String) {
        let mut command = Command::new("scanimage");
        command.env("LC_ALL", "C").env("SANE_CONFIG_DIR", self.folder.path());
        let done = command.arg("-d").arg(DEVICE).args(args).output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        (done.status.success(), done.stdout, said)
    }

    /// Returns `scanimage` with these settings as a program of its own.
    fn program(&self) -> PathBuf {
        let path = self.folder.path().join("scanimage");
        let folder = self.folder.path().display();
        let script = format!("#!/bin/sh\nSANE_CONFIG_DIR='{folder}' exec scanimage \"$@\"\n");
        std::fs::write(&path, script).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    }
}

#[test]
fn a_foreign_client_scans_from_the_glass_of_our_server() {
    let server = EsclServer::start();
    server.lay(&sheet(1));
    let args = ["--resolution=100", "--mode=Gray", "--format=pnm"];
    let (fine, picture, said) = Foreign::new(&server).scanimage(&args);
    assert!(fine, "{said}");
    assert!(picture.starts_with(b"P5"), "{said}");
    let wish = &server.wishes()[0];
    assert!(wish.contains("Platen") && wish.contains("Grayscale8"), "{wish}");
}

#[test]
fn a_foreign_client_empties_the_feeder_of_our_server() {
    let server = EsclServer::start();
    let sheets: Vec<_> = (1..11).map(sheet).collect();
    server.load(&sheets);
    let folder = tempfile::tempdir().unwrap();
    let batch = format!("--batch={}/%d.pnm", folder.path().display());
    let args = ["--source=ADF", "--resolution=100", "--mode=Gray", "--format=pnm", &batch];
    let (fine, _, said) = Foreign::new(&server).scanimage(&args);
    assert!(fine, "{said}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 10, "{said}");
    // An empty feeder is an empty feeder to it as well.
    let (fine, _, said) = Foreign::new(&server).scanimage(&args);
    assert!(!fine || said.contains("0 pages"), "{said}");
    assert!(said.contains("out of documents"), "{said}");
}

#[test]
fn a_foreign_client_is_told_of_a_jam_by_our_server() {
    let server = EsclServer::start();
    server.load(&[sheet(1), sheet(2)]);
    server.faults(Faults { jams_after: Some(1), ..Faults::default() });
    let folder = tempfile::tempdir().unwrap();
    let batch = format!("--batch={}/%d.pnm", folder.path().display());
    let args = ["--source=ADF", "--resolution=100", "--mode=Gray", "--format=pnm", &batch];
    let (_, _, said) = Foreign::new(&server).scanimage(&args);
    assert!(said.contains("jammed"), "{said}");
}

#[test]
fn the_product_scans_through_the_foreign_client() {
    let (desk, server) = (Desk::new(), EsclServer::start());
    let sheets: Vec<_> = (1..5).map(sheet).collect();
    server.load(&sheets);
    let device = SaneDevice {
        name: DEVICE.to_owned(),
        hersteller: "Werkstatt".to_owned(),
        modell: "Papierwolf".to_owned(),
    };
    let foreign = Foreign::new(&server);
    let scanner = SaneScanner::new(device).with_program(foreign.program());
    let mut stapel = desk.stapel();
    let bericht = desk.run(&mut stapel, &scanner, Ziel::Anhaengen);
    assert_eq!((bericht.ende, bericht.seiten.len()), (Ende::Fertig, 4), "{:?}", bericht.hinweise);
    // The feeder is empty now, and says so.
    let wish = auftrag(Ziel::Anhaengen);
    let bericht = desk.run_with(&mut stapel, &scanner, &wish, &Cancel::new());
    assert!(matches!(bericht.fehler, Some(ScanError::FeederEmpty)), "{:?}", bericht.fehler);
}
