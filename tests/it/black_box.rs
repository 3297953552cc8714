//! Black-box rows of a technical verification: what any such model must do, whatever its data.

use super::worlds::{changed, plan, results, settings, world};
use kenju::baseline::Baseline;
use kenju::num::units::Year;
use kenju::outcome::series::{Group, YearResult};
use kenju::plan::{HazardChange, Plan, ProcessId};
use kenju::run::{Detail, RunOutput, RunSettings, Unwatched, World, compare, run};

const PERSONS: u64 = 20_000;

fn fixture() -> Baseline {
    Baseline::illness_death().unwrap()
}

fn detailed(seed: u64) -> RunSettings {
    RunSettings { detail: Detail::All, ..settings(PERSONS, seed) }
}

fn alone(baseline: &Baseline, plan: Plan) -> Vec<YearResult> {
    results(baseline, &[world("one", plan)], &detailed(4)).scenarios[0].series.clone()
}

fn factor(process: ProcessId, from: u16, factor: f64) -> Plan {
    changed(process, None, (0, u8::MAX), from, factor)
}

fn ill(row: &YearResult) -> f64 {
    row.conditions.as_ref().unwrap().values().map(|condition| condition.prevalence).sum()
}

/// The condition of the fixture.
fn illness(baseline: &Baseline) -> ProcessId {
    ProcessId::Condition(baseline.conditions[0].id.clone())
}

/// A factor of 0 would give lives without end, which have no expectancy: it is refused, and the least that
/// is allowed lets nearly everybody live on.
#[test]
fn nearly_without_death_nearly_nobody_leaves() {
    let baseline = fixture();
    let none = world("none", factor(ProcessId::Death, 2016, 0.0));
    assert!(run(&baseline, &[none], &detailed(4), &Unwatched).is_err());
    let (series, usual) = (alone(&baseline, factor(ProcessId::Death, 2016, 0.05)), alone(&baseline, plan()));
    for (row, usual) in series.iter().zip(&usual) {
        assert!(row.expectancies.life_expectancy.value > usual.expectancies.life_expectancy.value + 10.0);
        assert!(row.deaths < 0.5 * usual.deaths, "{}", row.year);
        assert!(row.year == Year(2016) || row.population > usual.population, "{}", row.year);
    }
}

/// Greater factors leave ages without persons here, which is refused and not reported as a number.
#[test]
fn the_more_die_the_fewer_are_left() {
    let baseline = fixture();
    let mut before = (f64::INFINITY, f64::INFINITY);
    for hazard in [0.2, 0.5, 0.8, 1.0] {
        let series = alone(&baseline, factor(ProcessId::Death, 2016, hazard));
        let last = series.last().unwrap();
        let found = (last.expectancies.life_expectancy.value, last.population);
        assert!(found.0 < before.0 && found.1 < before.1, "{hazard}: {found:?} after {before:?}");
        before = found;
    }
}

#[test]
fn without_onset_prevalence_only_falls() {
    let baseline = fixture();
    let shares: Vec<f64> = alone(&baseline, factor(illness(&baseline), 2016, 0.0)).iter().map(ill).collect();
    assert!(shares[0] > 0.0);
    assert!(shares.windows(2).all(|pair| pair[1] < pair[0]), "{shares:?}");
    assert!(*shares.last().unwrap() < 0.2 * shares[0], "{shares:?}");
}

#[test]
fn a_factor_of_one_is_the_reference_to_the_bit() {
    let baseline = fixture();
    for process in [ProcessId::Death, illness(&baseline)] {
        assert_eq!(alone(&baseline, factor(process, 2020, 1.0)), alone(&baseline, plan()));
    }
}

#[test]
fn a_longer_horizon_changes_no_earlier_year() {
    let baseline = fixture();
    let until = |last: u16| {
        let settings = RunSettings { until: Year(last), ..detailed(4) };
        results(&baseline, &[world("one", factor(ProcessId::Death, 2020, 0.7))], &settings).scenarios[0]
            .series
            .clone()
    };
    let (short, long) = (until(2030), until(2031));
    assert_eq!(short[..], long[..short.len()]);
    assert!(long.len() > short.len());
}

fn differences(baseline: &Baseline, worlds: &[World]) -> RunOutput {
    compare(baseline, worlds, &detailed(4), &Unwatched).unwrap()
}

