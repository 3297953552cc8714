//! Reach adds up in any order and is the reference at the reference.

use super::effective_paths as with_residents;
use super::*;
use crate::baseline::levers::CoverageProfile;
use crate::num::units::YearSpan;
use crate::policy::samples::{japan, lever, set};

/// The paths with the same residents at every age, so that shares can be counted by hand.
fn effective_paths(baseline: &Baseline, settings: &[LeverSetting]) -> Vec<(String, CoveragePath)> {
    with_residents(baseline, settings, &Grid::filled(baseline.years, baseline.ages, 1.0))
}

fn points(id: &str, target: &str, points: f64, more: &str) -> Lever {
    let channel = format!(
        "id: \"reach\", acts: ReachPoints(\"{target}\"), unit: \"points\", {more} \
         effect: Some((pessimistic: {points:?}, default: {points:?}, optimistic: {points:?}, distribution: fixed))"
    );
    lever(id, "mixed", "[(2016, 0.1), (2024, 0.2)]", &[&channel])
}

fn odds(id: &str, target: &str, ratio: f64) -> Lever {
    let channel = format!(
        "id: \"reach\", acts: ReachOdds(lever: \"{target}\", usual: 0.1), unit: \"OR\", \
         effect: Some((pessimistic: {ratio:?}, default: {ratio:?}, optimistic: {ratio:?}, distribution: fixed))"
    );
    lever(id, "mixed", "[(2016, 0.0)]", &[&channel])
}

fn target() -> Lever {
    lever("target", "mixed", "[(2016, 0.5), (2026, 0.6)]", &[])
}

#[test]
fn at_the_reference_nothing_changes() {
    let baseline = japan(vec![target(), points("a", "target", 0.03, ""), odds("b", "target", 1.48)]);
    assert!(effective_paths(&baseline, &[]).is_empty());
    let mut same = set("a", 2026, 0.2);
    same.coverage.as_mut().unwrap().shares = (2026..=2050).map(|_| 0.2).collect();
    assert!(effective_paths(&baseline, &[same, set("target", 2026, 0.7)]).is_empty());
    assert!(effective_paths(&baseline, &[set("b", 2026, 0.0)]).is_empty());
}

#[test]
fn points_and_odds_follow_their_formulae() {
    let baseline = japan(vec![target(), points("a", "target", 0.1, ""), odds("b", "target", 1.48)]);
    let found = effective_paths(&baseline, &[set("a", 2030, 0.7)]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].0.as_str(), found[0].1.from), ("target", Year(2030)));
    assert!((found[0].1.at(Year(2040)).unwrap() - (0.6 + 0.5 * 0.1)).abs() < 1e-12);
    let found = effective_paths(&baseline, &[set("b", 2030, 1.0)]);
    // Of the 0.4 not covered a tenth would come; at 1.48 times the odds of 1:9 it is 1.48 / 10.48.
    assert!((found[0].1.at(Year(2040)).unwrap() - (0.6 + 0.4 * (1.48 / 10.48 - 0.1))).abs() < 1e-12);
    // Fewer reached than in the reference lose.
    let found = effective_paths(&baseline, &[set("a", 2030, 0.0)]);
    assert!((found[0].1.at(Year(2040)).unwrap() - (0.6 - 0.2 * 0.1)).abs() < 1e-12);
    // Before the first year that differs the target keeps its reference path.
    assert_eq!(found[0].1.at(Year(2029)), None);
}

#[test]
fn the_order_of_settings_and_of_levers_means_nothing() {
    let levers =
        vec![target(), points("a", "target", 0.1, ""), odds("b", "target", 1.48), odds("c", "target", 0.9)];
    let settings = [set("a", 2026, 0.7), set("b", 2028, 0.6), set("c", 2030, 0.4), set("target", 2027, 0.65)];
    let forward = effective_paths(&japan(levers.clone()), &settings);
    let backward: Vec<_> = settings.iter().rev().cloned().collect();
    assert_eq!(effective_paths(&japan(levers.clone()), &backward), forward);
    let turned = effective_paths(&japan(levers.into_iter().rev().collect()), &settings);
    for year in (2026..=2050).map(Year) {
        let (one, other) = (forward[0].1.at(year).unwrap(), turned[0].1.at(year).unwrap());
        assert!((one - other).abs() < 1e-14, "{year}");
    }
}

#[test]
fn of_what_stacks_the_stronger_one_acts() {
    let stack = "stacking: Some(\"reminder\"),";
    let levers = vec![target(), points("a", "target", 0.1, stack), points("b", "target", 0.04, stack)];
    let found = effective_paths(&japan(levers), &[set("a", 2026, 0.7), set("b", 2026, 0.7)]);
    assert!((found[0].1.at(Year(2040)).unwrap() - 0.65).abs() < 1e-12);
}

#[test]
fn reach_stops_at_the_maximum_and_own_effects_are_taken_as_they_are() {
    let baseline = japan(vec![target(), points("a", "target", 0.1, "shrink: (0.5, 0.2, 1.0),")]);
    let halved = effective_paths(&baseline, &[set("a", 2026, 0.7)]);
    assert!((halved[0].1.at(Year(2040)).unwrap() - 0.625).abs() < 1e-12);
    let mut own = set("a", 2026, 1.0);
    own.effects = vec![("reach".into(), 1.0)];
    let found = effective_paths(&baseline, &[own]);
    assert_eq!(found[0].1.at(Year(2040)), Some(0.9));
}

