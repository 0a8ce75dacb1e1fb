//! Phase 5: a page as HTML, a pure function of the portfolio, the site and the theme.
