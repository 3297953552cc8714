//! Japan's figures against official and published ones (sources: `Baseline::official`, and the
//! figures named in the tests).

use super::worlds::{changed, plan, results, row, settings, world};
use kenju::baseline::{Baseline, Indicator};
use kenju::num::units::{Sex, Year};
use kenju::outcome::series::{Estimate, Expectancies, Group};
use kenju::plan::{CareNeedAssumption, MortalityAssumption, Plan, ProcessId};
use kenju::run::{Detail, RunOutput, RunSettings};

fn japan() -> Baseline {
    Baseline::japan().expect("the embedded pack loads")
}

fn exact(plan: Plan, detail: bool) -> (Baseline, RunOutput) {
    let baseline = japan();
    let settings = RunSettings {
        raw: false,
        detail: if detail { Detail::Ages } else { Detail::None },
        ..settings(200_000, 1)
    };
    let output = results(&baseline, &[world("reference", plan)], &settings);
    (baseline, output)
}

fn group(sex: Sex) -> Group {
    match sex {
        Sex::Male => Group::Male,
        Sex::Female => Group::Female,
    }
}

fn close(what: &str, found: f64, official: f64, tolerance: f64) {
    assert!(
        (found - official).abs() <= tolerance,
        "{what}: {found:.3} against {official} (allowed {tolerance})"
    );
}

#[test]
fn life_and_healthy_life_expectancy_of_the_survey_years_are_official() {
    let (_, output) = exact(plan(), false);
    let published = [
        (2016, [80.98, 87.14], [72.14, 74.79], 0.03),
        (2019, [81.41, 87.45], [72.68, 75.38], 0.03),
        (2022, [81.05, 87.09], [72.57, 75.45], 0.05),
    ];
    for (year, life, healthy, tolerance) in published {
        for sex in Sex::ALL {
            let found = &row(&output, year, group(sex)).expectancies;
            close(&format!("LE {year} {sex}"), found.life_expectancy.value, life[sex.index()], tolerance);
            close(
                &format!("HLE {year} {sex}"),
                found.healthy_life_expectancy.value,
                healthy[sex.index()],
                tolerance,
            );
            assert_eq!(found.life_expectancy.se, 0.0, "levels of the reference carry no Monte-Carlo error");
        }
    }
}

#[test]
fn every_observed_life_expectancy_is_official() {
    let (baseline, output) = exact(plan(), false);
    let mut checked = 0;
    for value in baseline.official.iter().filter(|value| {
        value.indicator == Indicator::LifeExpectancy
            && value.age == 0
            && !value.projected
            && value.year >= Year(2016)
    }) {
        let Some(sex) = value.sex else { continue };
        let found = row(&output, value.year.0, group(sex)).expectancies.life_expectancy.value;
        close(&format!("LE {} {sex}", value.year), found, value.value, 0.03);
        checked += 1;
    }
    assert!(checked >= 18, "nine years and two sexes, found {checked}");
}

/// Health expectancy at 65 (NLI Research Institute, by the official method). The limitation curve was
/// derived with these values, so this is a check of the graduation, not an independent one.
#[test]
fn healthy_life_expectancy_at_65_agrees_with_the_published_estimates() {
    let (_, output) = exact(plan(), false);
    for (year, values) in [(2016, [14.09, 16.15]), (2019, [14.43, 16.71])] {
        for sex in Sex::ALL {
            let found = row(&output, year, group(sex)).expectancies.healthy_life_expectancy_65.value;
            close(&format!("HLE at 65 {year} {sex}"), found, values[sex.index()], 0.05);
        }
    }
}

#[test]
fn independent_life_expectancy_agrees_with_the_national_figures() {
    let (_, output) = exact(plan(), false);
    for (year, values) in [(2018, [79.8, 84.0]), (2019, [79.9, 84.2])] {
        for sex in Sex::ALL {
            let found = row(&output, year, group(sex)).expectancies.independent_life_expectancy.value;
            close(&format!("independent LE {year} {sex}"), found, values[sex.index()], 0.15);
        }
    }
}

#[test]
fn life_expectancy_in_2040_meets_the_published_projection() {
    let (_, output) = exact(plan(), false);
    close("men", row(&output, 2040, Group::Male).expectancies.life_expectancy.value, 83.27, 0.05);
    close("women", row(&output, 2040, Group::Female).expectancies.life_expectancy.value, 89.63, 0.05);
}

