//! The one integration-test binary; each module is one concern.

mod addresses;
mod case;
mod crawl;
mod harbour;
mod link;
mod pages;
