//! What the centre's database has to do, whichever one it is: every test here runs over SQLite, and
//! over PostgreSQL where `FORSTHAUS_PG` names a server (`cargo xtask test centre` starts one).
//!
//! Never speaks HTTP.

mod decisions;
mod history;
mod isolation;
mod log;
mod mandanten;
pub(crate) mod place;
mod rights;
mod rows;
mod rules;
mod vernichten;
mod writers;

/// Makes two tests of each function: one per database.
macro_rules! for_both {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[test] fn $name() { super::$name(&crate::ledger::place::Place::sqlite()); })*
        }
        mod postgres {
            $(#[test] fn $name() {
                let Some(place) = crate::ledger::place::Place::postgres() else {
                    println!("skipped: FORSTHAUS_PG names no server");
                    return;
                };
                super::$name(&place);
            })*
        }
    };
}
use for_both;