#[test]
fn the_three_trend_readings_gain_what_the_design_computed() {
    let baseline = japan();
    let pace = baseline.limitation.as_ref().expect("Japan has limitation").observed_pace;
    for (share, gains) in [(0.0, [1.9, 2.1]), (0.5, [2.85, 3.15]), (1.0, [3.7, 4.15])] {
        let (_, output) = exact(Plan { limitation_pace: pace.map(|value| share * value), ..plan() }, false);
        for sex in Sex::ALL {
            let goal = output.scenarios[0].goal[sex.as_str()];
            close(&format!("gain at pace {share}, {sex}"), goal.gain_2040, gains[sex.index()], 0.2);
            assert_eq!(goal.reached, goal.gain_2040 >= 3.0);
        }
    }
}

/// Persons aged at least `age`, both sexes.
fn persons(output: &RunOutput, year: u16, age: usize) -> f64 {
    let by_age = row(output, year, Group::Both).population_by_age.as_ref().expect("detail was asked for");
    by_age[age..].iter().sum()
}

#[test]
fn the_population_follows_the_official_estimates() {
    let (baseline, output) = exact(plan(), true);
    let mut checked = 0;
    for value in baseline.official.iter().filter(|value| {
        value.indicator == Indicator::Population
            && value.sex.is_none()
            && !value.projected
            && (2017..=2021).contains(&value.year.0)
    }) {
        let found = persons(&output, value.year.0, usize::from(value.age));
        let off = found / value.value - 1.0;
        assert!(off.abs() < 0.003, "{}+ in {}: {:+.2}%", value.age, value.year, 100.0 * off);
        checked += 1;
    }
    assert!(checked >= 15, "five years and three age groups, found {checked}");
}

#[test]
fn deaths_of_2019_are_within_one_and_a_half_per_cent() {
    let (baseline, output) = exact(plan(), false);
    let official = baseline
        .official
        .iter()
        .find(|value| value.indicator == Indicator::Deaths && value.year == Year(2019) && value.sex.is_none())
        .expect("deaths of 2019 are in the pack");
    let off = row(&output, 2019, Group::Both).deaths / official.value - 1.0;
    assert!(off.abs() < 0.015, "{:+.2}%", 100.0 * off);
}

#[test]
fn the_check_variant_lands_on_the_official_population_projection() {
    let (_, output) = exact(Plan { mortality: MortalityAssumption::Ipss2023Check, ..plan() }, true);
    for (age, official) in [(0, 112_837e3), (65, 39_285e3), (75, 22_275e3)] {
        let off = persons(&output, 2040, age) / official - 1.0;
        assert!(off.abs() < 0.01, "{age}+: {:+.2}%", 100.0 * off);
    }
    let (_, output) = exact(plan(), true);
    for (age, official, expected) in [(0, 112_837e3, -0.010), (65, 39_285e3, -0.015), (75, 22_275e3, -0.027)]
    {
        let off: f64 = persons(&output, 2040, age) / official - 1.0;
        assert!((off - expected).abs() < 0.005, "default {age}+: {:+.2}%", 100.0 * off);
    }
}

#[test]
fn every_mortality_assumption_shares_the_observed_past_and_orders_the_future() {
    let variant = |mortality| exact(Plan { mortality, ..plan() }, false).1;
    let default = variant(MortalityAssumption::Anchored);
    let frozen = variant(MortalityAssumption::Frozen);
    let vanishing = variant(MortalityAssumption::ExcessVanishes { by: Year(2030) });
    let borrowed = variant(MortalityAssumption::WorldPopulationProspects);
    let own = variant(MortalityAssumption::Own { life_expectancy_2040: [84.0, 90.5] });
    let life = |output: &RunOutput, year| row(output, year, Group::Male).expectancies.life_expectancy.value;
    for output in [&frozen, &vanishing, &borrowed, &own] {
        for year in 2016..=2024 {
            assert_eq!(row(&default, year, Group::Both), row(output, year, Group::Both), "{year}");
        }
    }
    close("frozen", life(&frozen, 2040), life(&default, 2024), 1e-9);
    close("own", life(&own, 2040), 84.0, 1e-6);
    assert!(life(&vanishing, 2030) > life(&default, 2030), "without the excess life is longer");
    assert!(life(&borrowed, 2040) > life(&frozen, 2040));
}

/// The signs that `scenarios/README.md` explains: the path without the excess leads through the projection
/// of 2023, the default through that of 2017 in 2040.
#[test]
fn when_the_excess_is_gone_men_lie_above_and_women_below_the_default_in_2040() {
    let life = |mortality| {
        let (_, output) = exact(Plan { mortality, ..plan() }, false);
        move |year: u16, sex| row(&output, year, group(sex)).expectancies.life_expectancy.value
    };
    let default = life(MortalityAssumption::Anchored);
    let vanishing = life(MortalityAssumption::ExcessVanishes { by: Year(2030) });
    let calm = life(MortalityAssumption::Ipss2023Check);
    assert!(vanishing(2040, Sex::Male) > default(2040, Sex::Male));
    assert!(vanishing(2040, Sex::Female) < default(2040, Sex::Female));
    for sex in Sex::ALL {
        for year in [2030, 2035, 2040] {
            close(&format!("{year} {sex}"), vanishing(year, sex), calm(year, sex), 1e-9);
        }
        let excess = |year| calm(year, sex) - vanishing(year, sex);
        assert!(excess(2024) > 0.5 && excess(2024) > excess(2027) && excess(2027) > 0.0, "{sex}");
    }
}

