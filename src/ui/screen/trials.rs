//! The prevention trials, each as a pipeline: design, result, review, scale-up, coverage; then what it gains to run
//! it first, and what to scale up at once, as the engine answers.

use super::OverlayLine;
use super::page::Page;
use crate::baseline::trials::{Ministry, Trial};
use crate::i18n::numbers::{fixed, percent, signed};
use crate::i18n::{Messages, message};
use crate::num::units::Year;
use crate::outcome::series::Group;
use crate::policy::pipeline::prior::NoPrior;
use crate::policy::pipeline::{ANEW, Pipeline};
use crate::report::series::group_name;
use crate::report::trials::DECIMALS;
use crate::report::trials::worth as report;
use crate::ui::action::Command;
use crate::ui::state::{Computation, State};
use crate::ui::theme::Role;

/// The figures of a trial's pipeline, before any simulation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// Chance that there is no effect at all; 1 where nothing usable is known.
    pub null: f64,
    /// Chance of a positive result.
    pub positive: f64,
    /// Chance that there is an effect if the result is positive.
    pub real_given_positive: f64,
    /// Chance that the programme is scaled up.
    pub adopted: f64,
    /// First year whose coverage can differ.
    pub first_use: Year,
    /// Coverage in the last year: reference, expected, if it is scaled up.
    pub coverage: Option<[f64; 3]>,
    /// Why nothing is believed of its effect.
    pub no_prior: Option<NoPrior>,
}

/// The figures of one trial, started anew as `kenju trials` assumes.
#[must_use]
pub fn figures(state: &State, trial: &Trial) -> Figures {
    let pipeline = Pipeline::of(&state.baseline, trial, ANEW, &[]);
    let until = state.years().1;
    let coverage = pipeline.lever.and_then(|lever| {
        let at = |path: Option<crate::plan::CoveragePath>| path.and_then(|path| path.at(until));
        let expected = at(pipeline.expected_path(until))?;
        Some([lever.reference_coverage(until), expected, at(pipeline.path_given_adoption(until))?])
    });
    Figures {
        null: pipeline.prior.as_ref().map_or(1.0, |prior| prior.zero_mass),
        positive: pipeline.verdict.positive,
        real_given_positive: pipeline.verdict.real_given_positive,
        adopted: pipeline.adopted(),
        first_use: Year(pipeline.schedule.result.0 + 1),
        coverage,
        no_prior: pipeline.prior.err(),
    }
}

/// The trials that the text looked for leaves.
pub fn found(state: &State) -> impl Iterator<Item = &Trial> {
    let filter = state.filter.to_lowercase();
    state.baseline.pipelines.trials.iter().filter(move |trial| {
        let texts = [&trial.title.ja, &trial.title.en, &trial.id, &trial.what.ja, &trial.what.en];
        texts.into_iter().any(|text| text.to_lowercase().contains(&filter))
    })
}

/// All lines of the page.
#[must_use]
pub fn lines(state: &State, messages: &Messages, cells: usize) -> Vec<OverlayLine> {
    let mut page = Page::new(cells);
    if state.baseline.pipelines.trials.is_empty() {
        page.paragraph(Role::Text, &message!(messages, "ui-trials-none"));
        return page.lines;
    }
    let key = state.key_name(Command::Search);
    page.paragraph(Role::Muted, &message!(messages, "ui-trials-note", key = key));
    let (role, told) = stand(state, messages);
    page.paragraph(role, &told);
    for trial in found(state) {
        page.gap();
        pipeline(&mut page, state, trial, messages);
    }
    page.lines
}

/// What the gains were computed with, or that they are on their way.
fn stand(state: &State, messages: &Messages) -> (Role, String) {
    if let Some(found) = &state.trials {
        let Some(run) = &found.manifest else {
            return (Role::Muted, message!(messages, "ui-trials-no-gains"));
        };
        let (persons, seed) = (run.persons.to_string(), run.seed.to_string());
        let told = fixed(run.persons as f64, 0);
        let line = message!(messages, "ui-trials-run", told = told, persons = persons, seed = seed);
        return (Role::Muted, line);
    }
    let stopped = state.failure().is_some() || state.computation == Computation::Done;
    let told = if stopped {
        message!(messages, "ui-trials-stopped", key = state.key_name(Command::Recompute))
    } else {
        message!(messages, "ui-trials-computing", key = state.key_name(Command::Stop))
    };
    (Role::Warning, told)
}

