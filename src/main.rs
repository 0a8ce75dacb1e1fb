//! The `planfolio` program.

fn main() {}
