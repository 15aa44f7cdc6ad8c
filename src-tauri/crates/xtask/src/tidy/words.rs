//! Words and openings that files must or must not have.
//!
//! Never reads meaning: a rule here is a piece of text and the files it is about.

use super::tree::SourceFile;
use super::{Finding, finding, rust};

/// Text that must not stand in certain files.
struct Ban {
    text: &'static str,
    files: fn(&SourceFile) -> bool,
    /// Comments and strings of Rust do not count.
    code_only: bool,
    why: &'static str,
}

fn any(_: &SourceFile) -> bool {
    true
}

fn rust(file: &SourceFile) -> bool {
    file.is("rs")
}

fn not_tests(file: &SourceFile) -> bool {
    !file.is_test() && !file.path.starts_with("tests/")
}

fn beside_ipc(file: &SourceFile) -> bool {
    file.path.starts_with("ui/src/") && !file.path.starts_with("ui/src/ipc/")
}

fn config(file: &SourceFile) -> bool {
    file.path.ends_with(".npmrc") || file.path.ends_with(".cargo/config.toml")
}

fn lock(file: &SourceFile) -> bool {
    file.path.ends_with("package-lock.json")
}

const MACHINE: &str = "no path of one machine";
const REGISTRY: &str = "no host name of a registry or a mirror";

const fn ban(text: &'static str, files: fn(&SourceFile) -> bool, why: &'static str) -> Ban {
    Ban { text, files, code_only: false, why }
}

const BANS: &[Ban] = &[
    ban("@tauri-apps", beside_ipc, "only ui/src/ipc/ speaks with Tauri"),
    Ban { code_only: true, ..ban("#[ignore", rust, "a test runs or does not exist") },
    Ban { code_only: true, ..ban("#[should_panic", rust, "assert on a returned error") },
    Ban { code_only: true, ..ban("todo!(", rust, "not finished") },
    Ban { code_only: true, ..ban("unimplemented!(", rust, "not finished") },
    ban("/work/", any, MACHINE),
    ban("/root/", any, MACHINE),
    ban("/tmp/", not_tests, MACHINE),
    ban("index.crates.io", any, REGISTRY),
    ban("static.crates.io", any, REGISTRY),
    ban("registry.npmjs.org", any, REGISTRY),
    ban("registry.yarnpkg.com", any, REGISTRY),
    ban("files.pythonhosted.org", any, REGISTRY),
    ban("deb.debian.org", any, REGISTRY),
    ban("\"resolved\": \"http", lock, REGISTRY),
    ban("registry=", config, REGISTRY),
    ban("[source", config, REGISTRY),
];

/// This file and its neighbours speak about the words they ban.
const SELF: &str = "src-tauri/crates/xtask/src/tidy/";

/// Looks for openings that are missing and words that should be.
pub(super) fn check(files: &[SourceFile]) -> Vec<Finding> {
    let others = files.iter().filter(|file| !file.path.starts_with(SELF));
    let banned = others.flat_map(|file| banned(file).into_iter().chain(open_ends(file)));
    files.iter().filter_map(opening).chain(banned).collect()
}

fn opening(file: &SourceFile) -> Option<Finding> {
    let said = file.text.starts_with("//! ") || file.text.starts_with("#!");
    (file.is("rs") && !said).then(|| finding(&file.path, "does not open with //! and what it is"))
}

fn banned(file: &SourceFile) -> Vec<Finding> {
    let code = if file.is("rs") { rust::blanked(&file.text) } else { String::new() };
    let bans = BANS.iter().filter(|ban| (ban.files)(file));
    bans.flat_map(|ban| {
        let text = if ban.code_only { &code } else { &file.text };
        let lines = text.lines().enumerate().filter(|(_, line)| line.contains(ban.text));
        lines.map(|(line, _)| {
            finding(format!("{}:{}", file.path, line + 1), format!("{}: {}", ban.text, ban.why))
        })
    })
    .collect()
}

/// A note for later needs the number of its issue.
fn open_ends(file: &SourceFile) -> Vec<Finding> {
    let code = ["rs", "ts", "svelte", "js", "mjs", "sql", "css"].iter().any(|end| file.is(end));
    let lines = file.text.lines().enumerate().filter(|(_, line)| code && open_end(line));
    let what = "a note for later without the number of its issue";
    lines.map(|(line, _)| finding(format!("{}:{}", file.path, line + 1), what)).collect()
}

fn open_end(line: &str) -> bool {
    ["TODO", "FIXME", "XXX"].iter().any(|word| {
        line.split_once(word).is_some_and(|(before, after)| {
            let whole = !before.ends_with(char::is_alphanumeric)
                && !after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
            let number = after.split_once('#').map(|(_, rest)| rest);
            whole && !number.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::open_end;

    #[test]
    fn a_note_for_later_names_its_issue() {
        assert!(open_end("// TODO: later"));
        assert!(!open_end("// TODO(#12): later"));
        assert!(!open_end("let TODOS = 1;"));
    }
}
