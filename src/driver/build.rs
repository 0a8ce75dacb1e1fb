//! A site on the disk.

use super::DriverError;
use super::clock::Clock;
use super::code;
use super::snapshot::{self, Snapshot};
use crate::base::diagnostic::Diagnostic;
use crate::emit::{self, EmitError, Outcome, Target, Written};
use rayon::prelude::*;

/// What a build did.
#[derive(Debug)]
pub struct Built {
    /// What happened to the output.
    pub outcome: Outcome,
    /// Pages that could not be made as planned.
    pub failures: Vec<Diagnostic>,
}

/// Writes all files of a snapshot to the output. `progress` is told the number of files that are done.
pub fn write(
    snapshot: &Snapshot,
    target: &Target,
    clock: &mut Clock,
    progress: impl Fn(usize) + Sync,
) -> Result<Built, DriverError> {
    let output = emit::open(target)?;
    clock.measure("highlight", || code::prepare(snapshot));
    let addresses: Vec<&str> = snapshot::addresses(snapshot).collect();
    let rendered: Result<Vec<(Written, Option<Diagnostic>)>, EmitError> =
        clock.measure("render", || {
            addresses
                .par_iter()
                .filter_map(|address| {
                    if let Some(pieces) = snapshot::pieces(snapshot, address) {
                        let written = emit::put_pieces(&output, address, pieces);
                        progress(1);
                        return Some(written.map(|written| (written, None)));
                    }
                    let content = snapshot::content(snapshot, address)?;
                    progress(1);
                    Some(
                        emit::put(&output, address, &content.bytes)
                            .map(|written| (written, content.failure)),
                    )
                })
                .collect()
        });
    let rendered = match rendered {
        Ok(rendered) => rendered,
        Err(error) => {
            emit::abandon(output)?;
            return Err(error.into());
        }
    };
    let (written, failures): (Vec<Written>, Vec<Option<Diagnostic>>) = rendered.into_iter().unzip();
    let outcome = clock.measure("emit", || emit::finish(output, &written))?;
    Ok(Built {
        outcome,
        failures: failures.into_iter().flatten().collect(),
    })
}
