//! A device with TLS: its own certificate is taken the first time, and another one never.
//!
//! Never a certificate that an authority signed; devices have none.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use scan::escl::{Anschluss, EsclScanner};
use scan::{Cancel, ScanError, Scanner};

use escl::CAPABILITIES;

/// A server of files with TLS; ends with the value.
struct Tls(Child);

impl Drop for Tls {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn certificate(folder: &Path, name: &str) {
    let args = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=papierwolf.invalid";
    let done = Command::new("openssl")
        .args(args.split(' '))
        .args(["-keyout", &format!("{name}.key"), "-out", &format!("{name}.crt")])
        .current_dir(folder)
        .stderr(Stdio::null())
        .status();
    assert!(done.unwrap().success());
}

fn serve(folder: &Path, name: &str, port: u16) -> Tls {
    let child = Command::new("openssl")
        .args(["s_server", "-WWW", "-quiet", "-accept", &format!("127.0.0.1:{port}")])
        .args(["-cert", &format!("{name}.crt"), "-key", &format!("{name}.key")])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    Tls(child.unwrap())
}

/// Asks until the server is up.
fn asked(scanner: &EsclScanner) -> Result<String, ScanError> {
    for _ in 0..200 {
        match scanner.faehigkeiten(&Cancel::new()) {
            Err(ScanError::Unreachable(_)) => {
                Cancel::new().wait(Duration::from_millis(50));
            }
            done => return done.map(|found| found.geraet.modell),
        }
    }
    panic!("the server never came up");
}

#[test]
fn another_certificate_is_another_device() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("eSCL")).unwrap();
    std::fs::write(folder.path().join("eSCL/ScannerCapabilities"), CAPABILITIES).unwrap();
    ["own", "other"].iter().for_each(|name| certificate(folder.path(), name));
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let mut anschluss = Anschluss::neu(&format!("https://127.0.0.1:{port}/eSCL/"));
    let own = serve(folder.path(), "own", port);
    let first = EsclScanner::new(&anschluss).unwrap();
    assert_eq!(asked(&first).unwrap(), "Papierwolf 12");
    anschluss.zertifikat = first.zertifikat();
    assert!(anschluss.zertifikat.is_some());
    drop(own);
    let other = serve(folder.path(), "other", port);
    let scanner = EsclScanner::new(&anschluss).unwrap();
    assert!(matches!(asked(&scanner), Err(ScanError::OtherDevice)));
    drop(other);
    let _own = serve(folder.path(), "own", port);
    let scanner = EsclScanner::new(&anschluss).unwrap();
    assert_eq!(asked(&scanner).unwrap(), "Papierwolf 12");
}
