//! Parameter draws: intervals that cover a known truth, and central results that stay as they are.

use crate::levers::{channel, lever, set, with};
use crate::worlds::{plan, world};
use kenju::baseline::Baseline;
use kenju::baseline::levers::{Distribution, Target, Uncertain};
use kenju::num::draws::{Draws, StreamId};
use kenju::num::units::Year;
use kenju::outcome::expectancies::HEALTHY;
use kenju::outcome::series::Group;
use kenju::run::draws::dressed::{self, DrawSettings};
use kenju::run::draws::economics::DrawnAmount;
use kenju::run::draws::ensemble::Ensemble;
use kenju::run::draws::many::solve_draws;
use kenju::run::draws::{DrawnWorld, solve_draw};
use kenju::run::{Detail, Persons, RunSettings, Unwatched, World, compare};
use kenju::scenario::library::Library;
use rand_distr::{Distribution as _, StandardNormal};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// The true ratio of onset, and the error of the logarithm that a study of it has.
const TRUTH: f64 = 0.6;
const STUDY_ERROR: f64 = 0.2;
const LAST: Year = Year(2026);

/// A country with one illness and one lever against it, whose effect is believed to be `ratio` with the
/// interval of a study; known exactly without an error.
fn country(ratio: f64, error: f64) -> Baseline {
    let mut baseline = Baseline::illness_death().unwrap();
    let mut onset = channel("onset", Target::Onset("illness".into()), Some(ratio));
    let half = 1.959_963_984_540_054 * error;
    onset.effect = Some(Uncertain {
        pessimistic: ratio * half.exp(),
        default: ratio,
        optimistic: ratio * (-half).exp(),
        distribution: if error > 0.0 { Distribution::Lognormal } else { Distribution::Fixed },
    });
    let mut vaccine = lever("vaccine", (40, 99), vec![onset]);
    vaccine.coverage.reference = vec![(Year(2016), 0.0)];
    baseline.levers.levers = vec![vaccine];
    baseline
}

fn worlds() -> [World; 2] {
    [world("none", plan()), world("vaccine", with(vec![set("vaccine", 2016, 1.0)]))]
}

fn settings(persons: u64, seed: u64) -> RunSettings {
    RunSettings { persons: Persons::Count(persons), seed, until: LAST, detail: Detail::None, raw: false }
}

fn drawn(baseline: &Baseline, settings: &RunSettings, draws: u32) -> Ensemble {
    let mut ensemble = Ensemble::default();
    let keep = &mut |_, solved: Vec<_>| {
        ensemble.push(&solved);
        ControlFlow::Continue(())
    };
    solve_draws(baseline, &worlds(), 1..draws + 1, settings, &Unwatched, keep).unwrap();
    ensemble
}

/// What the vaccine adds to healthy life expectancy in the last year if its ratio is known to be the truth.
fn true_gain() -> f64 {
    let output = compare(&country(TRUTH, 0.0), &worlds(), &settings(300_000, 99), &Unwatched).unwrap();
    let rows = &output.differences.unwrap()[0].series;
    let row = rows.iter().find(|row| row.year == LAST && row.sex == Group::Female).unwrap();
    row.expectancies.healthy_life_expectancy.value
}

/// How many repetitions of the study have a nominal 90% interval of the inputs alone, and how many of these hold the
/// true gain; then the same of the intervals that say that they hold the error of the persons as well.
fn coverage(repetitions: u32, draws: u32) -> [[u32; 2]; 2] {
    let truth = true_gain();
    assert!(truth > 0.05, "{truth}");
    let mut counts = [[0; 2]; 2];
    for repetition in 0..repetitions {
        let mut generator = Draws::new(4, repetition).generator(StreamId::of("study"));
        let error: f64 = StandardNormal.sample(&mut generator);
        let estimate = TRUTH * (STUDY_ERROR * error).exp();
        let ensemble = drawn(&country(estimate, STUDY_ERROR), &settings(4000, u64::from(repetition)), draws);
        let row = ensemble.row(LAST, Group::Female).unwrap();
        let interval = ensemble.difference(1, row, HEALTHY).unwrap().interval;
        let kind = &mut counts[usize::from(interval.includes_monte_carlo)];
        kind[0] += 1;
        kind[1] += u32::from((interval.p05..=interval.p95).contains(&truth));
    }
    counts
}

fn together(one: [u32; 2], other: [u32; 2]) -> [u32; 2] {
    [one[0] + other[0], one[1] + other[1]]
}

fn share([all, held]: [u32; 2]) -> f64 {
    f64::from(held) / f64::from(all)
}

/// 100 repetitions of 20 draws: 90%, with a standard error of 3%. Three of them to either side: intervals that always
/// hold the truth are as wrong as those that often miss it.
#[test]
fn intervals_cover_a_known_truth_about_as_often_as_they_say() {
    let [inputs, both] = coverage(100, 20);
    // Which kind an interval is depends on what was drawn, so the two are held against the truth together.
    assert!(inputs[0] >= 60, "{inputs:?} {both:?}");
    assert!((0.81..=0.98).contains(&share(together(inputs, both))), "{inputs:?} {both:?}");
}

