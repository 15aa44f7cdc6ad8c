//! Proof that two sides hold the same records: 256 additive sums per scope, updated in constant
//! time with every change.
//!
//! Never a defence against a forger; the chain is. This finds faults.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::chain::Hash;

/// Number of buckets per scope.
pub const BUCKETS: usize = 256;

/// Sum of SHA-256 values modulo 2²⁵⁶, big-endian.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum256(pub Hash);

impl Sum256 {
    /// Returns the value that stands for one record version in its bucket.
    pub fn of(rec_id: Uuid, ver: u64, body_sha256: &str) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(rec_id.as_bytes());
        hasher.update(ver.to_be_bytes());
        hasher.update(body_sha256.as_bytes());
        Self(hasher.finalize().into())
    }

    /// Adds a value.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let mut out = [0; 32];
        let mut carry = 0_u16;
        for ((o, a), b) in out.iter_mut().zip(self.0).zip(other.0).rev() {
            let sum = u16::from(a) + u16::from(b) + carry;
            *o = sum.to_be_bytes()[1];
            carry = sum >> 8;
        }
        Self(out)
    }

    /// Takes a value away.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        let mut negated = other.0.map(|byte| !byte);
        for byte in negated.iter_mut().rev() {
            let (next, carry) = byte.overflowing_add(1);
            *byte = next;
            if !carry {
                break;
            }
        }
        self.plus(Self(negated))
    }
}

/// The sums of one scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateDigest {
    buckets: Vec<Sum256>,
}

impl Default for StateDigest {
    fn default() -> Self {
        Self { buckets: vec![Sum256::default(); BUCKETS] }
    }
}

impl StateDigest {
    /// Returns the bucket of a record: the last byte of its id, which is random in a UUIDv7.
    pub fn bucket_of(rec_id: Uuid) -> usize {
        usize::from(rec_id.as_bytes()[15])
    }

    /// Puts a known sum into its bucket; out of range is ignored.
    pub fn load(&mut self, bucket: usize, sum: Sum256) {
        if let Some(slot) = self.buckets.get_mut(bucket) {
            *slot = sum;
        }
    }

    /// Returns the sum of a bucket.
    pub fn bucket(&self, bucket: usize) -> Sum256 {
        self.buckets.get(bucket).copied().unwrap_or_default()
    }

    /// Counts a new record version instead of an old one.
    pub fn replace(&mut self, rec_id: Uuid, old: Option<(u64, &str)>, new: Option<(u64, &str)>) {
        let bucket = Self::bucket_of(rec_id);
        let mut sum = self.bucket(bucket);
        if let Some((ver, sha)) = old {
            sum = sum.minus(Sum256::of(rec_id, ver, sha));
        }
        if let Some((ver, sha)) = new {
            sum = sum.plus(Sum256::of(rec_id, ver, sha));
        }
        self.load(bucket, sum);
    }

    /// Returns the digest of the whole scope.
    pub fn root(&self) -> Hash {
        let mut hasher = Sha256::new();
        for sum in &self.buckets {
            hasher.update(sum.0);
        }
        hasher.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replacing_back_restores_the_digest() {
        let mut digest = StateDigest::default();
        let empty = digest.root();
        let (a, b) = (Uuid::from_u128(1), Uuid::from_u128(257));
        digest.replace(a, None, Some((1, "aa")));
        digest.replace(b, None, Some((1, "bb")));
        digest.replace(a, Some((1, "aa")), Some((2, "cc")));
        let mut other = StateDigest::default();
        other.replace(b, None, Some((1, "bb")));
        other.replace(a, None, Some((2, "cc")));
        assert_eq!(digest.root(), other.root(), "order does not matter");
        digest.replace(b, Some((1, "bb")), None);
        digest.replace(a, Some((2, "cc")), None);
        assert_eq!(digest.root(), empty);
    }
}
