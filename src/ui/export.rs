//! What is written as a file: the numbers behind the present screen, and the scenario.

mod svg;
mod table;

use super::action::Trend;
use super::answer::{Answer, Which};
use super::draft::Reach;
use super::outcome::Outcome;
use super::request;
use super::screen;
use super::state::State;
use super::task::Document;
use crate::analysis::effect_in;
use crate::baseline::Baseline;
use crate::baseline::levers::{Channel, Lever, Target};
use crate::num::units::{Sex, Year};
use crate::outcome::series::Group;
use crate::plan::{CareNeedAssumption, LeverSetting, MortalityAssumption};
use crate::scenario::Library;
use crate::scenario::quantity::SCHEMA_VERSION;
use std::fmt::Write as _;

/// A form in which the screen can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The numbers behind it as a table.
    Csv,
    /// Its chart as a picture.
    Svg,
    /// Its text twin.
    Text,
    /// The scenario.
    Ron,
}

impl Form {
    /// The first one is offered first.
    pub const ALL: [Self; 4] = [Self::Csv, Self::Svg, Self::Text, Self::Ron];

    /// Ending of its files.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Svg => "svg",
            Self::Text => "txt",
            Self::Ron => "ron",
        }
    }

    /// Whether the screen has it: not every screen has a chart.
    #[must_use]
    pub fn fits(self, state: &State) -> bool {
        self != Self::Svg || svg::charts(state)
    }
}

/// The screen in a form.
#[must_use]
pub fn document(state: &State, form: Form) -> Document {
    let text = match form {
        Form::Ron => return scenario(state),
        Form::Csv => table(state),
        Form::Svg => svg::text(state),
        Form::Text => screen::plain::text(state, state.messages()),
    };
    Document { name: name(state), ending: form.ending(), text }
}

/// Screen, seed and scenario, so that files tell what they show.
fn name(state: &State) -> String {
    let digest = request::plan(state).digest().to_string();
    let (place, seed) = (state.place.word(), state.settings.seed);
    format!("kenju-{place}-seed{seed}-{}", &digest[..digest.len().min(8)])
}

/// The numbers behind the screen as comma-separated values; without a table of its own, the series of all charts.
fn table(state: &State) -> String {
    table::of(state).map_or_else(|| view(state), |table| table.separated(b','))
}

/// The table on screen with tabulators, as spreadsheets take it; empty where nothing is known yet.
#[must_use]
pub fn copied(state: &State) -> String {
    table::shown(state).map(|table| table.separated(b'\t')).unwrap_or_default()
}

/// The series behind the charts: every outcome, reference and scenario, for the reading on screen.
///
/// Full precision, no language: a table for other programs.
fn view(state: &State) -> String {
    let mut text =
        String::from("reading,sex,year,outcome,reference,scenario,difference,difference_se,persons\n");
    if let Some(answer) = state.current() {
        for sex in &state.baseline.sexes {
            for outcome in Outcome::of_pack(&state.baseline) {
                series(&mut text, state, answer, *sex, outcome);
            }
        }
    }
    text
}

/// The word of an outcome in tables, with its unit.
fn column(outcome: Outcome, pack: &Baseline) -> String {
    let word = match outcome {
        Outcome::Healthy => "healthy_life_expectancy_years",
        Outcome::Life => "life_expectancy_years",
        Outcome::Independent => "independent_life_expectancy_years",
        Outcome::Limited => "years_limited",
        Outcome::CareOne => "support_or_care_1_ten_thousand_persons",
        Outcome::CareTwo => "care_2_3_ten_thousand_persons",
        Outcome::CareFour => "care_4_5_ten_thousand_persons",
        Outcome::Deaths => "deaths",
        Outcome::ProgrammeCost => "programme_cost_hundred_million_yen",
        Outcome::NetCost => "net_cost_hundred_million_yen",
        Outcome::Condition(_) => return format!("{}-percent", outcome.word(pack)).replace('-', "_"),
        Outcome::Cause(_) => return outcome.word(pack).replace('-', "_"),
    };
    word.to_owned()
}

fn series(text: &mut String, state: &State, answer: &Answer, sex: Sex, outcome: Outcome) {
    let word = column(outcome, &state.baseline);
    // What is counted for all persons together stands once.
    let group = outcome.group(sex);
    if group == Group::Both && state.baseline.sexes.first() != Some(&sex) {
        return;
    }
    let reading = format!("{:?}", state.trend).to_lowercase();
    let reference = answer.outcome(&state.baseline, Which::Reference, state.trend, sex, outcome);
    let scenario = answer.outcome(&state.baseline, Which::Scenario, state.trend, sex, outcome);
    // Empty where nobody was simulated: the numbers are exact.
    let persons = answer.persons(state.trend).map(|persons| persons.to_string()).unwrap_or_default();
    for ((year, without), (_, with)) in reference.into_iter().zip(scenario) {
        let (difference, error) = added(answer, state, sex, year, outcome);
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{reading},{},{year},{word},{without},{with},{difference},{error},{persons}",
            group.as_str()
        );
    }
}

fn added(answer: &Answer, state: &State, sex: Sex, year: Year, outcome: Outcome) -> (String, String) {
    answer
        .added(&state.baseline, state.trend, sex, year, outcome)
        .map_or_else(Default::default, |(value, error)| (value.to_string(), table::number(error)))
}

