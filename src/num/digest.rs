//! SHA-256 digests that tie every output to its inputs.

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::fmt;

/// A SHA-256 digest, shown as 16 hexadecimal digits (64 bits: enough to tell versions apart).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Digest(String);

impl Digest {
    /// Digest of named parts. Names and lengths are hashed too, so moving a byte from one part to
    /// its neighbour changes the result.
    #[must_use]
    pub fn of<'a>(parts: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
        let mut hasher = Sha256::new();
        for (name, bytes) in parts {
            hasher.update((name.len() as u64).to_le_bytes());
            hasher.update(name.as_bytes());
            hasher.update((bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        }
        let digest = hasher.finalize();
        let start = digest.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
        Self(format!("{start:016x}"))
    }

    /// The hexadecimal form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
