//! Levers: whom they reach, what they change, and what they must leave untouched.

use crate::worlds::{plan, results, world};
use kenju::baseline::Baseline;
use kenju::baseline::Text;
use kenju::baseline::levers::{
    Channel, Coverage, Eligibility, EvidenceTier, Lever, LeverGroup, MeasuredIn, PersonState, Target,
    Uncertain,
};
use kenju::baseline::levers::{Distribution, Lasting, Onset};
use kenju::model::observe::expected_deaths_from;
use kenju::model::reference::Reference;
use kenju::num::units::{Sex, Year};
use kenju::outcome::expectancies::{expectancies, with_errors};
use kenju::outcome::series::{Group, YearResult};
use kenju::plan::{CoveragePath, LeverSetting, Plan};
use kenju::run::solve::{Wanted, solve_each};
use kenju::run::{Detail, Persons, RunOutput, RunSettings, Unwatched, compare};

pub fn text() -> Text {
    Text { ja: "試験".into(), en: "test".into() }
}

pub fn channel(id: &str, acts: Target, effect: Option<f64>) -> Channel {
    let effect = effect.map(|value| Uncertain {
        pessimistic: value,
        default: value,
        optimistic: value,
        distribution: Distribution::Fixed,
    });
    Channel {
        id: id.into(),
        title: text(),
        acts,
        effect,
        unit: "1".into(),
        measured_in: MeasuredIn::Participants,
        shrink: (1.0, 1.0, 1.0),
        onset: Onset::Immediate,
        lasting: Lasting::WhileReached,
        timing: None,
        study_reach: None,
        stacking: None,
        tier: None,
        grade: "A".into(),
        basis: text(),
        sources: Vec::new(),
    }
}

pub fn lever(id: &str, ages: (u8, u8), channels: Vec<Channel>) -> Lever {
    Lever {
        id: id.into(),
        title: text(),
        group: LeverGroup::Community,
        mechanism: text(),
        tier: EvidenceTier::Mixed,
        strength: text(),
        eligibility: Eligibility { sex: None, ages, employed: false, state: None },
        coverage: Coverage {
            of: text(),
            reference: vec![(Year(2016), 0.05), (Year(2024), 0.1)],
            ambitious: 0.3,
            maximum: 1.0,
            reached: Year(2035),
            among: None,
            offered: Vec::new(),
            profile: Vec::new(),
            adherence: 1.0,
            correlation: 0.0,
            basis: text(),
            sources: Vec::new(),
        },
        channels,
        costs: Vec::new(),
    }
}

/// Japan with a few levers made for the tests.
fn japan() -> Baseline {
    let mut baseline = Baseline::japan().unwrap();
    let salons = lever("salons", (65, 110), vec![channel("care", Target::CareOnset, Some(0.7))]);
    let mut pressure =
        lever("pressure", (20, 110), vec![channel("sbp", Target::Exposure("sbp".into()), Some(-4.0))]);
    pressure.coverage.reference = vec![(Year(2016), 0.0)];
    let mut null = lever("null", (40, 74), vec![channel("bmi", Target::Exposure("bmi".into()), Some(0.0))]);
    null.channels.push(channel("unknown", Target::Onset("stroke".into()), None));
    let mut quit = lever("quit", (20, 110), vec![channel("stop", Target::Abstinence, Some(1.0))]);
    quit.eligibility.state = Some(PersonState::Smoker);
    quit.coverage.reference = vec![(Year(2016), 0.0)];
    baseline.levers.levers = vec![salons, pressure, null, quit];
    baseline
}

pub fn set(id: &str, from: u16, share: f64) -> LeverSetting {
    let coverage = CoveragePath { from: Year(from), shares: vec![share] };
    LeverSetting { coverage: Some(coverage), ..LeverSetting::of(id) }
}

pub fn with(levers: Vec<LeverSetting>) -> Plan {
    Plan { levers, ..plan() }
}

fn settings(persons: u64) -> RunSettings {
    RunSettings {
        persons: Persons::Count(persons),
        seed: 1,
        until: Year(2040),
        detail: Detail::None,
        raw: false,
    }
}

