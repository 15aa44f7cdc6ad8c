//! Seeded numbers, the same as those of the testkit, which would bring half of the product along.
//!
//! Never random.

/// Generator of pseudo-random numbers (xorshift64*).
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Self((z ^ (z >> 31)) | 1)
    }

    pub(crate) fn next_u64(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub(crate) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next_u64() % (high - low + 1)
    }

    #[expect(clippy::expect_used, reason = "the caller's list has elements")]
    pub(crate) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        let last = list.len().saturating_sub(1) as u64;
        let index = usize::try_from(self.between(0, last)).unwrap_or(0);
        *list.get(index).expect("nothing to pick from")
    }
}
