//! What a paper says of its draws: how many there are, how many of the study are missing, and what one of them means
//! where a prevention trial decides.
//!
//! A paper of an unfinished store looks like one of a finished study, and only its reader can say whether the
//! difference matters: so the paper says it where nobody overlooks it, not on standard error alone.

use super::{Finished, Shown, StudyReport};
use crate::i18n::{Messages, message};
use crate::run::draws::dressed::FEWEST_DRAWS;

/// That draws of the study are missing, or too few for intervals; `None` where neither is so.
pub fn missing(study: &StudyReport<'_>, messages: &Messages) -> Option<String> {
    let Finished { done, all } = study.origin?.draws;
    let (finished, planned) = (done.to_string(), all.to_string());
    if all > 0 && study.output.manifest.draws == 0 {
        let least = FEWEST_DRAWS.to_string();
        Some(message!(messages, "report-draws-too-few", done = finished, all = planned, least = least))
    } else if done < all {
        Some(message!(messages, "report-draws-unfinished", done = finished, all = planned))
    } else {
        None
    }
}

/// What a reader of the numbers must know of the draws behind them.
pub fn notes(study: &StudyReport<'_>, messages: &Messages) -> Vec<String> {
    let draws = study.output.manifest.draws;
    let missing = missing(study, messages);
    let mut notes = Vec::new();
    if draws > 0 {
        notes.push(message!(messages, "report-draws-note", draws = draws.to_string()));
    } else if missing.is_none() {
        notes.push(message!(messages, "report-no-draws-note"));
    }
    notes.extend(missing);
    notes.extend(trials(study, messages));
    notes
}

/// That central values and draws mean different things where trials decide.
fn trials(study: &StudyReport<'_>, messages: &Messages) -> Option<String> {
    let decided = |one: &Shown<'_>| {
        let levers = &one.scenario.world.plan.levers;
        levers.iter().any(|lever| lever.trialled.is_some())
    };
    let keys: Vec<String> = study.each(messages).filter(decided).map(|one| one.key).collect();
    let keys = keys.join(messages.language().pick("、", ", "));
    let some = study.output.manifest.draws > 0 && !keys.is_empty();
    some.then(|| message!(messages, "report-trials-note", keys = keys))
}
