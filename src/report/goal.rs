//! Where a scenario stands against the goal, in words that claim no more than is known.
//!
//! The survey error of healthy life expectancy is about 0.1 year, so a gain of 2.95 and one of 3.05
//! years are not told apart, whatever the second decimal says.

use crate::i18n::{Messages, message, numbers};
use crate::outcome::series::{GoalStatus, ScenarioResult};

/// Survey error of an official healthy life expectancy, years.
pub const SURVEY_ERROR: f64 = 0.1;

/// Decimals of a gain: the second one is below the survey error, but shows movement.
const DECIMALS: usize = 2;

/// One paragraph per sex, in a fixed order; empty when the result has no goal.
#[must_use]
pub fn lines(result: &ScenarioResult, messages: &Messages) -> Vec<String> {
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
                gain = numbers::years_difference(language, goal.gain_2040, DECIMALS),
                target = numbers::years_difference(language, goal.target, DECIMALS),
                verdict = verdict(goal, messages)
            );
            let interim = message!(
                messages,
                "goal-interim",
                year = goal.interim.year.to_string(),
                gain = numbers::years_difference(language, goal.interim.gain, DECIMALS),
                target = numbers::years_difference(language, goal.interim.target, DECIMALS)
            );
            match goal.chance {
                Some(chance) => {
                    let chance = message!(messages, "goal-chance", chance = numbers::percent(chance, 0));
                    format!("{gain} {interim} {chance}")
                }
                None => format!("{gain} {interim}"),
            }
        })
        .collect()
}

/// Reached, missed by so much, or too near to tell.
#[must_use]
pub fn verdict(goal: &GoalStatus, messages: &Messages) -> String {
    let distance = goal.target - goal.gain_2040;
    let language = messages.language();
    if distance.abs() < SURVEY_ERROR {
        message!(messages, "goal-near", error = numbers::years(language, SURVEY_ERROR, 1))
    } else if goal.reached {
        message!(messages, "goal-reached", year = "2040")
    } else {
        message!(
            messages,
            "goal-missed",
            year = "2040",
            distance = numbers::years(language, distance, DECIMALS)
        )
    }
}