/// What one trial is worth: healthy person-years with and without trialling first, then life by sex, then in words.
fn worth(page: &mut Page, state: &State, trial: &Trial, messages: &Messages) {
    let Some(found) = &state.trials else { return };
    let Some(row) = found.trials.iter().find(|row| row.id == trial.id) else { return };
    let year = found.until.to_string();
    if let Some(sum) = row.worth.as_ref().and_then(|worth| worth.sums.first()) {
        let years = |value: f64| signed(value, 0);
        let value = sum.of_trialling;
        page.paragraph(
            Role::Headline,
            &message!(
                messages,
                "ui-trials-worth",
                until = year.as_str(),
                first = years(sum.trial_first.value),
                now = years(sum.at_once.value),
                value = years(value.value),
                error = fixed(value.se, 0)
            ),
        );
    }
    let gains = row.gains.iter().flatten().filter(|gain| gain.sex != Group::Both);
    let told = gains.map(|gain| {
        let (first, now) = (gain.last_year.trial_first, gain.last_year.at_once);
        message!(
            messages,
            "ui-trials-gain",
            sex = group_name(gain.sex, messages),
            first = signed(first, DECIMALS),
            now = signed(now, DECIMALS)
        )
    });
    let told: Vec<String> = told.collect();
    if !told.is_empty() {
        let sexes = told.join(&message!(messages, "ui-trials-and"));
        page.paragraph(Role::Text, &message!(messages, "ui-trials-gains", year = year, sexes = sexes));
    }
    page.paragraph(Role::Text, &report::advice(found, row, messages));
}

/// One trial: name, what it tests, its stages as a chain.
fn pipeline(page: &mut Page, state: &State, trial: &Trial, messages: &Messages) {
    let ministry = match trial.ministry {
        Ministry::Mhlw => message!(messages, "trials-ministry-mhlw"),
        Ministry::Meti => message!(messages, "trials-ministry-meti"),
    };
    page.heading(&format!("{} ({ministry})", messages.choose(&trial.title)));
    page.paragraph(Role::Text, messages.choose(&trial.what));
    let told = figures(state, trial);
    let design = &trial.design;
    let share = |share: f64| percent(share, 0);
    let design = message!(
        messages,
        "ui-trials-design",
        arms = design.arms.to_string(),
        persons = fixed(design.per_arm.value, 0),
        years = design.years.to_string()
    );
    let result = message!(messages, "ui-trials-result", positive = share(told.positive));
    let scaled = message!(
        messages,
        "ui-trials-scaled",
        adopted = share(told.adopted),
        year = told.first_use.to_string()
    );
    let coverage = told.coverage.map_or_else(
        || message!(messages, "ui-trials-no-lever"),
        |[reference, expected, adopted]| {
            message!(
                messages,
                "ui-trials-coverage",
                year = state.years().1.to_string(),
                reference = percent(reference, 1),
                expected = percent(expected, 1),
                adopted = percent(adopted, 1)
            )
        },
    );
    page.paragraph(Role::Headline, &format!("[{design}] -> [{result}] -> [{scaled}] -> [{coverage}]"));
    page.paragraph(
        Role::Muted,
        &match told.no_prior {
            Some(NoPrior::NoChannel) => message!(messages, "trials-no-channel"),
            Some(NoPrior::NoEvidence) => message!(messages, "trials-no-evidence"),
            Some(NoPrior::Shape) => message!(messages, "trials-no-shape"),
            None => message!(
                messages,
                "ui-trials-belief",
                endpoint = messages.choose(&trial.endpoint.title),
                null = share(told.null),
                real = share(told.real_given_positive)
            ),
        },
    );
    worth(page, state, trial, messages);
}
