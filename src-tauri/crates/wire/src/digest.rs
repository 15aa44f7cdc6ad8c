//! Proof that two sides hold the same records: one additive sum per scope, updated in constant
//! time with every change, and the same sum in 256 parts to find a difference.
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

/// The digest of one scope: one additive sum over all of its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StateDigest(pub Sum256);

impl StateDigest {
    /// Counts a new record version instead of an old one.
    pub fn replace(&mut self, rec_id: Uuid, old: Option<(u64, &str)>, new: Option<(u64, &str)>) {
        if let Some((ver, sha)) = old {
            self.0 = self.0.minus(Sum256::of(rec_id, ver, sha));
        }
        if let Some((ver, sha)) = new {
            self.0 = self.0.plus(Sum256::of(rec_id, ver, sha));
        }
    }

    /// Returns the digest as it travels: 64 hex digits.
    pub fn hex(self) -> String {
        hex::encode(self.0.0)
    }
}

/// The same sum, split by the last byte of the record's id: computed when two sides differ, to
/// find out where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BucketSums(Vec<Sum256>);

impl Default for BucketSums {
    fn default() -> Self {
        Self(vec![Sum256::default(); BUCKETS])
    }
}

impl BucketSums {
    /// Returns the bucket of a record: the last byte of its id, which is random in a UUIDv7.
    pub fn bucket_of(rec_id: Uuid) -> u8 {
        rec_id.as_bytes()[15]
    }

    /// Counts a record version.
    pub fn add(&mut self, rec_id: Uuid, ver: u64, body_sha256: &str) {
        if let Some(sum) = self.0.get_mut(usize::from(Self::bucket_of(rec_id))) {
            *sum = sum.plus(Sum256::of(rec_id, ver, body_sha256));
        }
    }

    /// Returns the sums as they travel.
    pub fn to_hex(&self) -> Vec<String> {
        self.0.iter().map(|sum| hex::encode(sum.0)).collect()
    }

    /// Returns the buckets in which another side's sums differ.
    pub fn differing(&self, theirs: &[String]) -> Vec<u8> {
        let ours = self.to_hex();
        (0..=u8::MAX)
            .filter(|bucket| ours.get(usize::from(*bucket)) != theirs.get(usize::from(*bucket)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replacing_back_restores_the_digest() {
        let mut digest = StateDigest::default();
        let empty = digest;
        let (a, b) = (Uuid::from_u128(1), Uuid::from_u128(257));
        digest.replace(a, None, Some((1, "aa")));
        digest.replace(b, None, Some((1, "bb")));
        digest.replace(a, Some((1, "aa")), Some((2, "cc")));
        let mut other = StateDigest::default();
        other.replace(b, None, Some((1, "bb")));
        other.replace(a, None, Some((2, "cc")));
        assert_eq!(digest, other, "order does not matter");
        digest.replace(b, Some((1, "bb")), None);
        digest.replace(a, Some((2, "cc")), None);
        assert_eq!(digest, empty);
    }

    #[test]
    fn differing_buckets_are_named() {
        let (mut ours, mut theirs) = (BucketSums::default(), BucketSums::default());
        ours.add(Uuid::from_u128(3), 1, "aa");
        theirs.add(Uuid::from_u128(3), 1, "aa");
        theirs.add(Uuid::from_u128(7), 1, "bb");
        assert_eq!(ours.differing(&theirs.to_hex()), [7]);
    }
}
