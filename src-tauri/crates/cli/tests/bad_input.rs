//! Bad input: each kind ends in a clear German sentence, and nothing is lost.
//!
//! Never checks how a document was read; that is intake's.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod common;

use std::path::Path;

use common::Desk;
use serde_json::Value;
use testkit::bad;

/// Writes the bytes, takes them in, and returns row and item.
fn take(desk: &Desk, name: &str, bytes: &[u8]) -> (Value, Option<Value>) {
    let path = desk.path(name);
    std::fs::write(&path, bytes).unwrap();
    let row = desk.import(&path);
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "{name}: the source is untouched");
    let item = desk.items().into_iter().find(|item| item["id"] == row["eingang"]);
    (row, item)
}

fn refused(row: &Value, sentence: &str) {
    assert_eq!(row["fehlgeschlagen"], true, "{row}");
    assert_eq!(row["eingang"], Value::Null, "{row}");
    assert!(row["meldung"].as_str().unwrap().contains(sentence), "{row}");
}

/// Kept byte for byte and marked for a person to look at.
fn kept_and_marked(desk: &Desk, name: &str, bytes: &[u8]) {
    let (row, item) = take(desk, name, bytes);
    assert_eq!(row["fehlgeschlagen"], false, "{name}: {row}");
    assert!(row["meldung"].as_str().unwrap().contains("Prüfung nötig"), "{name}: {row}");
    assert_eq!(item.unwrap()["pruefungNoetig"], true, "{name}");
    let copy = desk.path(&format!("kopie-{name}"));
    let sha256 = wire::sha256_hex(bytes);
    assert!(desk.cli(&["export", &sha256]).arg(&copy).status().unwrap().success());
    assert!(std::fs::read(&copy).unwrap() == bytes, "{name}: other bytes");
}

#[test]
fn empty_file_is_refused_with_a_reason() {
    let desk = Desk::new();
    let (row, _) = take(&desk, "leer.pdf", &bad::empty());
    refused(&row, "Die Datei ist leer");
    assert!(desk.items().is_empty());
}

#[test]
fn broken_pdfs_are_kept_and_marked() {
    let desk = Desk::new();
    kept_and_marked(&desk, "abgeschnitten.pdf", &bad::truncated_pdf());
    kept_and_marked(&desk, "unsinn.pdf", &bad::garbage(5));
    kept_and_marked(&desk, "gesperrt.pdf", &bad::locked_pdf());
    assert_eq!(desk.json(&["verify"])["inOrdnung"], true);
}

#[test]
fn bomb_does_not_blow_up_the_desk() {
    let desk = Desk::new();
    kept_and_marked(&desk, "bombe.pdf", &bad::bomb_pdf());
    kept_and_marked(&desk, "bombe2.pdf", &bad::plain_bomb_pdf());
}

#[test]
fn longest_umlaut_name_survives() {
    let desk = Desk::new();
    let name = bad::longest_name();
    let (_, letter) = testkit::letters::generate(3, 1).next().unwrap();
    let (row, item) = take(&desk, &name, &letter);
    assert_eq!(row["fehlgeschlagen"], false, "{row}");
    assert_eq!(item.unwrap()["dateiname"].as_str().unwrap(), name);
}

/// Linux has no such file, but a dialog, a drop or a share can hand over such a name.
#[cfg(unix)]
#[test]
fn name_that_no_disk_can_hold_is_refused_with_a_reason() {
    let desk = Desk::new();
    let name = bad::long_name();
    assert_eq!(name.chars().count(), 300);
    refused(&desk.import(&desk.path(&name)), "ihr Name ist zu lang");
    assert!(desk.items().is_empty());
}

#[cfg(unix)]
#[test]
fn links_pipes_and_folders_are_refused_without_waiting() {
    let desk = Desk::new();
    let (_, letter) = testkit::letters::generate(4, 1).next().unwrap();
    let real = desk.path("echt.pdf");
    std::fs::write(&real, &letter).unwrap();
    let link = desk.path("verknuepfung.pdf");
    std::os::unix::fs::symlink(&real, &link).unwrap();
    refused(&desk.import(&link), "Verknüpfungen werden nicht übernommen");
    let pipe = desk.path("roehre.pdf");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    refused(&desk.import(&pipe), "keine gewöhnliche Datei");
    refused(&desk.import(&desk.path("fehlt.pdf")), "nicht mehr da");
    assert!(desk.items().is_empty());
}

