//! Draws of worlds: paired, keyed, and the same as a run where they should be.

use super::many::solve_draws;
use super::*;
use crate::baseline::Text;
use crate::outcome::tidy;
use crate::plan::{CoveragePath, HazardChange, LeverSetting, ProcessId};
use crate::run::{Detail, Persons, Unwatched, solve};
use std::ops::ControlFlow;

const PERSONS: u64 = 3000;

fn settings() -> RunSettings {
    RunSettings {
        persons: Persons::Count(PERSONS),
        seed: 3,
        until: Year(2040),
        detail: Detail::None,
        raw: false,
    }
}

fn world(id: &str, plan: Plan) -> World {
    let title = Text { ja: id.to_owned(), en: id.to_owned() };
    World { id: id.to_owned(), title, plan, own_assumptions: Vec::new() }
}

fn set(lever: &str, share: f64) -> LeverSetting {
    let coverage = CoveragePath { from: Year(2027), shares: vec![share] };
    LeverSetting { coverage: Some(coverage), ..LeverSetting::of(lever) }
}

/// The reference, two worlds of levers, one of changed hazards, and one of another trend.
fn worlds(baseline: &Baseline) -> Vec<World> {
    let usual = Plan::default_trends();
    let ids: Vec<&str> = baseline.levers.levers.iter().map(|lever| lever.id.as_str()).collect();
    let levers = |ids: &[&str]| Plan { levers: ids.iter().map(|id| set(id, 0.6)).collect(), ..usual.clone() };
    let onset = HazardChange {
        process: ProcessId::CareOnset,
        sex: None,
        ages: (60, 90),
        from: Year(2027),
        until: None,
        factor: 0.9,
    };
    let full = baseline.limitation.as_ref().unwrap().observed_pace;
    vec![
        world("reference", usual.clone()),
        world("all", levers(&ids)),
        world("one", levers(&ids[..1])),
        world("hazard", Plan { hazard_changes: vec![onset], ..usual.clone() }),
        world("full", Plan { limitation_pace: full, levers: vec![set(ids[4], 0.5)], ..usual }),
    ]
}

/// Living all worlds at once gives what living each apart gives, to the bit: draw 0 is the run.
#[test]
fn draw_zero_is_the_run_without_draws_to_the_bit() {
    let baseline = Baseline::japan().unwrap();
    let worlds = worlds(&baseline);
    let solved = solve::solve_all(&baseline, &worlds, &settings(), &Unwatched).unwrap();
    let drawn = solve_draw(&baseline, &worlds, 0, &settings(), &Unwatched).unwrap();
    assert_eq!(drawn.len(), worlds.len());
    for ((solved, drawn), world) in solved.iter().zip(&drawn).zip(&worlds) {
        for ((values, row), at) in solved.central.iter().zip(&drawn.rows).zip(&solved.rows) {
            assert_eq!((row.year, row.group), *at);
            assert_eq!(row.values, *values, "{} {at:?}", world.id);
        }
    }
    assert!(drawn[1].rows.iter().any(|row| row.halves[1] != 0.0));
    assert!(drawn[0].rows.iter().all(|row| row.halves == [0.0; 9]));
}

#[test]
fn a_world_in_a_draw_does_not_depend_on_the_worlds_beside_it_or_on_the_threads() {
    let baseline = Baseline::japan().unwrap();
    let worlds = worlds(&baseline);
    let together = solve_draw(&baseline, &worlds, 5, &settings(), &Unwatched).unwrap();
    let alone = solve_draw(&baseline, &worlds[1..2], 5, &settings(), &Unwatched).unwrap();
    assert_eq!(together[1], alone[0]);
    let gathered = |threads: usize, draws: std::ops::Range<u32>| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let mut found = Vec::new();
        pool.install(|| {
            solve_draws(&baseline, &worlds[..2], draws, &settings(), &Unwatched, &mut |draw, solved| {
                found.push((draw, solved));
                ControlFlow::Continue(())
            })
        })
        .unwrap();
        found
    };
    let (one, three) = (gathered(1, 1..6), gathered(3, 1..8));
    assert_eq!(one[..], three[..5], "more draws or threads change no draw");
    assert_eq!(one[4].1[1], together[1]);
}

/// The gains under the scenario's own reading are those of the rows, and a better trend gains more.
#[test]
fn readings_of_the_trend_are_ordered_and_the_own_one_is_in_the_rows() {
    let baseline = Baseline::japan().unwrap();
    let goal = baseline.goal.unwrap();
    let worlds = worlds(&baseline);
    for solved in solve_draw(&baseline, &worlds, 2, &settings(), &Unwatched).unwrap() {
        let healthy = |year: Year, sex: Sex| {
            let row = solved.rows.iter().find(|row| (row.year, row.group) == (year, Group::of(Some(sex))));
            row.unwrap().values[1]
        };
        for sex in Sex::ALL {
            let gain = |reading| {
                solved.gains.iter().find(|gain| gain.sex == sex && gain.reading == reading).unwrap().gain
            };
            let own = healthy(goal.year, sex) - healthy(goal.from, sex);
            assert_eq!(gain(Reading::Own), own);
            assert!(gain(Reading::None) < gain(Reading::Half) && gain(Reading::Half) < gain(Reading::Full));
        }
    }
}

