//! One published estimate or observed series in words of the reader's language.
//!
//! The tables hold them as they were collected, in English; `words` of the lever file has their Japanese. Names of
//! studies and journals stay as they are cited.

use crate::baseline::Baseline;
use crate::baseline::levers::Evidence;
use crate::i18n::{Messages, message};
use crate::language::Language;

/// A word or phrase of the tables in the reader's language; one without a translation as it stands.
#[must_use]
pub fn said(text: &str, baseline: &Baseline, messages: &Messages) -> String {
    match messages.language() {
        Language::Ja => baseline.levers.words.get(text).map_or(text, String::as_str).to_owned(),
        // A key such as `body_weight_kg`; a phrase has spaces of its own.
        Language::En if !text.contains(' ') => text.split('_').map(in_full).collect::<Vec<_>>().join(" "),
        Language::En => text.to_owned(),
    }
}

/// A phrase that may be an address or a date: as it stands where it has no translation.
pub(super) fn phrase(text: &str, baseline: &Baseline, messages: &Messages) -> String {
    match messages.language() {
        Language::Ja => said(text, baseline, messages),
        Language::En => text.to_owned(),
    }
}

/// A part of a key as a reader says it.
fn in_full(part: &str) -> &str {
    let known = [
        ("acs", "acute coronary syndrome"),
        ("ami", "acute myocardial infarction"),
        ("avg", "average"),
        ("chd", "coronary heart disease"),
        ("crc", "colorectal cancer"),
        ("cvd", "cardiovascular disease"),
        ("dbp", "diastolic blood pressure"),
        ("e", "electronic"),
        ("egfr", "eGFR"),
        ("fit", "FIT"),
        ("fobt", "FOBT"),
        ("gfobt", "gFOBT"),
        ("hba1c", "HbA1c"),
        ("hle", "healthy life expectancy"),
        ("hpm", "health and productivity management"),
        ("ihd", "ischaemic heart disease"),
        ("intl", "international"),
        ("kayoi", "community salons:"),
        ("kpi", "key figure:"),
        ("ldl", "LDL"),
        ("ltc", "long-term care"),
        ("mets", "metabolic syndrome"),
        ("mmhg", "mmHg"),
        ("mvpa", "moderate and vigorous activity"),
        ("myna", "My Number"),
        ("na", "sodium"),
        ("ndb", "NDB"),
        ("NEGATIVE", "negative"),
        ("CONTROL", "control:"),
        ("nhi", "NHI"),
        ("ntb", "test battery (NTB)"),
        ("paf", "attributable fraction"),
        ("pct", "percent"),
        ("sbp", "systolic blood pressure"),
        ("shc", "specific checkup"),
        ("shg", "specific guidance"),
        ("sme", "small and medium"),
        ("v", "against"),
    ];
    known.iter().find(|(key, _)| *key == part).map_or(part, |(_, words)| words)
}

/// Who was counted, in the reader's language. The tables name the Japanese statistic beside it, which the series
/// says in English.
pub(super) fn counted(text: &str, baseline: &Baseline, messages: &Messages) -> String {
    if messages.language() == Language::Ja {
        return said(text, baseline, messages);
    }
    let kept: Vec<&str> = text.split(' ').filter(|word| !is_japanese(word)).collect();
    said(kept.join(" ").trim_end_matches(';'), baseline, messages)
}

/// The name of a publisher that is given in both languages, as `Japanese / English`.
pub(super) fn publisher(text: &str, baseline: &Baseline, messages: &Messages) -> String {
    match text.split_once(" / ") {
        Some((japanese, english)) if is_japanese(japanese) => {
            messages.language().pick(japanese, english).to_owned()
        }
        _ => phrase(text, baseline, messages),
    }
}

fn is_japanese(text: &str) -> bool {
    text.chars().any(|one| ('\u{3040}'..='\u{9fff}').contains(&one))
}

/// The kind of number that a study gives.
#[must_use]
pub fn measure(key: &str, messages: &Messages) -> String {
    match key {
        "HR" => message!(messages, "measure-hazard-ratio"),
        "OR" => message!(messages, "measure-odds-ratio"),
        "RR" => message!(messages, "measure-risk-ratio"),
        "rate_ratio" => message!(messages, "measure-rate-ratio"),
        "SMR" => message!(messages, "measure-standardised-ratio"),
        "PAF_pct" => message!(messages, "measure-attributable"),
        "SHAP" => message!(messages, "measure-shap"),
        "mean_diff" => message!(messages, "measure-mean-difference"),
        "before_after_diff" => message!(messages, "measure-before-after"),
        "slope_diff_per_month" => message!(messages, "measure-slope-difference"),
        "risk_diff_pct_points" => message!(messages, "measure-risk-difference"),
        "relative_change_pct" => message!(messages, "measure-relative-change"),
        "cohens_d" => message!(messages, "measure-standardised-difference"),
        "deaths" => message!(messages, "measure-deaths"),
        "proportion" => message!(messages, "measure-proportion"),
        "years" => message!(messages, "measure-years"),
        "years_until_not_significant" => message!(messages, "measure-years-until"),
        "direction_only" => message!(messages, "measure-direction-only"),
        "null_finding" => message!(messages, "measure-null"),
        "no_result_found" => message!(messages, "measure-none-found"),
        other => other.to_owned(),
    }
}

/// How a source was graded when it was collected.
#[must_use]
pub fn quality(key: &str, messages: &Messages) -> String {
    match key {
        "high" => message!(messages, "quality-high"),
        "moderate" => message!(messages, "quality-moderate"),
        "low" => message!(messages, "quality-low"),
        other => other.to_owned(),
    }
}

/// The lines of one estimate: what and how much, in whom and how, who published it, a remark, the address.
pub(super) fn lines(row: &Evidence, baseline: &Baseline, messages: &Messages) -> Vec<String> {
    let said = |text: &str| said(text, baseline, messages);
    let measure = measure(&row.measure, messages);
    let range = |value: f64, low: f64, high: f64| {
        let [value, from, to] = [value, low, high].map(|number| number.to_string());
        message!(messages, "levers-range", value = value, from = from, to = to)
    };
    let estimate = match (row.value, row.low, row.high) {
        (None, ..) => measure,
        (Some(value), Some(low), Some(high)) => format!("{measure} {}", range(value, low, high)),
        (Some(value), Some(low), None) => format!("{measure} {value} (> {low})"),
        (Some(value), None, Some(high)) => format!("{measure} {value} (< {high})"),
        (Some(value), None, None) => format!("{measure} {value}"),
    };
    let quality = quality(&row.quality, messages);
    let joined = |parts: &[&str]| {
        let parts = parts.iter().copied().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(messages.language().pick("、", "; "))
    };
    let mut lines = vec![
        format!("{}: {estimate}", said(&row.target)),
        joined(&[&said(&row.population), &said(&row.design)]),
        joined(&[&row.study, &row.year, &said(&row.country), &quality]),
    ];
    lines.extend([&said(&row.note), &row.url].into_iter().filter(|text| !text.is_empty()).cloned());
    lines
}
