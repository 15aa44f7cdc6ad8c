//! The files of the checkout that people write.
//!
//! Never what is generated, fetched or ignored.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{child, paths};

/// A text file, by its path from the root with forward slashes.
pub(super) struct SourceFile {
    /// Path from the root.
    pub(super) path: String,
    /// Its text.
    pub(super) text: String,
}

impl SourceFile {
    /// Whether its name ends in `.extension`.
    pub(super) fn is(&self, extension: &str) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, ending)| ending == extension)
    }

    /// Whether the whole file is tests.
    pub(super) fn is_test(&self) -> bool {
        let tests = self.path.contains("/tests/") || self.path.ends_with("/tests.rs");
        let harness = self.path.starts_with("tests/") && self.path.contains("/src/");
        tests && !harness || self.path.ends_with(".test.ts")
    }
}

/// Every text file of the checkout.
pub(super) fn files() -> Result<Vec<SourceFile>> {
    let root = paths::root();
    let listed = listed_by_git(&root).map_or_else(|| walked(&root), Ok)?;
    let mut files = Vec::new();
    for path in listed {
        let whole = root.join(&path);
        // Gone since git listed it, or a picture: neither has text to check.
        if let Ok(bytes) = std::fs::read(&whole)
            && let Ok(text) = String::from_utf8(bytes)
        {
            files.push(SourceFile { path: path.replace('\\', "/"), text });
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

fn listed_by_git(root: &Path) -> Option<Vec<String>> {
    let mut git = child::command("git");
    git.current_dir(root);
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let listed = child::output(&mut git)?;
    Some(listed.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect())
}

/// Without git: everything but the folders that are never kept.
fn walked(root: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![root.to_path_buf()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(&dir).with_context(|| format!("read {}", dir.display()))? {
            let entry = entry?;
            let path: PathBuf = entry.path();
            let name = entry.file_name();
            if [".git", "target", "node_modules", "dist", "pdfjs"].iter().any(|skip| name == *skip)
            {
                continue;
            }
            if entry.file_type()?.is_dir() {
                open.push(path);
            } else if let Ok(below) = path.strip_prefix(root) {
                found.push(below.to_string_lossy().into_owned());
            }
        }
    }
    Ok(found)
}
