//! `portfolio.json`, the stable data interface, and the lists of `planfolio list`, which show the same records.
//!
//! [`record`] holds the records with their keys in order, [`collect`] makes them from the model, [`document`] writes
//! the whole portfolio, and [`list`] one kind of record as a table, JSON or CSV.

mod cell;
pub mod collect;
pub mod csv;
pub mod document;
pub mod list;
pub mod record;
pub mod table;
pub mod totals;
mod writer;

use crate::model::portfolio::Portfolio;
use crate::model::site::{RegisterList, Site};

/// How many features are written at once, by all threads together.
const FEATURES_A_PIECE: usize = 16;

/// The whole `portfolio.json`: one fact a line, so that a change of one fact is a change of one line. Ends with a
/// line end. A pure function of its arguments: no clock, no absolute path.
pub fn portfolio_json(portfolio: &Portfolio, site: &Site) -> String {
    writer::text(
        portfolio_pieces(portfolio, site)
            .collect::<Vec<_>>()
            .concat(),
    )
}

/// The same in pieces of a few features each, which are made when they are asked for: of a large portfolio the whole
/// is larger than all sources together.
pub fn portfolio_pieces<'a>(
    portfolio: &'a Portfolio,
    site: &'a Site,
) -> impl Iterator<Item = Vec<u8>> + 'a {
    document::portfolio_pieces(portfolio, site)
}

/// The rows of a register for programs, in pieces that are made when they are asked for.
pub fn register_pieces<'a>(
    list: &RegisterList,
    portfolio: &'a Portfolio,
    site: &'a Site,
) -> impl Iterator<Item = Vec<u8>> + use<'a> {
    list::pieces(list, portfolio, site)
}
