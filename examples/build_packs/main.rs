//! Makes the two shipped packs again from `data/japan/source` and from formulas.
//!
//! `cargo run --example build_packs` rewrites `data/japan/*.csv` and `data/illness-death/*.csv` and
//! prints the checks of the transformation. A test repeats the same work in memory and compares it
//! with the committed files byte for byte, so that no number of a pack can be edited by hand.

#[path = "packs.rs"]
mod packs;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    match packs::build(&root.join("japan/source")) {
        Ok(built) => {
            for line in &built.notes {
                println!("{line}");
            }
            for (name, text) in &built.files {
                if let Err(error) = std::fs::write(root.join(name), text) {
                    eprintln!("{name}: {error}");
                    return ExitCode::FAILURE;
                }
            }
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
