//! Caps hold exactly what they promise: sums by hand of who is reached and by what.

use super::*;
use crate::baseline::levers::{CoverageProfile, Lever, LeverCaps, Overlap};
use crate::model::levers::LeverSet;
use crate::plan::{LeverSetting, Plan};
use crate::policy::samples::{lever, set};

const YEARS: YearSpan = YearSpan { first: Year(2016), last: Year(2040) };

fn channel(id: &str, acts: &str, effect: f64, more: &str) -> String {
    format!(
        "id: \"{id}\", acts: {acts}, unit: \"1\", {more} \
         effect: Some((pessimistic: {effect:?}, default: {effect:?}, optimistic: {effect:?}, distribution: fixed))"
    )
}

fn new(id: &str, reference: f64, channels: &[String]) -> Lever {
    let channels: Vec<&str> = channels.iter().map(String::as_str).collect();
    lever(id, "mixed", &format!("[(2016, {reference:?})]"), &channels)
}

/// Caps of the actions of the first lever, and the caps that bind.
fn capped(levers: Vec<Lever>, caps: LeverCaps, set: Vec<LeverSetting>) -> (Vec<f64>, Vec<Capped>) {
    let mut baseline = Baseline::japan().unwrap();
    (baseline.levers.levers, baseline.levers.caps) = (levers, caps);
    let processes = Processes::of(&baseline);
    let exposures = Exposures::of(&baseline, &processes);
    let plan = Plan { levers: set, ..Plan::default_trends() };
    let found = LeverSet::new(&baseline, &plan, &processes, exposures.as_ref(), YEARS);
    let actions = &found.levers[0].actions;
    (actions.iter().map(|action| action.cap).collect(), found.capped.clone())
}

const CAPS: LeverCaps = LeverCaps { blood_pressure: -2.0, care_onset: 0.8 };

#[test]
fn the_cap_on_care_need_is_met_exactly_not_to_first_order() {
    let lever = new("a", 0.0, &[channel("care", "CareOnset", 0.4, "")]);
    let (caps, bound) = capped(vec![lever], CAPS, vec![set("a", 2026, 0.7)]);
    // 0.3 + 0.7 x 0.4^k = 0.8 where k is the factor on the logarithm.
    let expected = libm::log(0.5 / 0.7) / libm::log(0.4);
    assert!((caps[0] - expected).abs() < 1e-12, "{caps:?} for {expected}");
    assert!(matches!(bound[..], [Capped::CareOnset(without, 0.8)] if (without - 0.58).abs() < 1e-12));
}

#[test]
fn on_top_of_a_reference_the_mean_ratio_is_that_of_the_means() {
    let lever = new("a", 0.2, &[channel("care", "CareOnset", 0.4, "")]);
    let (caps, _) = capped(vec![lever], CAPS, vec![set("a", 2026, 0.9)]);
    let ratio = libm::pow(0.4, caps[0]);
    assert!(((0.1 + 0.9 * ratio) / (0.8 + 0.2 * ratio) - 0.8).abs() < 1e-12, "{caps:?}");
}

#[test]
fn every_channel_of_a_lever_counts() {
    let two = [channel("care", "CareOnset", 0.8, ""), channel("more", "CareOnset", 0.7, "")];
    let (caps, bound) = capped(vec![new("a", 0.0, &two)], CAPS, vec![set("a", 2026, 0.8)]);
    assert!(
        matches!(bound[..], [Capped::CareOnset(without, _)] if (without - (0.2 + 0.8 * 0.56)).abs() < 1e-12)
    );
    assert!((0.2 + 0.8 * libm::pow(0.56, caps[0]) - 0.8).abs() < 1e-12);
    let two = [channel("one", "Exposure(\"sbp\")", -2.0, ""), channel("two", "Exposure(\"sbp\")", -3.0, "")];
    let (caps, _) = capped(vec![new("a", 0.0, &two)], CAPS, vec![set("a", 2026, 0.8)]);
    assert!(!caps.is_empty() && caps.iter().all(|cap| (cap - 2.0 / (0.8 * 5.0)).abs() < 1e-12), "{caps:?}");
}

#[test]
fn a_profile_above_one_counts_where_it_holds() {
    let mut lever = new("a", 0.0, &[channel("sbp", "Exposure(\"sbp\")", -4.0, "")]);
    lever.coverage.profile = vec![CoverageProfile { sex: Some(Sex::Female), ages: (60, 64), factor: 2.0 }];
    let (caps, _) = capped(vec![lever.clone()], CAPS, vec![set("a", 2026, 0.4)]);
    assert!((caps[0] - 2.0 / 3.2).abs() < 1e-12, "{caps:?}");
    // Nobody is reached twice.
    let (caps, _) = capped(vec![lever], CAPS, vec![set("a", 2026, 0.7)]);
    assert!((caps[0] - 2.0 / 4.0).abs() < 1e-12, "{caps:?}");
}

