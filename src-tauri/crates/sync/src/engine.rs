//! One round: greet, recognise, push, move originals, pull, compare.
//!
//! Every step leaves the store in a state from which the next round can go on, whatever happens
//! between two of them.

use store::meta::Meta;
use store::{Env, Store};
use uuid::Uuid;
use wire::{
    Cursor, Enrol, Enrolled, Head, Hello, HelloAnswer, Mutation, PUSH_BYTES_MAX, PUSH_MAX, Pull,
    PullAnswer, Push, PushAnswer,
};

use crate::blobs;
use crate::error::RoundError;
use crate::line::{Line, ask};

/// What a complete round did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Round {
    /// Changes sent.
    pub pushed: u32,
    /// Rows taken in.
    pulled_rows: u32,
    /// Originals sent.
    pub sent: u32,
    /// Originals fetched.
    pub fetched: u32,
    /// Originals that could not be moved; the next round tries again.
    pub stuck: Vec<String>,
    /// Requests made.
    pub requests: u32,
}

impl Round {
    /// Returns the number of rows taken in.
    pub const fn pulled(&self) -> u32 {
        self.pulled_rows
    }
}

/// Runs rounds.
pub struct Engine<'a> {
    pub(crate) store: &'a Store,
    pub(crate) line: &'a dyn Line,
    /// Asked between two steps of long work; true ends the round with what is done so far.
    pub(crate) cancelled: &'a dyn Fn() -> bool,
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
    let question = Enrol { code: code.to_owned(), client, arbeitsplatz };
    let answer: Enrolled = ask(line, "/v1/enrol", &question)?;
    let uebung = store.read(|db| db.meta(Meta::Uebung))?.as_deref() == Some("1");
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

fn identity(store: &Store) -> Result<Uuid, RoundError> {
    let known = store.read(|db| db.meta(Meta::Client))?;
    if let Some(client) = known.and_then(|text| Uuid::parse_str(&text).ok()) {
        return Ok(client);
    }
    let env: &Env = store.env();
    let client = env.id();
    store.write(|tx| tx.set_meta(Meta::Client, &client.to_string()))?;
    Ok(client)
}

impl<'a> Engine<'a> {
    /// Takes a store and a line.
    pub fn new(store: &'a Store, line: &'a dyn Line, cancelled: &'a dyn Fn() -> bool) -> Self {
        Self { store, line, cancelled }
    }

    /// Runs one round to its end or to the first thing that stops it.
    pub fn round(&self) -> Result<Round, RoundError> {
        if self.store.read(|db| db.scopes())?.is_empty() {
            return Err(RoundError::NotSetUp);
        }
        let mut round = Round::default();
        let mut greeting = self.greet(&mut round)?;
        if !self.take_greeting(&greeting)? {
            // This data folder was rolled back or cloned: a new identity, and once more.
            self.store.write(|tx| tx.fork_client())?;
            greeting = self.greet(&mut round)?;
            self.take_greeting(&greeting)?;
        }
        if self.first_pull_missing()? {
            self.pull(&mut round)?;
        }
        if self.push(&mut round)? {
            greeting = self.greet(&mut round)?;
            self.take_greeting(&greeting)?;
        }
        self.catch_up(&mut greeting, &mut round)?;
        // Originals come last: a large one on a slow line holds up nothing but itself.
        if blobs::send(self, &mut round)? {
            greeting = self.greet(&mut round)?;
            self.take_greeting(&greeting)?;
            self.catch_up(&mut greeting, &mut round)?;
        }
        blobs::fetch(self, &mut round)?;
        self.compare(&greeting.heads)?;
        Ok(round)
    }

    fn catch_up(&self, greeting: &mut HelloAnswer, round: &mut Round) -> Result<(), RoundError> {
        if self.behind(&greeting.heads)? {
            greeting.heads = self.pull(round)?;
            // What was accepted is part of what was pulled now and need not be kept any longer.
            self.take_greeting(greeting)?;
        }
        Ok(())
    }

    fn greet(&self, round: &mut Round) -> Result<HelloAnswer, RoundError> {
        let client = identity(self.store)?;
        let (cursors, parked) =
            self.store.read(|db| Ok::<_, RoundError>((db.scopes()?, db.parked_mids()?)))?;
        let hello = Hello {
            client,
            app: env!("CARGO_PKG_VERSION").to_owned(),
            schema: domain::SCHEMA,
            cursors: cursors.into_iter().map(|state| state.cursor).collect(),
            parked,
        };
        round.requests += 1;
        let answer: HelloAnswer = ask(self.line, "/v1/hello", &hello)?;
        if answer.forked.is_empty() {
            Ok(answer)
        } else {
            Err(RoundError::ForeignCentre { scopes: answer.forked })
        }
    }

    /// Takes in decisions and how far the centre is; false if it knows more than was ever sent.
    fn take_greeting(&self, greeting: &HelloAnswer) -> Result<bool, RoundError> {
        self.store.write(|tx| {
            if !greeting.verdicts.is_empty() {
                tx.apply_verdicts(&greeting.verdicts)?;
            }
            Ok(tx.apply_expect(greeting.expect, greeting.safe_n)?)
        })
    }

    fn first_pull_missing(&self) -> Result<bool, RoundError> {
        Ok(self.store.read(|db| db.scopes())?.iter().any(|scope| !scope.geholt))
    }