fn series(output: &RunOutput) -> String {
    serde_json::to_string(&output.scenarios[0].series).unwrap()
}

fn alone(baseline: &Baseline, plan: Plan, persons: u64) -> RunOutput {
    results(baseline, &[world("w", plan)], &settings(persons))
}

fn row(output: &RunOutput, year: u16, group: Group) -> &YearResult {
    crate::worlds::row(output, year, group)
}

#[test]
fn a_lever_on_its_reference_path_gives_the_reference_to_the_byte() {
    let baseline = japan();
    let reference = series(&alone(&baseline, plan(), 5000));
    let mut same = set("salons", 2026, 0.1);
    assert_eq!(series(&alone(&baseline, with(vec![same.clone()]), 5000)), reference);
    same.coverage = None;
    same.effects = vec![("care".into(), 0.3)];
    same.correlation = Some(-0.5);
    assert_eq!(series(&alone(&baseline, with(vec![same]), 5000)), reference);
}

#[test]
fn what_starts_in_2030_leaves_every_earlier_year_as_it_was() {
    let baseline = japan();
    let reference = alone(&baseline, plan(), 5000);
    for id in ["salons", "pressure", "quit"] {
        let world = alone(&baseline, with(vec![set(id, 2030, 0.6)]), 5000);
        let mut differs = false;
        for (own, base) in world.scenarios[0].series.iter().zip(&reference.scenarios[0].series) {
            let [own_text, base_text] = [own, base].map(|row| serde_json::to_string(row).unwrap());
            if own.year < Year(2030) {
                // Only the error differs: a lived world has one, exact levels have none.
                assert_eq!(own.expectancies.life_expectancy.value, base.expectancies.life_expectancy.value);
                assert_eq!(
                    own.expectancies.healthy_life_expectancy.value,
                    base.expectancies.healthy_life_expectancy.value
                );
                assert_eq!(own_text, base_text, "{id}");
            } else {
                differs |= own_text != base_text;
            }
        }
        assert!(differs, "{id} does something after 2030");
    }
}

#[test]
fn the_order_of_levers_means_nothing() {
    let baseline = japan();
    let levers = vec![set("salons", 2026, 0.4), set("pressure", 2027, 0.5), set("quit", 2026, 0.3)];
    let forward = series(&alone(&baseline, with(levers.clone()), 3000));
    let backward = series(&alone(&baseline, with(levers.into_iter().rev().collect()), 3000));
    assert_eq!(forward, backward);
}

#[test]
fn another_lever_leaves_participants_as_they_are() {
    let baseline = japan();
    let detailed = |levers: Vec<LeverSetting>| {
        let settings = RunSettings { detail: Detail::All, ..settings(3000) };
        results(&baseline, &[world("w", with(levers))], &settings)
    };
    let reach = |output: &RunOutput| row(output, 2026, Group::Both).reach.as_ref().unwrap()["salons"];
    let salons = set("salons", 2026, 0.4);
    let alone = reach(&detailed(vec![salons.clone()]));
    assert!(alone.more > 0.0 && alone.new > 0.0 && alone.fewer == 0.0);
    // Nobody's life differs before the first step of 2026, so the same persons are there to be reached.
    let together = detailed(vec![set("null", 2026, 0.9), salons, set("quit", 2026, 0.5)]);
    assert_eq!(reach(&together), alone);
    let null = row(&together, 2026, Group::Both).reach.as_ref().unwrap()["null"];
    assert!(null.more > 0.0, "a lever without effect still reaches persons");
}

#[test]
fn nulls_stay_null() {
    let baseline = japan();
    let reference = series(&alone(&baseline, plan(), 3000));
    let null = with(vec![set("null", 2026, 1.0)]);
    assert_eq!(series(&alone(&baseline, null.clone(), 3000)), reference);
    let worlds = [world("reference", plan()), world("null", null)];
    let settings = RunSettings { detail: Detail::All, ..settings(3000) };
    let output = compare(&baseline, &worlds, &settings, &Unwatched).unwrap();
    for row in &output.differences.unwrap()[0].series {
        assert_eq!(row.expectancies.life_expectancy.value, 0.0);
        assert_eq!(row.expectancies.healthy_life_expectancy.value, 0.0);
        assert_eq!(row.expectancies.independent_life_expectancy.value, 0.0);
        assert_eq!(row.deaths, 0.0);
    }
}

