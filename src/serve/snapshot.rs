//! What the server answers with: a site in memory that is replaced as a whole.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// A finished site. Answers come from memory, by the exact address below the site's root; nothing else is looked up.
pub trait Snapshot: Send + Sync {
    /// The bytes at an address such as `001-x/plan.html`, or `None` when the site has nothing there. The page may be
    /// written now or have been written before; the same address gives the same bytes.
    fn get(&self, address: &str) -> Option<Arc<[u8]>>;

    /// Whether it is the site; until the first build is done there is only a page that says so.
    fn is_ready(&self) -> bool {
        true
    }
}

/// The site in force.
pub struct Current(RwLock<Shown>);

/// A site with the name of its generation.
#[derive(Clone)]
pub struct Shown {
    /// The site; it stays whole for as long as it is held.
    pub snapshot: Arc<dyn Snapshot>,
    /// Differs from that of every other site of this machine.
    pub generation: Arc<str>,
}

impl Current {
    /// Begins with a snapshot.
    pub fn new(snapshot: Arc<dyn Snapshot>) -> Self {
        Self(RwLock::new(shown(snapshot)))
    }

    /// The site in force.
    pub fn get(&self) -> Shown {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Puts another in force.
    pub fn replace(&self, snapshot: Arc<dyn Snapshot>) {
        let new = shown(snapshot);
        let old = std::mem::replace(
            &mut *self.0.write().unwrap_or_else(PoisonError::into_inner),
            new,
        );
        // Freed after the lock: a large site takes a while.
        drop(old);
    }
}

fn shown(snapshot: Arc<dyn Snapshot>) -> Shown {
    static GENERATIONS: AtomicU64 = AtomicU64::new(1);
    let number = GENERATIONS.fetch_add(1, Ordering::Relaxed);
    Shown {
        snapshot,
        generation: format!("{}-{number}", std::process::id()).into(),
    }
}
