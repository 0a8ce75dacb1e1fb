//! Content fingerprints.

use xxhash_rust::xxh3::{Xxh3Default, xxh3_128};

/// A 128-bit content hash (XXH3), stable over runs and machines. Not for security.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(pub u128);

impl Fingerprint {
    /// The fingerprint of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxh3_128(bytes))
    }

    /// One fingerprint over several parts; the boundaries between parts count.
    pub fn of_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut state = Xxh3Default::new();
        for part in parts {
            state.update(&(part.len() as u64).to_le_bytes());
            state.update(part);
        }
        Self(state.digest128())
    }

    /// The first ten hexadecimal digits, for asset addresses.
    pub fn short(self) -> String {
        format!("{:032x}", self.0)[..10].to_owned()
    }
}
