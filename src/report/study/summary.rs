//! Title and summary: sentences made from the numbers, which claim no more than the numbers show.

use super::compose::Composer;
use super::paper::Item;
use super::{SURE, Shown, StudyReport, economics, is_sure};
use crate::i18n::{Messages, message, numbers};
use crate::outcome::differing::Precision;
use crate::outcome::goal::SURVEY_ERROR;
use crate::outcome::series::{Chance, Estimate, Group};
use crate::report::chance;
use crate::report::explain::{ExplainReport, words};
use crate::report::goal;
use crate::report::series::{group_name, manifest};
use crate::report::uncertainty;

/// Parts of a difference that are named in the summary.
const NAMED: usize = 3;

/// The title.
pub fn title(study: &StudyReport<'_>, messages: &Messages) -> String {
    let year = study.output.scenarios.first().and_then(|one| one.series.last());
    let year = year.map_or_else(String::new, |row| row.year.to_string());
    if let Some(title) = study.title {
        return messages.choose(title).to_owned();
    }
    match study.output.scenarios.as_slice() {
        [_, only] => {
            message!(messages, "report-title-one", title = messages.choose(&only.title), year = year)
        }
        _ => message!(messages, "report-title", year = year),
    }
}

/// What stands under the title.
pub fn lead(study: &StudyReport<'_>, messages: &Messages) -> Vec<String> {
    vec![message!(messages, "report-lead"), manifest(&study.output.manifest, study.output.kenju, messages)]
}

/// Adds the section.
pub fn add(composer: &mut Composer<'_>) {
    let (study, messages) = (composer.study, composer.messages);
    composer.section("summary", message!(messages, "report-summary"));
    if let Some(missing) = super::drawn::missing(study, messages) {
        composer.add(Item::Warning(missing));
    }
    let language = messages.language();
    let mut later = study.each(messages);
    if let Some(reference) = later.next() {
        composer.paragraph(message!(messages, "report-summary-reference"));
        let draws = study.output.manifest.draws;
        let lines = goal::lines(study.baseline.goal.as_ref(), reference.result, draws, messages);
        if !lines.is_empty() {
            composer.add(Item::List(lines));
        }
    }
    for (index, one) in later.enumerate() {
        composer.heading(one.name(messages));
        let mut points = effects(&one, messages);
        points.extend(verdicts(composer, &one));
        if let Some(explanation) = study.explanations.get(index) {
            let report = ExplainReport { baseline: study.baseline, explanation };
            let (named, others) = words::largest(&report, NAMED, messages);
            if named.is_empty() && others > 0 {
                points.push(message!(messages, "report-summary-none", count = others.to_string()));
            } else if !named.is_empty() {
                let parts = named.join(language.pick("、", "; "));
                points.push(message!(messages, "report-summary-parts", parts = parts));
                if others > 0 {
                    points.push(message!(messages, "report-summary-others", count = others.to_string()));
                }
            }
        }
        points.extend(economics::sentence(study, one.place, messages));
        composer.add(Item::List(points));
        let own = one.result.own_assumptions.len();
        if own > 0 {
            composer.add(Item::Warning(message!(messages, "report-summary-own", count = own.to_string())));
        }
    }
    composer.heading(message!(messages, "summary-meaning-heading"));
    let error = numbers::years(language, SURVEY_ERROR, 1);
    let mut meaning = vec![
        message!(messages, "report-meaning-readings"),
        message!(messages, "report-meaning-survey", error = error),
    ];
    meaning.extend(super::drawn::notes(study, messages));
    meaning.extend(study.origin.and_then(|origin| super::manifest::seeds_note(origin, messages)));
    if let Some(uncertainty) = &study.output.uncertainty {
        meaning.extend(uncertainty::remarks(uncertainty, &|id| study.key_of(id, messages), messages));
    }
    composer.add(Item::List(meaning));
}

/// What a scenario changes, by sex.
fn effects(one: &Shown<'_>, messages: &Messages) -> Vec<String> {
    let Some(difference) = one.difference else { return Vec::new() };
    let Some(year) = difference.series.last().map(|row| row.year) else { return Vec::new() };
    let change = |one: Estimate| -> String {
        let shown = numbers::years_difference(messages.language(), one.value, 3);
        if matches!(one.precision(), Precision::TooFew { .. }) {
            message!(messages, "precision-change", change = shown)
        } else if one.value == 0.0 && one.se == 0.0 {
            message!(messages, "report-change-none")
        } else if let Some(all) = one.interval.filter(|_| is_sure(one)) {
            let [low, high] = [all.p05, all.p95].map(|end| numbers::signed(end, 3));
            if all.includes_monte_carlo {
                message!(messages, "report-change-both", change = shown, low = low, high = high)
            } else {
                message!(messages, "report-change-drawn", change = shown, low = low, high = high)
            }
        } else if is_sure(one) && one.se > 0.0 {
            // An error below the last digit is not no error.
            let error = numbers::fixed((SURE * one.se).max(0.001), 3);
            message!(messages, "report-change", change = shown, error = error)
        } else if is_sure(one) {
            shown
        } else {
            message!(messages, "report-unsure-change", change = shown)
        }
    };
    let mut sentences = Vec::new();
    let mut largest: f64 = 0.0;
    for group in [Group::Male, Group::Female] {
        let Some(row) = difference.series.iter().find(|row| row.year == year && row.sex == group) else {
            continue;
        };
        let all = &row.expectancies;
        largest = largest.max(all.healthy_life_expectancy.value.abs());
        sentences.push(message!(
            messages,
            "report-summary-change",
            group = group_name(group, messages),
            year = year.to_string(),
            healthy = change(all.healthy_life_expectancy),
            life = change(all.life_expectancy),
            independent = change(all.independent_life_expectancy)
        ));
    }
    // The exact zero needs no remark, and what the survey could show neither.
    if largest > 0.0 && largest < SURVEY_ERROR {
        let error = numbers::years(messages.language(), SURVEY_ERROR, 1);
        sentences.push(message!(messages, "report-summary-small", error = error));
    }
    sentences
}

/// Where a scenario stands against the goal, with the chance where there were draws.
fn verdicts(composer: &Composer<'_>, one: &Shown<'_>) -> Vec<String> {
    let (messages, goal) = (composer.messages, composer.study.baseline.goal);
    let Some(wanted) = goal else { return Vec::new() };
    let sexes = composer.study.sexes().into_iter().filter_map(|group| {
        let status = one.result.goal.get(group.as_str())?;
        let verdict = goal::verdict(&wanted, status, messages);
        let draws = composer.study.output.manifest.draws;
        let chance = Chance::of(status.chance, status.chance_limits).map(|own| {
            message!(messages, "report-summary-chance", chance = chance::words(&own, draws, messages))
        });
        let verdict = [verdict, chance.unwrap_or_default()].concat();
        Some(message!(
            messages,
            "report-summary-gain-sex",
            group = group_name(group, messages),
            gain = numbers::years_difference(messages.language(), status.gain_2040, 2),
            verdict = verdict
        ))
    });
    let sexes: Vec<String> = sexes.collect();
    if sexes.is_empty() {
        return Vec::new();
    }
    let (from, year) = (wanted.from.to_string(), wanted.year.to_string());
    let sexes = sexes.join(messages.language().pick("、", "; "));
    vec![message!(messages, "report-summary-gain", from = from, year = year, sexes = sexes)]
}
