//! The register and its series with one thing changed, and what they must not change.

use super::{load, message_of, texts};
use crate::baseline::Baseline;

const REGISTER: &str = "programmes.ron";
const SERIES: &str = "kpi_series.csv";

fn register_message(from: &str, to: &str) -> String {
    message_of("japan", REGISTER, from, to)
}

#[test]
fn the_register_never_makes_the_calibration_stale() {
    let japan = Baseline::japan().unwrap();
    japan.calibration().unwrap();
    let mut changed = texts("japan");
    let register = &mut changed.iter_mut().find(|(name, _)| name == REGISTER).unwrap().1;
    *register = register.replacen("title: (ja: \"健康寿命\"", "title: (ja: \"健康な寿命\"", 1);
    let other = load(&changed).unwrap();
    assert_eq!(other.inputs, japan.inputs);
    assert_ne!(other.digest, japan.digest);
    // A pack without it is a pack, and has the same inputs.
    changed.retain(|(name, _)| name != REGISTER && name != SERIES);
    let without = load(&changed).unwrap();
    assert_eq!(without.inputs, japan.inputs);
    assert!(without.register.programmes.is_empty() && without.register.kpis.is_empty());
}

#[test]
fn the_register_cites_its_sources_among_those_of_the_pack() {
    let japan = Baseline::japan().unwrap();
    for file in [REGISTER, SERIES] {
        let table = japan.tables.iter().find(|table| table.file == file).unwrap();
        for id in &table.sources {
            assert!(japan.sources.iter().any(|source| source.id == *id), "{file} cites {id}");
        }
    }
}

#[test]
fn entries_of_the_register_are_checked() {
    for (from, to, expected) in [
        ("schema: 1", "schema: 9", "schema: found 9; allowed: 1"),
        ("id: \"kpi_hle\", section: 1", "id: \"kpi_hle\", section: 13", "section: 1 to 12"),
        ("id: \"kpi_hle\"", "id: \"kpi hle\"", "a-z, 0-9 and _"),
        ("id: \"kpi_aip\"", "id: \"kpi_hle\"", "given twice"),
        ("\"hle_women\"]", "\"hle_womn\"]", "did you mean `hle_women`?"),
        ("en: \"Healthy life expectancy\"", "en: \" \"", "empty"),
        ("en: \"Healthy life expectancy\"", "en: \"\\u{202e}\"", "invisible"),
        ("period: \"CY2016\"", "period: \"2016\"", "a period such as"),
        ("levers: [\"aggravation_prevention\"],", "", "must name one"),
        ("drives: \"specific_health_checkup\"", "drivers: \"x\"", "drivers"),
        ("by: \"FY2024-end\", start: \"FY2019-end\"", "by: \"FY2018\", start: \"FY2019-end\"", "come later"),
        (
            "by: \"FY2024-end\", start: \"FY2019-end\"",
            "by: \"FY2024\", start: \"FY2010\"",
            "no point of FY2010",
        ),
        ("sources: [\"Strategy2022\"],", "sources: [\"Strategy2021\"],", "did you mean `Strategy2022`?"),
    ] {
        let message = register_message(from, to);
        assert!(message.contains(expected), "{from} -> {to}: {message}");
    }
    // A count of organisations cannot lead the reach of a lever, nor can a key figure act.
    let message = register_message(
        "start: \"FY2019-end\"),\n            ],",
        "start: \"FY2019-end\"),\n            ],\n            drives: \"x\",",
    );
    assert!(message.contains("only a share"), "{message}");
    let message = register_message(
        "id: \"hpm_nikkei225\", section: 2, class: kpi,",
        "id: \"hpm_nikkei225\", section: 2, class: kpi, trial: true,",
    );
    assert!(message.contains("pipeline"), "{message}");
    // An enabler names what it is in the pack, by a name that the pack has, and no lever that does nothing.
    for (from, to, expected) in [
        ("            enabler: Some(\"biostat\"),\n", "", "names either an enabler"),
        ("enabler: Some(\"biostat\")", "enabler: Some(\"biostats\")", "did you mean `biostat`?"),
        ("enabler: Some(\"biostat\")", "levers: [\"data_infrastructure\"]", "is only shown"),
        (
            "levers: [\"aggravation_prevention\"]",
            "levers: [\"aggravation_prevention\"], enabler: Some(\"erp\")",
            "only what acts as an enabler",
        ),
    ] {
        let message = register_message(from, to);
        assert!(message.contains(expected), "{from} -> {to}: {message}");
    }
    let message = register_message("mode: shown", "mode: enabler");
    assert!(message.contains("no domestic health effect"), "{message}");
}

#[test]
fn rows_of_the_series_are_checked_with_their_line() {
    for (from, to, expected) in [
        ("FY2016-end,2016.5", "FY2016-end,2016", "2016.500, where FY2016-end lies"),
        ("hpm_orgs,FY2017-end,2017.5", "hpm_orgs,FY2016-end,2016.5", "a later date"),
        ("hpm_orgs,FY2016-end,2016.5,330", "hpm_orgs,FY2016-end,2016.5,-330", "0 or more"),
        (
            "hpm_orgs,FY2016-end,2016.5,330,organisations",
            "hpm_orgs,FY2016-end,2016.5,330,firms",
            "unit of the series",
        ),
        ("hpm_orgs,FY2016-end", "hpm_org,FY2016-end", "did you mean `hpm_orgs`?"),
        ("shc_rate,FY2008,2008,0.389", "shc_rate,FY2008,2008,38.9", "0 to 1"),
    ] {
        let message = message_of("japan", SERIES, from, to);
        assert!(message.contains(expected) && message.contains("kpi_series.csv:"), "{message}");
    }
}

#[test]
fn levers_are_checked_as_soon_as_the_pack_has_some() {
    let japan = Baseline::japan().unwrap();
    let known: Vec<&str> = japan.levers.levers.iter().map(|lever| lever.id.as_str()).collect();
    if known.is_empty() {
        return;
    }
    let message =
        register_message("levers: [\"aggravation_prevention\"]", "levers: [\"agravation_prevention\"]");
    assert!(message.contains("there is no lever") && message.contains("aggravation_prevention"), "{message}");
}
