//! `portfolio.json`, the stable data interface.
