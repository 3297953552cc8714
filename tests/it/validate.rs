//! Validation of the Japanese pack: what it reports, and that the raw simulation meets its anchors.

use super::worlds::{changed, settings, world};
use assert_cmd::cargo::cargo_bin_cmd;
use kenju::analysis::hindcast::hindcast;
use kenju::analysis::published;
use kenju::analysis::recalibrate;
use kenju::analysis::switch_off::switch_off;
use kenju::analysis::validate::{MOST_ERRORS, Request, Validation, validate};
use kenju::baseline::Baseline;
use kenju::num::units::Sex;
use kenju::outcome::series::Group;
use kenju::plan::ProcessId;
use kenju::run::{RunSettings, Unwatched};
use std::sync::LazyLock;

static JAPAN: LazyLock<Baseline> = LazyLock::new(|| Baseline::japan().expect("the embedded pack loads"));

/// One validation with 200,000 persons, shared by the tests.
static FOUND: LazyLock<Validation> = LazyLock::new(|| {
    let request =
        Request { settings: settings(200_000, 1), hindcast: true, switch_off: None, recalibrate: None };
    validate(&JAPAN, &request, &Unwatched).expect("the validation runs")
});

#[test]
fn raw_levels_meet_their_anchors_within_four_standard_errors() {
    let mut seen = 0;
    for check in FOUND.levels.iter().filter(|check| [2016, 2019, 2025, 2040].contains(&check.year.0)) {
        let z = check.z.expect("persons have a sampling error");
        assert!(
            z.abs() <= MOST_ERRORS,
            "{} {} {:?}: {:+.4} years, {z:+.1} errors",
            check.outcome,
            check.year,
            check.sex,
            check.difference
        );
        seen += 1;
    }
    assert_eq!(seen, 4 * 3 * 2);
    assert_eq!(FOUND.levels.len(), 25 * 3 * 2, "every year, outcome and sex");
}

#[test]
fn every_target_of_the_pack_is_reported_with_an_error_and_a_verdict() {
    assert!(!JAPAN.targets.is_empty());
    let ids: Vec<&str> = FOUND.targets.iter().map(|check| check.id.as_str()).collect();
    let wanted: Vec<&str> = JAPAN.targets.iter().map(|target| target.id.as_str()).collect();
    assert_eq!(ids, wanted);
    for check in &FOUND.targets {
        assert!(check.simulated > 0.0 && check.se > 0.0, "{}", check.id);
        assert_eq!(check.pass, check.difference.abs() <= check.tolerance, "{}", check.id);
        // A wrong column or unit would miss by far more than sampling can.
        let allowed = check.tolerance + 0.12 * check.target + 5.0 * check.se;
        assert!(check.difference.abs() < allowed, "{}: {} for {}", check.id, check.simulated, check.target);
    }
    let failed = FOUND.targets.iter().filter(|check| !check.pass).count()
        + FOUND.levels.iter().filter(|check| !check.pass).count()
        + FOUND.populations.iter().filter(|check| check.pass == Some(false)).count()
        + FOUND.eliminations.iter().filter(|check| !check.pass).count()
        + FOUND
            .eliminations
            .iter()
            .filter(|check| check.published.as_ref().is_some_and(|own| own.pass == Some(false)))
            .count();
    assert_eq!(FOUND.failed, failed);
}

#[test]
fn populations_are_judged_only_under_the_assumptions_of_the_projection() {
    let judged: Vec<_> = FOUND.populations.iter().filter(|check| check.pass.is_some()).collect();
    assert!(!judged.is_empty() && judged.iter().all(|check| check.scenario == "ipss2023-check"));
    assert!(judged.iter().all(|check| check.pass == Some(true)), "{judged:?}");
    assert!(FOUND.populations.iter().any(|check| check.scenario == "reference" && check.pass.is_none()));
}

