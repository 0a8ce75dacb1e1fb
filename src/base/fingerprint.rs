//! Content fingerprints.

use std::fmt;
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

    /// The fingerprint of all that `value` shows of itself, for values that live no longer than one version of the
    /// program.
    pub fn of_debug(value: &impl fmt::Debug) -> Self {
        struct Hashing(Xxh3Default);
        impl fmt::Write for Hashing {
            fn write_str(&mut self, text: &str) -> fmt::Result {
                self.0.update(text.as_bytes());
                Ok(())
            }
        }
        let mut hashing = Hashing(Xxh3Default::new());
        // Hashing cannot fail, nor can derived formatting.
        let _ = fmt::write(&mut hashing, format_args!("{value:?}"));
        Self(hashing.0.digest128())
    }

    /// The first ten hexadecimal digits, for asset addresses.
    pub fn short(self) -> String {
        format!("{:032x}", self.0)[..10].to_owned()
    }
}