#[test]
fn the_observed_fall_of_care_need_raises_independent_life_expectancy_only() {
    let (_, unchanged) = exact(plan(), false);
    let (_, falling) = exact(Plan { care_need: CareNeedAssumption::ObservedFall, ..plan() }, false);
    let (before, after) = (row(&unchanged, 2040, Group::Female), row(&falling, 2040, Group::Female));
    assert!(
        after.expectancies.independent_life_expectancy.value
            > before.expectancies.independent_life_expectancy.value
    );
    assert_eq!(after.expectancies.healthy_life_expectancy, before.expectancies.healthy_life_expectancy);
    assert_eq!(after.expectancies.life_expectancy, before.expectancies.life_expectancy);
}

/// Unanchored levels come from persons who are dealt ranks, conditions and care levels and die by
/// them; they must find the anchored levels again, or the calibration or the clock is wrong.
///
/// A few persons with a deadly condition at a young age weigh much, so the error of one run of this
/// size is itself uncertain (see docs/validation.md); the mean of eight runs is held against its own.
#[test]
fn raw_levels_agree_with_the_anchor_within_four_standard_errors() {
    type Outcome = fn(&Expectancies) -> Estimate;
    const SEEDS: u64 = 8;
    const PERSONS: u64 = 200_000;
    let baseline = japan();
    let calibration = baseline.calibration().expect("the calibration is current");
    let runs: Vec<RunOutput> = (1..=SEEDS)
        .map(|seed| results(&baseline, &[world("reference", plan())], &settings(PERSONS, seed)))
        .collect();
    let outcomes: [(&str, Outcome); 4] = [
        ("LE", |row| row.life_expectancy),
        ("HLE", |row| row.healthy_life_expectancy),
        ("independent LE", |row| row.independent_life_expectancy),
        ("independent LE at 65", |row| row.independent_life_expectancy_65),
    ];
    for (index, anchored) in runs[0].scenarios[0].series.iter().enumerate() {
        for (name, outcome) in outcomes {
            let raw = runs.iter().map(|run| {
                let row = &run.scenarios[0].series[index];
                outcome(row.raw.as_ref().expect("raw was asked for"))
            });
            let seeds = SEEDS as f64;
            let (sum, variance) =
                raw.fold((0.0, 0.0), |(sum, square), one| (sum + one.value, square + one.se * one.se));
            let gap = sum / seeds - outcome(&anchored.expectancies).value;
            // The normalisers come from so many persons themselves and have an error of the same kind.
            let of_calibration = variance / seeds * PERSONS as f64 / calibration.persons as f64;
            let error = (variance / (seeds * seeds) + of_calibration).sqrt();
            assert!(error > 0.0, "{name} {} {:?}: an error is reported", anchored.year, anchored.sex);
            assert!(
                gap.abs() < 4.0 * error,
                "{name} {} {:?}: raw minus anchor {gap:.4}, standard error {error:.4}",
                anchored.year,
                anchored.sex
            );
        }
    }
}

/// The shares of progress that a run reports.
#[derive(Default)]
struct Shares(std::sync::Mutex<Vec<f64>>);

impl kenju::run::Watch for Shares {
    fn progress(&self, share: f64) {
        self.0.lock().unwrap().push(share);
    }

    fn cancelled(&self) -> bool {
        false
    }
}

#[test]
fn progress_counts_only_worlds_that_are_lived() {
    let worlds = [
        world("reference", plan()),
        world("frozen", Plan { mortality: MortalityAssumption::Frozen, ..plan() }),
        world("changed", changed(ProcessId::Death, None, (0, 110), 2025, 0.9)),
    ];
    let settings = RunSettings { raw: false, ..settings(2_000, 1) };
    let shares = Shares::default();
    kenju::run::compare(&japan(), &worlds, &settings, &shares).unwrap();
    let shares = shares.0.into_inner().unwrap();
    let (low, high) =
        shares.iter().fold((1.0_f64, 0.0_f64), |(low, high), share| (low.min(*share), high.max(*share)));
    assert!(low < 0.05 && high > 0.999 && high <= 1.0, "{low} to {high}");
}
