//! Writes `scenarios/summaries.csv`: what every shipped scenario adds by 2040, with errors, and which
//! engine and pack computed it. It prints the line that `CHANGELOG.md` needs with it: a reader of an
//! older result must be able to see what changed, and a test looks for that line.

mod summary;

use kenju::baseline::Baseline;
use kenju::scenario::Library;
use std::error::Error;
use std::fs;

/// Persons and seed of the committed file: small enough to renew it within minutes.
const PERSONS: u64 = 20_000;
const SEED: u64 = 1;

fn main() -> Result<(), Box<dyn Error>> {
    let baseline = Baseline::japan()?;
    let ids: Vec<&str> = Library::embedded().ids().collect();
    let (manifest, rows) = summary::rows(&baseline, &ids, PERSONS, SEED)?;
    let path = summary::path();
    let old = fs::read_to_string(&path).ok().and_then(|file| summary::headline(&file));
    let file = summary::head(&manifest) + &rows;
    fs::write(&path, &file)?;
    println!("{}: {} scenarios. The line for CHANGELOG.md:", path.display(), ids.len());
    let new = summary::headline(&file).ok_or("the scenario of the headline is not shipped")?;
    match old {
        Some(old) if old != new => println!("- Scenario summaries renewed: {old} became {new}."),
        _ => println!("- Scenario summaries: {new}."),
    }
    Ok(())
}
