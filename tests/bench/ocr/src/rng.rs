//! Numbers that look random and are the same for the same seed.
//!
//! Never the system's randomness.

/// A generator of 64-bit numbers (SplitMix64).
pub struct Rng(u64);

impl Rng {
    /// Returns a generator that always gives the same numbers for the same seed.
    pub fn new(seed: u64) -> Rng {
        Rng(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number from 0 to below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    pub(crate) fn pick(&mut self, from: &[&'static str]) -> &'static str {
        let index = self.below(from.len() as u64) as usize;
        from.get(index).copied().unwrap_or_default()
    }

    /// A number around 0, nearly normal, with a deviation of 1: the sum of four uniform ones.
    pub(crate) fn normal(&mut self) -> f32 {
        let bits = self.next();
        let parts = [bits, bits >> 16, bits >> 32, bits >> 48];
        let sum: f32 = parts.iter().map(|part| (part & 0xffff) as f32 / 65_535.0 - 0.5).sum();
        sum * 1.732
    }
}
