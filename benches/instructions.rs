//! Instructions of the yearly loop, counted by callgrind: other programs on the machine do not disturb them.
//!
//! ```text
//! cargo bench --bench instructions              counts, and says what became dearer by more than 5%
//! cargo bench --bench instructions -- --renew   writes the counts into benches/instructions.csv
//! ```
//!
//! The program runs itself under `valgrind --tool=callgrind` on one thread, with few persons and with more; the
//! difference is what the persons cost, without reading the pack and making its tables. Counts belong to a compiler:
//! the file names the one they were made with, and another is told but never judged.

use kenju::baseline::{Baseline, Text};
use kenju::num::units::Year;
use kenju::plan::Plan;
use kenju::run::{Detail, Persons, RunSettings, Unwatched, World, run};
use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::process::{Command, ExitCode};

/// What was counted, under version control.
const KNOWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/instructions.csv");
const HEADER: &str = "pack,persons,instructions_per_person,compiler";
/// Persons of the two runs.
const FEW: u64 = 2_000;
const MORE: u64 = 6_000;
/// Growth that is reported.
const MOST_GROWTH: f64 = 0.05;
const PACKS: [&str; 2] = ["illness_death", "japan"];

/// A count of the file.
struct Known {
    pack: String,
    instructions: f64,
    compiler: String,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [word, pack, persons] = words.as_slice()
        && word == "live"
    {
        live(pack, persons.parse()?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let compiler = compiler()?;
    let known = known(&fs::read_to_string(KNOWN).unwrap_or_default());
    let mut counts = Vec::new();
    let mut dearer = false;
    for pack in PACKS {
        let more = collected(pack, MORE)?;
        let per_person = (more - collected(pack, FEW)?) / (MORE - FEW) as f64;
        print!("{pack}: {per_person:.0} instructions per person");
        match known.iter().find(|known| known.pack == pack) {
            None => println!(", not known yet"),
            Some(known) if known.compiler != compiler => {
                println!(", {:.0} with {}", known.instructions, known.compiler);
            }
            Some(known) => {
                let growth = per_person / known.instructions - 1.0;
                let grown = growth > MOST_GROWTH;
                dearer |= grown;
                println!(", {:+.1}%{}", 100.0 * growth, if grown { " DEARER" } else { "" });
            }
        }
        counts.push(format!("{pack},{FEW} to {MORE},{per_person:.0},{compiler}"));
    }
    if words.iter().any(|word| word == "--renew") {
        fs::write(KNOWN, format!("{HEADER}\n{}\n", counts.join("\n")))?;
        return Ok(ExitCode::SUCCESS);
    }
    Ok(if dearer { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Lives the reference of a pack on one thread.
fn live(pack: &str, persons: u64) -> Result<(), Box<dyn Error>> {
    let baseline = if pack == "japan" { Baseline::japan()? } else { Baseline::illness_death()? };
    let settings = RunSettings {
        persons: Persons::Count(persons),
        seed: 1,
        until: Year(2040),
        detail: Detail::None,
        raw: true,
    };
    let title = Text { ja: String::new(), en: String::new() };
    let plan = Plan::default_trends();
    let world = World { id: "reference".into(), title, plan, own_assumptions: Vec::new() };
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    black_box(one.install(|| run(&baseline, &[world], &settings, &Unwatched))?);
    Ok(())
}

/// Instructions of this program living so many persons.
fn collected(pack: &str, persons: u64) -> Result<f64, Box<dyn Error>> {
    let told = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe()?)
        .args(["live", pack, &persons.to_string()])
        .output()
        .map_err(|error| format!("valgrind is needed: {error}"))?;
    let told = String::from_utf8_lossy(&told.stderr);
    let count =
        told.lines().find_map(|line| line.split_once("Collected :")).ok_or("callgrind told no count")?;
    Ok(count.1.trim().parse()?)
}

fn known(text: &str) -> Vec<Known> {
    let row = |line: &str| {
        let [pack, _, instructions, compiler] = line.split(',').collect::<Vec<_>>()[..] else { return None };
        let instructions = instructions.parse().ok()?;
        Some(Known { pack: pack.to_owned(), instructions, compiler: compiler.to_owned() })
    };
    text.lines().filter_map(row).collect()
}

/// The compiler in use, as `rustc --version` names it.
fn compiler() -> Result<String, Box<dyn Error>> {
    let told = Command::new("rustc").arg("--version").output()?;
    Ok(String::from_utf8(told.stdout)?.trim().replace(',', " "))
}
