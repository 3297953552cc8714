//! Runs the shipped studies and writes `scenarios/studies/summaries.csv`: what each of their scenarios adds, with
//! the interval of the uncertain inputs, and which engine and pack computed it. The stores stay in
//! `target/studies`, so an interrupted call goes on where it stopped. It prints the line that `CHANGELOG.md`
//! needs with it.
//!
//! `--persons N` and `--draws K` take the place of the plans' numbers, to try it; such a file is refused by the test.

mod rows;
mod summary;

use kenju::baseline::Baseline;
use kenju::run::Unwatched;
use kenju::study::Store;
use kenju::study::solve::Solver;
use kenju::study::store::About;
use kenju::study::units::Shard;
use kenju::study::work::work;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;

fn main() -> Result<(), Box<dyn Error>> {
    let (mut persons, mut draws) = (None, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(flag) = arguments.next() {
        let number = arguments.next().ok_or_else(|| format!("{flag} needs a number"))?;
        match flag.as_str() {
            "--persons" => persons = Some(number.parse::<u64>()?),
            "--draws" => draws = Some(number.parse::<u32>()?),
            _ => return Err(format!("unknown: {flag}; allowed: --persons, --draws").into()),
        }
    }
    let baseline = Arc::new(Baseline::japan()?);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/studies");
    fs::create_dir_all(&folder)?;
    let (mut head, mut lines) = (summary::head(&baseline), String::new());
    for study in summary::studies(&baseline)? {
        let manifest = summary::manifest(&study, &baseline, persons);
        let draws = draws.unwrap_or(study.draws);
        let solver = Solver::new(&manifest, Arc::clone(&baseline))?;
        // Another engine, pack or number of persons is another store.
        let name = format!("{}-{}-{draws}.kenju", study.id, manifest.digest());
        let mut store = Store::create(&folder.join(name), &About::of(&study), &manifest, draws)?;
        work(&mut store, &solver, Shard::WHOLE, &Unwatched, &mut |step| {
            eprint!("\r{}: {} of {}, {:.0} s left   ", study.id, step.done, step.total, step.left);
        })?;
        eprintln!();
        let identity = rows::identity(&store)?;
        // What the test of the committed file will do.
        let unit = summary::recomputed(&manifest, Arc::clone(&baseline))?;
        if !identity.ends_with(&format!(" unit {unit}\n")) {
            return Err(format!("{}: a unit computed again has other numbers", study.id).into());
        }
        head += &identity;
        lines += &rows::rows(&store, &baseline)?;
    }
    let path = summary::path();
    let old = fs::read_to_string(&path).ok().and_then(|file| summary::headline(&file));
    let file = head + rows::COLUMNS + &lines;
    fs::write(&path, &file)?;
    println!("{}. The line for CHANGELOG.md:", path.display());
    let new = summary::headline(&file).ok_or("the scenario of the headline is not shipped")?;
    match old {
        Some(old) if old != new => println!("- Study summaries renewed: {old} became {new}."),
        _ => println!("- Study summaries: {new}."),
    }
    Ok(())
}
