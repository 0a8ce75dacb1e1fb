//! planfolio, a static site generator for plan portfolios.
//!
//! A build is a pipeline of pure phases over immutable values:
//!
//! 1. [`read`] crawls SOURCE and decodes every document ([`model::source::Crawl`]).
//! 2. [`parse`] turns each document into facts, references and HTML with holes ([`model::document::Document`]).
//!    [`diagram`] reads the drawings among them.
//! 3. [`link`] merges the facts of each feature and resolves all references ([`model::portfolio::Portfolio`]).
//! 4. [`site`] plans the pages and their addresses ([`model::site::Site`]).
//! 5. [`render`] writes each page with a theme; [`data`] writes `portfolio.json`, [`announce`] feeds and
//!    badges.
//! 6. [`emit`] brings the output folder to that state.
//!
//! The [`driver`] is the only module that knows this order. [`cache`] remembers what the last build read and wrote, so
//! that a build of an unchanged portfolio ends at once. `ARCHITECTURE.md` holds the layer table that a test
//! compares with the imports.

pub mod announce;
pub mod base;
pub mod cache;
pub mod cli;
pub mod config;
pub mod data;
pub mod diagram;
pub mod driver;
pub mod emit;
pub mod git;
pub mod highlight;
pub mod link;
pub mod model;
pub mod parse;
pub mod read;
pub mod render;
pub mod report;
pub mod search;
pub mod serve;
pub mod site;
pub mod watch;
