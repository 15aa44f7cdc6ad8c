//! The licences of everything that is built in, Rust and npm, against one list.
//!
//! Never a substitute for `cargo deny`, which also knows advisories and sources; always there.

use anyhow::{Context, Result};
use serde_json::Value;

use super::tree::SourceFile;
use super::{Finding, finding};
use crate::child;

const ACCEPTED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "BlueOak-1.0.0",
    "CC0-1.0",
    "EUPL-1.2",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "Python-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// A licence that only one package may have, with the reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[(
    "sqlcipher-src",
    "MIT AND BSD-3-Clause AND blessing AND WTFPL",
    "SQLite is in the public domain, with a blessing in place of a licence",
)];

/// Looks at the licence of every package.
pub(super) fn check(files: &[SourceFile]) -> Result<Vec<Finding>> {
    let mut packages = rust_packages()?;
    packages.extend(npm_packages(files)?);
    Ok(packages.iter().filter_map(|(name, licence)| judge(name, licence)).collect())
}

fn judge(name: &str, licence: &str) -> Option<Finding> {
    let excepted = EXCEPTIONS.iter().any(|(package, term, _)| *package == name && *term == licence);
    (!excepted && !accepted(licence))
        .then(|| finding(name, format!("has the licence {licence:?}, which is not accepted")))
}

fn rust_packages() -> Result<Vec<(String, String)>> {
    let version = child::output(child::command("rustc").arg("-vV")).context("rustc -vV")?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("the host")?;
    let mut cargo = child::command("cargo");
    cargo.args(["metadata", "--format-version", "1", "--filter-platform", host]);
    let metadata = child::output(&mut cargo).context("cargo metadata")?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata's answer")?;
    let packages = metadata.get("packages").and_then(Value::as_array).context("no packages")?;
    Ok(packages.iter().map(|package| pair(text(package, "name"), package)).collect())
}

fn npm_packages(files: &[SourceFile]) -> Result<Vec<(String, String)>> {
    let Some(lock) = files.iter().find(|file| file.path == "ui/package-lock.json") else {
        return Ok(Vec::new());
    };
    let lock: Value = serde_json::from_str(&lock.text).context("ui/package-lock.json")?;
    let packages = lock.get("packages").and_then(Value::as_object).context("no packages")?;
    // A link has no licence of its own: the folder it leads to is listed too.
    let link = |package: &Value| package.get("link") == Some(&Value::Bool(true));
    let packages = packages.iter().filter(|(_, package)| !link(package));
    Ok(packages.map(|(path, package)| pair(path, package)).collect())
}

fn pair(name: &str, package: &Value) -> (String, String) {
    (name.to_owned(), text(package, "license").to_owned())
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Whether an SPDX expression can be met with accepted licences.
fn accepted(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    any_of(&mut rest) == Some(true) && rest.is_empty()
}

/// Whether one of the alternatives is accepted; nothing if this is no expression.
fn any_of(rest: &mut &[&str]) -> Option<bool> {
    let mut met = all_of(rest)?;
    while let ["OR", tail @ ..] = rest {
        *rest = tail;
        met |= all_of(rest)?;
    }
    Some(met)
}

fn all_of(rest: &mut &[&str]) -> Option<bool> {
    let mut met = one(rest)?;
    while let ["AND", tail @ ..] = rest {
        *rest = tail;
        met &= one(rest)?;
    }
    Some(met)
}

fn one(rest: &mut &[&str]) -> Option<bool> {
    match rest {
        ["(", tail @ ..] => {
            *rest = tail;
            let met = any_of(rest)?;
            let [")", tail @ ..] = rest else { return None };
            *rest = tail;
            Some(met)
        }
        // An exception to a licence only ever grants more.
        [name, "WITH", _, tail @ ..] | [name, tail @ ..] => {
            *rest = tail;
            Some(ACCEPTED.contains(name))
        }
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use super::accepted;

    #[test]
    fn expressions_are_read_as_spdx_means_them() {
        for good in ["MIT", "GPL-3.0 OR MIT", "MIT/Apache-2.0", "(MIT OR GPL-2.0) AND Zlib"] {
            assert!(accepted(good), "{good}");
        }
        assert!(accepted("Apache-2.0 WITH LLVM-exception OR MIT"));
        for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Zlib", "MIT OR"] {
            assert!(!accepted(bad), "{bad}");
        }
    }
}
