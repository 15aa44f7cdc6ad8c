//! Time and chance, handed in from outside, so that the simulation can hold both in its hand.
//!
//! Never used to order changes: their order is the order of commits.

use std::sync::Arc;

use domain::Zeitpunkt;
use uuid::Uuid;

type Random = dyn Fn(&mut [u8]) + Send + Sync;

/// What the centre needs from its surroundings.
#[derive(Clone)]
pub struct Surroundings {
    now: Arc<dyn Fn() -> Zeitpunkt + Send + Sync>,
    random: Arc<Random>,
}

impl Surroundings {
    /// Takes a clock and a source of random bytes.
    pub fn new(
        now: impl Fn() -> Zeitpunkt + Send + Sync + 'static,
        random: impl Fn(&mut [u8]) + Send + Sync + 'static,
    ) -> Self {
        Self { now: Arc::new(now), random: Arc::new(random) }
    }

    /// Returns the real clock and real random numbers.
    pub fn system() -> Self {
        #[expect(clippy::disallowed_methods, reason = "the one place that reads the real clock")]
        let now = Zeitpunkt::now;
        #[expect(clippy::expect_used, reason = "without random numbers nothing here is safe")]
        Self::new(now, |bytes| {
            getrandom::fill(bytes).expect("the operating system gives random numbers");
        })
    }

    /// Returns the present instant.
    pub fn now(&self) -> Zeitpunkt {
        (self.now)()
    }

    /// Returns a new UUIDv7.
    pub fn id(&self) -> Uuid {
        let mut random = [0; 10];
        (self.random)(&mut random);
        let millis = u64::try_from(self.now().as_millisecond()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// Returns 32 random bytes as hex: a token nobody guesses.
    pub fn token(&self) -> String {
        let mut random = [0; 32];
        (self.random)(&mut random);
        hex::encode(random)
    }

    /// Returns a code that a person can type: four groups of four, without look-alikes.
    pub fn code(&self) -> String {
        const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        let mut random = [0; 16];
        (self.random)(&mut random);
        let letters = random.iter().map(|byte| {
            LETTERS.get(usize::from(byte % 32)).map_or('A', |letter| char::from(*letter))
        });
        let mut code = String::new();
        for (place, letter) in letters.enumerate() {
            if place > 0 && place % 4 == 0 {
                code.push('-');
            }
            code.push(letter);
        }
        code
    }
}
