//! A small pack and a deterministic stand-in for the engine, for tests of the interface only.
//!
//! The series are smooth curves near the published ones, so that screens look as they will.

mod answers;
mod worth;

pub use answers::{answer, answer_job, answer_some};

use kenju::analysis::trials::worth::{Advice, Summed, Worth};
use kenju::analysis::trials::{Gain, TrialRow, Trials};
use kenju::baseline::calibration::CalibrationFile;
use kenju::baseline::levers::{
    Channel, Coverage, Distribution, Eligibility, EvidenceTier, Lasting, Lever, LeverGroup, MeasuredIn,
    Onset, PersonState, Target, Uncertain, UnitCost,
};
use kenju::baseline::levers::{CostBasis, LeverCatalogue};
use kenju::baseline::provenance::{Source, Status, TableInfo};
use kenju::baseline::{
    Baseline, CARE_LEVELS, Care, Goal, Indicator, Limitation, Mortality, MortalityPaths, OfficialMortality,
    OfficialValue, Text,
};
use kenju::num::digest::Digest;
use kenju::num::grid::Grid;
use kenju::num::units::{AgeSpan, Sex, Year, YearSpan};
use kenju::outcome::economics::Costs;
use kenju::outcome::series::{
    AgeHealth, ConditionInAge, ConditionResult, Estimate, Expectancies, GoalStatus, Group, InterimGoal,
    Interval, ScenarioResult, YearResult,
};
use kenju::plan::{CareNeedAssumption, MortalityAssumption, Plan};
use kenju::policy::enabler::EvidenceSystem;
use kenju::policy::pipeline::ANEW;
use kenju::policy::pipeline::value::Value;
use kenju::run::draws::spread::chance_of;
use kenju::run::{Detail, Difference, DifferenceRow, Manifest, Persons, RunOutput, RunSettings, World};
use kenju::ui::state::State;
use kenju::ui::task::Request;
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
        levers: LeverCatalogue::default(),
        costs: None,
        errors: None,
        register: kenju::baseline::programmes::Register::default(),
        pipelines: kenju::baseline::pipelines::Pipelines::default(),
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
    Estimate::new(value, 0.0)
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
    let policy = added(plan, year) * [1.0, 0.5][i];
    [life + 0.5 * policy, independent + 0.8 * policy, healthy + policy]
}

/// What the levers of a plan add to healthy life expectancy of men: two years for the whole population.
fn added(plan: &Plan, year: Year) -> f64 {
    let beyond = |setting: &kenju::plan::LeverSetting| {
        // The salons act, the null lever does not.
        let reached = setting.coverage.as_ref().and_then(|path| path.at(year)).unwrap_or(0.06);
        if setting.lever == "salons" { 2.0 * (reached - 0.06) } else { 0.0 }
    };
    plan.levers.iter().map(beyond).sum()
}

/// The paired difference of two worlds, with an error that shrinks with the persons.
fn difference(from: &ScenarioResult, to: &ScenarioResult, persons: u64) -> Difference {
    let gain = |result: &ScenarioResult| {
        result.series.last().map(|row| row.expectancies.healthy_life_expectancy.value)
    };
    let se = if gain(from) == gain(to) { 0.0 } else { 3.0 / (persons as f64).sqrt() };
    let row = |(a, b): (&YearResult, &YearResult)| {
        let minus = |pick: fn(&Expectancies) -> Estimate| {
            Estimate::new(pick(&b.expectancies).value - pick(&a.expectancies).value, se)
        };
        DifferenceRow {
            year: a.year,
            sex: a.sex,
            expectancies: Expectancies {
                life_expectancy: minus(|all| all.life_expectancy),
                healthy_life_expectancy: minus(|all| all.healthy_life_expectancy),
                healthy_life_expectancy_single_age: minus(|all| all.healthy_life_expectancy_single_age),
                independent_life_expectancy: minus(|all| all.independent_life_expectancy),
                years_limited: minus(|all| all.years_limited),
                years_dependent: minus(|all| all.years_dependent),
                life_expectancy_65: minus(|all| all.life_expectancy_65),
                healthy_life_expectancy_65: minus(|all| all.healthy_life_expectancy_65),
                independent_life_expectancy_65: minus(|all| all.independent_life_expectancy_65),
            },
            population: b.population - a.population,
            deaths: b.deaths - a.deaths,
            outcomes: None,
            costs: None,
        }
    };
    Difference {
        from: from.id.clone(),
        to: to.id.clone(),
        series: from.series.iter().zip(&to.series).map(row).collect(),
    }
}

fn channel(id: &str, acts: Target, effect: Option<f64>) -> Channel {
    Channel {
        id: id.to_owned(),
        title: text("要介護の発生", "First care need"),
        acts,
        effect: effect.map(|value| Uncertain {
            pessimistic: 1.0,
            default: value,
            optimistic: 0.5 * value,
            distribution: Distribution::Lognormal,
        }),
        unit: "RR".to_owned(),
        measured_in: MeasuredIn::Participants,
        shrink: (0.5, 0.3, 0.7),
        onset: Onset::After(1.0),
        lasting: Lasting::HalfLife(4.0),
        timing: None,
        study_reach: None,
        stacking: None,
        tier: None,
        grade: "B".to_owned(),
        basis: text("観察研究による。", "From cohort studies."),
        sources: vec!["survey".to_owned()],
    }
}

