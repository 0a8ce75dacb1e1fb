//! Phase 6: brings the output folder to the planned state.
