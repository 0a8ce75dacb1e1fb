//! The one integration-test binary; each module is one concern.

mod addresses;
mod architecture;
mod case;
mod crawl;
mod data;
mod emit;
mod harbour;
mod link;
mod pages;
mod sample;
mod serve;
mod transcript;
