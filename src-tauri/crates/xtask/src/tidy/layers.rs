//! Which crate may import which: the table, and its comparison with what cargo knows.
//!
//! Never a second list of crates: one that is missing here is a finding.

use anyhow::{Context, Result};
use serde_json::Value;

use super::{Finding, finding};
use crate::child;

/// A crate and the crates of ours that its product code may import.
type Layer = (&'static str, &'static [&'static str]);

const LAYERS: &[Layer] = &[
    ("domain", &[]),
    ("wire", &["domain"]),
    ("store", &["domain", "wire"]),
    ("inspect", &["domain", "invoice"]),
    ("envelope", &[]),
    ("invoice", &["domain"]),
    ("page", &["domain"]),
    ("ocr", &["domain", "page"]),
    ("pdfa", &["domain", "page"]),
    ("payments", &["domain"]),
    ("portal", &["domain"]),
    ("xdomea", &["domain"]),
    ("search", &["domain"]),
    ("schreiben", &["domain"]),
    ("zuordnung", &["domain"]),
    (
        "intake",
        &["domain", "envelope", "inspect", "invoice", "ocr", "page", "pdfa", "store", "wire"],
    ),
    ("scan", &["domain", "intake", "page", "pdfa", "store"]),
    ("sync", &["domain", "store", "wire"]),
    (
        "desk",
        &[
            "domain",
            "intake",
            "invoice",
            "ocr",
            "page",
            "scan",
            "schreiben",
            "search",
            "store",
            "sync",
            "wire",
            "xdomea",
            "zuordnung",
        ],
    ),
    ("center", &["domain", "wire", "xdomea"]),
    ("cli", &["desk"]),
    ("forsthaus", &["desk"]),
    (
        "testkit",
        &["center", "desk", "domain", "inspect", "intake", "paper", "store", "sync", "wire"],
    ),
    ("xtask", &[]),
    ("window-tests", &[]),
    ("empty-window", &[]),
    // A scanner for tests.
    ("escl-device", &[]),
    ("paper", &["domain"]),
    ("ocr-bench", &["domain", "ocr", "page", "pdfa"]),
    ("search-bench", &["domain", "search"]),
    ("sorting-bench", &["domain", "inspect", "ocr", "page", "zuordnung"]),
    ("sync-bench", &["center", "desk", "domain", "store", "sync", "wire"]),
    ("town", &["domain", "inspect", "ocr", "ocr-bench", "page", "paper", "pdfa"]),
    (
        "simulation-tests",
        &["center", "desk", "domain", "intake", "store", "sync", "testkit", "wire"],
    ),
];

/// Foreign crates that only some of ours may import.
const KEPT: &[Layer] = &[
    // The simulation's checkers look into both files from outside; the bench's floor has its own.
    ("rusqlite", &["store", "center", "search-bench", "simulation-tests", "sync-bench"]),
    ("tauri", &["forsthaus", "empty-window"]),
    ("typst", &["schreiben"]),
    ("typst-layout", &["schreiben"]),
    ("typst-pdf", &["schreiben"]),
    ("reqwest", &["center", "desk", "scan", "sync-bench"]),
    ("lopdf", &["inspect", "page", "paper", "testkit", "town"]),
    ("tantivy", &["search", "search-bench"]),
    (
        "anyhow",
        &[
            "cli",
            "center",
            "testkit",
            "xtask",
            "window-tests",
            "simulation-tests",
            "ocr-bench",
            "search-bench",
            "sorting-bench",
            "sync-bench",
            "town",
        ],
    ),
];

/// What tests may import beyond their crate's own table, besides `testkit`.
const FOR_TESTS: &[Layer] = &[
    ("cli", &["escl-device", "store", "wire"]),
    // A round is tested against the real centre.
    ("sync", &["center"]),
    // What was written is read back by another reader.
    ("desk", &["escl-device", "inspect", "lopdf", "pdfa"]),
    ("intake", &["lopdf"]),
    ("invoice", &["lopdf"]),
    ("pdfa", &["lopdf"]),
    ("scan", &["escl-device", "lopdf"]),
    ("schreiben", &["lopdf", "page", "pdfa"]),
    ("window-tests", &["escl-device"]),
];

/// One dependency of a crate of ours.
struct Import {
    from: String,
    to: String,
    ours: bool,
    for_tests: bool,
}

/// Compares every crate's dependencies with the table.
pub(super) fn check() -> Result<Vec<Finding>> {
    let mut cargo = child::command("cargo");
    cargo.args(["metadata", "--format-version", "1", "--no-deps"]);
    let metadata = child::output(&mut cargo).context("cargo metadata")?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata's answer")?;
    let packages = array(&metadata, "packages");
    let mut findings: Vec<Finding> = packages
        .iter()
        .map(|package| text(package, "name"))
        .filter(|name| !LAYERS.iter().any(|(known, _)| known == name))
        .map(|name| finding(name, "is not in the table of layers"))
        .collect();
    findings.extend(packages.iter().flat_map(imports).filter_map(|import| judge(&import)));
    Ok(findings)
}

fn imports(package: &Value) -> Vec<Import> {
    let from = text(package, "name");
    let dependencies = array(package, "dependencies").iter();
    dependencies
        .map(|dependency| Import {
            from: from.clone(),
            to: text(dependency, "name"),
            ours: dependency.get("path").is_some_and(Value::is_string),
            for_tests: text(dependency, "kind") == "dev",
        })
        .collect()
}

fn judge(import: &Import) -> Option<Finding> {
    let Import { from, to, ours, for_tests } = import;
    let listed = |table: &[Layer], row: &str, cell: &str| {
        let row = table.iter().find(|(name, _)| *name == row);
        row.map(|(_, cells)| cells.contains(&cell))
    };
    let allowed = if *ours {
        let in_table = listed(LAYERS, from, to).unwrap_or(false);
        let in_tests = to == "testkit" || listed(FOR_TESTS, from, to).unwrap_or(false);
        in_table || from == to || *for_tests && in_tests
    } else {
        let in_tests = to == "anyhow" || listed(FOR_TESTS, from, to).unwrap_or(false);
        listed(KEPT, to, from).unwrap_or(true) || *for_tests && in_tests
    };
    (!allowed).then(|| finding(from, format!("must not import {to}")))
}

fn array<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Import, judge};

    fn check(from: &str, to: &str, ours: bool, for_tests: bool) -> bool {
        judge(&Import { from: from.into(), to: to.into(), ours, for_tests }).is_none()
    }

    #[test]
    fn arrows_run_one_way() {
        assert!(check("desk", "store", true, false));
        assert!(!check("store", "desk", true, false));
        assert!(!check("forsthaus", "store", true, false));
        assert!(check("store", "testkit", true, true));
        assert!(!check("store", "testkit", true, false));
        assert!(check("cli", "store", true, true));
        assert!(!check("cli", "store", true, false));
    }

    #[test]
    fn only_the_store_and_the_centre_know_sqlite() {
        assert!(check("store", "rusqlite", false, false));
        assert!(check("center", "rusqlite", false, false));
        assert!(!check("desk", "rusqlite", false, false));
        assert!(!check("desk", "rusqlite", false, true));
    }
}
