//! Conditions, causes of death and risk factors: structure as data, and what must not move.

use super::worlds::{changed, plan, results, row, settings, world};
use kenju::baseline::Baseline;
use kenju::outcome::series::Group;
use kenju::plan::ProcessId;
use kenju::run::{Detail, RunSettings, Unwatched, compare};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn fixture_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/illness-death")
}

/// The fixture with one more condition, listed first, that half of all persons have and many acquire
/// but that does nothing. Adding it is adding data only.
fn with_a_null_condition(folder: &Path) -> Baseline {
    for entry in fs::read_dir(fixture_folder()).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
    }
    let manifest = folder.join("pack.ron");
    let text = fs::read_to_string(&manifest).unwrap();
    let head = "(id: \"nothing\", title: (ja: \"無害\", en: \"Harmless\"), mortality_ratio: 1.0, limitation: LogOdds(0.0)),";
    let text = text.replace("    conditions: [\n", &format!("    conditions: [\n        {head}\n"));
    fs::write(&manifest, text).unwrap();
    let rates = folder.join("condition_rates.csv");
    let mut text = fs::read_to_string(&rates).unwrap();
    for age in 40..=99 {
        writeln!(text, "nothing,female,{age},0.05,0.5").unwrap();
    }
    fs::write(&rates, text).unwrap();
    Baseline::from_directory(folder).unwrap()
}

#[test]
fn a_condition_that_does_nothing_changes_no_number_to_the_bit() {
    let folder = tempfile::tempdir().unwrap();
    let with = with_a_null_condition(folder.path());
    assert_eq!(with.conditions.len(), 2);
    let without = Baseline::illness_death().unwrap();
    let [with, without] = [&with, &without].map(|baseline| {
        results(baseline, &[world("reference", plan())], &settings(20_000, 5)).scenarios[0].series.clone()
    });
    assert_eq!(with, without);
}

#[test]
fn the_shipped_calibration_belongs_to_the_shipped_data() {
    let calibration = Baseline::japan().unwrap().calibration().unwrap();
    assert!(calibration.persons >= 5_000_000, "{}", calibration.persons);
}

#[test]
fn a_stale_calibration_is_refused_with_the_command_that_renews_it() {
    let folder = tempfile::tempdir().unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/japan");
    for entry in fs::read_dir(source).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    let correlation = folder.path().join("risk_settings.csv");
    let text = fs::read_to_string(&correlation).unwrap();
    fs::write(&correlation, text + "\n").unwrap();
    let message = Baseline::from_directory(folder.path()).unwrap().calibration().unwrap_err();
    assert!(message.contains("stale") && message.contains("kenju calibrate"), "{message}");
}

/// Signs that any model of these conditions must have, on 100,000 paired persons (differences are in
/// years of 2040; tolerance four standard errors).
#[test]
fn switching_conditions_off_moves_the_expectancies_the_right_way() {
    let baseline = Baseline::japan().unwrap();
    let off = |id: &str| {
        let process = ProcessId::Condition(id.into());
        world(id, changed(process, None, (0, 110), 2026, 0.0))
    };
    let worlds = [world("reference", plan()), off("cancer_lung"), off("back_pain"), off("dementia")];
    let settings = RunSettings { raw: false, ..settings(100_000, 9) };
    let output = compare(&baseline, &worlds, &settings, &Unwatched).unwrap();
    let differences = output.differences.unwrap();
    let of = |index: usize| {
        let series = &differences[index].series;
        series.iter().rfind(|row| row.sex == Group::Both).unwrap().expectancies
    };
    let (lung, back, dementia) = (of(0), of(1), of(2));
    let gains = |estimate: kenju::outcome::series::Estimate| estimate.value > 4.0 * estimate.se;
    assert!(gains(lung.life_expectancy), "{lung:?}");
    assert!(lung.life_expectancy.value > lung.healthy_life_expectancy.value, "{lung:?}");
    assert!(gains(back.healthy_life_expectancy), "{back:?}");
    assert!(back.life_expectancy.value.abs() < 0.1 * back.healthy_life_expectancy.value, "{back:?}");
    assert!(gains(dementia.independent_life_expectancy), "{dementia:?}");
}

#[test]
fn details_name_every_condition_and_cause() {
    let baseline = Baseline::japan().unwrap();
    let settings = RunSettings { raw: false, detail: Detail::All, ..settings(20_000, 2) };
    let output = results(&baseline, &[world("reference", plan())], &settings);
    let row = row(&output, 2019, Group::Female);
    let conditions = row.conditions.as_ref().unwrap();
    assert_eq!(conditions.len(), baseline.conditions.len());
    assert!((0.03..0.08).contains(&conditions["dementia"].prevalence), "{conditions:?}");
    let deaths: f64 = row.deaths_by_cause.as_ref().unwrap().values().sum();
    assert!((deaths / row.deaths - 1.0).abs() < 0.05, "{deaths} against {}", row.deaths);
}
