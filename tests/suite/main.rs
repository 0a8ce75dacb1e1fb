//! The one integration-test binary; each module is one concern.

mod case;
mod crawl;
mod link;
