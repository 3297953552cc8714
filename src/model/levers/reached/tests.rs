//! Smokers whom levers keep from smoking: who, how many, and for how long.

use super::*;
use crate::baseline::Baseline;
use crate::baseline::levers::{Lever, PersonState};
use crate::model::exposure::Exposures;
use crate::model::levers::tests::{YEARS, among_men_of_forty};
use crate::model::process::Processes;
use crate::num::draws::{Draws, PersonKey, StreamId};
use crate::num::units::{Sex, Year};
use crate::plan::{CoveragePath, LeverSetting};
use crate::policy::samples::{lever, set};
use std::sync::Arc;

fn quit(id: &str, share: f64, more: &str) -> Lever {
    let channel = format!(
        "id: \"stop\", acts: Abstinence, unit: \"share\", {more} \
         effect: Some((pessimistic: {share:?}, default: {share:?}, optimistic: {share:?}, distribution: fixed))"
    );
    let mut lever = lever(id, "mixed", "[(2016, 0.0)]", &[&channel]);
    lever.eligibility.state = Some(PersonState::Smoker);
    lever
}

/// Share of the smokers of one cohort, aged 40 in 2016, who are kept from smoking, by year from 2016.
fn kept(levers: Vec<Lever>, settings: Vec<LeverSetting>) -> Vec<f64> {
    among_men_of_forty(levers, settings, |baseline, found, exposures, cohort| {
        let employment = baseline.levers.employment.as_ref();
        let tables: Vec<Placed> = (found.levers.iter().enumerate())
            .filter_map(|(position, lever)| {
                let table = Arc::new(LeverTable::new(found, lever, cohort, employment, Some(exposures))?);
                Some(Placed { position, table })
            })
            .collect();
        let persons = 4000_u32;
        let mut kept = vec![0.0; cohort.ages.len()];
        for serial in 0..persons {
            let (key, draws) = (PersonKey { cell: 1, serial }, Draws::new(5, 0));
            let mut exposure = exposures.enter(draws, key, Sex::Male, 40, false);
            exposure.smoking = SmokingState::Current;
            let own =
                Participation::of(&tables, &mut OwnRanks::new(Some(exposures), Some(&exposure), key, draws));
            let standing = Standing { having: 0, care: 0, exposure: Some(&exposure) };
            for (row, kept) in kept.iter_mut().enumerate() {
                let abstains = own.may_abstain() && own.abstains(&tables, row, &standing);
                *kept += f64::from(u8::from(abstains)) / f64::from(persons);
            }
        }
        kept
    })
}

/// Four standard errors of a share of 4000 persons.
const ERROR: f64 = 0.032;

fn at(shares: &[f64], year: u16) -> f64 {
    shares[usize::from(year - YEARS.first.0)]
}

#[test]
fn onset_and_lasting_say_how_long_smokers_are_kept() {
    let found = kept(vec![quit("a", 0.5, "lasting: HalfLife(2.0),")], vec![set("a", 2026, 0.8)]);
    assert_eq!(at(&found, 2025), 0.0);
    // Half a year, then 2.5 and 10.5 years after the first reach.
    for (year, share) in [(2026, 0.841), (2028, 0.420), (2036, 0.0263)] {
        assert!((at(&found, year) - 0.4 * share).abs() < ERROR, "{year}: {}", at(&found, year));
    }
    let late = kept(vec![quit("a", 0.5, "onset: After(3.0),")], vec![set("a", 2026, 0.8)]);
    assert!(at(&late, 2028) == 0.0 && (at(&late, 2029) - 0.4).abs() < ERROR, "{late:?}");
}

#[test]
fn those_who_are_no_longer_reached_smoke_again() {
    let mut shares = vec![0.8; 5];
    shares.push(0.3);
    let path = CoveragePath { from: Year(2026), shares };
    let ending = LeverSetting { coverage: Some(path), ..set("a", 2026, 0.8) };
    let found = kept(vec![quit("a", 0.5, "")], vec![ending.clone()]);
    assert!((at(&found, 2030) - 0.4).abs() < ERROR && (at(&found, 2031) - 0.15).abs() < ERROR, "{found:?}");
    // Unless the evidence says that it lasts for good.
    let found = kept(vec![quit("a", 0.5, "lasting: Permanent,")], vec![ending]);
    assert!((at(&found, 2040) - 0.4).abs() < ERROR, "{found:?}");
}

#[test]
fn of_one_stacking_group_the_largest_counts_and_others_multiply() {
    let stack = "stacking: Some(\"clinic\"),";
    let both = vec![set("a", 2026, 0.9), set("b", 2026, 0.9)];
    let found = kept(vec![quit("a", 0.6, stack), quit("b", 0.4, stack)], both.clone());
    // a reaches 0.9 of them; b those 0.09 whom a does not.
    assert!((at(&found, 2030) - (0.9 * 0.6 + 0.09 * 0.4)).abs() < ERROR, "{found:?}");
    let found = kept(vec![quit("a", 0.6, ""), quit("b", 0.4, "")], both);
    assert!((at(&found, 2030) - (1.0 - (1.0 - 0.54) * (1.0 - 0.36))).abs() < ERROR, "{found:?}");
}

#[test]
fn only_employed_smokers_are_kept_by_what_is_offered_at_work() {
    let mut work = quit("a", 1.0, "");
    work.eligibility.employed = true;
    let found = kept(vec![work], vec![set("a", 2026, 0.9)]);
    let baseline = Baseline::japan().unwrap();
    let employed = baseline.levers.employment.unwrap().held(Sex::Male, Year(2016), 54);
    assert!((at(&found, 2030) - 0.9 * employed).abs() < ERROR && employed < 0.97, "{found:?} {employed}");
}

#[test]
fn the_stream_of_quitting_is_its_own() {
    assert_ne!(participation::QUITTING, participation::EMPLOYMENT);
    assert_ne!(participation::QUITTING, StreamId::of("smoking: quit"));
}

#[test]
fn a_smoker_who_is_let_go_smokes_and_one_who_quits_meanwhile_does_not() {
    let baseline = Baseline::japan().unwrap();
    let exposures = Exposures::of(&baseline, &Processes::of(&baseline)).unwrap();
    let (draws, key) = (Draws::new(5, 0), PersonKey { cell: 1, serial: 1 });
    let mut own = exposures.enter(draws, key, Sex::Male, 40, false);
    own.smoking = SmokingState::Current;
    assert!(own.hold(true) && own.smokes() == SmokingState::Former(0));
    exposures.reach(&mut own, draws, key, 41);
    exposures.reach(&mut own, draws, key, 42);
    assert!(!own.hold(true) && own.smokes() == SmokingState::Former(2));
    let mut other = own;
    assert!(own.hold(false) && own.smokes() == SmokingState::Current);
    other.quit();
    assert!(!other.hold(false) && other.smokes() == SmokingState::Former(2));
    other.smoking = SmokingState::Never;
    assert!(!other.hold(true) && other.smokes() == SmokingState::Never);
}
