//! The one integration-test binary; each module is one concern.

#![allow(clippy::unwrap_used)]

mod addresses;
mod case;
mod crawl;
mod data;
mod harbour;
mod link;
mod pages;
mod sample;
mod serve;
mod watch;
