//! A resolved scenario as a file: canonical RON.
//!
//! Always the same order, every assumption written out, no base, so that the file means the same
//! wherever it is put. A hand-written file is never rewritten: RON keeps no comments.

use super::quantity::SCHEMA_VERSION;
use super::resolve::ResolvedScenario;
use super::schema::{CareNeed, HazardChange, Limitation, Mortality, Process, SexName};
use crate::baseline::Text;
use std::fmt::Write as _;

/// The scenario as the text of a scenario file. Reading it back gives the same plan.
#[must_use]
pub fn to_ron(scenario: &ResolvedScenario) -> String {
    let mut out = String::new();
    line(&mut out, format_args!("("));
    line(&mut out, format_args!("    schema: {SCHEMA_VERSION},"));
    pair(&mut out, "title", &scenario.title);
    if let Some(note) = &scenario.note {
        pair(&mut out, "note", note);
    }
    let assumptions = &scenario.assumptions;
    line(&mut out, format_args!("    assumptions: ("));
    line(&mut out, format_args!("        mortality: {},", mortality(assumptions.mortality)));
    line(&mut out, format_args!("        limitation: {},", limitation(assumptions.limitation)));
    line(&mut out, format_args!("        care_need: {},", care_need(assumptions.care_need)));
    line(&mut out, format_args!("    ),"));
    if !scenario.hazard_changes.is_empty() {
        line(&mut out, format_args!("    hazard_changes: ["));
        for change in &scenario.hazard_changes {
            line(&mut out, format_args!("        {},", hazard_change(change)));
        }
        line(&mut out, format_args!("    ],"));
    }
    line(&mut out, format_args!(")"));
    out
}

fn line(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = out.write_fmt(arguments);
    out.push('\n');
}

fn pair(out: &mut String, field: &str, text: &Text) {
    line(out, format_args!("    {field}: ("));
    line(out, format_args!("        ja: {},", quoted(&text.ja)));
    line(out, format_args!("        en: {},", quoted(&text.en)));
    line(out, format_args!("    ),"));
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

fn mortality(mortality: Mortality) -> String {
    match mortality {
        Mortality::Anchored => "Anchored".to_owned(),
        Mortality::ExcessVanishes { by } => format!("ExcessVanishes(by: {})", by.year()),
        Mortality::WorldPopulationProspects => "WorldPopulationProspects".to_owned(),
        Mortality::Frozen => "Frozen".to_owned(),
        Mortality::Own { male, female } => format!("Own(male: {:?}, female: {:?})", male.get(), female.get()),
        Mortality::Ipss2023Check => "Ipss2023Check".to_owned(),
    }
}

fn limitation(limitation: Limitation) -> String {
    match limitation {
        Limitation::NoChange => "NoChange".to_owned(),
        Limitation::Half => "Half".to_owned(),
        Limitation::Full => "Full".to_owned(),
        Limitation::Own { male, female } => {
            format!("Own(male: {:?}, female: {:?})", male.get(), female.get())
        }
    }
}

fn care_need(care_need: CareNeed) -> &'static str {
    match care_need {
        CareNeed::Unchanged => "Unchanged",
        CareNeed::ObservedFall => "ObservedFall",
    }
}

fn hazard_change(change: &HazardChange) -> String {
    let process = match &change.process {
        Process::Death => "Death".to_owned(),
        Process::CareOnset => "CareOnset".to_owned(),
        Process::CareProgression => "CareProgression".to_owned(),
        Process::CareRecovery => "CareRecovery".to_owned(),
        Process::Condition(id) => format!("Condition({})", quoted(id.as_str())),
    };
    let sex = match change.sex {
        None => "",
        Some(SexName::Male) => "sex: Male, ",
        Some(SexName::Female) => "sex: Female, ",
    };
    let ((first, last), from, factor) = (change.ages.get(), change.from.year(), change.factor.get());
    format!("(process: {process}, {sex}ages: ({first}, {last}), from: {from}, factor: {factor:?})")
}
