//! Real portfolios, where there are some: `PLANFOLIO_CORPORA` names folders (separated by `:`) whose sub-folders are
//! portfolios. Nothing of them is part of this repository.

use crate::site_check::{build, check};
use std::fs;
use std::path::PathBuf;

#[test]
#[ignore = "needs PLANFOLIO_CORPORA"]
fn real_portfolios_make_sound_sites() {
    let folders = std::env::var("PLANFOLIO_CORPORA").expect("PLANFOLIO_CORPORA names folders");
    let mut portfolios: Vec<PathBuf> = folders
        .split(':')
        .flat_map(|folder| fs::read_dir(folder).expect("the folder can be listed"))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    portfolios.sort();
    assert!(!portfolios.is_empty());
    let mut faults = Vec::new();
    for portfolio in portfolios {
        let built = build(&portfolio, &[]);
        let found = check(&portfolio, &built);
        println!(
            "{}: {} pages, {} faults",
            portfolio.display(),
            built.pages.len(),
            found.len()
        );
        for fault in found {
            println!("    {fault}");
            faults.push(fault);
        }
    }
    assert!(faults.is_empty(), "{} faults", faults.len());
}
