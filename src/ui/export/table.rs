//! The tables behind the screens, for other programs: full precision, words of no language in the headings.

use super::{column, reasons};

use crate::outcome::series::{Chances, Group};
use crate::ui::action::Trend;
use crate::ui::answer::{Which, row_of};
use crate::ui::draft;
use crate::ui::outcome::Outcome;
use crate::ui::place::Place;
use crate::ui::screen::conditions;
use crate::ui::screen::population::{self, People};
use crate::ui::screen::trials;
use crate::ui::state::State;

/// The standard readings, in the order of chances.
const READINGS: [&str; 3] = ["none", "half", "full"];

/// Headings and rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    heads: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table; every row has as many fields as there are headings.
    pub(super) const fn new(heads: Vec<&'static str>, rows: Vec<Vec<String>>) -> Self {
        Self { heads, rows }
    }

    /// As text with a separator.
    #[must_use]
    pub fn separated(&self, separator: u8) -> String {
        let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
        // Writing to memory cannot fail, and every row has as many fields as there are headings.
        let _ = writer.write_record(&self.heads);
        for row in &self.rows {
            let _ = writer.write_record(row);
        }
        writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

pub(super) fn number(value: Option<f64>) -> String {
    // An error that cannot be told is infinite: in a table it is empty.
    value.filter(|value| value.is_finite()).map(|value| value.to_string()).unwrap_or_default()
}

/// The table a screen has besides the series of all charts.
pub fn of(state: &State) -> Option<Table> {
    match state.place {
        Place::Compare => comparison(state),
        Place::Population => population(state),
        Place::Conditions => conditions(state),
        Place::Trials => Some(all_trials(state)),
        Place::Runs => Some(runs(state)),
        Place::Goal => goal(state),
        Place::Lever => path(state),
        Place::Why => reasons::why(state),
        Place::Assumptions => Some(reasons::assumptions(state)),
        Place::Sources => Some(sources(state)),
        Place::Programmes => Some(programmes(state)),
        Place::WhatIf | Place::Outlook => None,
    }
}

/// Whether a screen shows the series of outcomes, and has no other table.
pub const fn is_of_charts(place: Place) -> bool {
    matches!(place, Place::WhatIf | Place::Outlook)
}

/// The table a user means by "what I see": on the screens of charts, the outcome chosen.
pub fn shown(state: &State) -> Option<Table> {
    if let Some(table) = of(state) {
        return (!table.rows.is_empty()).then_some(table);
    }
    if !is_of_charts(state.place) {
        return None;
    }
    let answer = state.current()?;
    let outcomes = match state.place {
        Place::Outlook => vec![Outcome::Life, Outcome::Independent, Outcome::Healthy],
        _ => vec![state.outcome()],
    };
    let mut rows = Vec::new();
    for outcome in outcomes {
        for sex in &state.baseline.sexes {
            let with = answer.outcome(&state.baseline, Which::Scenario, state.trend, *sex, outcome);
            for (year, without) in
                answer.outcome(&state.baseline, Which::Reference, state.trend, *sex, outcome)
            {
                let scenario = with.iter().find(|(known, _)| *known == year).map(|(_, value)| *value);
                let added = answer.added(&state.baseline, state.trend, *sex, year, outcome);
                rows.push(vec![
                    column(outcome, &state.baseline),
                    sex.as_str().to_owned(),
                    year.to_string(),
                    number(Some(without)),
                    number(scenario),
                    number(added.map(|added| added.0)),
                    number(added.and_then(|added| added.1)),
                ]);
            }
        }
    }
    let heads = vec!["outcome", "sex", "year", "reference", "scenario", "difference", "difference_se"];
    Some(Table { heads, rows })
}

fn comparison(state: &State) -> Option<Table> {
    let known = state.current()?.comparison.as_ref()?;
    let mut rows = Vec::new();
    let reference = known.scenarios.first()?;
    let pairs = known.differences.iter().zip(known.scenarios.iter().skip(1));
    for (place, (difference, scenario)) in pairs.enumerate() {
        let title = state.kept.iter().find(|kept| kept.letter.to_string() == difference.to);
        let title = title.map_or_else(|| difference.to.clone(), super::super::state::Kept::title);
        for (before, after) in reference.series.iter().zip(&scenario.series) {
            for outcome in Outcome::STANDARD {
                let value = |row| outcome.value(&state.baseline, row);
                let (Some(without), Some(with)) = (value(before), value(after)) else {
                    continue;
                };
                let paired = row_of(difference, before.sex, before.year);
                let paired = paired.and_then(|row| outcome.estimate(&row.expectancies));
                rows.push(vec![
                    title.clone(),
                    before.sex.as_str().to_owned(),
                    before.year.to_string(),
                    column(outcome, &state.baseline),
                    number(Some(without)),
                    number(Some(with)),
                    number(Some(paired.map_or(with - without, |paired| paired.value))),
                    number(paired.map(|paired| paired.se)),
                    known.persons.to_string(),
                ]);
            }
        }
        for sex in &state.baseline.sexes {
            let (Some(year), Some(with)) = (state.baseline.goal, known.chances(place + 1, *sex)) else {
                continue;
            };
            let before = known.chances(0, *sex).map(Chances::all);
            for (at, (reading, chance)) in READINGS.iter().zip(with.all()).enumerate() {
                let without = before.as_ref().map(|all| all[at].share);
                rows.push(vec![
                    title.clone(),
                    sex.as_str().to_owned(),
                    year.year.to_string(),
                    format!("chance_of_goal_{reading}"),
                    number(without),
                    number(Some(chance.share)),
                    number(without.map(|without| chance.share - without)),
                    String::new(),
                    String::new(),
                ]);
            }
        }
    }
    let heads = vec![
        "scenario",
        "sex",
        "year",
        "outcome",
        "reference",
        "value",
        "difference",
        "difference_se",
        "persons",
    ];
    Some(Table { heads, rows })
}

fn population(state: &State) -> Option<Table> {
    let answer = state.current()?;
    let mut rows = Vec::new();
    for sex in &state.baseline.sexes {
        let group = Group::of(Some(*sex));
        if state.people != People::All {
            for rung in population::rungs(state, answer, *sex) {
                rows.push(vec![
                    reading(state.trend),
                    state.year.to_string(),
                    sex.as_str().to_owned(),
                    rung.from.to_string(),
                    rung.persons[0].to_string(),
                    rung.persons[1].to_string(),
                ]);
            }
            continue;
        }
        let people = |which| {
            let found = answer.rows_of(which, state.trend, group).find(|row| row.year == state.year);
            found.and_then(|row| row.population_by_age.as_deref())
        };
        let (Some(without), Some(with)) = (people(Which::Reference), people(Which::Scenario)) else {
            continue;
        };
        for (age, (without, with)) in without.iter().zip(with).enumerate() {
            rows.push(vec![
                reading(state.trend),
                state.year.to_string(),
                sex.as_str().to_owned(),
                (age + usize::from(state.baseline.ages.first)).to_string(),
                without.to_string(),
                with.to_string(),
            ]);
        }
    }
    // Five- or ten-year groups where a condition is counted: then the youngest age stands.
    let age = if state.people == People::All { "age" } else { "age_from" };
    Some(Table { heads: vec!["reading", "year", "sex", age, "reference_persons", "scenario_persons"], rows })
}

fn conditions(state: &State) -> Option<Table> {
    let answer = state.current()?;
    let mut rows = Vec::new();
    for item in conditions::rows(state, state.messages()) {
        let (id, unit) = match item {
            Outcome::Condition(place) => {
                (state.baseline.conditions.get(place)?.id.clone(), "percent_of_persons")
            }
            Outcome::Cause(place) => (state.baseline.causes.get(place)?.id.clone(), "deaths"),
            outcome => (column(outcome, &state.baseline), "ten_thousand_persons"),
        };
        for sex in &state.baseline.sexes {
            let of = |which| answer.outcome(&state.baseline, which, state.trend, *sex, item);
            for ((year, without), (_, with)) in of(Which::Reference).into_iter().zip(of(Which::Scenario)) {
                rows.push(vec![
                    reading(state.trend),
                    id.clone(),
                    unit.to_owned(),
                    sex.as_str().to_owned(),
                    year.to_string(),
                    without.to_string(),
                    with.to_string(),
                ]);
            }
        }
    }
    Some(Table { heads: vec!["reading", "what", "unit", "sex", "year", "reference", "scenario"], rows })
}

fn all_trials(state: &State) -> Table {
    let rows = trials::found(state).map(|trial| {
        let told = trials::figures(state, trial);
        let coverage = |place: usize| number(told.coverage.map(|coverage| coverage[place]));
        let row = state.trials.as_ref().and_then(|all| all.trials.iter().find(|row| row.id == trial.id));
        let sum = row.and_then(|row| row.worth.as_ref()?.sums.first());
        vec![
            trial.id.clone(),
            told.null.to_string(),
            told.positive.to_string(),
            told.real_given_positive.to_string(),
            told.adopted.to_string(),
            told.first_use.to_string(),
            coverage(0),
            coverage(1),
            coverage(2),
            number(sum.map(|sum| sum.trial_first.value)),
            number(sum.map(|sum| sum.at_once.value)),
            number(sum.map(|sum| sum.of_trialling.value)),
            number(sum.map(|sum| sum.of_trialling.se)),
        ]
    });
    let heads = vec![
        "trial",
        "chance_of_no_effect",
        "chance_positive",
        "chance_real_if_positive",
        "chance_scaled_up",
        "first_year_of_use",
        "coverage_reference",
        "coverage_expected",
        "coverage_if_scaled_up",
        "healthy_person_years_trial_first",
        "healthy_person_years_at_once",
        "healthy_person_years_of_trialling",
        "healthy_person_years_of_trialling_se",
    ];
    Table { heads, rows: rows.collect() }
}

fn runs(state: &State) -> Table {
    let levers = &state.baseline.levers.levers;
    let rows = state.runs.iter().map(|run| {
        let set =
            run.set.iter().filter_map(|(place, share)| Some(format!("{} {share}", levers.get(*place)?.id)));
        vec![
            run.number.to_string(),
            format!("{:?}", run.part).split(' ').next().unwrap_or_default().to_lowercase(),
            run.trend().map(reading).unwrap_or_default(),
            set.collect::<Vec<_>>().join("; "),
            if run.simulated { run.manifest.persons.to_string() } else { String::new() },
            run.manifest.seed.to_string(),
            number(run.took.map(|time| time.as_secs_f64())),
            run.plan.to_string(),
            run.manifest.baseline.to_string(),
            run.manifest.engine.clone(),
        ]
    });
    let heads = vec![
        "run", "purpose", "reading", "levers", "persons", "seed", "seconds", "plan", "baseline", "engine",
    ];
    Table { heads, rows: rows.collect() }
}

fn reading(trend: Trend) -> String {
    format!("{trend:?}").to_lowercase()
}

fn goal(state: &State) -> Option<Table> {
    let answer = state.current()?;
    let mut rows = Vec::new();
    for sex in &state.baseline.sexes {
        for trend in state.trends() {
            for (which, word) in [(Which::Reference, "reference"), (Which::Scenario, "scenario")] {
                let Some(status) = answer.goal_of(which, trend, *sex) else { continue };
                let place = [Trend::None, Trend::Half, Trend::Full].iter().position(|one| *one == trend);
                let chances = answer.chances(which, *sex).map(|(chances, _)| chances.all());
                let chance = place.zip(chances).map(|(place, all)| all[place]);
                rows.push(vec![
                    sex.as_str().to_owned(),
                    reading(trend),
                    word.to_owned(),
                    status.gain_2040.to_string(),
                    status.target.to_string(),
                    number(chance.map(|chance| chance.share)),
                    number(chance.map(|chance| chance.limits.low)),
                    number(chance.map(|chance| chance.limits.high)),
                ]);
            }
        }
    }
    let heads =
        vec!["sex", "reading", "world", "gain_years", "goal_years", "chance", "chance_low", "chance_high"];
    Some(Table { heads, rows })
}

fn path(state: &State) -> Option<Table> {
    let lever = state.baseline.levers.levers.get(state.lever)?;
    let path = state.draft.reach(state.lever);
    let path = path.and_then(|reach| draft::course(lever, reach, state.baseline.years));
    let (first, last) = state.years();
    let row = |year: crate::num::units::Year| {
        let reference = lever.reference_coverage(year);
        let set = path.as_ref().and_then(|path| path.at(year)).unwrap_or(reference);
        vec![lever.id.clone(), year.to_string(), reference.to_string(), set.to_string()]
    };
    let rows = (first.0..=last.0).map(crate::num::units::Year).map(row).collect();
    Some(Table { heads: vec!["lever", "year", "reference_share", "scenario_share"], rows })
}

fn sources(state: &State) -> Table {
    let rows = state.baseline.tables.iter().map(|table| {
        vec![
            table.file.clone(),
            table.title.en.clone(),
            table.unit.clone(),
            format!("{:?}", table.status).to_lowercase(),
            table.sources.join(" "),
        ]
    });
    Table { heads: vec!["table", "title", "unit", "status", "sources"], rows: rows.collect() }
}

fn programmes(state: &State) -> Table {
    let rows = state.baseline.register.programmes.iter().map(|programme| {
        vec![
            programme.id.clone(),
            programme.title.ja.clone(),
            programme.title.en.clone(),
            programme.class.letter().to_string(),
            programme.levers.join(" "),
        ]
    });
    Table { heads: vec!["programme", "title_ja", "title_en", "class", "levers"], rows: rows.collect() }
}
