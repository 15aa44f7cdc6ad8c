//! Subfolders of a watched folder that a court mailbox has exported.
//!
//! Never takes one that is still changing: two looks have to see the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use intake::custody::is_export;

/// Names, sizes and times of the files in a folder.
type Look = Vec<(PathBuf, u64, Option<SystemTime>)>;

/// What was seen at the last look.
#[derive(Debug, Default)]
pub(crate) struct Exports(BTreeMap<PathBuf, (Look, bool)>);

impl Exports {
    /// Looks at the subfolders of a folder; returns those that have come to rest since the last
    /// look and were not returned as they are now.
    pub(crate) fn settled(&mut self, folder: &Path) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
        let exports: Vec<PathBuf> =
            entries.flatten().map(|entry| entry.path()).filter(|path| is_export(path)).collect();
        self.0.retain(|path, _| exports.contains(path));
        let mut settled = Vec::new();
        for path in exports {
            let now = look(&path);
            let known = self.0.get(&path);
            let still = known.is_some_and(|(before, _)| *before == now);
            let taken = still && known.is_some_and(|(_, taken)| *taken);
            if still && !taken {
                settled.push(path.clone());
            }
            self.0.insert(path, (now, still));
        }
        settled
    }
}

fn look(folder: &Path) -> Look {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut seen: Look = entries
        .flatten()
        .filter_map(|entry| {
            let metadata = entry.metadata().ok()?;
            Some((entry.path(), metadata.len(), metadata.modified().ok()))
        })
        .collect();
    seen.sort();
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_is_taken_when_it_rests_and_again_when_it_changes() {
        let folder = tempfile::tempdir().unwrap();
        let export = folder.path().join("nachricht-1");
        fs::create_dir(&export).unwrap();
        fs::create_dir(folder.path().join("anderer Ordner")).unwrap();
        fs::write(export.join("a.pdf"), b"x").unwrap();
        let mut exports = Exports::default();
        assert!(exports.settled(folder.path()).is_empty());
        fs::write(export.join("xjustiz_nachricht.xml"), b"<x/>").unwrap();
        assert!(exports.settled(folder.path()).is_empty());
        fs::write(export.join("b.pdf"), b"yy").unwrap();
        assert!(exports.settled(folder.path()).is_empty());
        assert_eq!(exports.settled(folder.path()), std::slice::from_ref(&export));
        assert!(exports.settled(folder.path()).is_empty());
        fs::write(export.join("b.pdf"), b"yyy").unwrap();
        assert!(exports.settled(folder.path()).is_empty());
        assert_eq!(exports.settled(folder.path()), [export]);
    }
}
