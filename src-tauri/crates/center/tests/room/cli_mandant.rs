//! The program as an administrator types it: municipalities and filing plans.

use std::path::Path;
use std::process::{Command, Output};

const PROGRAM: &str = env!("CARGO_BIN_EXE_forsthaus-center");

fn run(folder: &Path, words: &[&str]) -> Output {
    let data = folder.join("daten");
    let (command, rest) = words.split_first().unwrap();
    let mut program = Command::new(PROGRAM);
    program.arg(command).arg("--data").arg(data).args(rest).output().unwrap()
}

fn said(folder: &Path, words: &[&str]) -> String {
    let output = run(folder, words);
    let (out, err) = (&output.stdout, &output.stderr);
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(err));
    String::from_utf8(out.clone()).unwrap()
}

fn refused(folder: &Path, words: &[&str]) -> String {
    let output = run(folder, words);
    assert!(!output.status.success(), "{words:?} was to be refused");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn an_office_serves_a_second_municipality_with_a_plan_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    said(here, &["tenant-add", "mandant", "Verwaltungsgemeinschaft"]);
    let add = ["mandant-add", "nebelrode", "--kuerzel", "NR", "--name", "Gemeinde Nebelrode"];
    let wrong = [&add[..], &["--muster-akte", "{plan}/{jahr}"]].concat();
    assert!(refused(here, &wrong).contains("{plan}/{jahr}"), "a pattern without a number");
    let head = here.join("kopf.json");
    std::fs::write(&head, r#"{"name":"Gemeinde Nebelrode","ort":"00423 Nebelrode"}"#).unwrap();
    let good = [&add[..], &["--briefkopf", head.to_str().unwrap()]].concat();
    assert!(said(here, &good).contains("Noch sieht ihn kein Arbeitsplatz"));
    assert!(refused(here, &add).contains("mandant-set"));
    said(here, &["mandant-set", "nebelrode", "--muster-akte", "{mandant} {plan}-{lfd}/{jj}"]);
    let list = said(here, &["mandant-list"]);
    assert_eq!(
        list,
        "nebelrode\tNR\tGemeinde Nebelrode\t{mandant} {plan}-{lfd}/{jj}\t{akte}-{lfd}\n"
    );
    assert!(refused(here, &["mandant-set", "quittenau", "--name", "X"]).contains("gibt es nicht"));

    let plan = here.join("plan.csv");
    let windows_1252 =
        b"Kennzeichen;Bezeichnung;Aufbewahrung\r\n7;B\xE4ume;10\r\n7.1;Stra\xDFenb\xE4ume;30\r\n";
    std::fs::write(&plan, windows_1252).unwrap();
    let import = ["aktenplan-import", plan.to_str().unwrap(), "--mandant", "nebelrode"];
    let looked = said(here, &[&import[..], &["--pruefen"]].concat());
    assert!(
        looked.contains("+ 7 Bäume\n") && looked.contains("Es würde geändert: 2 neu"),
        "{looked}"
    );
    assert!(said(here, &import).contains("Übernommen: 2 neu"));
    assert!(said(here, &import).contains("0 neu, 0 geändert, 0 stillgelegt, 2 unverändert"));
    std::fs::write(&plan, "kein Plan").unwrap();
    assert!(refused(here, &import).contains("weder eine CSV-Tabelle"));
    assert_eq!(said(here, &["verify"]), "0 Befunde\n");
}
