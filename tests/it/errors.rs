//! Errors that are shown hold what they promise: many small runs against a large one.

use kenju::baseline::Baseline;
use kenju::num::stats::jackknife_standard_error;
use kenju::num::units::Year;
use kenju::outcome::differing::{Differing, LEAST, Part};
use kenju::outcome::expectancies::groups_of;
use kenju::outcome::series::Group;
use kenju::run::solve::{Wanted, solve_each};
use kenju::run::{Detail, Persons, RunSettings, Unwatched, World};
use kenju::scenario::library::Library;
use std::fmt::Write as _;

/// Life, healthy and independent life expectancy among the nine.
const OUTCOMES: [(&str, usize); 3] = [("LE", 0), ("HLE", 1), ("ILE", 3)];

/// A paired difference from the reference of one run.
#[derive(Clone, Copy)]
struct Drawn {
    value: f64,
    /// What the jackknife says, whether it is shown or not.
    error: f64,
    /// Groups of persons in which it differs.
    groups: u32,
    parts: [u32; 4],
}

/// Differences of each scenario from the reference in the last year by sex and outcome.
fn differences(
    baseline: &Baseline,
    ids: &[&str],
    persons: u64,
    seed: u64,
    until: u16,
) -> Vec<Vec<[Drawn; 3]>> {
    let known = Library::embedded().resolved(baseline);
    let world = |id: &&str| {
        let found = known.iter().find(|scenario| scenario.id == *id).unwrap();
        World {
            id: (*id).into(),
            title: found.title.clone(),
            plan: found.plan.clone(),
            own_assumptions: Vec::new(),
        }
    };
    let worlds: Vec<World> = ["reference"].iter().chain(ids).map(world).collect();
    let settings = RunSettings {
        persons: Persons::Count(persons),
        seed,
        until: Year(until),
        detail: Detail::None,
        raw: false,
    };
    let wanted = vec![Wanted::LastYear; worlds.len()];
    let solved =
        solve_each(baseline, &worlds, &wanted, &settings, &Unwatched, &mut |_, solved| solved).unwrap();
    let (reference, others) = solved.split_first().unwrap();
    let rows = reference.rows.iter().enumerate().filter(|(_, (_, group))| *group != Group::Both);
    let rows: Vec<usize> = rows.map(|(row, _)| row).collect();
    let difference = |own: &kenju::run::solve::Solved, row: usize| {
        OUTCOMES.map(|(_, outcome)| {
            let usual = reference.central[row][outcome];
            let left_out: Vec<f64> = own.replicates.iter().map(|table| table[row][outcome] - usual).collect();
            let differing = Differing::of(&[(1.0, own.departures[row].as_ref())]);
            Drawn {
                value: own.central[row][outcome] - usual,
                error: jackknife_standard_error(&left_out),
                groups: differing.and_then(|all| groups_of(&all, outcome)).unwrap_or(0),
                parts: [Part::Deaths, Part::Limited, Part::Dependent, Part::Care]
                    .map(|part| differing.map_or(0, |all| all.least(&[part], false))),
            }
        })
    };
    others.iter().map(|own| rows.iter().map(|row| difference(own, *row)).collect()).collect()
}

/// How often 95% intervals hold the value of the large run.
#[derive(Default, Clone, Copy)]
struct Coverage {
    shown: u32,
    held: u32,
    hidden: u32,
    hidden_held: u32,
}

impl Coverage {
    fn add(&mut self, small: Drawn, large: Drawn, least: u32) {
        let both = (small.error * small.error + large.error * large.error).sqrt();
        let holds = u32::from((small.value - large.value).abs() <= 1.96 * both);
        if small.groups >= least {
            self.shown += 1;
            self.held += holds;
        } else {
            self.hidden += 1;
            self.hidden_held += holds;
        }
    }

    fn share(part: u32, of: u32) -> String {
        if of == 0 { "-".to_owned() } else { format!("{:.3}", f64::from(part) / f64::from(of)) }
    }
}

