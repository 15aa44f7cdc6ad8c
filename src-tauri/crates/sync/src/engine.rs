//! One round: greet, recognise, take in, send, move originals, compare.
//!
//! Every step leaves the store in a state from which the next round can go on, whatever happens
//! between two of them. One part that fails does not hold up the others: every part is tried, and
//! the first failure is reported.

use store::Store;
use store::meta::Meta;
use wire::{Enrol, Enrolled};

use crate::error::RoundError;
use crate::greeting::{Standing, identity, meet};
use crate::line::{Line, ask};
use crate::{blobs, proof, pull, push, withdraw};

/// What a complete round did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Round {
    /// Changes sent.
    pub pushed: u32,
    /// Rows taken in.
    pub(crate) pulled_rows: u32,
    /// Originals sent.
    pub sent: u32,
    /// Originals fetched.
    pub fetched: u32,
    /// Originals that could not be moved; the next round tries again.
    pub stuck: Vec<String>,
    /// Requests made.
    pub requests: u32,
    /// The centre is busy: seconds after which the next round is welcome.
    pub next_poll: Option<u32>,
    /// Originals are left to move that had no place in this round; the next one is due at once.
    pub more: bool,
}

impl Round {
    /// Returns the number of rows taken in.
    pub const fn pulled(&self) -> u32 {
        self.pulled_rows
    }

    /// Adds what a later round did; what it left stuck or to do counts, not what this one did.
    pub fn add(&mut self, later: Self) {
        *self = Self {
            pushed: self.pushed + later.pushed,
            pulled_rows: self.pulled_rows + later.pulled_rows,
            sent: self.sent + later.sent,
            fetched: self.fetched + later.fetched,
            requests: self.requests + later.requests,
            ..later
        };
    }
}

/// Runs rounds.
pub struct Engine<'a> {
    pub(crate) store: &'a Store,
    pub(crate) line: &'a dyn Line,
    /// Asked between two steps of long work; true ends the round with what is done so far.
    pub(crate) cancelled: &'a (dyn Fn() -> bool + Sync),
}

/// Enrols this workstation at a centre and remembers what it says. The line must not need a token.
///
/// Practice and real work never mix: a desk and a centre of different kinds refuse each other.
pub fn enrol(
    store: &Store,
    line: &dyn Line,
    code: &str,
    address: &str,
) -> Result<Enrolled, RoundError> {
    let client = identity(store)?;
    let arbeitsplatz = store.read(|db| db.meta(Meta::Arbeitsplatz))?.unwrap_or_default();
    let uebung = store.read(|db| db.meta(Meta::Uebung))?.as_deref() == Some("1");
    let question = Enrol { code: code.to_owned(), client, arbeitsplatz, uebung: Some(uebung) };
    let answer: Enrolled = ask(line, "/v1/enrol", &question).map_err(|error| match error {
        RoundError::Refused { kind, .. } if kind == "practice" => {
            RoundError::PracticeMix { centre: !uebung }
        }
        other => other,
    })?;
    if uebung != answer.uebung {
        return Err(RoundError::PracticeMix { centre: answer.uebung });
    }
    store.write(|tx| {
        tx.set_meta(Meta::Token, &answer.token)?;
        tx.set_meta(Meta::Zentrale, address)?;
        tx.set_meta(Meta::Mandant, &answer.mandant)?;
        tx.follow(&answer.scopes)
    })?;
    Ok(answer)
}

/// The first failure of a round, and whether anything else can still work.
#[derive(Default)]
struct Failures {
    first: Option<RoundError>,
    over: bool,
}

impl Failures {
    /// Keeps a failure and goes on; returns what a part gave, if it worked.
    fn keep<T>(&mut self, result: Result<T, RoundError>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.over |= error.ends_round();
                self.first.get_or_insert(error);
                None
            }
        }
    }
}

impl<'a> Engine<'a> {
    /// Takes a store and a line.
    pub fn new(
        store: &'a Store,
        line: &'a dyn Line,
        cancelled: &'a (dyn Fn() -> bool + Sync),
    ) -> Self {
        Self { store, line, cancelled }
    }

    /// Runs one round to its end; the first thing that failed is the answer if anything did.
    pub fn round(&self) -> Result<Round, RoundError> {
        if self.store.read(|db| db.scopes())?.is_empty() {
            return Err(RoundError::NotSetUp);
        }
        let mut round = Round::default();
        let mut standing = meet(self, &mut round)?;
        let mut failures = Failures::default();
        self.records(&mut standing, &mut round, &mut failures);
        if !failures.over {
            // Originals come last: a large one on a slow line holds up nothing but itself.
            self.originals(&mut standing, &mut round, &mut failures);
        }
        if !failures.over {
            failures.keep(withdraw::salvage(self, &mut round));
        }
        if !failures.over {
            failures.keep(withdraw::purge(self, &mut round));
        }
        if !failures.over {
            failures.keep(proof::compare(self, &standing.heads, &mut round));
        }
        failures.keep(self.store.sweep_destroyed().map_err(Into::into));
        failures.first.map_or(Ok(round), Err)
    }

    /// Takes in and sends changes.
    fn records(&self, standing: &mut Standing, round: &mut Round, failures: &mut Failures) {
        if failures.keep(self.first_pull_missing(standing)) == Some(true) {
            failures.keep(pull::take_in(self, standing, round));
        }
        let mut sent = false;
        // Nothing is sent before everything the centre had was taken in once.
        if !failures.over && failures.keep(self.first_pull_missing(standing)) == Some(false) {
            sent = failures.keep(push::push(self, standing, round)).unwrap_or(true);
        }
        if !failures.over {
            self.catch_up(sent, standing, round, failures);
        }
    }

    fn catch_up(
        &self,
        moved: bool,
        standing: &mut Standing,
        round: &mut Round,
        failures: &mut Failures,
    ) {
        let behind = failures.keep(pull::behind(self, &standing.heads));
        if moved || behind == Some(true) {
            failures.keep(pull::take_in(self, standing, round));
        }
    }

    /// Moves originals; what waited for them is decided at once.
    fn originals(&self, standing: &mut Standing, round: &mut Round, failures: &mut Failures) {
        let sent = failures.keep(blobs::send(self, round));
        if sent == Some(true)
            && !failures.over
            && let Some(now) = failures.keep(meet(self, round))
        {
            *standing = now;
            self.catch_up(false, standing, round, failures);
        }
        if !failures.over {
            failures.keep(blobs::fetch(self, round));
        }
    }

    /// Tells whether something of what the centre had at the beginning is not here. A scope that is
    /// not granted here holds up nothing.
    fn first_pull_missing(&self, standing: &Standing) -> Result<bool, RoundError> {
        let scopes = self.store.read(|db| db.scopes())?;
        let missing = |name: &str| {
            let state = scopes.iter().find(|state| state.cursor.scope == name);
            state.is_some_and(|state| !state.geholt || state.abzug.is_some())
        };
        Ok(standing.heads.iter().any(|head| missing(&head.scope)))
    }
}