    /// Sends what is undecided; tells whether there was anything.
    fn push(&self, round: &mut Round) -> Result<bool, RoundError> {
        let mut busy = false;
        let mut stalled = false;
        loop {
            let batch = self.batch()?;
            if batch.is_empty() || (self.cancelled)() {
                return Ok(busy);
            }
            busy = true;
            let count = u32::try_from(batch.len()).unwrap_or(u32::MAX);
            let question = Push { client: identity(self.store)?, mutations: batch };
            round.requests += 1;
            let answer: PushAnswer = ask(self.line, "/v1/push", &question)?;
            if answer.fork {
                self.store.write(|tx| tx.fork_client())?;
                continue;
            }
            let known = self.store.write(|tx| {
                tx.apply_verdicts(&answer.verdicts)?;
                Ok::<_, RoundError>(tx.apply_expect(answer.expect, answer.safe_n)?)
            })?;
            if !known {
                self.store.write(|tx| tx.fork_client())?;
            } else if answer.verdicts.is_empty() && stalled {
                return Err(RoundError::Protocol("push answer"));
            }
            stalled = answer.verdicts.is_empty();
            round.pushed += count;
        }
    }

    /// Takes the next undecided changes; never cuts through a group.
    fn batch(&self) -> Result<Vec<Mutation>, RoundError> {
        let limit = u32::try_from(PUSH_MAX).unwrap_or(u32::MAX);
        let pending = self.store.read(|db| db.mutations_to_push(limit + 1))?;
        let mut batch: Vec<Mutation> = Vec::new();
        let mut bytes = 0;
        let mut cut = 0;
        let mut full = false;
        for mutation in pending {
            if batch.last().is_none_or(|last| last.group.is_none() || last.group != mutation.group)
            {
                cut = batch.len();
            }
            bytes += serde_json::to_vec(&mutation).map_or(0, |json| json.len());
            full = !batch.is_empty() && (bytes > PUSH_BYTES_MAX || batch.len() >= PUSH_MAX);
            if full && cut > 0 {
                break;
            }
            batch.push(mutation);
        }
        if full && cut > 0 {
            batch.truncate(cut);
        }
        Ok(batch)
    }

    fn behind(&self, heads: &[Head]) -> Result<bool, RoundError> {
        let scopes = self.store.read(|db| db.scopes())?;
        Ok(scopes.iter().any(|scope| {
            !scope.geholt
                || heads
                    .iter()
                    .any(|head| head.scope == scope.cursor.scope && head.seq != scope.cursor.seq)
        }))
    }

    /// Takes in everything new and returns where the centre stood at the end.
    fn pull(&self, round: &mut Round) -> Result<Vec<Head>, RoundError> {
        let client = identity(self.store)?;
        loop {
            let scopes = self.store.read(|db| db.scopes())?;
            let cursors: Vec<Cursor> = scopes.into_iter().map(|state| state.cursor).collect();
            round.requests += 1;
            let question = Pull { client, cursors: cursors.clone() };
            let answer: PullAnswer = ask(self.line, "/v1/pull", &question)?;
            let forked: Vec<String> = answer
                .scopes
                .iter()
                .filter(|part| part.fork)
                .map(|part| part.head.scope.clone())
                .collect();
            if !forked.is_empty() {
                return Err(RoundError::ForeignCentre { scopes: forked });
            }
            let mut more = false;
            for part in &answer.scopes {
                let scope = part.head.scope.as_str();
                if !part.changes.is_empty() {
                    self.store.write(|tx| tx.apply_changes(scope, &part.changes))?;
                    round.pulled_rows += u32::try_from(part.changes.len()).unwrap_or(0);
                }
                let at = cursors.iter().find(|c| c.scope == scope).map_or(0, |c| c.seq);
                let reached = part.changes.last().map_or(at, |change| change.seq);
                if reached < part.head.seq {
                    more = true;
                } else {
                    self.store.write(|tx| tx.first_pull_done(scope))?;
                }
            }
            if !more || (self.cancelled)() {
                return Ok(answer.scopes.into_iter().map(|part| part.head).collect());
            }
        }
    }

    /// Compares both sides where they stand at the same row, and notes the end of the round.
    fn compare(&self, heads: &[Head]) -> Result<(), RoundError> {
        let mut different = None;
        let mut complete = true;
        for scope in self.store.read(|db| db.scopes())? {
            let name = scope.cursor.scope;
            let Some(head) = heads.iter().find(|head| head.scope == name) else { continue };
            if head.seq != scope.cursor.seq {
                complete = false;
                continue;
            }
            let digest = self.store.read(|db| db.digest(&name))?;
            if head.chain != scope.cursor.chain || head.digest != hex::encode(digest.root()) {
                different = Some(name);
            }
        }
        let now = self.store.env().now().to_string();
        self.store.write(|tx| {
            if complete {
                tx.set_meta(Meta::ZuletztUm, &now)?;
                let same = if different.is_none() { "1" } else { "0" };
                tx.set_meta(Meta::NachweisGleich, same)?;
            }
            Ok::<_, RoundError>(())
        })?;
        different.map_or(Ok(()), |scope| Err(RoundError::Different(scope)))
    }
}
