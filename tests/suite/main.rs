//! The one integration-test binary; each module is one concern.

#![allow(clippy::pedantic, clippy::print_stdout, clippy::unwrap_used)]

mod addresses;
mod announce;
mod architecture;
mod archive;
mod browser;
mod case;
mod contracts;
mod corpora;
mod crawl;
mod data;
mod diagrams;
mod emit;
mod facts;
mod fuzz;
mod harbour;
mod highlight;
mod history;
mod hostile;
mod incremental;
mod killed;
mod languages;
mod link;
mod link_cases;
mod maps;
mod markup;
mod nesting;
mod pages;
mod pictures;
mod program;
mod properties;
mod recount;
mod repeat;
mod sample;
mod saves;
mod search;
mod serve;
mod site_check;
mod template;
mod theme_reference;
mod themes;
mod transcript;
mod unchanged;
mod watch;
mod xml;
