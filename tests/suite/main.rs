//! The one integration-test binary; each module is one concern.

mod data;
mod harbour;
