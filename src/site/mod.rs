//! Phase 4: which pages there are and where they lie.

use crate::model::portfolio::Portfolio;
use crate::model::site::Site;

/// Plans the pages of a portfolio.
pub fn plan(portfolio: &Portfolio) -> Site {
    let _ = portfolio;
    Site::default()
}
