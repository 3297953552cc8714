//! What is written as a file: the numbers behind the present screen, and the scenario.

use super::answer::{Answer, Which};
use super::outcome::Outcome;
use super::request;
use super::state::State;
use super::task::Document;
use crate::num::units::{Sex, Year};
use std::fmt::Write as _;

/// The series behind the charts: every outcome, reference and scenario, for the reading on screen.
///
/// Full precision, no language: a table for other programs.
pub fn view(state: &State) -> Document {
    let mut text = String::from("reading,sex,year,outcome,reference,scenario,difference,difference_se\n");
    if let Some(answer) = state.current() {
        for sex in &state.baseline.sexes {
            for outcome in Outcome::ALL {
                series(&mut text, state, answer, *sex, outcome);
            }
        }
    }
    let digest = request::plan(state).digest().to_string();
    let seed = state.settings.seed;
    let place = state.place.word();
    let name = format!("kenju-{place}-seed{seed}-{}", &digest[..digest.len().min(8)]);
    Document { name, ending: "csv", text }
}

fn series(text: &mut String, state: &State, answer: &Answer, sex: Sex, outcome: Outcome) {
    let word = match outcome {
        Outcome::Healthy => "healthy_life_expectancy_years",
        Outcome::Life => "life_expectancy_years",
        Outcome::Independent => "independent_life_expectancy_years",
        Outcome::Limited => "years_limited",
        Outcome::CareOne => "support_or_care_1_ten_thousand_persons",
        Outcome::CareTwo => "care_2_3_ten_thousand_persons",
        Outcome::CareFour => "care_4_5_ten_thousand_persons",
    };
    let reading = format!("{:?}", state.trend).to_lowercase();
    let reference = answer.outcome(Which::Reference, state.trend, sex, outcome);
    let scenario = answer.outcome(Which::Scenario, state.trend, sex, outcome);
    for ((year, without), (_, with)) in reference.into_iter().zip(scenario) {
        let (difference, error) = added(answer, state, sex, year, outcome);
        // Writing to a string cannot fail.
        let _ =
            writeln!(text, "{reading},{},{year},{word},{without},{with},{difference},{error}", sex.as_str());
    }
}

fn added(answer: &Answer, state: &State, sex: Sex, year: Year, outcome: Outcome) -> (String, String) {
    answer.added(state.trend, sex, year, outcome).map_or_else(Default::default, |(value, error)| {
        (value.to_string(), error.map(|error| error.to_string()).unwrap_or_default())
    })
}
