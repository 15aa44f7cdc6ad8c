//! Seeded numbers: the same seed gives the same choices on every machine.
//!
//! Never random, and never fit for keys.

/// Generator of pseudo-random numbers (xorshift64*).
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// Returns a generator that always gives the same numbers for the same seed.
    pub fn new(seed: u64) -> Self {
        // One round of splitmix64: neighbouring seeds give unrelated sequences.
        let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        // Xorshift never leaves zero.
        Self((z ^ (z >> 31)) | 1)
    }

    /// Returns the next number.
    pub fn next_u64(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// Returns a number from `low` to `high`, both included.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        assert!(low <= high, "empty range");
        match (high - low).checked_add(1) {
            Some(span) => low + self.next_u64() % span,
            None => self.next_u64(),
        }
    }

    /// Returns whether something happens that does so this many times in a hundred.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.between(1, 100) <= percent
    }

    /// Returns the place of one element of a list with so many; 0 for an empty one.
    pub fn pick_index(&mut self, len: usize) -> usize {
        usize::try_from(self.between(0, len.saturating_sub(1) as u64)).unwrap_or(0)
    }

    /// Returns one element of a list that is not empty.
    #[expect(clippy::expect_used, reason = "the caller's list has elements")]
    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        *list.get(self.pick_index(list.len())).expect("nothing to pick from")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_seed_gives_same_numbers() {
        let draw = |seed| {
            let mut rng = Rng::new(seed);
            [rng.next_u64(), rng.next_u64(), rng.between(3, 5)]
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        assert!((3..=5).contains(&draw(9)[2]));
    }
}
