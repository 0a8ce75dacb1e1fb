//! File system events as "something changed".
