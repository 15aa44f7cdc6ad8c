//! Listens to the centre's news, so that what others did is here within a moment.
//!
//! Never needed: where no news come through, rounds run at their usual interval. Never carries
//! content, never holds the desk while it waits.

use std::io::{BufRead, BufReader, Read};
use std::sync::Weak;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use store::DbError;
use sync::backoff;
use wire::Poke;

use crate::Desk;
use crate::service::{Signal, random};

/// How often it is asked whether a centre has been set up meanwhile.
const SETUP: Duration = Duration::from_secs(15);
/// Longest line of a news stream.
const LINE_MAX: u64 = 16 * 1024;

/// Listens until it is told to stop or the desk is gone.
pub(crate) fn run(desk: &Weak<Desk>, signal: &Signal, stop: &AtomicBool) {
    let mut failures: u32 = 0;
    while !stop.load(Ordering::Relaxed) {
        let Some(line) = desk.upgrade().map(|desk| desk.line()) else { return };
        let pause = match line {
            Ok(Some(line)) => {
                if let Ok(stream) = line.news() {
                    drop(line);
                    failures = 0;
                    line_is_back(desk);
                    listen(desk, stream, stop);
                }
                failures = failures.saturating_add(1);
                backoff::pause(failures, random())
            }
            _ => SETUP,
        };
        if !stop.load(Ordering::Relaxed) {
            signal.wait(pause);
        }
    }
}

/// Rounds that wait for their next attempt need not wait any longer.
fn line_is_back(desk: &Weak<Desk>) {
    if let Some(desk) = desk.upgrade()
        && desk.stand(|stand| stand.fehlversuche > 0)
    {
        desk.wake();
    }
}

/// Reads news until the stream ends; one that breaks is simply opened again.
fn listen(desk: &Weak<Desk>, stream: impl Read, stop: &AtomicBool) {
    let mut stream = BufReader::new(stream);
    let mut event = Event::default();
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = stream.by_ref().take(LINE_MAX).read_until(b'\n', &mut line);
        if stop.load(Ordering::Relaxed) || !read.is_ok_and(|bytes| bytes > 0) {
            return;
        }
        let Some(poke) = event.line(&String::from_utf8_lossy(&line)) else { continue };
        let Some(desk) = desk.upgrade() else { return };
        if ahead(&desk, &poke) {
            desk.wake();
        }
    }
}

/// Tells whether the centre has something that is not here, as far as can be told.
fn ahead(desk: &Desk, poke: &Poke) -> bool {
    let here = desk.store.read(|db| {
        let scopes = db.scopes()?.into_iter().map(|state| state.cursor);
        Ok::<_, DbError>(scopes.filter(|c| c.scope == poke.scope).map(|c| c.seq).max())
    });
    here.ok().flatten().is_none_or(|seq| seq < poke.seq)
}

/// An event as its lines come in (server-sent events, HTML standard 9.2).
#[derive(Default)]
struct Event {
    name: String,
    data: String,
}

impl Event {
    /// Takes one line; returns the poke that an empty line completes.
    fn line(&mut self, line: &str) -> Option<Poke> {
        let line = line.trim_end_matches(['\r', '\n']);
        if line.is_empty() {
            let event = std::mem::take(self);
            return (event.name == "head")
                .then(|| serde_json::from_str(&event.data).ok())
                .flatten();
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.name),
            "data" => self.data.push_str(value),
            // Comments are signs of life.
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pokes(text: &str) -> Vec<(String, u64)> {
        let mut event = Event::default();
        let pokes = text.split_inclusive('\n').filter_map(|line| event.line(line));
        pokes.map(|poke| (poke.scope, poke.seq)).collect()
    }

    #[test]
    fn news_are_read_and_everything_else_is_passed_over() {
        let text = ": hallo\n\nevent: head\ndata: {\"scope\":\"registratur\",\"seq\":7}\n\n\
                    event: other\ndata: {}\n\n:\n\nevent:head\r\ndata:{\"scope\":\"a\",\r\n\
                    data: \"seq\":8}\r\n\r\nevent: head\ndata: kaputt\n\n";
        assert_eq!(pokes(text), [("registratur".to_owned(), 7), ("a".to_owned(), 8)]);
    }
}
