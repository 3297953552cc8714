//! Why a run is refused, and what in a scenario does nothing, in the language of the reader.

use crate::i18n::{Messages, message, numbers};
use crate::num::units::{Sex, Year};
use crate::run::draws::dressed::{FEWEST_DRAWS, MOST_DRAWS, MOST_LIVES};
use crate::run::fit::{
    DEATH_FACTORS, Idle, IdleLever, Idleness, LeverIdleness, Misfit, ModelError, process_word,
};
use crate::run::{FEWEST_PERSONS, MOST_PERSONS, RunError};
use crate::text::escape_untrusted;

/// The refusal in a sentence, safe to print.
#[must_use]
pub fn text(error: &RunError, messages: &Messages) -> String {
    match error {
        RunError::Cancelled => message!(messages, "error-interrupted"),
        RunError::NoThreads(reason) => message!(messages, "error-threads", reason = reason.as_str()),
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
        Misfit::UnknownLever { .. }
        | Misfit::TooManyLevers { .. }
        | Misfit::RepeatedLever { .. }
        | Misfit::UnknownChannel { .. }
        | Misfit::Coverage { .. }
        | Misfit::ChannelEffect { .. }
        | Misfit::LeverValue { .. } => lever_text(misfit, messages),
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
        Misfit::TooFewDraws { asked } => message!(
            messages,
            "refused-few-draws",
            asked = asked.to_string(),
            least = FEWEST_DRAWS.to_string()
        ),
        Misfit::TooManyDraws { asked, lives, megabytes } => message!(
            messages,
            "refused-many-draws",
            asked = numbers::fixed(f64::from(*asked), 0),
            most = numbers::fixed(f64::from(MOST_DRAWS), 0),
            lives = numbers::magnitude(messages.language(), *lives as f64),
            limit = numbers::magnitude(messages.language(), MOST_LIVES),
            megabytes = numbers::fixed(*megabytes as f64, 0)
        ),
        Misfit::TooManyProcesses { found, most } => {
            message!(messages, "refused-processes", found = found.to_string(), most = most.to_string())
        }
        Misfit::SharedStream { first, second } => {
            message!(messages, "refused-stream", first = first.as_str(), second = second.as_str())
        }
    }
}

/// A misfit of a lever; other misfits have their own words.
fn lever_text(misfit: &Misfit, messages: &Messages) -> String {
    match misfit {
        Misfit::UnknownLever { lever, pack, levers } => message!(
            messages,
            "refused-unknown-lever",
            lever = escape_untrusted(lever),
            pack = pack.as_str(),
            levers = levers.as_str()
        ),
        Misfit::TooManyLevers { found, most } => {
            message!(messages, "refused-many-levers", found = found.to_string(), most = most.to_string())
        }
        Misfit::RepeatedLever { lever } => {
            message!(messages, "refused-repeated-lever", lever = escape_untrusted(lever))
        }
        Misfit::UnknownChannel { lever, channel, channels } => message!(
            messages,
            "refused-unknown-channel",
            lever = lever.as_str(),
            channel = escape_untrusted(channel),
            channels = channels.as_str()
        ),
        Misfit::Coverage { lever, year, share } => message!(
            messages,
            "refused-coverage",
            lever = lever.as_str(),
            year = year.to_string(),
            share = share.to_string()
        ),
        Misfit::ChannelEffect { lever, channel, effect, allowed } => message!(
            messages,
            "refused-effect",
            lever = lever.as_str(),
            channel = channel.as_str(),
            effect = effect.to_string(),
            allowed = (*allowed).to_owned()
        ),
        Misfit::LeverValue { lever, field, found, least, most } => message!(
            messages,
            "refused-lever-value",
            lever = lever.as_str(),
            field = (*field).to_owned(),
            found = found.to_string(),
            least = least.to_string(),
            most = most.to_string()
        ),
        other => other.to_string(),
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

/// A note that a lever can do nothing, safe to print.
#[must_use]
pub fn idle_lever(scenario: &str, idle: &IdleLever, messages: &Messages) -> String {
    let why = match idle.why {
        LeverIdleness::AtReferencePath => message!(messages, "idle-lever-reference"),
        LeverIdleness::StartsTooLate(year) => message!(messages, "idle-lever-late", year = year.to_string()),
        LeverIdleness::NoEvidence => message!(messages, "idle-lever-no-evidence"),
        LeverIdleness::NullEvidence => message!(messages, "idle-lever-null"),
        LeverIdleness::SetToNothing => message!(messages, "idle-lever-set-to-nothing"),
        LeverIdleness::NobodyEligible => message!(messages, "idle-lever-nobody"),
        LeverIdleness::NobodyTakesPart => message!(messages, "idle-lever-adherence"),
        LeverIdleness::TargetsAbsent => message!(messages, "idle-lever-targets"),
    };
    let text = message!(
        messages,
        "warning-idle-lever",
        scenario = escape_untrusted(scenario),
        lever = escape_untrusted(&idle.lever),
        why = why
    );
    format!("{}: {text}", message!(messages, "warning-prefix"))
}
