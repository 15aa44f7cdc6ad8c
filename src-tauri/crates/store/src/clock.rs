//! Time and identity, handed in from outside, so that a simulation can hold both in its hand.
//!
//! Never used to order anything: order comes from the centre's log.

use std::sync::Arc;

use domain::Zeitpunkt;
use uuid::Uuid;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Returns the present instant.
    fn now(&self) -> Zeitpunkt;
}

/// Makes ids.
pub trait IdSource: Send + Sync {
    /// Returns a new UUIDv7 for this instant.
    fn id(&self, now: Zeitpunkt) -> Uuid;
}

/// The operating system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Zeitpunkt {
        #[expect(clippy::disallowed_methods, reason = "the one place that reads the real clock")]
        Zeitpunkt::now()
    }
}

/// Ids from the operating system's random numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemIds;

impl IdSource for SystemIds {
    fn id(&self, now: Zeitpunkt) -> Uuid {
        let mut random = [0_u8; 10];
        #[expect(clippy::expect_used, reason = "without random numbers nothing here is safe")]
        getrandom::fill(&mut random).expect("the operating system gives random numbers");
        uuid_v7(now, random)
    }
}

/// Builds a UUIDv7 (RFC 9562, section 5.7) from an instant and random bytes.
pub fn uuid_v7(now: Zeitpunkt, random: [u8; 10]) -> Uuid {
    let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

/// What happens to a transaction that is about to be committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitFate {
    /// It is committed.
    Good,
    /// It is taken back, as if the machine had stopped just before.
    LostBefore,
    /// It is committed, but its author never hears of it.
    LostAfter,
}

type Fates = dyn Fn() -> CommitFate + Send + Sync;

/// What the store needs from its surroundings.
#[derive(Clone)]
pub struct Env {
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Identity.
    pub ids: Arc<dyn IdSource>,
    fates: Option<Arc<Fates>>,
}

impl Env {
    /// Returns the real clock and real random numbers.
    pub fn system() -> Self {
        Self::new(Arc::new(SystemClock), Arc::new(SystemIds))
    }

    /// Takes a clock and a source of ids.
    pub fn new(clock: Arc<dyn Clock>, ids: Arc<dyn IdSource>) -> Self {
        Self { clock, ids, fates: None }
    }

    /// Lets somebody decide the fate of every transaction: the simulation's power cuts.
    #[must_use]
    pub fn with_fates(self, fates: impl Fn() -> CommitFate + Send + Sync + 'static) -> Self {
        Self { fates: Some(Arc::new(fates)), ..self }
    }

    pub(crate) fn fate(&self) -> CommitFate {
        self.fates.as_ref().map_or(CommitFate::Good, |fates| fates())
    }

    /// Returns the present instant.
    pub fn now(&self) -> Zeitpunkt {
        self.clock.now()
    }

    /// Returns a new id.
    pub fn id(&self) -> Uuid {
        self.ids.id(self.now())
    }
}

impl std::fmt::Debug for Env {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Env")
    }
}