fn lever(id: &str, title: Text, group: LeverGroup, today: f64, channels: Vec<Channel>) -> Lever {
    Lever {
        id: id.to_owned(),
        title,
        group,
        mechanism: text("集まって体を動かす。\u{202e}", "People meet and move. \u{1b}[31m"),
        tier: EvidenceTier::Mixed,
        strength: text("研究の結果は一致しない。", "Studies disagree."),
        eligibility: Eligibility { sex: None, ages: (65, 110), employed: false, state: None },
        coverage: Coverage {
            of: text("65歳以上のうち参加する人の割合", "share of persons of 65+ who take part"),
            reference: vec![(Year(2016), today)],
            ambitious: 0.15,
            maximum: 0.3,
            reached: Year(2030),
            among: None,
            offered: Vec::new(),
            profile: Vec::new(),
            adherence: 1.0,
            correlation: -0.2,
            basis: text("公表された参加率。", "Published participation."),
            sources: vec!["survey".to_owned()],
        },
        channels,
        costs: Vec::new(),
    }
}

/// The pack with levers: one that acts, one whose evidence is of no effect, one without evidence.
pub fn pack_with_levers() -> Baseline {
    let mut salons = lever(
        "salons",
        text("通いの場", "Community salons"),
        LeverGroup::Community,
        0.06,
        vec![channel("care", Target::CareOnset, Some(0.8))],
    );
    salons.costs.push(UnitCost {
        item: text("運営費", "Running costs"),
        yen: 12_000.0,
        per: CostBasis::PersonYear,
        payer: text("市町村", "municipalities"),
        year: "2023".to_owned(),
        basis: text("実績", "accounts"),
        sources: vec!["survey".to_owned()],
    });
    let mut checkup = lever(
        "checkup",
        text("特定健康診査", "Specific health checkup"),
        LeverGroup::Checkups,
        0.1,
        vec![channel("death", Target::Death(vec!["stroke".to_owned()]), Some(1.0))],
    );
    checkup.tier = EvidenceTier::StrongNull;
    let mut reminders = lever(
        "reminders",
        text(
            "受診勧奨のためのとても長い名前の施策とその略称",
            "Reminders with a name that is too long for its column",
        ),
        LeverGroup::Digital,
        0.0,
        vec![channel("unknown", Target::Onset("stroke".to_owned()), None)],
    );
    reminders.eligibility.state = Some(PersonState::Smoker);
    let mut pack = baseline();
    pack.costs = Some(kenju::baseline::costs::UnitCosts {
        discount: [0.02, 0.0, 0.04],
        per_capita: Vec::new(),
        care: [0.0; CARE_LEVELS],
        care_per_capita: [Vec::new(), Vec::new()],
        conditions: Vec::new(),
    });
    pack.levers.levers = vec![salons, checkup, reminders];
    pack.conditions = vec![
        condition("stroke", text("脳卒中", "Stroke")),
        condition("dementia", text("認知症", "Dementia")),
    ];
    pack.causes = vec![kenju::baseline::Cause {
        id: "stroke".to_owned(),
        title: text("脳血管疾患", "Cerebrovascular disease"),
        fraction: Grid::filled(YearSpan::new(2016, 2016), AGES, 0.1),
        owner: None,
    }];
    pack.pipelines.trials = vec![trial()];
    pack
}

fn condition(id: &str, title: Text) -> kenju::baseline::Condition {
    let empty = || Grid::filled(YearSpan::new(2016, 2016), AGES, 0.0);
    kenju::baseline::Condition {
        id: id.to_owned(),
        title,
        course: kenju::baseline::Course::Lasting { remission: [0.0; 2] },
        incidence: empty(),
        prevalence: [empty(), empty()],
        mortality_ratio: 1.0,
        multipliers: Vec::new(),
        limitation: kenju::baseline::LimitationEffect::Certain,
        limitation_range: [0.0; 2],
        care_onset: [1.0; 2],
        care_onset_range: [[1.0; 2]; 2],
        care_progression: [1.0; 2],
        care_progression_range: [[1.0; 2]; 2],
        sources: Vec::new(),
    }
}

