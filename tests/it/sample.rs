//! A small pack and a deterministic stand-in for the engine, for tests of the interface only.
//!
//! The series are smooth curves near the published ones, so that screens look as they will.

use kenju::baseline::calibration::CalibrationFile;
use kenju::baseline::provenance::{Source, Status, TableInfo};
use kenju::baseline::{
    Baseline, CARE_LEVELS, Care, Goal, Indicator, Limitation, Mortality, MortalityPaths, OfficialMortality,
    OfficialValue, Text,
};
use kenju::num::digest::Digest;
use kenju::num::grid::Grid;
use kenju::num::units::{AgeSpan, Sex, Year, YearSpan};
use kenju::outcome::series::{
    Estimate, Expectancies, GoalStatus, Group, InterimGoal, ScenarioResult, YearResult,
};
use kenju::plan::{CareNeedAssumption, MortalityAssumption, Plan};
use kenju::run::{Detail, Manifest, Persons, RunOutput, RunSettings, World};
use kenju::ui::state::State;
use std::collections::BTreeMap;
use std::sync::Arc;

const AGES: AgeSpan = AgeSpan { first: 0, last: 100, open: true };

/// A bilingual text.
pub fn text(ja: &str, en: &str) -> Text {
    Text { ja: ja.to_owned(), en: en.to_owned() }
}

fn digest(name: &str) -> Digest {
    Digest::of([("sample", name.as_bytes())])
}

fn official() -> Vec<OfficialValue> {
    let figures = [
        (Indicator::LifeExpectancy, 2016, [80.98, 87.14]),
        (Indicator::LifeExpectancy, 2019, [81.41, 87.45]),
        (Indicator::LifeExpectancy, 2022, [81.05, 87.09]),
        (Indicator::LifeExpectancy, 2024, [81.09, 87.13]),
        (Indicator::HealthyLifeExpectancy, 2016, [72.14, 74.79]),
        (Indicator::HealthyLifeExpectancy, 2019, [72.68, 75.38]),
        (Indicator::HealthyLifeExpectancy, 2022, [72.57, 75.45]),
        (Indicator::IndependentLifeExpectancy, 2018, [79.8, 84.0]),
        (Indicator::IndependentLifeExpectancy, 2019, [79.9, 84.2]),
    ];
    let value = |(indicator, year, values): (Indicator, u16, [f64; 2])| {
        Sex::ALL.map(|sex| OfficialValue {
            indicator,
            year: Year(year),
            sex: Some(sex),
            age: 0,
            value: values[sex.index()],
            projected: false,
            source: "survey".to_owned(),
        })
    };
    figures.into_iter().flat_map(value).collect()
}

/// A pack with everything the interface looks at.
pub fn baseline() -> Baseline {
    let years = YearSpan::new(2016, 2040);
    let observed = YearSpan::new(2016, 2024);
    let one_age = AgeSpan { first: 0, last: 0, open: false };
    let empty = |years, ages| Grid::filled(years, ages, 0.0);
    let share = || [(); CARE_LEVELS].map(|()| empty(YearSpan::new(2019, 2019), AGES));
    Baseline {
        levers: kenju::baseline::levers::LeverCatalogue::default(),
        pipelines: kenju::baseline::pipelines::Pipelines::default(),
        register: kenju::baseline::programmes::Register::default(),
        id: "sample".to_owned(),
        title: text("試験用のパック", "Sample pack"),
        digest: digest("pack"),
        sexes: Sex::ALL.to_vec(),
        ages: AGES,
        years,
        population: empty(YearSpan::new(2016, 2016), AGES),
        entrants: empty(years, one_age),
        net_migration: None,
        mortality: Mortality::Official(OfficialMortality {
            observed: empty(observed, AGES),
            infant_fraction: empty(observed, one_age),
            decline: empty(years, AGES),
            anchors: Vec::new(),
            paths: MortalityPaths::default(),
        }),
        limitation: Some(Limitation {
            curve: empty(YearSpan::new(2016, 2022), AGES),
            curve_years: vec![Year(2016), Year(2019), Year(2022)],
            targets: Vec::new(),
            observed_pace: [-0.0154, -0.0136],
            pace_years: YearSpan::new(2010, 2019),
        }),
        care: Some(Care {
            prevalence: share(),
            alternative: share(),
            mortality_ratio: share(),
            recovery: 0.1,
            recovery_range: [0.05, 0.15],
            limitation_log_odds_range: [0.5, 1.5],
            log_mortality_ratio_factor_range: [0.8, 1.2],
            limitation_log_odds: 1.0,
        }),
        conditions: Vec::new(),
        causes: Vec::new(),
        risk: None,
        inputs: digest("inputs"),
        calibration_file: CalibrationFile::default(),
        official: official(),
        official_cause_deaths: Vec::new(),
        targets: Vec::new(),
        goal: Some(Goal {
            from: Year(2016),
            year: Year(2040),
            gain: 3.0,
            interim_year: Year(2024),
            interim_gain: 1.0,
        }),
        tables: vec![TableInfo {
            file: "population.csv".to_owned(),
            title: text("2016年10月1日の人口", "Residents on 1 October 2016"),
            unit: "persons".to_owned(),
            sources: vec!["census".to_owned()],
            status: Status::Observed,
            transformation: text("そのまま", "as printed"),
        }],
        sources: vec![Source {
            id: "survey".to_owned(),
            title: text("国民生活基礎調査", "Comprehensive Survey of Living Conditions"),
            publisher: "MHLW \u{202e}\u{1b}[31m".to_owned(),
            location: "https://www.mhlw.go.jp/".to_owned(),
            licence: "PDL 1.0".to_owned(),
        }],
    }
}

