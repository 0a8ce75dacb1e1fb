//! The one integration-test binary; each module is one concern.

#![allow(clippy::unwrap_used)]

mod data;
mod harbour;
mod serve;