/// The whole check, by hand: `cargo test --test it -- --ignored --nocapture thousand`.
#[test]
#[ignore = "takes a quarter of an hour on an idle processor"]
fn a_thousand_intervals_cover_a_known_truth() {
    let [inputs, both] = coverage(1000, 100);
    println!("intervals of the inputs alone: {inputs:?}, of both: {both:?}");
    assert!(inputs[0] >= 900, "{inputs:?} {both:?}");
    assert!((0.86..=0.94).contains(&share(together(inputs, both))), "{inputs:?} {both:?}");
}

/// The persons' own error is told apart. Without an uncertain input it is all there is: nothing is taken out, and the
/// interval says that it holds it.
#[test]
fn a_spread_of_the_persons_alone_is_called_so() {
    let ensemble = drawn(&country(TRUTH, 0.0), &settings(1000, 5), 80);
    let row = ensemble.row(LAST, Group::Female).unwrap();
    let spread = ensemble.difference(1, row, HEALTHY).unwrap();
    assert!(spread.monte_carlo_share > 0.6 && spread.interval.includes_monte_carlo, "{spread:?}");
    assert!(spread.interval.p95 > spread.interval.p05, "{spread:?}");
    let many = drawn(&country(TRUTH, 0.3), &settings(20_000, 5), 80);
    let spread = many.difference(1, row, HEALTHY).unwrap();
    assert!(spread.monte_carlo_share < 0.3 && !spread.interval.includes_monte_carlo, "{spread:?}");
}

#[test]
fn draws_add_intervals_and_change_no_central_number() {
    let baseline = country(TRUTH, STUDY_ERROR);
    let plain = compare(&baseline, &worlds(), &settings(2000, 1), &Unwatched).unwrap();
    let draws = DrawSettings { draws: 40, tolerance: None };
    let mut output = dressed::run(&baseline, &worlds(), &settings(2000, 1), draws, true, &Unwatched).unwrap();
    let uncertainty = output.uncertainty.take().unwrap();
    assert_eq!((uncertainty.draws, uncertainty.inputs), (40, 1));
    assert_eq!(output.manifest.draws, 40);
    for row in output.differences.iter_mut().flatten().flat_map(|one| &mut one.series) {
        for estimate in row.expectancies.all_mut() {
            let own = estimate.interval.take().unwrap();
            assert!(own.p025 <= own.p05 && own.p05 <= own.p50 && own.p50 <= own.p95 && own.p95 <= own.p975);
        }
    }
    for row in output.scenarios.iter_mut().flat_map(|one| &mut one.series) {
        for estimate in row.expectancies.all_mut() {
            assert!(estimate.interval.take().is_some());
        }
    }
    output.manifest.draws = 0;
    assert_eq!(output, plain);
}

#[test]
fn a_tolerance_ends_the_draws_once_it_is_met() {
    let baseline = country(TRUTH, STUDY_ERROR);
    let run = |tolerance: f64, draws: u32| {
        let draws = DrawSettings { draws, tolerance: Some(tolerance) };
        let output = dressed::run(&baseline, &worlds(), &settings(2000, 1), draws, true, &Unwatched);
        output.unwrap().uncertainty.unwrap()
    };
    let coarse = run(1.0, 1000);
    assert_eq!((coarse.draws, coarse.tolerance_met), (50, Some(true)));
    let fine = run(1e-9, 60);
    assert_eq!((fine.draws, fine.tolerance_met), (60, Some(false)));
}

/// The mean of a scenario with a trial is an expectation; a draw has one result of it: the programme is scaled up, or
/// the world is that of the reference to the bit.
#[test]
fn a_draw_has_one_result_of_a_trial() {
    let baseline = Baseline::japan().unwrap();
    let plan = |id: &str| Library::embedded().load(id, &baseline).unwrap().plan;
    let worlds = [world("none", plan("reference")), world("trial", plan("trial-exercise"))];
    let settings = RunSettings { until: Year(2040), detail: Detail::All, ..settings(2000, 1) };
    let solved = |draw| solve_draw(&baseline, &worlds, draw, &settings, &Unwatched).unwrap();
    let names = |world: &DrawnWorld| -> BTreeSet<(Year, String)> {
        world.economics.iter().map(|own| (own.year, own.name.clone())).collect()
    };
    let counted = names(&solved(0)[1]);
    assert!(counted.iter().any(|(_, name)| name == "reach_more_exercise_programme"), "{counted:?}");
    let refused = Cell::new(0);
    let differs = |draw| {
        let [none, trial]: [DrawnWorld; 2] = solved(draw).try_into().unwrap();
        let differs = none.rows != trial.rows;
        // What is not scaled up reaches nobody and costs nothing: a mean over the draws needs these zeros.
        assert_eq!(names(&trial), counted, "draw {draw}");
        let nothing = |own: &DrawnAmount| own.value == 0.0 && own.half == 0.0;
        let gained = |own: &DrawnAmount| own.name.ends_with("healthy_person_years_gained");
        assert!(differs || trial.economics.iter().filter(|own| gained(own)).all(nothing), "draw {draw}");
        refused.set(refused.get() + usize::from(trial.economics.iter().all(nothing)));
        differs
    };
    assert!(differs(0), "the expectation");
    let taken_up = (1..=12).filter(|draw| differs(*draw)).count();
    assert!((1..12).contains(&taken_up), "{taken_up} of 12");
    // A programme that is taken up and does nothing still reaches persons.
    assert!((1..=12 - taken_up).contains(&refused.get()), "{} of 12", refused.get());
}
