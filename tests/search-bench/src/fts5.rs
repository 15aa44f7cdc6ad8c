//! SQLite's full text, unencrypted, as its manual has it: `unicode61 remove_diacritics 2`, ranked.
//!
//! Never with our folding: it is measured as it comes.

use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use rusqlite::{Connection, params};

use crate::letters::Letters;
use crate::questions::{Group, Question, questions};
use crate::timed::Figures;

const AT_ONCE: u64 = 10_000;
const ARRIVALS: u64 = 20;
const ASK: &str = "SELECT rowid FROM briefe WHERE briefe MATCH ?1 ORDER BY rank LIMIT 10";

pub(crate) fn run(dir: &Path, letters: &Letters) -> Result<Figures> {
    let mut figures = Figures::default();
    let start = Instant::now();
    let file = dir.join("fts5.db");
    let mut db = Connection::open(&file)?;
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32000;
         CREATE VIRTUAL TABLE briefe USING fts5 (titel, text, content = '',
             tokenize = 'unicode61 remove_diacritics 2');",
    )?;
    let mut all = letters.all();
    let mut row = 0;
    while row < letters.count {
        let tx = db.transaction()?;
        for entry in all.by_ref().take(usize::try_from(AT_ONCE)?) {
            row += 1;
            put(&tx, row, &entry.titel, &entry.text)?;
        }
        tx.commit()?;
    }
    figures.index = start.elapsed();
    for number in 0..ARRIVALS {
        let start = Instant::now();
        put(&db, letters.count + number + 1, "Neu", &format!("neuzugang{number}"))?;
        count(&db, &format!("neuzugang{number}"))?;
        figures.seen.push(start.elapsed());
    }
    drop(db);
    let start = Instant::now();
    let db = Connection::open(&file)?;
    db.execute_batch("PRAGMA cache_size = -32000;")?;
    count(&db, "\"Bescheid\"")?;
    figures.open = start.elapsed();
    figures.ask(&questions(letters), |question| count(&db, &asked(question)))?;
    Ok(figures)
}

fn put(db: &Connection, row: u64, titel: &str, text: &str) -> Result<()> {
    let mut insert =
        db.prepare_cached("INSERT INTO briefe (rowid, titel, text) VALUES (?1, ?2, ?3)")?;
    insert.execute(params![i64::try_from(row)?, titel, text])?;
    Ok(())
}

fn count(db: &Connection, asked: &str) -> Result<usize> {
    let mut query = db.prepare_cached(ASK)?;
    let rows = query.query_map([asked], |row| row.get::<_, i64>(0))?;
    Ok(rows.collect::<rusqlite::Result<Vec<i64>>>()?.len())
}

fn asked(question: &Question) -> String {
    let quoted = |word: &String| format!("\"{word}\"");
    match question.group {
        Group::Prefix => format!("{}*", question.words.concat()),
        Group::Phrase => quoted(&question.words.join(" ")),
        _ => question.words.iter().map(quoted).collect::<Vec<_>>().join(" AND "),
    }
}