#[test]
fn more_gains_less_loses_and_smoking_less_lengthens_life() {
    let baseline = japan();
    let reference = alone(&baseline, plan(), 20_000);
    let gain = |plan: Plan, measure: fn(&YearResult) -> f64| {
        let own = alone(&baseline, plan, 20_000);
        measure(row(&own, 2040, Group::Both)) - measure(row(&reference, 2040, Group::Both))
    };
    let independent = |row: &YearResult| row.expectancies.independent_life_expectancy.value;
    let life = |row: &YearResult| row.expectancies.life_expectancy.value;
    let more = gain(with(vec![set("salons", 2026, 0.6)]), independent);
    let most = gain(with(vec![set("salons", 2026, 1.0)]), independent);
    let less = gain(with(vec![set("salons", 2026, 0.0)]), independent);
    assert!(0.0 < more && more < most && less < 0.0, "{less} {more} {most}");
    assert!(gain(with(vec![set("pressure", 2026, 1.0)]), life) > 0.0);
    assert!(gain(with(vec![set("quit", 2026, 1.0)]), life) > 0.1);
}

#[test]
fn of_two_levers_in_one_stacking_group_only_the_stronger_acts() {
    let mut baseline = japan();
    let stacked = |id: &str, ratio: f64| {
        let mut care = channel("care", Target::CareOnset, Some(ratio));
        care.stacking = Some("care".into());
        let mut own = lever(id, (65, 110), vec![care]);
        own.coverage.reference = vec![(Year(2016), 0.0)];
        own
    };
    baseline.levers.caps.care_onset = 0.1;
    baseline.levers.levers = vec![stacked("strong", 0.8), stacked("weak", 0.9)];
    let strong = set("strong", 2026, 1.0);
    let one = series(&alone(&baseline, with(vec![strong.clone()]), 3000));
    let both = series(&alone(&baseline, with(vec![strong, set("weak", 2026, 1.0)]), 3000));
    assert_eq!(one, both);
}

#[test]
fn a_cap_holds_the_mean_effect() {
    let mut baseline = japan();
    baseline.levers.caps.blood_pressure = -2.0;
    let capped = series(&alone(&baseline, with(vec![set("pressure", 2026, 1.0)]), 3000));
    let mut half = baseline.clone();
    half.levers.caps.blood_pressure = -100.0;
    let mut own = set("pressure", 2026, 1.0);
    own.effects = vec![("sbp".into(), -2.0)];
    assert_eq!(series(&alone(&half, with(vec![own]), 3000)), capped);
}

/// Persons are simulated at the mean hazard, which already holds what today's coverage does. A lever that goes
/// from coverage c to c' must bring the mean from 1 - c(1 - RR) to 1 - c'(1 - RR), up and down alike.
#[test]
fn coverage_on_top_of_coverage_moves_the_mean_as_the_arithmetic_says() {
    let mut baseline = japan();
    let mut screening =
        lever("screening", (0, 110), vec![channel("d", Target::Death(vec!["copd".into()]), Some(0.5))]);
    screening.coverage.reference = vec![(Year(2016), 0.4)];
    baseline.levers.levers = vec![screening];
    let settings = RunSettings { detail: Detail::All, ..settings(200_000) };
    let deaths = |plan: Plan| {
        let output = results(&baseline, &[world("w", plan)], &settings);
        row(&output, 2026, Group::Both).deaths_by_cause.as_ref().unwrap()["copd"]
    };
    let reference = deaths(plan());
    for share in [0.0, 0.2, 0.6, 1.0] {
        let found = deaths(with(vec![set("screening", 2026, share)])) / reference;
        let expected = (1.0 - 0.5 * share) / (1.0 - 0.5 * 0.4);
        // Deaths of the year are sums over the persons of each half: their error is below a hundredth.
        assert!((found - expected).abs() < 0.015, "{share}: {found} for {expected}");
    }
}

