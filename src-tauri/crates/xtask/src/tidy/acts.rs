//! Every act of the desk has a window test that exists, or a reason why not.
//!
//! Never runs a test: it compares the desk's list, ours, and the names in the test files.

use super::tree::SourceFile;
use super::{Finding, finding};
use crate::acts::{ACTS, Shown};

const LIST: &str = "src-tauri/crates/desk/src/command.rs";
const TABLE: &str = "src-tauri/crates/xtask/src/acts.rs";
const TESTS: &str = "tests/window/tests/acts/";

/// Compares the acts with their tests.
pub(super) fn check(files: &[SourceFile]) -> Vec<Finding> {
    let Some(list) = files.iter().find(|file| file.path == LIST) else {
        return vec![finding(LIST, "is not there, and holds the list of acts")];
    };
    let acts = names(&list.text);
    if acts.is_empty() {
        return vec![finding(LIST, "holds no list of acts that can be read")];
    }
    let new = acts.iter().filter(|act| !ACTS.iter().any(|(known, _)| known == *act));
    let new =
        new.map(|act| finding(TABLE, format!("{act} has neither a window test nor a reason")));
    let gone = ACTS.iter().filter(|(known, _)| !acts.contains(known));
    let gone = gone.map(|(act, _)| finding(TABLE, format!("{act} is no act of the desk")));
    let untested = ACTS.iter().flat_map(|(act, shown)| untested(act, shown, files));
    new.chain(gone).chain(untested).collect()
}

/// The names in the desk's list: what stands between `commands! {` and its end, before a bracket.
fn names(text: &str) -> Vec<&str> {
    let list = text.split_once("\ncommands! {").and_then(|(_, rest)| rest.split_once("\n}"));
    let lines = list.map(|(list, _)| list.lines()).into_iter().flatten();
    lines.filter_map(|line| line.trim().split_once('(')).map(|(name, _)| name).collect()
}

fn untested(act: &str, shown: &Shown, files: &[SourceFile]) -> Vec<Finding> {
    match shown {
        Shown::By([]) | Shown::Not("") => {
            vec![finding(TABLE, format!("{act} names neither a test nor a reason"))]
        }
        Shown::Not(_) => Vec::new(),
        Shown::By(tests) => {
            let missing = tests.iter().filter(|test| !exists(test, files));
            missing.map(|test| finding(TABLE, format!("{act}: there is no test {test}"))).collect()
        }
    }
}

fn exists(test: &str, files: &[SourceFile]) -> bool {
    let Some((file, function)) = test.split_once("::") else { return false };
    let path = format!("{TESTS}{file}.rs");
    let opening = format!("#[tokio::test]\nasync fn {function}()");
    files.iter().any(|file| file.path == path && file.text.contains(&opening))
}

#[cfg(test)]
mod tests {
    use super::{exists, names};
    use crate::tidy::tree::SourceFile;

    #[test]
    fn list_of_the_desk_is_read() {
        let list = "x!\ncommands! {\n    eingang(Id) -> EingangView;\n    suche(A) -> B;\n}\nfn f(";
        assert_eq!(names(list), ["eingang", "suche"]);
    }

    #[test]
    fn only_a_test_of_that_name_in_that_file_counts() {
        let path = "tests/window/tests/acts/suche.rs".to_owned();
        let text = "#[tokio::test]\nasync fn it_is_found() {}\nasync fn no_test() {}".to_owned();
        let files = [SourceFile { path, text }];
        assert!(exists("suche::it_is_found", &files));
        assert!(!exists("suche::no_test", &files));
        assert!(!exists("eingang::it_is_found", &files));
    }
}
