//! All printing: diagnostics, progress, tables, the last line of a build.
