//! Wrong tables of risk factors: the Japanese pack with one thing changed.

use super::{Baseline, message_of};
use crate::baseline::health::FactorKind;
use crate::num::units::{Sex, Year};

fn message(file: &str, from: &str, to: &str) -> String {
    message_of("japan", file, from, to)
}

#[test]
fn the_japanese_risk_factors_are_read() {
    let japan = Baseline::japan().unwrap();
    let risk = japan.risk.as_ref().unwrap();
    assert_eq!((risk.factors.len(), risk.ranked.len(), risk.edges.len()), (10, 8, 54));
    assert_eq!((risk.mixing, risk.mixing_ages.len(), risk.settings.len()), (0.7, 7, 25));
    let factor = |id: &str| &risk.factors[risk.factor(id).unwrap()];
    assert!(matches!(factor("hba1c_in_diabetes").kind, FactorKind::Within { .. }));
    // A value that the table has: men of 40-44 in 2016, eighth class, at the middle of the group.
    let pressure = factor("sbp").measured(Sex::Male, Year(2016), 42).unwrap();
    assert_eq!(pressure[7], 121.271);
    // The assumed trend: 0.1 mmHg less a year, nearly the same for every class.
    let later = factor("sbp").measured(Sex::Male, Year(2030), 42).unwrap();
    let mean = |values: &[f64; 16]| values.iter().sum::<f64>() / 16.0;
    assert!((mean(&pressure) - mean(&later) - 1.4).abs() < 0.01);
    // Usual values keep the mean and half of the variance.
    let usual = factor("sbp").usual(Sex::Male, Year(2016), 42).unwrap();
    let spread = |values: &[f64; 16]| {
        let mean = mean(values);
        values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>()
    };
    assert!((mean(&usual) - mean(&pressure)).abs() < 1e-9);
    assert!((spread(&usual) / spread(&pressure) - 0.5).abs() < 1e-9);
    assert!(factor("frailty").measured(Sex::Male, Year(2016), 64).is_none());
    let smoking = risk.smoking.as_ref().unwrap();
    assert_eq!(smoking.never.get(Sex::Female, Year(2016), 10), 1.0);
    assert_eq!(smoking.start.get(Sex::Male, Year(2016), 14), 0.0);
    assert!((smoking.start.get(Sex::Male, Year(2016), 15) - 0.030_138_6).abs() < 1e-6);
    assert_eq!(smoking.start.get(Sex::Male, Year(2016), 30), 0.0);
    assert_eq!(smoking.quit.get(Sex::Male, Year(2045), 60), smoking.quit.get(Sex::Male, Year(2039), 60));
    // Sources that only the graph cites join the pack's.
    let table = japan.tables.iter().find(|table| table.file == "pathways.ron").unwrap();
    for edge in &risk.edges {
        assert!(edge.sources.iter().all(|id| table.sources.contains(id)), "{}", edge.id);
    }
    assert!(japan.sources.iter().any(|source| source.id == "APCSC2003"));
}

#[test]
fn tables_of_risk_factors_are_checked_with_exact_lines() {
    for (file, from, to, expected) in [
        (
            "risk_factor_values.csv",
            "sbp,2016,male,20,",
            "sbq,2016,male,20,",
            "risk_factor_values.csv:2: column `factor`: found `sbq`",
        ),
        (
            "risk_factor_values.csv",
            "97.407,",
            "197.407,",
            "risk_factor_values.csv:2: the values of the classes must not fall",
        ),
        (
            "risk_factor_values.csv",
            "sbp,2016,male,25,",
            "sbp,2016,male,20,",
            "risk_factor_values.csv:3: sbp, year 2016, male, age 20 is already given",
        ),
        (
            "risk_factor_values.csv",
            "sbp,2016,male,25,",
            "sbp,2016,male,26,",
            "risk_factor_values.csv: there is no row for sbp, year 2016, male, age 25",
        ),
        ("smoking_events.csv", "2016,male,15,", "2016,male,15,-", "smoking_events.csv:2: column `start`"),
        ("smoking_quit_years.csv", "male,20,0,1,", "male,20,0,9,", "smoking_quit_years.csv: "),
        (
            "risk_correlation.csv",
            "bmi,sbp,-0.00734084",
            "bmi,sbp,-1",
            "risk_correlation.csv: the correlations do not fit together",
        ),
        ("risk_correlation.csv", "bmi,sbp,", "bmi,bmi,", "another factor, each pair once"),
        (
            "risk_settings.csv",
            "rank_mixing_r,0.7,",
            "rank_mixing_r,0.99,",
            "risk_settings.csv:26: `low`, `value` and `high` must not fall",
        ),
        (
            "pack.ron",
            "mixing: \"rank_mixing_r\"",
            "mixing: \"rank_mixing\"",
            "no setting `rank_mixing` is listed (did you mean `rank_mixing_r`?)",
        ),
        (
            "pack.ron",
            "rank: \"hba1c\"",
            "rank: \"hba1d\"",
            "no ranked factor `hba1d` is listed (did you mean `hba1c`?)",
        ),
    ] {
        let text = message(file, from, to);
        assert!(text.contains(expected), "{text}\n  does not say\n{expected}");
    }
}

#[test]
fn the_graph_is_checked_with_exact_lines() {
    for (from, to, expected) in [
        ("schema: 1", "schema: 2", "schema: found 2; allowed: 1"),
        (
            "from: Factor(\"sbp\")",
            "from: Factor(\"sbq\")",
            "pathways.ron:6: edge `sbp__stroke`: no factor `sbq` is listed (did you mean `sbp`?)",
        ),
        ("effect: Total", "effect: Totl", "pathways.ron:6:"),
        ("\"APCSC2003\"", "\"APCSC2004\"", "no source `APCSC2004` is listed (did you mean `APCSC2003`?)"),
        ("form: Smoking", "form: Binary", "`Smoking` and `quit_decay` go together"),
        ("cuts: [5.0, 13.0]", "cuts: [6.0, 13.0]", "this form does not fit the factor k6"),
        ("rr: [2.17391]", "rr: [0.17391]", "allowed: 0 < low <= rr <= high"),
    ] {
        let text = message("pathways.ron", from, to);
        assert!(text.contains(expected), "{text}\n  does not say\n{expected}");
    }
}
