//! The shipped files are whole, and what is wrong in another pack is told with file and line.

use super::*;
use crate::baseline::Baseline;
use crate::baseline::trials::Ministry::{Meti, Mhlw};

const TRIALS: &str = include_str!("../../../data/japan/trials.ron");
const ENABLERS: &str = include_str!("../../../data/japan/enablers.ron");
const WORKPLACE: &str = include_str!("../../../data/japan/workplace.ron");

/// Reads texts as the files of a pack whose levers and sources are those of Japan.
fn read_texts(trials: &str, enablers: &str, workplace: &str) -> Result<Pipelines, LoadError> {
    let japan = Baseline::japan().unwrap();
    let texts = [
        (schema::TRIALS.file, trials),
        (schema::ENABLERS.file, enablers),
        (schema::WORKPLACE.file, workplace),
    ];
    let (mut tables, mut sources) = (Vec::new(), japan.sources.clone());
    let mut joined = Joined { levers: &japan.levers, tables: &mut tables, sources: &mut sources };
    read(&Files::from_texts(texts), &mut joined)
}

#[test]
fn the_thirteen_trials_of_the_strategy_are_there() {
    let japan = Baseline::japan().unwrap();
    let trials = &japan.pipelines.trials;
    assert_eq!(trials.len(), 13);
    let of = |ministry| trials.iter().filter(|trial| trial.ministry == ministry).count();
    assert_eq!((of(Mhlw), of(Meti)), (9, 4));
    assert!(trials.iter().all(|trial| trial.id.starts_with("trial_") && trial.cost.is_none()));
    for file in ["trials.ron", "enablers.ron", "workplace.ron"] {
        assert!(japan.tables.iter().any(|table| table.file == file), "{file}");
    }
    // Every lever and channel that a trial names is in the catalogue.
    for trial in trials {
        if let (Some(lever), Some(channel)) = (&trial.lever, &trial.channel) {
            let known = japan.levers.lever(lever).unwrap_or_else(|| panic!("{lever}"));
            let channel = known.channel(channel).unwrap_or_else(|| panic!("{lever} {channel}"));
            if trial.endpoint.surrogate.is_none() {
                // Shares are shown in percentage points, everything else in the unit of the channel.
                let points = matches!(trial.endpoint.measure, Measure::Points { .. });
                let expected =
                    if points { ("share", "percentage points") } else { (&*channel.unit, &*channel.unit) };
                let found = (channel.unit.as_str(), trial.endpoint.unit.as_str());
                assert_eq!(found, expected, "{}", trial.id);
                assert_eq!(trial.endpoint.measure.per_unit() == 100.0, points);
            }
        }
    }
}

#[test]
fn a_slip_is_told_with_its_line_and_the_name_that_was_meant() {
    let cases = [
        (TRIALS.replace("Some(\"bmi\")", "Some(\"bmmi\")"), "did you mean `bmi`?"),
        (
            TRIALS.replace("specific_health_guidance", "specific-health-guidance"),
            "did you mean `specific_health_guidance`?",
        ),
        (TRIALS.replacen("\"Strategy2022\"", "\"Strategy2021\"", 1), "Strategy202"),
        (TRIALS.replacen("(3000, 1000, 10000)", "(3000, 4000, 10000)", 1), "low <= value <= high"),
        (TRIALS.replacen("id: \"trial_women\"", "id: \"trial_mental\"", 1), "given twice"),
        (TRIALS.replacen("schema: 1", "schema: 2", 1), "allowed: 1"),
        (TRIALS.replacen("arms: 2", "arm: 2", 1), "arm"),
        (
            TRIALS.replacen(
                "measure: Mean(deviation: (1.0, 0.8, 1.3))",
                "measure: Rate(per_year: (1.0, 0.8, 1.3))",
                1,
            ),
            "must both be ratios",
        ),
        (TRIALS.replacen("channel: Some(\"bmi\"),", "", 1), "go together"),
        (TRIALS.replacen("en: \"Effective", "en: \"\\u{202e}Effective", 1), "invisible"),
    ];
    for (text, expected) in cases {
        assert_ne!(text, TRIALS);
        let error = read_texts(&text, ENABLERS, WORKPLACE).unwrap_err().to_string();
        assert!(error.contains("trials.ron") && error.contains(expected), "{error}");
    }
    let twice = TRIALS.replacen("id: \"trial_women\"", "id: \"trial_mental\"", 1);
    let line = twice.lines().position(|line| line.contains("id: \"trial_mental\"")).unwrap() + 1;
    assert!(
        read_texts(&twice, ENABLERS, WORKPLACE)
            .unwrap_err()
            .to_string()
            .contains(&format!("trials.ron:{line}"))
    );
}

#[test]
fn enablers_and_workplaces_keep_their_rules() {
    let cases = [
        (ENABLERS.replacen("best: 3.0", "best: 9.0", 1), WORKPLACE.to_owned(), "best <= without"),
        (
            ENABLERS.replacen("(2022, 0.5), (2024, 1.0)", "(2024, 0.5), (2022, 1.0)", 1),
            WORKPLACE.to_owned(),
            "rising years",
        ),
        (
            ENABLERS.replacen("NullAdopted((0.04, 0.0, 0.09))", "NullAdopted((0.04, 0.1, 0.09))", 1),
            WORKPLACE.to_owned(),
            "low <= value",
        ),
        (ENABLERS.replacen("EvidenceLag(", "Hazard(", 1), WORKPLACE.to_owned(), "Hazard"),
        (
            ENABLERS.to_owned(),
            WORKPLACE.replacen("ceiling: (0.6, 0.45, 0.9)", "ceiling: (0.3, 0.2, 0.9)", 1),
            "ceiling must lie above",
        ),
        (
            ENABLERS.to_owned(),
            WORKPLACE.replacen("insurer: \"kyokai_kenpo\"", "insurer: \"kyokai\"", 1),
            "kyokai",
        ),
        (
            ENABLERS.to_owned(),
            WORKPLACE.replacen("of_covered: (0.25, 0.1, 0.5)", "of_covered: (0.3, 0.1, 0.5)", 1),
            "sum to 1",
        ),
    ];
    for (enablers, workplace, expected) in cases {
        let error = read_texts(TRIALS, &enablers, &workplace).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn a_ceiling_counts_as_its_lever_and_lies_above_the_reference() {
    let low = TRIALS.replacen("ceiling: (0.8, 0.6, 0.95)", "ceiling: (0.3, 0.1, 0.6)", 1);
    assert_ne!(low, TRIALS);
    let error = read_texts(&low, ENABLERS, WORKPLACE).unwrap_err().to_string();
    assert!(error.contains("trial_periodontal") && error.contains("already reaches 0.529"), "{error}");
}

#[test]
fn policy_content_does_not_make_the_calibration_stale() {
    let japan = Baseline::japan().unwrap();
    assert!(japan.calibration().is_ok());
    assert_ne!(japan.digest, japan.inputs);
}
