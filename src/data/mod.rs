//! `portfolio.json`, the stable data interface.

use crate::model::portfolio::Portfolio;
use crate::model::site::Site;

/// Stand-in.
pub fn portfolio_json(portfolio: &Portfolio, site: &Site) -> String {
    let _ = (portfolio, site);
    String::new()
}