#[test]
fn a_reading_taken_over_is_close_to_one_lived_through() {
    let baseline = Baseline::japan().unwrap();
    let ids: Vec<&str> = baseline.levers.levers.iter().map(|lever| lever.id.as_str()).collect();
    let levers: Vec<LeverSetting> = ids.iter().map(|id| set(id, 0.6)).collect();
    let full = baseline.limitation.as_ref().unwrap().observed_pace;
    let usual = Plan { levers: levers.clone(), ..Plan::default_trends() };
    let lived = Plan { limitation_pace: full, levers, ..Plan::default_trends() };
    let solved =
        solve_draw(&baseline, &[world("a", usual), world("b", lived)], 0, &settings(), &Unwatched).unwrap();
    for sex in Sex::ALL {
        let gain = |world: usize, reading| {
            solved[world].gains.iter().find(|gain| gain.sex == sex && gain.reading == reading).unwrap().gain
        };
        let (taken, lived) = (gain(0, Reading::Full), gain(1, Reading::Own));
        assert!((taken - lived).abs() < 0.02, "{taken} {lived}");
    }
}

/// Outcomes, costs and reach of draw 0 are those of a run with details.
#[test]
fn costs_and_reach_of_draw_zero_are_those_of_the_run() {
    let baseline = Baseline::japan().unwrap();
    let settings = RunSettings { detail: Detail::All, until: Year(2032), ..settings() };
    let worlds = &worlds(&baseline)[..3];
    let central = crate::run::compare(&baseline, worlds, &settings, &Unwatched).unwrap();
    let drawn = solve_draw(&baseline, worlds, 0, &settings, &Unwatched).unwrap();
    assert!(drawn[0].economics.is_empty(), "the reference is what the others are held against");
    for (drawn, result) in drawn.iter().zip(&central.scenarios).skip(1) {
        let mut compared = 0;
        // Before the start of the policies a run counts a cost that is not known as none.
        let begun =
            |row: &&crate::outcome::series::YearResult| row.sex == Group::Both && row.year >= Year(2027);
        for row in result.series.iter().filter(begun) {
            let mut values = tidy::economics(row.outcomes.as_ref().unwrap(), row.costs.as_ref());
            values.extend(tidy::reach(row));
            for value in values {
                let found = drawn.economics.iter().find(|own| own.year == row.year && own.name == value.name);
                let Some(found) = found else { continue };
                let (ours, theirs) = (found.value, value.value);
                let close = (ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0);
                assert!(
                    close || ours.is_nan() && theirs.is_nan(),
                    "{} {}: {ours} {theirs}",
                    row.year,
                    value.name
                );
                compared += 1;
            }
        }
        assert!(compared > 70, "{compared}");
    }
    let halves = |own: &&super::economics::DrawnAmount| own.name == "cost_care" && own.year == Year(2032);
    let differ = drawn.iter().flat_map(|drawn| &drawn.economics).filter(halves).any(|own| own.half != 0.0);
    assert!(differ, "halves of the persons differ");
}

#[test]
fn intervals_of_costs_and_reach_stand_beside_the_central_numbers() {
    let baseline = Baseline::japan().unwrap();
    let settings = RunSettings { detail: Detail::All, until: Year(2030), ..settings() };
    let worlds = &worlds(&baseline)[..4];
    let draws = dressed::DrawSettings { draws: 24, tolerance: None };
    let output = dressed::run(&baseline, worlds, &settings, draws, true, &Unwatched).unwrap();
    let last = |rows: &[crate::outcome::series::YearResult]| rows.last().unwrap().clone();
    let all = last(&output.scenarios[1].series);
    let (outcomes, costs) = (all.outcomes.unwrap(), all.costs.unwrap());
    let healthy = outcomes.healthy_person_years;
    let own = healthy.interval.unwrap();
    assert!(own.p05 < own.p95 && own.monte_carlo_share.is_some());
    assert!(costs.care.interval.is_some() && costs.intervals.contains_key("medical_conditions"));
    let reach = all.reach.unwrap();
    let reached = reach.values().find(|own| own.more > 0.0).unwrap();
    let interval = reached.intervals.unwrap().more;
    assert!((interval.p50 / reached.more - 1.0).abs() < 0.2, "{interval:?} {}", reached.more);
    let since = &costs.since_start[1];
    assert!(since.healthy_person_years.interval.is_some());
    // The programme cost of every lever is known for no such package, so neither is the sum.
    assert_eq!(costs.net.is_none(), !costs.intervals.contains_key("net"));
    let difference = &output.differences.as_ref().unwrap()[0].series.last().unwrap().outcomes;
    assert_eq!(difference.as_ref().unwrap().healthy_person_years.interval, Some(own), "from the reference");
    // Changed hazards are not counted in draws.
    let hazard = last(&output.scenarios[3].series).outcomes.unwrap();
    assert_eq!(hazard.healthy_person_years.interval, None);
}
