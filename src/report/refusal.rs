//! Why a run is refused, and what in a scenario does nothing, in the language of the reader.

use crate::i18n::{Messages, message, numbers};
use crate::num::units::{Sex, Year};
use crate::run::fit::{DEATH_FACTORS, Idle, Idleness, Misfit, ModelError, process_word};
use crate::run::{FEWEST_PERSONS, MOST_PERSONS, RunError};
use crate::text::escape_untrusted;

/// The refusal in a sentence, safe to print.
#[must_use]
pub fn text(error: &RunError, messages: &Messages) -> String {
    match error {
        RunError::Cancelled => message!(messages, "error-interrupted"),
        RunError::Uncalibrated(reason) => {
            message!(messages, "refused-uncalibrated", reason = escape_untrusted(reason))
        }
        RunError::TooLarge(misfit) | RunError::Unfit(misfit) => misfit_text(misfit, messages),
    }
}

fn misfit_text(misfit: &Misfit, messages: &Messages) -> String {
    let next = |year: &Year| (year.0 + 1).to_string();
    match misfit {
        Misfit::ConstantMortality { pack } => {
            message!(messages, "refused-constant-mortality", pack = pack.as_str())
        }
        Misfit::NoMortalityPath { pack, path } => {
            message!(messages, "refused-no-mortality-path", pack = pack.as_str(), path = (*path).to_owned())
        }
        Misfit::ExcessStillObserved { by, observed, last } => message!(
            messages,
            "refused-excess-observed",
            year = by.to_string(),
            observed = observed.to_string(),
            first = next(observed),
            last = last.to_string()
        ),
        Misfit::NothingToCalibrate { pack } => {
            message!(messages, "refused-no-calibration", pack = pack.as_str())
        }
        Misfit::NoLimitation { pack } => message!(messages, "refused-no-limitation", pack = pack.as_str()),
        Misfit::NoCareNeed { pack } => message!(messages, "refused-no-care-need", pack = pack.as_str()),
        Misfit::UnknownProcess { number, pack, process, conditions } => message!(
            messages,
            "refused-unknown-process",
            number = number.to_string(),
            pack = pack.as_str(),
            process = escape_untrusted(&process_word(process)),
            conditions = conditions.as_str()
        ),
        Misfit::ChangesThePast { number, from, observed, last } => message!(
            messages,
            "refused-past",
            number = number.to_string(),
            year = from.to_string(),
            observed = observed.to_string(),
            first = next(observed),
            last = last.to_string()
        ),
        Misfit::OutsideAges { number, ages, first, last } => message!(
            messages,
            "refused-ages",
            number = number.to_string(),
            from = ages.0.to_string(),
            to = ages.1.to_string(),
            first = first.to_string(),
            last = last.to_string()
        ),
        Misfit::AbsentSex { number, pack, sex } => message!(
            messages,
            "refused-sex",
            number = number.to_string(),
            pack = pack.as_str(),
            group = group(*sex, messages)
        ),
        Misfit::DeathFactor { sex, age, year, factor } => message!(
            messages,
            "refused-death-factor",
            factor = numbers::fixed(*factor, 4),
            group = group(*sex, messages),
            age = age.to_string(),
            year = year.to_string(),
            least = DEATH_FACTORS[0].to_string(),
            most = DEATH_FACTORS[1].to_string()
        ),
        Misfit::Unreachable(error) => unreachable_text(error, messages),
        Misfit::NotFinite { scenario, year } => message!(
            messages,
            "refused-not-finite",
            scenario = escape_untrusted(scenario),
            year = year.to_string()
        ),
        Misfit::OutsideYears { year, first, last } => message!(
            messages,
            "error-until",
            year = year.to_string(),
            first = first.to_string(),
            last = last.to_string()
        ),
        Misfit::TooFewPersons { asked } => message!(
            messages,
            "refused-few-persons",
            asked = asked.to_string(),
            least = FEWEST_PERSONS.to_string()
        ),
        Misfit::TooManyPersons { asked, simulated, years, worlds } => {
            let work = *simulated as f64 * f64::from(*years) * *worlds as f64;
            message!(
                messages,
                "error-persons-limit",
                persons = numbers::fixed(*asked as f64, 0),
                simulated = numbers::fixed(*simulated as f64, 0),
                limit = numbers::fixed(MOST_PERSONS as f64, 0),
                years = years.to_string(),
                worlds = worlds.to_string(),
                work = numbers::magnitude(messages.language(), work)
            )
        }
        Misfit::TooManyProcesses { found, most } => {
            message!(messages, "refused-processes", found = found.to_string(), most = most.to_string())
        }
        Misfit::SharedStream { first, second } => {
            message!(messages, "refused-stream", first = first.as_str(), second = second.as_str())
        }
    }
}

fn unreachable_text(error: &ModelError, messages: &Messages) -> String {
    match *error {
        ModelError::NoPath => {
            message!(messages, "refused-no-mortality-path", pack = "-", path = "default / without_excess")
        }
        ModelError::LifeExpectancy { sex, year, wanted, low, high } => message!(
            messages,
            "refused-life-expectancy",
            wanted = wanted.to_string(),
            year = year.to_string(),
            group = group(sex, messages),
            low = numbers::fixed(low, 2),
            high = numbers::fixed(high, 2)
        ),
        ModelError::HealthyLifeExpectancy { sex, year, wanted, low, high } => message!(
            messages,
            "refused-healthy-life-expectancy",
            wanted = wanted.to_string(),
            year = year.to_string(),
            group = group(sex, messages),
            low = numbers::fixed(low, 2),
            high = numbers::fixed(high, 2)
        ),
    }
}

fn group(sex: Sex, messages: &Messages) -> String {
    match sex {
        Sex::Male => message!(messages, "sex-male"),
        Sex::Female => message!(messages, "sex-female"),
    }
}

/// A warning that a change of a hazard does nothing, safe to print.
#[must_use]
pub fn idle(scenario: &str, idle: &Idle, messages: &Messages) -> String {
    let why = match idle.why {
        Idleness::FactorOne => message!(messages, "idle-factor-one"),
        Idleness::AfterTheRun(year) => message!(messages, "idle-after-run", year = year.to_string()),
        Idleness::NoHazard => message!(messages, "idle-no-hazard"),
    };
    let text = message!(
        messages,
        "warning-idle",
        scenario = escape_untrusted(scenario),
        number = idle.number.to_string(),
        process = escape_untrusted(&process_word(&idle.process)),
        why = why
    );
    format!("{}: {text}", message!(messages, "warning-prefix"))
}
