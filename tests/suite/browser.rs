//! The sample in a browser: search, filters, themes, keyboard, paper, and what axe finds.

use std::path::Path;
use std::process::Command;

#[test]
#[ignore = "needs Chromium, node and npm: tests/browser/run target/debug/planfolio"]
fn pages_work_in_a_browser() {
    let run = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/run");
    let status = (Command::new(run).arg(env!("CARGO_BIN_EXE_planfolio"))).status();
    assert!(status.expect("the tests start").success());
}