/// The table of docs/validation.md: `cargo test --release --test it the_table_of_errors -- --ignored --nocapture`.
#[test]
#[ignore = "takes minutes: renews the table of docs/validation.md"]
fn the_table_of_errors() {
    let baseline = Baseline::japan().unwrap();
    let ids = [
        "salt-1g",
        "smoking-5-points",
        "guidance-45",
        "colorectal-60",
        "salons-10",
        "exercise-ambitious",
        "hip-fracture-maximum",
        "periodontal-maximum",
        "goal-2040",
    ];
    let persons: u64 = std::env::var("PERSONS").map_or(2_000, |text| text.parse().unwrap());
    let runs: u64 = std::env::var("RUNS").map_or(200, |text| text.parse().unwrap());
    let many: u64 = std::env::var("LARGE").map_or(500_000, |text| text.parse().unwrap());
    let large = differences(&baseline, &ids, many, 1, 2040);
    let small: Vec<_> =
        (0..runs).map(|run| differences(&baseline, &ids, persons, 1000 + run, 2040)).collect();
    let raw = |run: u64, all: &Vec<Vec<[Drawn; 3]>>| {
        for (at, id) in ids.iter().enumerate() {
            for (sex, own) in all[at].iter().enumerate() {
                for (outcome, (name, _)) in OUTCOMES.iter().enumerate() {
                    let one = own[outcome];
                    println!("raw,{run},{id},{sex},{name},{},{},{:?}", one.value, one.error, one.parts);
                }
            }
        }
    };
    raw(0, &large);
    for (run, all) in small.iter().enumerate() {
        raw(run as u64 + 1, all);
    }
    let mut text = String::new();
    for (at, id) in ids.iter().enumerate() {
        for (outcome, (name, _)) in OUTCOMES.iter().enumerate() {
            let mut line = format!("{id:>22} {name:>4}");
            for sex in 0..2 {
                let truth = large[at][sex][outcome];
                let mean = |of: &dyn Fn(Drawn) -> f64| {
                    small.iter().map(|run| of(run[at][sex][outcome])).sum::<f64>() / runs as f64
                };
                let average = mean(&|one| one.value);
                let spread = (mean(&|one| (one.value - average).powi(2))).sqrt();
                let typical = mean(&|one| one.error * one.error).sqrt();
                let _ = write!(
                    line,
                    " | {:+.4} ({:.4}) mean {average:+.4} sd {spread:.4} rms se {typical:.4}",
                    truth.value, truth.error
                );
                for least in [0, 8, 12, 16, 20, 24, 32, 40] {
                    let mut found = Coverage::default();
                    for run in &small {
                        found.add(run[at][sex][outcome], truth, least);
                    }
                    let _ = write!(
                        line,
                        " {least}:{}/{}",
                        Coverage::share(found.shown, found.shown + found.hidden),
                        Coverage::share(found.held, found.shown)
                    );
                }
                let groups = mean(&|one| f64::from(one.groups));
                let _ = write!(line, " g{groups:.0}");
            }
            let _ = writeln!(text, "{line}");
        }
    }
    println!("{LEAST}\n{text}");
}

/// The table in small: what is told holds, and of an effect that two lives in two thousand decide nothing is told.
#[test]
fn errors_that_are_told_hold_in_small_runs() {
    let baseline = Baseline::japan().unwrap();
    let ids = ["salt-1g", "exercise-ambitious"];
    let large = differences(&baseline, &ids, 100_000, 1, 2040);
    let (mut salt, mut exercise) = (Coverage::default(), Coverage::default());
    for run in 0..12 {
        let small = differences(&baseline, &ids, 2_000, 1000 + run, 2040);
        for sex in 0..2 {
            salt.add(small[0][sex][0], large[0][sex][0], LEAST);
            for outcome in 0..3 {
                exercise.add(small[1][sex][outcome], large[1][sex][outcome], LEAST);
            }
        }
    }
    assert!(salt.shown == 24 && salt.held >= 20, "{} of {}", salt.held, salt.shown);
    // What is not told would have held far too seldom.
    assert!(exercise.shown == 0 && exercise.hidden_held < 58, "{}", exercise.hidden_held);
}