#[test]
fn reach_goes_through_levers_and_ends_in_a_circle() {
    let baseline = japan(vec![target(), points("a", "target", 0.1, ""), points("b", "a", 0.5, "")]);
    let found = effective_paths(&baseline, &[set("b", 2026, 0.8)]);
    let ids: Vec<&str> = found.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["target", "a"]);
    // b reaches 0.6 more: a rises by 0.3, the target by 0.03.
    assert!((found[1].1.at(Year(2040)).unwrap() - 0.5).abs() < 1e-12);
    assert!((found[0].1.at(Year(2040)).unwrap() - 0.63).abs() < 1e-12);
    let circle = japan(vec![points("a", "b", 0.1, ""), points("b", "a", 0.1, "")]);
    assert!(effective_paths(&circle, &[set("a", 2026, 0.8)]).len() <= 2);
}

#[test]
fn adherence_alone_reaches_more_or_fewer_and_not_before_its_start() {
    let baseline = japan(vec![target(), points("a", "target", 0.1, "")]);
    let mut half = set("a", 2030, 0.2);
    half.adherence = Some(0.5);
    // Coverage as in the reference, 0.2; only half of them take part from 2030 on.
    let found = effective_paths(&baseline, &[half.clone()]);
    assert_eq!(found[0].1.from, Year(2030));
    assert!((found[0].1.at(Year(2040)).unwrap() - (0.6 - 0.2 * 0.5 * 0.1)).abs() < 1e-12);
    half.coverage = None;
    let found = effective_paths(&baseline, &[half]);
    assert_eq!(found[0].1.from, Year(2026));
    assert!((found[0].1.at(Year(2040)).unwrap() - 0.59).abs() < 1e-12);
}

#[test]
fn profiles_ages_and_residents_of_the_year_weigh() {
    let mut source = points("a", "target", 0.1, "");
    source.eligibility.ages = (60, 74);
    source.coverage.profile = vec![CoverageProfile { sex: None, ages: (60, 74), factor: 0.5 }];
    source.coverage.reference = vec![(Year(2016), 0.0)];
    let mut reached = target();
    reached.eligibility.ages = (50, 69);
    reached.coverage.profile = vec![CoverageProfile { sex: None, ages: (60, 69), factor: 3.0 }];
    let baseline = japan(vec![reached, source]);
    let gain = |residents: &Grid| {
        let found = with_residents(&baseline, &[set("a", 2026, 0.8)], residents);
        found[0].1.at(Year(2040)).unwrap() - 0.6
    };
    // Of the weights 10 x 1 and 10 x 3 the second half is reached by 0.8 x 0.5.
    let even = Grid::filled(baseline.years, baseline.ages, 1.0);
    assert!((gain(&even) - 0.1 * 0.4 * 0.75).abs() < 1e-12, "{}", gain(&even));
    let ageing = Grid::from_fn(YearSpan::new(2016, 2050), baseline.ages, |_, year, age| {
        if year >= Year(2030) && age < 60 { 0.0 } else { 1.0 }
    });
    assert!((gain(&ageing) - 0.1 * 0.4).abs() < 1e-12);
}

#[test]
fn passage_follows_the_reach_of_the_year_and_never_a_frozen_share() {
    let passage = "id: \"on\", acts: Passage(\"target\"), unit: \"share\", \
         effect: Some((pessimistic: 0.0, default: 1.0, optimistic: 1.0, distribution: triangular))";
    let source = lever("a", "mixed", "[(2016, 0.4), (2026, 0.5)]", &[passage]);
    let mut own = set("a", 2026, 0.6);
    let found = effective_paths(&japan(vec![target(), source.clone()]), &[own.clone()]);
    // A fifth more are offered it.
    assert!((found[0].1.at(Year(2040)).unwrap() - 0.6 * 1.2).abs() < 1e-12);
    own.effects = vec![("on".into(), 0.5)];
    let found = effective_paths(&japan(vec![target(), source.clone()]), &[own, set("target", 2026, 0.7)]);
    assert!((found[0].1.at(Year(2040)).unwrap() - 0.7 * 1.1).abs() < 1e-12);
}

#[test]
fn the_shipped_guidance_reaches_those_checked_in_the_year() {
    let baseline = Baseline::japan().unwrap();
    let guidance = baseline.levers.lever("specific_health_guidance").unwrap();
    let checkup = baseline.levers.lever("specific_health_checkup").unwrap();
    for year in [2016, 2023, 2026, 2040].map(Year) {
        let assigned = checkup.reference_coverage(year) * 0.9067;
        let completed = guidance.reference_coverage(year);
        assert!((guidance.reach(completed, Sex::Male, year, 50) - assigned * completed).abs() < 1e-12);
    }
    let found = with_residents(
        &baseline,
        &[set("specific_health_checkup", 2026, 0.7)],
        &Grid::filled(baseline.years, baseline.ages, 1.0),
    );
    assert_eq!(found[0].0, "specific_health_guidance");
    assert!((found[0].1.at(Year(2030)).unwrap() - 0.314 * 0.7 / 0.635).abs() < 1e-12);
}
