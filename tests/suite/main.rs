//! The one integration-test binary; each module is one concern.
mod addresses;
mod harbour;
mod pages;