/// A trial of the salons.
fn trial() -> kenju::baseline::trials::Trial {
    ron::from_str(
        "(id: \"trial_salons\", title: (ja: \"通いの場の実証\", en: \"Trial of salons\"), ministry: mhlw,
        what: (ja: \"通いの場の効果を検証する。\", en: \"Tests what salons do.\"),
        lever: Some(\"salons\"), channel: Some(\"care\"),
        endpoint: (
            title: (ja: \"新規の要介護認定\", en: \"First certification of care need\"), unit: \"per year\", better: lower,
            measure: Rate(per_year: (0.03, 0.02, 0.04)), basis: (ja: \"前提\", en: \"assumed\"),
        ),
        design: (
            starts: 2020, years: 3, arms: 2, per_arm: (3000, 1000, 10000), retained: (0.8, 0.6, 0.9),
            follow_up: 2.0, basis: (ja: \"前提\", en: \"assumed\"),
        ),
        adoption: Some((
            by: [municipalities], ceiling: (0.15, 0.1, 0.2), speed: (0.6, 0.3, 1.2),
            basis: (ja: \"前提\", en: \"assumed\"),
        )),
        sources: [\"survey\"])",
    )
    .unwrap()
}

/// Both sexes together, as far as the interface reads it.
fn both(plan: &Plan, year: Year) -> YearResult {
    YearResult {
        sex: Group::Both,
        costs: worth::costs(plan, year),
        ..row(plan, Sex::Female, year, Detail::All)
    }
}

fn row(plan: &Plan, sex: Sex, year: Year, detail: Detail) -> YearResult {
    let [life, independent, healthy] = curves(plan, sex, year);
    let has = |prevalence: f64| ConditionResult { prevalence, onset_rate: 0.1 * prevalence };
    let later = f64::from(year.0 - 2016);
    YearResult {
        reach: None,
        outcomes: None,
        costs: None,
        health_by_age: (detail == Detail::All).then(|| worth::health_by_age(plan, year)),
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
        population_by_age: Some((0..=100).map(|age| 9e5 - 8e3 * f64::from(age)).collect()),
        care_need: Some(BTreeMap::from([
            ("none", 5e7),
            ("support_or_care_1", 2.5e6 + 1e4 * f64::from(year.0 - 2016)),
            ("care_2_3", 2.1e6 - 1e5 * added(plan, year)),
            ("care_4_5", 1.5e6),
        ])),
        states_by_age: Some(states_by_age(plan, year)),
        conditions: (detail == Detail::All).then(|| {
            BTreeMap::from([
                ("stroke".to_owned(), has(0.021 + 1e-4 * later)),
                ("dementia".to_owned(), has(0.035 + 4e-4 * later - 0.01 * added(plan, year))),
            ])
        }),
        deaths_by_cause: (detail == Detail::All)
            .then(|| BTreeMap::from([("stroke".to_owned(), 52_000.0 - 300.0 * later)])),
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
                .flat_map(|year| {
                    let both = (settings.detail == Detail::All).then(|| both(&world.plan, year));
                    let rows =
                        baseline.sexes.iter().map(move |sex| row(&world.plan, *sex, year, settings.detail));
                    rows.chain(both)
                })
                .collect();
            let healthy = |sex, year| curves(&world.plan, sex, Year(year))[2];
            let goal = baseline.sexes.iter().map(|sex| {
                let gain = healthy(*sex, 2040) - healthy(*sex, 2016);
                let interim = healthy(*sex, 2024) - healthy(*sex, 2016);
                let status = GoalStatus {
                    gain_2040: gain,
                    target: 3.0,
                    reached: gain >= 3.0,
                    interim: InterimGoal {
                        year: Year(2024),
                        gain: interim,
                        target: 1.0,
                        chance: None,
                        chance_limits: None,
                        chance_by_reading: None,
                    },
                    chance: None,
                    chance_limits: None,
                    chance_by_reading: None,
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
    let scenarios: Vec<ScenarioResult> = scenarios;
    let manifest = manifest(baseline, settings);
    let differences = (scenarios.len() > 1)
        .then(|| scenarios[1..].iter().map(|to| difference(&scenarios[0], to, manifest.persons)).collect());
    RunOutput { kenju: "0.1.0", manifest, scenarios, differences, uncertainty: None }
}

/// Persons of each age who are limited and at each care level: more with age, and fewer at the middle one where
/// the plan adds.
fn states_by_age(plan: &Plan, year: Year) -> BTreeMap<&'static str, Vec<f64>> {
    let of = |share: f64| {
        (0..=100).map(|age| share * (9e5 - 8e3 * f64::from(age)) * f64::from(age) / 100.0).collect()
    };
    let middle = 0.1 - 0.01 * added(plan, year);
    BTreeMap::from([
        ("limited", of(0.4)),
        ("support_or_care_1", of(0.15)),
        ("care_2_3", of(middle)),
        ("care_4_5", of(0.08)),
    ])
}

/// What a run with these settings says of itself.
pub(super) fn manifest(baseline: &Baseline, settings: &RunSettings) -> Manifest {
    let persons = match settings.persons {
        Persons::Count(count) => count,
        Persons::All => 120_000_000,
    };
    let (baseline, engine) = (baseline.digest.clone(), digest("engine").to_string());
    Manifest { seed: settings.seed, persons, draws: 0, baseline, engine, recipe: None }
}

/// A fresh interface and the request it waits for.
pub fn fresh(language: kenju::language::Language, size: (u16, u16)) -> (State, Request) {
    State::new(language, Arc::new(baseline()), world(), settings(), size)
}

/// The same with levers, and with enough persons for a coarse answer to come first.
pub fn fresh_levers(language: kenju::language::Language, size: (u16, u16)) -> (State, Request) {
    let settings = RunSettings { persons: Persons::Count(200_000), ..settings() };
    State::new(language, Arc::new(pack_with_levers()), world(), settings, size)
}
