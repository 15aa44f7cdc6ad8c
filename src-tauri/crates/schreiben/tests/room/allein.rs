//! Setting in a process that may start no threads, as the worker is.
//!
//! Never in the process of the other tests: what is set for a process is set for good.

use std::process::Command;

use schreiben::{setzen, without_threads};

use crate::muster::bescheid;

const CHILD: &str = "SCHREIBEN_ALLEIN";

/// Threads of this process, where the system tells.
fn threads() -> Option<usize> {
    Some(std::fs::read_dir("/proc/self/task").ok()?.count())
}

#[test]
fn letter_is_set_without_a_second_thread() {
    if std::env::var_os(CHILD).is_some() {
        let before = threads();
        assert!(without_threads(), "it is said once, and first");
        assert!(!without_threads());
        assert_eq!(setzen(&bescheid()).unwrap().seiten, 2);
        assert_eq!(threads(), before);
        return;
    }
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", "allein::letter_is_set_without_a_second_thread"]).env(CHILD, "1");
    let said = again.output().unwrap();
    let text = String::from_utf8_lossy(&said.stdout);
    assert!(said.status.success() && text.contains("1 passed"), "{text}");
}
