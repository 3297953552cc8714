//! Writes `scenarios/summaries.csv`: what every shipped scenario adds by 2040, with errors, and which
//! engine and pack computed it. It prints the line that `CHANGELOG.md` needs with it: a reader of an
//! older result must be able to see what changed, and a test looks for that line.

mod summary;

use kenju::baseline::Baseline;
use kenju::scenario::Library;
use std::error::Error;
use std::fs;
use std::path::Path;

/// Persons and seed of the committed file: enough that hardly an error is missing, and renewed in two minutes.
const PERSONS: u64 = 200_000;
const SEED: u64 = 1;

fn main() -> Result<(), Box<dyn Error>> {
    let baseline = Baseline::japan()?;
    let ids: Vec<&str> = Library::embedded().ids().collect();
    let (manifest, rows) = summary::rows(&baseline, &ids, PERSONS, SEED)?;
    let file = summary::head(&manifest) + &rows;
    let path = summary::path();
    fs::write(&path, &file)?;
    println!("{}: {} scenarios, {PERSONS} persons.", path.display(), ids.len());
    let new = summary::headline(&file).ok_or("the scenario of the headline is not shipped")?;
    let changelog = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("CHANGELOG.md"))?;
    match summary::line(summary::newest(&changelog), &new) {
        Some(line) => println!("The line for CHANGELOG.md, above the others:\n{line}"),
        None => println!("CHANGELOG.md has its headline."),
    }
    Ok(())
}
