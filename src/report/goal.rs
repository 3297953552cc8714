//! Where a scenario stands against the goal, in words that claim no more than is known.

use crate::baseline::Goal;
use crate::i18n::{Messages, message, numbers};
use crate::outcome::goal::{self, SURVEY_ERROR, Verdict};
use crate::outcome::series::{Chance, Chances, GoalStatus, ScenarioResult};
use crate::report::chance;

/// Decimals of a gain: the second one is below the survey error, but shows movement.
const DECIMALS: usize = 2;

/// One paragraph per sex, in a fixed order; empty when the result has no goal. `draws` is how many parameter
/// draws the result has.
#[must_use]
pub fn lines(goal: Option<&Goal>, result: &ScenarioResult, draws: u32, messages: &Messages) -> Vec<String> {
    let Some(wanted) = goal else { return Vec::new() };
    ["male", "female"]
        .into_iter()
        .filter_map(|sex| Some((sex, result.goal.get(sex)?)))
        .map(|(sex, goal)| {
            let group = match sex {
                "male" => message!(messages, "sex-male"),
                _ => message!(messages, "sex-female"),
            };
            let language = messages.language();
            let gain = message!(
                messages,
                "goal-gain",
                group = group,
                from = wanted.from.to_string(),
                year = wanted.year.to_string(),
                gain = numbers::years_difference(language, goal.gain_2040, DECIMALS),
                target = numbers::years_difference(language, goal.target, DECIMALS),
                verdict = verdict(wanted, goal, messages)
            );
            let gain = if verdict_of(goal) == Verdict::Indistinguishable {
                let error = numbers::years(language, SURVEY_ERROR, 1);
                format!("{gain} {}", message!(messages, "goal-survey-error", error = error))
            } else {
                gain
            };
            let interim = message!(
                messages,
                "goal-interim",
                year = goal.interim.year.to_string(),
                gain = numbers::years_difference(language, goal.interim.gain, DECIMALS),
                target = numbers::years_difference(language, goal.interim.target, DECIMALS)
            );
            match Chance::of(goal.chance, goal.chance_limits) {
                Some(own) => {
                    let own =
                        message!(messages, "goal-chance", chance = chance::words(&own, draws, messages));
                    let by =
                        goal.chance_by_reading.map(|by| readings(by, draws, messages)).unwrap_or_default();
                    format!("{gain} {interim} {own}{by}")
                }
                None => format!("{gain} {interim}"),
            }
        })
        .collect()
}

/// The chances by reading of the trend, then mixed.
fn readings(by: Chances, draws: u32, messages: &Messages) -> String {
    let [none, half, full, mixed] = by.all().map(|one| chance::words(&one, draws, messages));
    let text =
        message!(messages, "goal-chance-readings", none = none, half = half, full = full, mixed = mixed);
    format!(" {text}")
}

/// Reached, missed by so much, or too near to tell.
#[must_use]
pub fn verdict(wanted: &Goal, status: &GoalStatus, messages: &Messages) -> String {
    let language = messages.language();
    let year = wanted.year.to_string();
    match verdict_of(status) {
        Verdict::Indistinguishable => {
            message!(messages, "goal-near")
        }
        Verdict::Reached(_) => message!(messages, "goal-reached", year = year),
        Verdict::Short(distance) => {
            message!(messages, "goal-missed", year = year, distance = numbers::years(language, distance, 1))
        }
    }
}

fn verdict_of(status: &GoalStatus) -> Verdict {
    goal::verdict(status.gain_2040, status.target)
}
