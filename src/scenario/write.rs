//! A resolved scenario as a file: canonical RON.
//!
//! Always the same order, every assumption written out, no base, so that the file means the same
//! wherever it is put. A hand-written file is never rewritten: RON keeps no comments.

use super::quantity::SCHEMA_VERSION;
use super::resolve::ResolvedScenario;
use super::schema::{
    CareNeed, Coverage, EnablerSet, Factor, HazardChange, Lever, Limitation, Mortality, PolicyYear, Process,
    ReadingName, Scenario, SexName, Share, Shock, TrialStart, TrialWorld, Trials,
};
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
    list(&mut out, "hazard_changes", &scenario.hazard_changes, hazard_change);
    if let Some(start) = scenario.start {
        line(&mut out, format_args!("    start: {},", start.year()));
    }
    list(&mut out, "levers", &scenario.levers, lever);
    if let Some(set) = &scenario.trials {
        line(&mut out, format_args!("    trials: {},", trials(set)));
    }
    list(&mut out, "shocks", &scenario.shocks, shock);
    line(&mut out, format_args!(")"));
    out
}

/// A part of a scenario that may differ between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A reading of the future.
    Assumption,
    /// A hazard that the author multiplies.
    HazardChange,
    /// The year in which policies start.
    Start,
    /// A lever.
    Lever,
    /// The prevention trials.
    Trials,
    /// A shock.
    Shock,
}

/// What a scenario sets: which part, its name, and the value as it is written; levers by their ids, the
/// changes and shocks by their position.
#[must_use]
pub fn parts(scenario: &Scenario) -> Vec<(Part, String, String)> {
    let mut found = Vec::new();
    let overrides = &scenario.assumptions;
    let readings = [
        ("mortality", overrides.mortality.map(mortality)),
        ("limitation", overrides.limitation.map(limitation)),
        ("care_need", overrides.care_need.map(|reading| care_need(reading).to_owned())),
    ];
    let readings = readings.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    found.extend(readings.map(|(name, value)| (Part::Assumption, name, value)));
    let numbered = |at: usize| (at + 1).to_string();
    let changes = scenario.hazard_changes.as_slice().iter().enumerate();
    found.extend(changes.map(|(at, one)| (Part::HazardChange, numbered(at), hazard_change(one))));
    found.extend(scenario.start.map(|year| (Part::Start, String::new(), year.year().to_string())));
    let levers = scenario.levers.as_slice().iter();
    found.extend(levers.map(|one| (Part::Lever, one.id.as_str().to_owned(), lever(one))));
    found.extend(scenario.trials.as_ref().map(|set| (Part::Trials, String::new(), trials(set))));
    let shocks = scenario.shocks.as_slice().iter().enumerate();
    found.extend(shocks.map(|(at, one)| (Part::Shock, numbered(at), shock(one))));
    found
}

fn line(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = out.write_fmt(arguments);
    out.push('\n');
}

