//! What the server answers with: a site in memory that is replaced as a whole.

use crate::driver::snapshot;
use std::sync::{Arc, PoisonError, RwLock};

/// A finished site. Answers come from memory, by the exact address below the site's root; nothing else is looked up.
pub trait Snapshot: Send + Sync {
    /// The bytes at an address such as `001-x/plan.html`, or `None` when the site has nothing there. The page may be
    /// written now or have been written before; the same address gives the same bytes.
    fn get(&self, address: &str) -> Option<Arc<[u8]>>;
}

impl Snapshot for snapshot::Snapshot {
    fn get(&self, address: &str) -> Option<Arc<[u8]>> {
        snapshot::content(self, address).map(|content| Arc::from(content.bytes))
    }
}

/// The snapshot in force.
pub struct Current(RwLock<Arc<dyn Snapshot>>);

impl Current {
    /// Begins with a snapshot.
    pub fn new(snapshot: Arc<dyn Snapshot>) -> Self {
        Self(RwLock::new(snapshot))
    }

    /// The snapshot in force; it stays whole for as long as it is held.
    pub fn get(&self) -> Arc<dyn Snapshot> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts another in force.
    pub fn replace(&self, snapshot: Arc<dyn Snapshot>) {
        let old = std::mem::replace(
            &mut *self.0.write().unwrap_or_else(PoisonError::into_inner),
            snapshot,
        );
        // Freed after the lock: a large site takes a while.
        drop(old);
    }
}