/// The reference scenario.
pub fn world() -> World {
    World {
        id: "reference".to_owned(),
        title: text("基準シナリオ", "Reference"),
        plan: Plan {
            mortality: MortalityAssumption::Anchored,
            limitation_pace: [0.0; 2],
            care_need: CareNeedAssumption::Unchanged,
            hazard_changes: Vec::new(),
            levers: Vec::new(),
        },
        own_assumptions: Vec::new(),
    }
}

/// Settings of a run to 2040.
pub fn settings() -> RunSettings {
    RunSettings {
        persons: Persons::Count(1000),
        seed: 1,
        until: Year(2040),
        detail: Detail::None,
        raw: false,
    }
}

fn exact(value: f64) -> Estimate {
    Estimate { value, se: 0.0 }
}

/// Life, independent and healthy life expectancy of the stand-in.
fn curves(plan: &Plan, sex: Sex, year: Year) -> [f64; 3] {
    let path = |points: &[(u16, f64)]| {
        let mut before = points[0];
        for point in points {
            if point.0 >= year.0 {
                let span = f64::from(point.0 - before.0).max(1.0);
                return before.1 + (point.1 - before.1) * f64::from(year.0 - before.0) / span;
            }
            before = *point;
        }
        before.1
    };
    let frozen = plan.mortality == MortalityAssumption::Frozen;
    let i = sex.index();
    let life_2040 = if frozen { [81.09, 87.13][i] } else { [83.27, 89.63][i] };
    let life = path(&[
        (2016, [80.98, 87.14][i]),
        (2019, [81.41, 87.45][i]),
        (2022, [81.05, 87.09][i]),
        (2024, [81.09, 87.13][i]),
        (2040, life_2040),
    ]);
    let independent = life - [1.5, 3.25][i];
    let later = f64::from(year.0.saturating_sub(2022));
    let trend = -plan.limitation_pace[i] * later * [6.5, 8.4][i];
    let healthy = path(&[
        (2016, [72.14, 74.79][i]),
        (2019, [72.68, 75.38][i]),
        (2022, [72.57, 75.45][i]),
        (2040, [74.04, 76.89][i] - if frozen { 1.3 } else { 0.0 }),
    ]) + trend;
    [life, independent, healthy]
}

fn row(plan: &Plan, sex: Sex, year: Year) -> YearResult {
    let [life, independent, healthy] = curves(plan, sex, year);
    YearResult {
        reach: None,
        year,
        sex: match sex {
            Sex::Male => Group::Male,
            Sex::Female => Group::Female,
        },
        expectancies: Expectancies {
            life_expectancy: exact(life),
            healthy_life_expectancy: exact(healthy),
            healthy_life_expectancy_single_age: exact(healthy),
            independent_life_expectancy: exact(independent),
            years_limited: exact(life - healthy),
            years_dependent: exact(life - independent),
            life_expectancy_65: exact(life - 61.0),
            healthy_life_expectancy_65: exact(healthy - 58.0),
            independent_life_expectancy_65: exact(independent - 61.0),
        },
        population: 6e7,
        deaths: 6e5,
        raw: None,
        population_by_age: None,
        care_need: None,
        conditions: None,
        deaths_by_cause: None,
    }
}

/// What the engine would answer.
pub fn output(baseline: &Baseline, worlds: &[World], settings: &RunSettings) -> RunOutput {
    let scenarios = worlds
        .iter()
        .map(|world| {
            let years = YearSpan { first: baseline.years.first, last: settings.until };
            let series = years
                .iter()
                .flat_map(|year| baseline.sexes.iter().map(move |sex| row(&world.plan, *sex, year)))
                .collect();
            let healthy = |sex, year| curves(&world.plan, sex, Year(year))[2];
            let goal = baseline.sexes.iter().map(|sex| {
                let gain = healthy(*sex, 2040) - healthy(*sex, 2016);
                let interim = healthy(*sex, 2024) - healthy(*sex, 2016);
                let status = GoalStatus {
                    gain_2040: gain,
                    target: 3.0,
                    reached: gain >= 3.0,
                    interim: InterimGoal { year: Year(2024), gain: interim, target: 1.0 },
                    chance: None,
                };
                (sex.as_str(), status)
            });
            ScenarioResult {
                id: world.id.clone(),
                title: world.title.clone(),
                digest: world.plan.digest(),
                own_assumptions: world.own_assumptions.clone(),
                series,
                goal: if settings.until >= Year(2040) { goal.collect() } else { BTreeMap::new() },
            }
        })
        .collect();
    RunOutput {
        kenju: "0.1.0",
        manifest: Manifest {
            seed: settings.seed,
            persons: 1000,
            draws: 0,
            baseline: baseline.digest.clone(),
            engine: digest("engine").to_string(),
        },
        scenarios,
        differences: None,
    }
}

/// A fresh interface and the request it waits for.
pub fn fresh(language: kenju::language::Language, size: (u16, u16)) -> (State, kenju::ui::task::Request) {
    State::new(language, Arc::new(baseline()), world(), settings(), size)
}