#[test]
fn life_expectancy_without_causes_of_death_is_what_the_ministry_published() {
    let published = published::eliminations(&JAPAN.id);
    let compared: Vec<_> = FOUND.eliminations.iter().filter_map(|check| check.published.as_ref()).collect();
    assert_eq!(compared.len(), published.len(), "every published figure has a row");
    assert!(compared.iter().filter(|own| own.pass == Some(true)).count() >= 10);
    assert!(compared.iter().all(|own| own.pass != Some(false)), "{compared:?}");
    // The figures of 2015 stand beside 2016 and are not judged.
    assert!(compared.iter().all(|own| own.pass.is_none() == (own.year.0 == 2015)));
    let cited = |id: &str| FOUND.published.iter().any(|source| source.id == id);
    assert!(compared.iter().all(|own| cited(&own.source)));
    let shown = |causes: &str, sex: Group, age: u8| {
        let mut rows = FOUND.eliminations.iter().filter(|check| check.year.0 == 2019);
        rows.find(|check| check.causes == causes && check.sex == sex && check.age == age)
            .unwrap_or_else(|| panic!("no row of {causes}, {sex:?}, {age}"))
    };
    for sex in [Group::Male, Group::Female] {
        let [cancer, heart, stroke, three] =
            ["cancer", "heart", "stroke", "three"].map(|causes| shown(causes, sex, 0));
        // Who is saved from one cause may die of the next: together they gain more than apart.
        assert!(three.official > cancer.official + heart.official + stroke.official, "{sex:?}");
        assert!(cancer.official > shown("cancer", sex, 65).official);
        let official = if sex == Group::Male { 81.41 } else { 87.45 };
        assert!((three.life_expectancy - official).abs() < 0.01, "{}", three.life_expectancy);
    }
    for check in &FOUND.eliminations {
        assert!(check.se > 0.0, "{check:?}");
        assert_eq!(check.pass, check.difference.abs() <= check.tolerance, "{check:?}");
        // A wrong cause or year would miss by far more than sampling can.
        assert!(check.difference.abs() < check.tolerance + 5.0 * check.se, "{check:?}");
    }
}

#[test]
fn dementia_and_care_need_stand_beside_published_projections() {
    let found = &FOUND.projections;
    let wanted: Vec<_> = published::projections(&JAPAN.id);
    assert_eq!(found.len(), wanted.len());
    for (check, wanted) in found.iter().zip(&wanted) {
        assert_eq!((check.quantity, check.year, check.low), (wanted.quantity, wanted.year, wanted.low));
        let nearest = check.simulated.clamp(check.low, check.high);
        assert!((check.simulated / nearest - 1.0 - check.relative).abs() < 1e-12);
        assert!(check.relative.abs() < 0.25, "{check:?}");
    }
}

#[test]
fn normalisers_of_a_draw_are_found_again() {
    let request = recalibrate::Request {
        draws: 1,
        persons: 20_000,
        worlds: vec![world(
            "less-stroke",
            changed(ProcessId::Condition("stroke".to_owned()), None, (0, u8::MAX), 2026, 0.5),
        )],
        settings: RunSettings { raw: false, ..settings(20_000, 5) },
    };
    let found = recalibrate::recalibrate(&JAPAN, &request, &Unwatched).expect("the runs succeed");
    // Two draws, two indicators, men, women and both.
    assert_eq!(found.rows.len(), 2 * 2 * 3);
    assert_eq!(found.summary.len(), 2 * 3);
    for row in &found.rows {
        assert!(row.stored > 0.0 && row.own > 0.0, "{row:?}");
        assert_eq!(row.own == row.centre, row.draw == 0, "{row:?}");
        assert!(row.stored != row.centre, "other persons give other normalisers: {row:?}");
        assert!((row.own / row.centre - 1.0).abs() < 0.5, "{row:?}");
    }
    assert!(found.summary.iter().all(|row| row.change > 0.0 && row.change == row.largest.abs()));
}

#[test]
fn hindcasts_forget_what_came_later() {
    let found = FOUND.hindcast.as_ref().expect("asked for");
    // Life expectancy once and healthy life expectancy under three readings, for two sexes: 2019 and
    // 2022 from 2016, 2022 from 2019.
    assert_eq!(found.len(), 3 * 2 * (1 + 3));
    for row in found {
        assert!(row.base < row.year);
        assert!((row.predicted - row.official - row.difference).abs() < 1e-12);
        assert!(row.difference.abs() < 1.5, "{row:?}");
    }
    // Nobody foresaw the pandemic: life expectancy in 2022 is predicted too high from either base.
    let missed = found.iter().filter(|row| row.outcome == "life_expectancy" && row.year.0 == 2022);
    assert_eq!(missed.filter(|row| row.difference > 0.3).count(), 4);

    // Changing what was observed after the base year must not change what is predicted from it.
    let mut other = JAPAN.clone();
    let limitation = other.limitation.as_mut().expect("the pack has limitation");
    for target in limitation.targets.iter_mut().filter(|target| target.year.0 > 2016) {
        target.value += 1.0;
    }
    let again = hindcast(&other).unwrap();
    for (before, after) in found.iter().zip(&again).filter(|(row, _)| row.base.0 == 2016) {
        assert_eq!(before.predicted.to_bits(), after.predicted.to_bits(), "{before:?}");
    }
    assert!(found.iter().zip(&again).any(|(a, b)| a.base.0 == 2019 && a.predicted != b.predicted));
}

