//! The typed values that templates see: the interface of a theme.
//!
//! Every template gets `site` ([`chrome::Site`]), `page` ([`chrome::Page`]), `root` (the way up to the site's root)
//! and the texts `t`; the other names are listed at the structure of each kind of page.

pub mod brief;
pub mod chrome;
pub mod contract;
mod contract_trace;
pub mod dashboard;
pub mod diagnostics;
pub mod document;
pub mod feature;
pub mod finding;
pub mod folder;
pub mod index;
pub mod matrix;
pub mod not_found;
pub mod progress;
pub mod reference;
pub mod register;
pub mod search;
pub mod side;
pub mod timeline;