#[test]
fn exchanging_the_arms_turns_the_sign() {
    let baseline = fixture();
    let worlds =
        [world("a", factor(ProcessId::Death, 2020, 0.8)), world("b", factor(illness(&baseline), 2020, 0.5))];
    let forth = differences(&baseline, &worlds).differences.unwrap();
    let [a, b] = worlds;
    let back = differences(&baseline, &[b, a]).differences.unwrap();
    let mut moved = false;
    for (one, other) in forth[0].series.iter().zip(&back[0].series) {
        for (x, y) in one.expectancies.all().into_iter().zip(other.expectancies.all()) {
            assert!(
                (x.value + y.value).abs() < 1e-12 && (x.se == y.se || (x.se - y.se).abs() < 1e-12),
                "{x:?} {y:?}"
            );
            moved |= x.value.abs() > 0.01;
        }
        assert!((one.population + other.population).abs() < 1e-6);
    }
    assert!(moved, "the arms differ");
}

#[test]
fn the_youngest_and_the_oldest_age_can_be_changed_alone() {
    let baseline = fixture();
    let usual = alone(&baseline, plan());
    for age in [baseline.ages.first, baseline.ages.last] {
        let series = alone(&baseline, changed(ProcessId::Death, None, (age, age), 2016, 10.0));
        let (last, usual) = (series.last().unwrap(), usual.last().unwrap());
        assert!(last.expectancies.life_expectancy.value < usual.expectancies.life_expectancy.value, "{age}");
    }
}

#[test]
fn a_change_after_the_last_year_does_nothing() {
    let baseline = fixture();
    let late = HazardChange {
        process: ProcessId::Death,
        sex: None,
        ages: (0, u8::MAX),
        from: Year(2050),
        until: None,
        factor: 0.1,
    };
    assert_eq!(alone(&baseline, Plan { hazard_changes: vec![late], ..plan() }), alone(&baseline, plan()));
}

/// Sexes, ages, care levels and causes: every total is the sum of its parts, and none is negative.
#[test]
fn totals_add_up_and_no_count_is_negative() {
    let baseline = Baseline::japan().unwrap();
    let series = alone(&baseline, plan());
    let close = |what: &str, found: f64, expected: f64| {
        assert!(found >= 0.0 && (found / expected - 1.0).abs() < 1e-9, "{what}: {found} of {expected}");
    };
    for rows in series.chunks(3) {
        let [men, women, both] = rows else { panic!("three groups a year") };
        assert_eq!((men.sex, women.sex, both.sex), (Group::Male, Group::Female, Group::Both));
        close("population", men.population + women.population, both.population);
        close("deaths", men.deaths + women.deaths, both.deaths);
        for row in [men, women, both] {
            close("ages", row.population_by_age.as_ref().unwrap().iter().sum(), row.population);
            assert!(row.population_by_age.iter().flatten().all(|persons| *persons >= 0.0));
            close("care", row.care_need.as_ref().unwrap().values().sum(), row.population);
            let ages = row.health_by_age.as_ref().unwrap();
            close("age groups", ages.iter().map(|group| group.population).sum(), row.population);
            for (id, whole) in row.conditions.as_ref().unwrap() {
                let persons = |of: &dyn Fn(&kenju::outcome::series::ConditionInAge) -> f64| -> f64 {
                    ages.iter().map(|group| of(&group.conditions[id]) * group.population).sum()
                };
                if whole.prevalence > 0.0 {
                    close(id, persons(&|one| one.prevalence), whole.prevalence * row.population);
                    close(id, persons(&|one| one.onset_rate), whole.onset_rate * row.population);
                }
                for one in ages.iter().map(|group| &group.conditions[id]) {
                    let shares = [one.limited, one.certified, one.dependent].into_iter().flatten();
                    let inside = |share: f64| (0.0..=1.0 + 1e-9).contains(&share);
                    assert!(shares.chain([one.prevalence]).all(inside), "{id}: {one:?}");
                    assert!(one.dependent <= one.certified, "{id}: {one:?}");
                }
            }
            for (cause, deaths) in row.deaths_by_cause.as_ref().unwrap() {
                let parts: f64 = ages.iter().map(|group| group.deaths_by_cause[cause]).sum();
                assert!((parts - deaths).abs() <= 1e-9 * deaths.max(1.0) && *deaths >= 0.0, "{cause}");
            }
        }
    }
}