#[test]
fn conditions_cost_what_their_nature_says() {
    let settings = RunSettings { raw: false, ..settings(50_000, 3) };
    let found = switch_off(&JAPAN, &settings, &Unwatched).expect("the runs succeed");
    assert_eq!(found.rows.len(), 3 * (JAPAN.conditions.len() + 1));
    let row = |id: &str| {
        let found = found.rows.iter().find(|row| row.condition == id && row.sex == Group::Both);
        found.unwrap_or_else(|| panic!("no row of {id}"))
    };
    for id in ["mental_illness", "back_pain", "joint_disease", "eye_disease"] {
        let (life, healthy) = (row(id).life_expectancy, row(id).healthy_life_expectancy);
        assert!(healthy.value > 2.0 * healthy.se, "{id}: healthy life expectancy {healthy:?}");
        assert!(healthy.value > life.value, "{id}: {life:?}, {healthy:?}");
        let whole = row(id).healthy_life_expectancy_unshrunk.expect("half of its odds are taken as causal");
        assert!(whole.value > healthy.value, "{id}: {healthy:?}, unshrunk {whole:?}");
    }
    let lung = row("cancer_lung");
    assert!(lung.life_expectancy.value > lung.healthy_life_expectancy.value);
    let dementia = row("dementia");
    let independent = dementia.independent_life_expectancy;
    assert!(independent.value > 2.0 * independent.se, "dementia: {independent:?}");
    assert!(row("all").life_expectancy.value > lung.life_expectancy.value);
}

#[test]
fn cause_elimination_stands_beside_conditions_taken_away() {
    let settings = settings(20_000, 3);
    let switched = RunSettings { raw: false, ..settings.clone() };
    let request = Request { settings, hindcast: false, switch_off: Some(switched), recalibrate: None };
    let found = validate(&JAPAN, &request, &Unwatched).expect("the validation runs").switched_off.unwrap();
    let eliminated = |id: &str| {
        let row = found.rows.iter().find(|row| row.condition == id && row.sex == Group::Both);
        row.unwrap_or_else(|| panic!("no row of {id}")).cause_elimination
    };
    assert_eq!(eliminated("back_pain"), None, "nobody dies of it");
    let [lung, all] = ["cancer_lung", "all"].map(|id| eliminated(id).expect("it owns causes of death"));
    assert!(0.1 < lung && lung < all && all < 12.0, "{lung}, {all}");
}

#[test]
fn the_verb_reports_in_every_form_and_failures_are_no_error() {
    let output = |arguments: &[&str]| {
        let mut command = cargo_bin_cmd!("kenju");
        command.env("LC_ALL", "C").args(["validate", "--persons", "20k", "--hindcast"]).args(arguments);
        let assert = command.assert().success();
        String::from_utf8(assert.get_output().stdout.clone()).unwrap()
    };
    let json: serde_json::Value = serde_json::from_str(&output(&["--format", "json"])).unwrap();
    assert_eq!(json["targets"].as_array().unwrap().len(), JAPAN.targets.len());
    assert!(json["failed"].as_u64().unwrap() <= json["judged"].as_u64().unwrap());
    let text = output(&[]);
    let last = text.trim_end().lines().last().unwrap();
    assert_eq!(last, format!("{} of {} checks fail.", json["failed"], json["judged"]));
    for target in &JAPAN.targets {
        assert!(text.contains(&target.id), "{}", target.id);
    }
    let japanese = output(&["--lang", "ja", "--format", "md"]);
    for heading in ["## 人口と公的推計", "## 特定死因の除去", "## 認知症と要介護認定"]
    {
        assert!(japanese.contains(heading), "{heading}");
    }
    assert_eq!(json["eliminations"].as_array().unwrap().len(), FOUND.eliminations.len());
    let csv = output(&["--format", "csv"]);
    let rows: Vec<&str> = csv.lines().collect();
    let hindcasts = rows.iter().filter(|row| row.starts_with("hindcast,")).count();
    assert_eq!(hindcasts, FOUND.hindcast.as_ref().unwrap().len());
    assert!(rows.iter().any(|row| row.starts_with("elimination,three,official,2017,male,65,")));
    assert_eq!(rows.iter().filter(|row| row.starts_with("projection,")).count(), FOUND.projections.len());
    assert!(rows.iter().any(|row| row.contains(&format!(",{},", Sex::Female))));
}

#[test]
fn the_number_of_draws_to_find_normalisers_for_has_limits() {
    for (language, allowed) in [("en", "2 to 20"), ("ja", "2")] {
        let mut command = cargo_bin_cmd!("kenju");
        command.env("LC_ALL", "C").args(["validate", "--recalibrate", "1", "--lang", language]);
        let assert = command.assert().code(2);
        let said = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
        assert!(said.contains("--recalibrate") && said.contains(allowed), "{said}");
    }
}