/// The scenario on screen as a scenario file. What the opened scenario says besides levers and assumptions
/// is taken over by naming it as the base.
pub fn scenario(state: &State) -> Document {
    let plan = request::plan(state);
    let digest = plan.digest().to_string();
    let name = format!("kenju-scenario-{}", &digest[..digest.len().min(8)]);
    Document { name, ending: "ron", text: scenario_text(state) }
}

/// The text of [`scenario`].
#[must_use]
pub fn scenario_text(state: &State) -> String {
    let opened = &state.world;
    let mut text = format!("(\n    schema: {SCHEMA_VERSION},\n");
    let title = |text: &str, mark: &str| {
        let cut: String = text.chars().take(80).collect();
        ron_text(&format!("{cut} ({mark})"))
    };
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "    title: (ja: {}, en: {}),",
        title(&opened.title.ja, "施策を変更"),
        title(&opened.title.en, "changed policies")
    );
    let embedded = Library::embedded().get(&opened.id).is_some();
    let base = if embedded { opened.id.clone() } else { format!("./{}.ron", opened.id) };
    if embedded || !opened.plan.hazard_changes.is_empty() || state.trend == Trend::Own {
        let _ = writeln!(text, "    base: {},", ron_text(&base));
    }
    text.push_str("    assumptions: (\n");
    let _ = writeln!(text, "        mortality: {},", mortality(state.assumptions.mortality));
    match state.trend {
        Trend::None => text.push_str("        limitation: NoChange,\n"),
        Trend::Half => text.push_str("        limitation: Half,\n"),
        Trend::Full => text.push_str("        limitation: Full,\n"),
        Trend::Own => {}
    }
    let care = match state.assumptions.care_need {
        CareNeedAssumption::Unchanged => "Unchanged",
        CareNeedAssumption::ObservedFall => "ObservedFall",
    };
    let _ = writeln!(text, "        care_need: {care},\n    ),");
    let levers = levers(state);
    if !levers.is_empty() {
        text.push_str("    levers: [\n");
        for lever in levers {
            let _ = writeln!(text, "        {lever},");
        }
        text.push_str("    ],\n");
    }
    text.push_str(")\n");
    text
}

fn ron_text(text: &str) -> String {
    // Debug quotes and escapes exactly as RON reads strings.
    format!("{text:?}")
}

fn mortality(mortality: MortalityAssumption) -> String {
    match mortality {
        MortalityAssumption::Anchored => "Anchored".to_owned(),
        MortalityAssumption::ExcessVanishes { by } => format!("ExcessVanishes(by: {by})"),
        MortalityAssumption::WorldPopulationProspects => "WorldPopulationProspects".to_owned(),
        MortalityAssumption::Frozen => "Frozen".to_owned(),
        MortalityAssumption::Own { life_expectancy_2040: [male, female] } => {
            format!("Own(male: {male:?}, female: {female:?})")
        }
        MortalityAssumption::Ipss2023Check => "Ipss2023Check".to_owned(),
    }
}

/// The levers set, and those of the opened scenario that were given back.
fn levers(state: &State) -> Vec<String> {
    let opened = &state.world.plan.levers;
    let catalogue = &state.baseline.levers.levers;
    let setting = |(place, lever): (usize, &Lever)| {
        let own = opened.iter().find(|setting| setting.lever == lever.id);
        let reach = state.draft.reach(place);
        if reach.is_none() && own.is_none() {
            return None;
        }
        Some(format!("(id: {}, coverage: {}{})", ron_text(&lever.id), coverage(reach), effects(lever, own)))
    };
    catalogue.iter().enumerate().filter_map(setting).collect()
}

fn coverage(reach: Option<&Reach>) -> String {
    match reach {
        None => "Observed".to_owned(),
        Some(Reach::Nothing) => "Nothing".to_owned(),
        Some(Reach::Today) => "Today".to_owned(),
        Some(Reach::Ambitious) => "Ambitious".to_owned(),
        Some(Reach::Maximum) => "Maximum".to_owned(),
        Some(Reach::Share(share)) => format!("Reach(share: {share:?})"),
        Some(Reach::Given(path)) => {
            let years = (path.from.0..).zip(&path.shares);
            let points: Vec<String> = years.map(|(year, share)| format!("({year}, {share:?})")).collect();
            format!("Points([{}])", points.join(", "))
        }
    }
}

/// What is set of a lever beside its coverage. The form knows no factor on effects, as trials set it: there the
/// effects themselves stand.
fn effects(lever: &Lever, own: Option<&LeverSetting>) -> String {
    let Some(own) = own else { return String::new() };
    let mut text = String::new();
    let set = |channel: &Channel| {
        let named = own.effects.iter().any(|(id, _)| *id == channel.id);
        let shared = own.effect_factor.is_some() && channel.acts != Target::Shown;
        let effect =
            effect_in(channel, Some(own)).filter(|effect| named || *effect != channel.acts.null())?;
        (named || shared).then(|| format!("{}: {effect:?}", ron_text(&channel.id)))
    };
    let pairs: Vec<String> = lever.channels.iter().filter_map(set).collect();
    if !pairs.is_empty() {
        let _ = write!(text, ", effects: {{{}}}", pairs.join(", "));
    }
    if let Some(adherence) = own.adherence {
        let _ = write!(text, ", adherence: {adherence:?}");
    }
    if let Some(correlation) = own.correlation {
        let _ = write!(text, ", correlation: {correlation:?}");
    }
    text
}
