//! Structure as data: a cause of death and a risk factor that the shipped pack does not know.

use kenju::analysis::validate::{Request, TargetCheck, validate};
use kenju::baseline::Baseline;
use kenju::baseline::health::FactorKind;
use kenju::model::process::Processes;
use kenju::model::risk::RiskModel;
use kenju::num::units::{Sex, Year};
use kenju::run::calibrate::calibrate;
use kenju::run::{RunSettings, Unwatched};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Share of the other causes that the new cause takes.
const PART: f64 = 0.25;

fn edit(folder: &Path, file: &str, change: impl Fn(String) -> String) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).unwrap();
    let changed = change(text.clone());
    assert_ne!(text, changed, "{file}");
    fs::write(&path, changed).unwrap();
}

/// Splits the last column, `other`, of a table of causes.
fn split(text: &str) -> String {
    let mut lines = text.lines();
    let mut all = format!("{},gout\n", lines.next().unwrap());
    for line in lines {
        let (head, other) = line.rsplit_once(',').unwrap();
        let other: f64 = other.parse().unwrap();
        writeln!(all, "{head},{},{}", other * (1.0 - PART), other * PART).unwrap();
    }
    all
}

/// The Japanese pack with gout as a cause of death, uric acid as a risk factor of it, and targets of both.
fn with_gout(folder: &Path) -> Baseline {
    let japan = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/japan");
    for entry in fs::read_dir(japan).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() && path.file_name().unwrap() != "calibration.csv" {
            fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
        }
    }
    edit(folder, "pack.ron", |text| {
        let other = "(id: \"other\", title: (ja: \"その他の死因\", en: \"Other causes\")),";
        let gout = "(id: \"gout\", title: (ja: \"痛風\", en: \"Gout\")),";
        let steps = "(id: \"steps\",";
        let acid =
            "(id: \"uric_acid\", title: (ja: \"尿酸\", en: \"Uric acid\"), unit: \"mg/dL\", kind: Ranked),";
        text.replace(other, &format!("{other}\n        {gout}")).replacen(
            steps,
            &format!("{acid}\n{steps}"),
            1,
        )
    });
    edit(folder, "cause_fraction.csv", |text| split(&text));
    edit(folder, "official_cause_deaths.csv", |text| split(&text));
    edit(folder, "risk_factor_values.csv", |mut text| {
        for (sex, low) in [("male", 4.0), ("female", 3.0)] {
            for age in [20, 60] {
                write!(text, "uric_acid,2016,{sex},{age}").unwrap();
                (0..16).for_each(|class| write!(text, ",{}", low + 0.25 * f64::from(class)).unwrap());
                text.push('\n');
            }
        }
        text
    });
    edit(folder, "pathways.ron", |text| {
        let edge =
            "(id: \"uric_acid__death_gout\", from: Factor(\"uric_acid\"), to: Death(\"gout\"), effect: Total,
            form: LogLinear(per: 1.0, reference: 5.0, clamp: (2.0, 10.0), value: Measured),
            strata: [(sex: Both, ages: (20, 120), rr: [1.5], low: [1.2], high: [1.9], status: Assumed)],
            shrink: (1.0, 1.0, 1.0), lag: (0.0, 0.0, 0.0), evidence: \"fixture\",
            sources: [\"APCSC2003\"], note: \"made up for a test\"),";
        text.replacen("edges: [", &format!("edges: [\n    {edge}"), 1)
    });
    edit(folder, "targets.csv", |mut text| {
        let deaths: f64 = fs::read_to_string(folder.join("official_cause_deaths.csv"))
            .unwrap()
            .lines()
            .filter(|line| line.starts_with("2019,male,"))
            .map(|line| line.rsplit_once(',').unwrap().1.parse::<f64>().unwrap())
            .sum();
        let band = 0.03 * deaths;
        writeln!(text, "gout,deaths:gout,2019,male,0,110,{deaths},persons,,{band},fitted,VS_deaths").unwrap();
        // The mean of sixteen equally frequent classes.
        writeln!(text, "acid,mean:uric_acid,2016,male,20,110,5.875,mean,,0.05,fitted,NHNS").unwrap();
        text
    });
    Baseline::from_directory(folder).unwrap()
}

#[test]
fn a_cause_of_death_and_a_risk_factor_are_data_only() {
    let folder = tempfile::tempdir().unwrap();
    let new = with_gout(folder.path());
    let japan = Baseline::japan().unwrap();
    assert_eq!(new.causes.len(), japan.causes.len() + 1);
    let risk = new.risk.as_ref().unwrap();
    let factor = risk.factor("uric_acid").unwrap();
    assert_eq!(risk.factors[factor].kind, FactorKind::Ranked);

    // The edge acts on the hazard of the new cause, by class, and on no other.
    let processes = Processes::of(&new);
    let lane = processes.deaths.end - 1;
    let model = RiskModel::new(&new, &|node| match node {
        kenju::baseline::health::Node::Death(id) if id == "gout" => vec![lane],
        _ => Vec::new(),
    })
    .unwrap();
    let rows = model.rows(Sex::Male, 50, Year(2020));
    assert_eq!(rows.factors.len(), 1);
    let ratio = rows.factors[0].of_class(15)[0] / rows.factors[0].of_class(0)[0];
    assert!((ratio - 1.5_f64.powf(3.75)).abs() < 1e-9, "{ratio}");

    // It can be calibrated and lived, and dies and measures as the new data say.
    let calibration = calibrate(&new, 60_000, &Unwatched).unwrap();
    fs::write(folder.path().join("calibration.csv"), calibration.to_text(&new)).unwrap();
    let new = Baseline::from_directory(folder.path()).unwrap();
    let settings = RunSettings { until: Year(2019), ..super::worlds::settings(60_000, 3) };
    let request = Request { settings, hindcast: false, switch_off: None, recalibrate: None };
    let found = validate(&new, &request, &Unwatched).unwrap();
    let target = |id: &str| -> &TargetCheck { found.targets.iter().find(|check| check.id == id).unwrap() };
    assert!(target("acid").pass, "{:?}", target("acid"));
    let gout = target("gout");
    assert!(gout.difference.abs() <= gout.tolerance + 4.0 * gout.se, "{gout:?}");
    let all = target("deaths-all_causes-2019-male");
    assert!(all.difference.abs() <= all.tolerance + 4.0 * all.se, "{all:?}");
}
