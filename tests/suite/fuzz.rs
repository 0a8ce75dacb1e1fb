//! The targets of `fuzz/`, compiled here so that they keep up with the library, and run over the documents that the
//! short run changes. Changing them is the work of `fuzz/src/short.rs`.

use std::fs;
use std::path::Path;

#[allow(unreachable_pub)]
#[path = "../../fuzz/src/lib.rs"]
mod targets;

#[test]
fn targets_hold_for_the_documents_of_this_repository() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    for folder in ["example-site", "tests/fixtures", "starter"] {
        for entry in walkdir::WalkDir::new(top.join(folder)) {
            let entry = entry.unwrap();
            if !entry.file_type().is_file() {
                continue;
            }
            let bytes = fs::read(entry.path()).unwrap();
            for (choice, (name, target)) in targets::TARGETS.into_iter().enumerate() {
                // The first byte chooses the kind of document or the language.
                let input = match name {
                    "links" => bytes.clone(),
                    _ => [&[(count + choice) as u8][..], &bytes].concat(),
                };
                target(&input);
            }
            count += 1;
        }
    }
    assert!(count > 80, "only {count} files");
}
