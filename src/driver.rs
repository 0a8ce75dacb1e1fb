//! Layer 4: the only module that knows the order of the phases.