/// A field that is a list with an item a line; nothing without items.
fn list<T>(out: &mut String, field: &str, items: &[T], item: impl Fn(&T) -> String) {
    if items.is_empty() {
        return;
    }
    line(out, format_args!("    {field}: ["));
    for one in items {
        line(out, format_args!("        {},", item(one)));
    }
    line(out, format_args!("    ],"));
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

fn lever(lever: &Lever) -> String {
    let mut out = format!("(id: {}, coverage: {}", quoted(lever.id.as_str()), coverage(&lever.coverage));
    let effects: Vec<String> = lever
        .effects
        .as_slice()
        .iter()
        .map(|(channel, effect)| format!("{}: {:?}", quoted(channel.as_str()), effect.get()))
        .collect();
    // Writing to a string cannot fail.
    if !effects.is_empty() {
        let _ = write!(out, ", effects: {{{}}}", effects.join(", "));
    }
    if let Some(adherence) = lever.adherence {
        let _ = write!(out, ", adherence: {:?}", adherence.get());
    }
    if let Some(correlation) = lever.correlation {
        let _ = write!(out, ", correlation: {:?}", correlation.get());
    }
    out.push(')');
    out
}

pub(super) fn coverage(coverage: &Coverage) -> String {
    let way = |name: &str, share: Share, from: Option<PolicyYear>, by: Option<PolicyYear>| {
        let mut out = format!("{name}(share: {:?}", share.get());
        for (field, year) in [("from", from), ("by", by)] {
            if let Some(year) = year {
                let _ = write!(out, ", {field}: {}", year.year());
            }
        }
        out + ")"
    };
    match coverage {
        Coverage::Observed => "Observed".to_owned(),
        Coverage::Nothing => "Nothing".to_owned(),
        Coverage::Today => "Today".to_owned(),
        Coverage::Ambitious => "Ambitious".to_owned(),
        Coverage::Maximum => "Maximum".to_owned(),
        Coverage::Reach { share, from, by } => way("Reach", *share, *from, *by),
        Coverage::Logistic { share, from, by } => way("Logistic", *share, *from, *by),
        Coverage::Points(points) => {
            let points = points.as_slice().iter();
            let points: Vec<String> =
                points.map(|(year, share)| format!("({}, {:?})", year.year(), share.get())).collect();
            format!("Points([{}])", points.join(", "))
        }
        Coverage::Fitted { figure } => format!("Fitted(figure: {})", quoted(figure.as_str())),
        Coverage::Diffusion { ceiling_large, ceiling_small, speed } => {
            let fields = [
                ("ceiling_large", ceiling_large.map(Share::get)),
                ("ceiling_small", ceiling_small.map(Share::get)),
                ("speed", speed.map(Factor::get)),
            ];
            let fields: Vec<String> = fields
                .into_iter()
                .filter_map(|(field, value)| value.map(|value| format!("{field}: {value:?}")))
                .collect();
            format!("Diffusion({})", fields.join(", "))
        }
    }
}

fn trials(trials: &Trials) -> String {
    let start = match trials.start {
        TrialStart::Planned => "Planned",
        TrialStart::Anew => "Anew",
    };
    let mut out = format!("(start: {start}");
    // Writing to a string cannot fail.
    if let Some(only) = &trials.only {
        let ids: Vec<String> = only.as_slice().iter().map(|id| quoted(id.as_str())).collect();
        let _ = write!(out, ", only: [{}]", ids.join(", "));
    }
    let set: Vec<String> = trials.enablers.as_slice().iter().map(enabler).collect();
    if !set.is_empty() {
        let _ = write!(out, ", enablers: [{}]", set.join(", "));
    }
    if let TrialWorld::Drawn { draw } = trials.world {
        let _ = write!(out, ", world: Drawn(draw: {})", draw.number());
    }
    out + ")"
}

fn enabler(set: &EnablerSet) -> String {
    let mut out = format!("(id: {}", quoted(set.id.as_str()));
    if let Some(strength) = set.strength {
        let _ = write!(out, ", strength: {:?}", strength.get());
    }
    if let Some(reading) = set.reading {
        let reading = match reading {
            ReadingName::Low => "Low",
            ReadingName::Central => "Central",
            ReadingName::High => "High",
        };
        let _ = write!(out, ", reading: {reading}");
    }
    out + ")"
}

fn shock(shock: &Shock) -> String {
    let Shock::Pandemic {
        year,
        years,
        severity,
        vaccine_delay_days,
        emergency_approval_days_saved,
        averted_per_14_days,
        attendance_fall,
    } = shock;
    let mut out = format!("Pandemic(year: {}", year.year());
    if let Some(years) = years {
        let _ = write!(out, ", years: {}", years.years());
    }
    for (field, value) in [
        ("severity", severity.map(super::schema::Severity::get)),
        ("vaccine_delay_days", vaccine_delay_days.map(super::schema::Days::get)),
        ("emergency_approval_days_saved", emergency_approval_days_saved.map(super::schema::Days::get)),
        ("averted_per_14_days", averted_per_14_days.map(super::schema::AvertedShare::get)),
        ("attendance_fall", attendance_fall.map(Share::get)),
    ] {
        if let Some(value) = value {
            let _ = write!(out, ", {field}: {value:?}");
        }
    }
    out + ")"
}
