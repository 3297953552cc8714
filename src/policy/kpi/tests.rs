//! Gaps by hand, the rule for curves, and the series of the Japanese pack.

use super::*;
use crate::baseline::Baseline;
use crate::baseline::programmes::KpiPoint;

fn text(words: &str) -> Text {
    Text { ja: words.to_owned(), en: words.to_owned() }
}

fn kpi(scale: Scale, saturates: bool, points: &[(&str, f64)]) -> Kpi {
    let point = |(period, value): &(&str, f64)| {
        let period: Period = period.parse().unwrap();
        KpiPoint {
            period,
            year: period.year(),
            value: *value,
            source: String::new(),
            url: String::new(),
            note: String::new(),
        }
    };
    Kpi {
        id: "example".to_owned(),
        title: text("example"),
        unit: text("unit"),
        scale,
        decimals: 1,
        saturates,
        targets: Vec::new(),
        drives: None,
        unfitted: None,
        note: None,
        points: points.iter().map(point).collect(),
    }
}

fn target(value: f64, by: &str, start: &str) -> KpiTarget {
    let (by, start) = (by.parse().unwrap(), start.parse().unwrap());
    KpiTarget { what: text("target"), value, by, start, source: String::new() }
}

#[test]
fn gaps_are_plain_arithmetic() {
    let mut series = kpi(Scale::Share, true, &[("FY2019", 0.2), ("FY2021", 0.3)]);
    series.targets = vec![
        target(0.6, "FY2026", "FY2019"),
        target(0.25, "FY2024", "FY2019"),
        target(0.1, "FY2020", "FY2019"),
    ];
    let projection = projection(&series);
    let [open, met, passed] = &projection.gaps[..] else { panic!("three gaps") };
    assert!((open.missing - 0.3).abs() < 1e-12 && (open.way - 0.25).abs() < 1e-12);
    assert!((open.needed_per_year.unwrap() - 0.06).abs() < 1e-12);
    assert!((open.so_far_per_year.unwrap() - 0.05).abs() < 1e-12);
    assert_eq!((open.met, met.met), (None, Some(Period::Fiscal(2021))));
    assert!(met.needed_per_year.is_none() && met.missing < 0.0);
    // Only what was observed up to the date of a target counts for it.
    assert_eq!((passed.latest, passed.way, passed.so_far_per_year), (Period::Fiscal(2019), 0.0, None));
    assert!(matches!(projection.trend, Trend::TooFew { points: 2 }));
}

#[test]
fn the_curve_follows_the_stated_rule() {
    let straight: Vec<(String, f64)> = (0..8)
        .map(|n| (format!("FY{}", 2010 + n), 0.3 + 0.02 * f64::from(n) + 0.001 * f64::from(n % 2)))
        .collect();
    let straight: Vec<(&str, f64)> =
        straight.iter().map(|(period, value)| (period.as_str(), *value)).collect();
    let fit = |series: &Kpi| match projection(series).trend {
        Trend::Fitted(fit) => fit,
        other => panic!("{other:?}"),
    };
    assert!(fit(&kpi(Scale::Share, true, &straight)).is_line());
    let curved: Vec<(String, f64)> = (0..8)
        .map(|n| {
            (
                format!("FY{}", 2010 + n),
                0.6 / (1.0 + (-(f64::from(n) - 3.0)).exp()) + 0.001 * f64::from(n % 3),
            )
        })
        .collect();
    let curved: Vec<(&str, f64)> = curved.iter().map(|(period, value)| (period.as_str(), *value)).collect();
    let levelling = kpi(Scale::Share, true, &curved);
    let found = fit(&levelling);
    assert!(!found.is_line() && found.other.is_some());
    // What cannot level off is a line, whatever it looks like.
    assert!(fit(&kpi(Scale::Share, false, &curved)).is_line());
    // A share stays a share, and never is 1 by assumption.
    let far = found.at(2100.0);
    assert!((far.value - 0.6).abs() < 0.01 && far.high <= 1.0 && far.low >= 0.0);
    let beyond = fit(&kpi(Scale::Share, true, &straight)).at(2200.0);
    assert_eq!((beyond.value, beyond.high), (1.0, 1.0));
    // A curve leads a lever only where it is said so.
    let years = YearSpan::new(2016, 2040);
    assert!(coverage_path(&levelling, years).is_none());
    let leading = Kpi { drives: Some("lever".to_owned()), ..levelling };
    let path = coverage_path(&leading, years).unwrap();
    assert_eq!((path.len(), path[0].0), (25, Year(2016)));
    assert!(path.windows(2).all(|pair| pair[0].1 <= pair[1].1));
}

#[test]
fn the_threefold_target_of_certified_organisations_is_met_in_fiscal_year_2023() {
    let register = Baseline::japan().unwrap().register;
    let projection = projection(register.kpi("hpm_orgs").unwrap());
    let gap = &projection.gaps[0];
    assert_eq!((gap.target.value, gap.target.by), (18_600.0, Period::FiscalEnd(2024)));
    assert_eq!(
        (gap.met, gap.latest, gap.value),
        (Some(Period::FiscalEnd(2023)), Period::FiscalEnd(2024), 23_196.0)
    );
    assert!(gap.way > 1.3 && gap.needed_per_year.is_none());
}

#[test]
fn every_series_of_the_pack_has_a_curve_or_a_reason() {
    let register = Baseline::japan().unwrap().register;
    for kpi in &register.kpis {
        match projection(kpi).trend {
            Trend::Fitted(fit) => {
                assert!(kpi.points.len() >= FEWEST_POINTS, "{}", kpi.id);
                assert!(fit.curve.scatter > 0.0, "{}", kpi.id);
                for point in &kpi.points {
                    let expected = fit.at(point.year);
                    assert!(expected.low <= expected.value && expected.value <= expected.high, "{}", kpi.id);
                }
            }
            Trend::TooFew { points } => assert!(points < FEWEST_POINTS, "{}", kpi.id),
            Trend::Unfitted(_) => assert_eq!(kpi.id, "card_use"),
        }
    }
    // Two points on employees: no curve. Small organisations level off, at a ceiling that the series tells;
    // large ones have grown by about the same number every year.
    let trend = |id: &str| projection(register.kpi(id).unwrap()).trend;
    assert!(matches!(trend("hpm_employees_share"), Trend::TooFew { points: 2 }));
    let Trend::Fitted(small) = trend("hpm_sme") else { panic!("a curve") };
    let Form::Logistic { ceiling, .. } = small.curve.form else { panic!("a logistic curve") };
    assert!(ceiling > 19_796.0 && ceiling < 40_000.0, "{ceiling}");
    let Trend::Fitted(large) = trend("hpm_large") else { panic!("a curve") };
    assert!(large.is_line() && large.other.is_some_and(|other| other > large.curve.aicc));
}
