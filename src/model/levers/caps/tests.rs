//! Caps hold exactly what they promise: sums by hand of who is reached and by what.

use super::*;
use crate::baseline::levers::{CoverageProfile, Lever, LeverCaps};
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
