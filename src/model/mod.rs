//! Layer 1: the nouns of a plan portfolio as immutable values. Phases meet only in these types.
//!
//! The values grow from stage to stage, each stage with types of its own: [`source::Crawl`] (what was read),
//! [`document::Document`] (what one file says), [`portfolio::Portfolio`] (what all of them say together),
//! [`site::Site`] (which pages there are).

pub mod code;
pub mod contract;
pub mod diagram;
pub mod document;
pub mod fact;
pub mod portfolio;
pub mod reference;
pub mod site;
pub mod source;
