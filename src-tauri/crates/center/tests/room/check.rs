//! Originals that are not what their names say.

use std::sync::Arc;

use center::originals::Name;
use center::{Ledger, Originals, SCOPE_REGISTRATUR, SCOPE_STAMMDATEN, Surroundings, check};

#[tokio::test]
async fn originals_that_were_changed_cut_or_removed_are_named_and_left() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Arc::new(Ledger::open(&folder.path().join("zentrale.db")).unwrap());
    let scopes = [SCOPE_STAMMDATEN, SCOPE_REGISTRATUR];
    ledger.add_tenant("t", "Gemeinde", true, &scopes, uuid::Uuid::from_u128(1)).unwrap();
    let place = folder.path().join("originale");
    std::fs::create_dir(&place).unwrap();
    let originals = Originals::folder(&place).unwrap();
    let mut stored = Vec::new();
    for text in ["eins", "zwei", "drei", "vier"] {
        let sha256 = wire::sha256_hex(text.as_bytes());
        let (tenant, scope) = ("t".to_owned(), SCOPE_REGISTRATUR.to_owned());
        let name = Name { tenant, scope, sha256: sha256.clone() };
        originals.put_whole(&name, text.as_bytes().to_vec().into()).await.unwrap();
        let (now, size) = (Surroundings::system().now(), text.len() as u64);
        let ledger = Arc::clone(&ledger);
        let note = sha256.clone();
        let put = move || ledger.write("t", |tx| tx.put_blob(SCOPE_REGISTRATUR, &note, size, now));
        tokio::task::spawn_blocking(put).await.unwrap().unwrap();
        stored.push(sha256);
    }
    let wrong = || check::originals(Arc::clone(&ledger), &originals);
    assert_eq!(wrong().await.unwrap(), Vec::<String>::new());
    let files = files(&place);
    let file = |sha256: &String| files.iter().find(|path| path.ends_with(sha256)).unwrap();
    std::fs::write(file(&stored[0]), "einz").unwrap();
    std::fs::write(file(&stored[1]), "zw").unwrap();
    std::fs::remove_file(file(&stored[2])).unwrap();
    let found = wrong().await.unwrap();
    assert_eq!(found.len(), 3, "{found:?}");
    for sha256 in &stored[..3] {
        assert!(found.iter().any(|text| text.contains(sha256)), "{found:?}");
    }
    assert_eq!(std::fs::read(file(&stored[0])).unwrap(), b"einz", "never repaired");
}

/// The files of a folder and of those in it.
fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}