/// The content is safe, the source stays, the sentence says both; later the source goes by itself.
#[cfg(unix)]
#[test]
fn read_only_folder_keeps_its_file_and_nothing_is_doubled() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let folder = desk.path("nur-lesen");
    std::fs::create_dir_all(&folder).unwrap();
    let (_, letter) = testkit::letters::generate(6, 1).next().unwrap();
    let source = folder.join("Brief.pdf");
    std::fs::write(&source, &letter).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o555)).unwrap();
    for _ in 0..2 {
        assert!(without_override(&desk, &folder).status().unwrap().success());
        assert!(source.exists());
        assert_eq!(desk.items().len(), 1);
    }
    let report = desk.json(&["doctor"]);
    let problem = &report["uebernahme"]["nichtUebernommen"][0];
    assert!(problem["meldung"].as_str().unwrap().contains("Der Inhalt ist übernommen"), "{report}");
    assert_eq!(problem["inhaltGesichert"], true);
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    assert!(desk.cli(&["import", "--freigeben"]).arg(&folder).status().unwrap().success());
    assert!(!source.exists(), "released by itself");
    assert!(
        desk.json(&["doctor"])["uebernahme"]["nichtUebernommen"].as_array().unwrap().is_empty()
    );
}

/// For root, file permissions mean nothing; without these capabilities they do.
#[cfg(unix)]
fn without_override(desk: &Desk, folder: &Path) -> std::process::Command {
    let program = env!("CARGO_BIN_EXE_forsthaus-cli");
    let caps = "-dac_override,-dac_read_search,-fowner";
    let before = ["--bounding-set", caps, "--inh-caps", caps, program];
    let mut command = desk.as_command(Path::new("setpriv"), &before, &["import", "--freigeben"]);
    command.arg(folder);
    command
}

#[test]
fn scenario_24_names_that_other_systems_forbid_are_kept_apart_and_can_be_handed_out() {
    let desk = Desk::new();
    let names = [
        "CON.pdf",
        "Fälder.txt",
        "Fa\u{308}lder.txt",
        "Akte.txt",
        "akte.TXT",
        "Frage?: wer*was.txt",
        "Ende. .txt",
        "📮 \u{202e}fdp.txt",
        "رسالة.txt",
    ];
    let long = format!("{}.txt", "ä".repeat(120));
    let out = desk.path("heraus");
    std::fs::create_dir(&out).unwrap();
    for (n, name) in names.iter().copied().chain([long.as_str()]).enumerate() {
        let bytes = format!("Inhalt {n}");
        let (row, _) = take(&desk, name, bytes.as_bytes());
        assert_eq!(row["fehlgeschlagen"], false, "{name}: {row}");
        let sha256 = wire::sha256_hex(bytes.as_bytes());
        assert!(desk.cli(&["export", &sha256]).arg(&out).status().unwrap().success(), "{name}");
    }
    assert_eq!(desk.items().len(), names.len() + 1, "none became another");
    let mut given: Vec<String> = Vec::new();
    let mut contents: Vec<String> = Vec::new();
    for entry in std::fs::read_dir(&out).unwrap() {
        let path = entry.unwrap().path();
        contents.push(std::fs::read_to_string(&path).unwrap());
        given.push(path.file_name().unwrap().to_str().unwrap().to_owned());
    }
    contents.sort();
    contents.dedup();
    assert_eq!(contents.len(), names.len() + 1, "{given:?}");
    for name in &given {
        assert!(!name.contains(['<', '>', ':', '"', '\\', '|', '?', '*', '\u{202e}']), "{name}");
        assert!(!name.ends_with(['.', ' ']) && name.encode_utf16().count() <= 240, "{name}");
    }
    let mut folded: Vec<String> = given.iter().map(|name| name.to_lowercase()).collect();
    folded.sort();
    folded.dedup();
    assert_eq!(folded.len(), given.len(), "{given:?}");
    assert!(given.iter().any(|name| name == "CON_.pdf"), "{given:?}");
}

#[test]
fn verify_names_what_was_changed_and_touches_nothing() {
    let desk = Desk::new();
    take(&desk, "brief.txt", b"Ein Brief");
    let folder = desk.path("daten");
    let before = files(&folder);
    assert_eq!(desk.json(&["verify"])["inOrdnung"], true);
    assert_eq!(files(&folder), before, "looking has changed something");
    let (path, good) = before.iter().find(|(path, _)| path.ends_with(".fhb")).unwrap();
    let mut bytes = good.clone();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(path, &bytes).unwrap();
    let output = desk.cli(&["verify"]).output().unwrap();
    assert!(!output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains(&wire::sha256_hex(b"Ein Brief")), "{text}");
    assert_eq!(std::fs::read(path).unwrap(), bytes, "never repaired");
}

/// All files of a folder with their bytes.
fn files(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut found = std::collections::BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.to_str().unwrap().to_owned(), std::fs::read(&path).unwrap());
        }
    }
    found
}