/// A ratio of deaths from a cancer is one of all deaths of those reached: whom it saves is cured, not only kept
/// alive for another year. Fourteen years on the deaths must still be as the arithmetic says.
#[test]
fn deaths_that_a_screening_avoids_are_not_only_put_off() {
    let mut baseline = japan();
    let deaths = Target::Death(vec!["cancer_colorectal".into()]);
    let mut screening = lever("screening", (0, 110), vec![channel("d", deaths, Some(0.6))]);
    screening.coverage.reference = vec![(Year(2016), 0.4)];
    baseline.levers.levers = vec![screening];
    let cause = baseline.causes.iter().position(|cause| cause.id == "cancer_colorectal").unwrap();
    let place = expected_deaths_from(&baseline) + cause;
    let settings = RunSettings { detail: Detail::All, ..settings(20_000) };
    let worlds = [world("reference", plan()), world("more", with(vec![set("screening", 2026, 0.8)]))];
    let found: Vec<Vec<f64>> =
        solve_each(&baseline, &worlds, &[Wanted::Details; 2], &settings, &Unwatched, &mut |_, solved| {
            let in_year = |year: u16| {
                let cells = Sex::ALL.into_iter().flat_map(|sex| (50..90).map(move |age| (sex, age)));
                cells.map(|(sex, age)| solved.details[place].get(sex, Year(year), age)).sum()
            };
            (2025..=2040).map(in_year).collect()
        })
        .unwrap();
    let expected = (1.0 - 0.4 * 0.8) / (1.0 - 0.4 * 0.4);
    assert_eq!(found[0][0].to_bits(), found[1][0].to_bits());
    for (year, (usual, here)) in found[0].iter().zip(&found[1]).enumerate().skip(1) {
        // More are alive, so there are a little more deaths than the rates alone say.
        let ratio = here / usual;
        assert!((ratio - expected).abs() < 0.006, "{}: {ratio} for {expected}", 2025 + year);
    }
}

/// Nobody dies of a stroke in its second state: such persons have a ratio of 0 for that cause. Who halves all
/// deaths from stroke must halve the expected ones of these persons too, or their chance of a new one is lost.
#[test]
fn expected_deaths_keep_a_lever_in_states_of_which_nobody_dies() {
    let mut baseline = japan();
    let causes: Vec<String> = baseline.causes.iter().map(|cause| cause.id.clone()).collect();
    let mut all = lever("all", (0, 110), vec![channel("d", Target::Death(causes), Some(0.5))]);
    all.coverage.reference = vec![(Year(2016), 0.0)];
    baseline.levers.levers = vec![all];
    // In 2026 nobody's state differs yet: every death rate must be half of that of the reference.
    let mut cells = Reference::new(&baseline, &plan()).unwrap().cells;
    for sex in Sex::ALL {
        for age in baseline.ages.iter() {
            let rate = cells.mortality.get(sex, Year(2026), age);
            cells.mortality.set(sex, Year(2026), age, 0.5 * rate);
        }
    }
    let expected =
        with_errors(&expectancies(&cells, Group::Male, Year(2026)), &[], None).life_expectancy.value;
    let output = alone(&baseline, with(vec![set("all", 2026, 1.0)]), 20_000);
    let found = row(&output, 2026, Group::Male).expectancies.life_expectancy.value;
    assert!((found - expected).abs() < 1e-9, "{found} for {expected}");
}

/// Their own adherence is all that differs, and it does not change the past.
#[test]
fn adherence_alone_changes_what_is_to_come() {
    let baseline = japan();
    let own = LeverSetting { coverage: None, adherence: Some(0.2), ..set("salons", 2026, 0.1) };
    let (reference, less) = (alone(&baseline, plan(), 20_000), alone(&baseline, with(vec![own]), 20_000));
    for (before, after) in reference.scenarios[0].series.iter().zip(&less.scenarios[0].series) {
        let life = |row: &YearResult| row.expectancies.independent_life_expectancy.value;
        if before.year < Year(2026) {
            assert_eq!(life(before).to_bits(), life(after).to_bits(), "{}", before.year);
        } else if before.year == Year(2040) {
            assert!(life(after) < life(before), "{before:?}");
        }
    }
}
