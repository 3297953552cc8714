//! What is written as a file: the numbers behind the present screen, and the scenario.

mod reasons;
mod steps;
mod svg;
mod table;

use super::action::Trend;
use super::answer::{Answer, Which};
use super::draft::{Draft, Reach};
use super::outcome::Outcome;
use super::request;
use super::screen;
use super::state::State;
use super::task::Document;
use crate::analysis::effect_in;
use crate::baseline::levers::{Channel, Lever, Target};
use crate::baseline::{Baseline, Text};
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
    /// A report of the scenario to hand over, computed with everything that belongs in it.
    Report,
    /// The changes of this session, one after the other, to be computed again.
    Steps,
}

impl Form {
    /// The first one is offered first.
    pub const ALL: [Self; 6] = [Self::Csv, Self::Svg, Self::Text, Self::Ron, Self::Report, Self::Steps];

    /// Ending of its files.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Svg => "svg",
            Self::Text => "txt",
            Self::Ron | Self::Steps => "ron",
            Self::Report => "html",
        }
    }

    /// Whether the screen has it: not every screen has a chart, and nothing may have been changed.
    #[must_use]
    pub fn fits(self, state: &State) -> bool {
        match self {
            Self::Svg => svg::charts(state),
            Self::Steps => state.history.before().is_some(),
            _ => true,
        }
    }
}

/// The screen in a form; a report begins with the scenario it is of.
#[must_use]
pub fn document(state: &State, form: Form) -> Document {
    let text = match form {
        Form::Ron | Form::Report => return scenario(state),
        Form::Steps => steps::text(state),
        Form::Csv => table(state),
        Form::Svg => svg::text(state),
        Form::Text => screen::plain::text(state, state.messages()),
    };
    let what = if form == Form::Steps { "steps" } else { state.place.word() };
    Document { name: name(state, what), ending: form.ending(), text }
}

/// What it is, scenario, seed, plan and engine, so that files tell what they show.
#[must_use]
pub fn name(state: &State, what: &str) -> String {
    let digest = request::plan(state).digest().to_string();
    let short = |digest: &str| digest.chars().take(8).collect::<String>();
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
    let scenario: String = state.world.id.chars().map(plain).take(40).collect();
    let engine = state.answer.as_ref().map(|answer| format!("-engine{}", short(&answer.manifest.engine)));
    let (seed, plan) = (state.settings.seed, short(&digest));
    format!("kenju-{what}-{scenario}-seed{seed}-plan{plan}{}", engine.unwrap_or_default())
}

/// The numbers behind the screen as comma-separated values, on screens of charts the series of all of them; empty where
/// nothing is known yet.
fn table(state: &State) -> String {
    if table::is_of_charts(state.place) {
        return view(state);
    }
    table::of(state).map(|table| table.separated(b',')).unwrap_or_default()
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

/// As [`scenario_text`], of other policies under the same assumptions.
#[must_use]
pub fn text_of(state: &State, draft: &Draft) -> String {
    let light = State { answer: None, before: None, last_settled: None, ..state.clone() };
    scenario_text(&State { draft: draft.clone(), ..light })
}

/// The text of [`scenario`].
#[must_use]
pub fn scenario_text(state: &State) -> String {
    let marked = |text: &str, mark: &str| format!("{} ({mark})", cut(text));
    let opened = &state.world.title;
    let title =
        Text { ja: marked(&opened.ja, "施策を変更"), en: marked(&opened.en, "changed policies") };
    titled(state, &title)
}

fn cut(text: &str) -> String {
    text.chars().take(80).collect()
}

/// The scenario on screen under a title.
fn titled(state: &State, title: &Text) -> String {
    let opened = &state.world;
    let mut text = format!("(\n    schema: {SCHEMA_VERSION},\n");
    // Writing to a string cannot fail.
    let _ = writeln!(text, "    title: (ja: {}, en: {}),", ron_text(&title.ja), ron_text(&title.en));
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