#[test]
fn of_what_stacks_somebody_has_the_strongest_that_reaches_them() {
    let stack = "stacking: Some(\"care\"),";
    let levers = vec![
        new("a", 0.0, &[channel("care", "CareOnset", 0.6, stack)]),
        new("b", 0.0, &[channel("care", "CareOnset", 0.5, stack)]),
    ];
    let (_, bound) = capped(levers, CAPS, vec![set("a", 2026, 0.8), set("b", 2026, 0.5)]);
    let without = 0.5 * 0.5 + 0.5 * (0.8 * 0.6 + 0.2);
    assert!(
        matches!(bound[..], [Capped::CareOnset(found, _)] if (found - without).abs() < 1e-12),
        "{bound:?}"
    );
}

#[test]
fn a_cap_that_is_not_passed_changes_nothing() {
    let lever = new("a", 0.0, &[channel("care", "CareOnset", 0.8, "")]);
    let (caps, bound) = capped(vec![lever], CAPS, vec![set("a", 2026, 0.9)]);
    assert_eq!((caps, bound), (vec![1.0], Vec::new()));
}

/// Half the logarithm of 0.967875 per 1000 steps is believed from 65 on.
const STEPS: f64 = 60_000.0;

fn by_steps() -> f64 {
    libm::log(0.967_875) * 0.5 * STEPS / 1000.0
}

#[test]
fn relief_along_a_path_from_a_risk_factor_counts_and_only_that_path_shrinks() {
    let lever = new("a", 0.0, &[channel("steps", "Exposure(\"steps\")", STEPS, "")]);
    let (caps, bound) = capped(vec![lever], CAPS, vec![set("a", 2026, 0.8)]);
    let without = 0.2 + 0.8 * libm::exp(by_steps());
    assert!(without < 0.8, "{without} must pass the cap");
    assert!(
        matches!(bound[..], [Capped::CareOnset(found, _)] if (found - without).abs() < 1e-12),
        "{bound:?} for {without}"
    );
    let shrunk: Vec<f64> = caps.iter().copied().filter(|cap| *cap < 1.0).collect();
    let expected = libm::log(0.6 / 0.8) / by_steps();
    assert!(shrunk.len() == 1 && (shrunk[0] - expected).abs() < 1e-12, "{caps:?} for {expected}");
    assert!(caps.len() > 1, "deaths and diseases of steps are not care need");
}

#[test]
fn a_path_that_overlaps_with_a_stacking_group_never_adds_to_it() {
    let stack = "stacking: Some(\"care\"),";
    let found = |overlaps: Vec<Overlap>| {
        let mut baseline = Baseline::japan().unwrap();
        baseline.levers.levers = vec![
            new("a", 0.0, &[channel("care", "CareOnset", 0.7, stack)]),
            new("b", 0.0, &[channel("steps", "Exposure(\"steps\")", STEPS, "")]),
        ];
        (baseline.levers.caps, baseline.levers.overlaps) = (CAPS, overlaps);
        let processes = Processes::of(&baseline);
        let exposures = Exposures::of(&baseline, &processes);
        let plan = Plan { levers: vec![set("a", 2026, 0.8), set("b", 2026, 0.5)], ..Plan::default_trends() };
        let set = LeverSet::new(&baseline, &plan, &processes, exposures.as_ref(), YEARS);
        (set.capped.clone(), set.shared_groups.len())
    };
    let steps = libm::exp(by_steps());
    assert!(steps < 0.7);
    let (apart, groups) = found(Vec::new());
    let product = (0.2 + 0.8 * 0.7) * (0.5 + 0.5 * steps);
    assert_eq!(groups, 0);
    assert!(
        matches!(apart[..], [Capped::CareOnset(mean, _)] if (mean - product).abs() < 1e-12),
        "{apart:?} for {product}"
    );
    let japan = Baseline::japan().unwrap();
    let known = &japan.levers.overlaps[0];
    assert_eq!(
        (known.edge.as_str(), known.stacking.as_str()),
        ("steps__care_onset", "care prevention groups")
    );
    let (together, groups) = found(vec![Overlap { stacking: "care".to_owned(), ..known.clone() }]);
    let strongest = 0.5 * steps + 0.5 * (0.8 * 0.7 + 0.2);
    assert_eq!(groups, 1);
    assert!(
        matches!(together[..], [Capped::CareOnset(mean, _)] if (mean - strongest).abs() < 1e-12),
        "{together:?} for {strongest}"
    );
}
