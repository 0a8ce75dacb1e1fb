//! Layer 0: paths, spans, fingerprints and diagnostics. No input or output, nothing that can fail.

pub mod count;
pub mod diagnostic;
pub mod excerpt;
pub mod fingerprint;
pub mod json;
pub mod markup;
pub mod path;
pub mod route;
pub mod slug;
pub mod span;
pub mod xml;
