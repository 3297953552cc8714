//! Conditions and causes of death in `pack.ron`: what they are, how they refer to each other.

use super::{Checker, Manifest, need, quoted};
use crate::baseline::error::LoadError;
use crate::baseline::{Course, LimitationEffect, Text, schema};
use crate::nearest::nearest;
use crate::text::escape_untrusted;
use serde::{Deserialize, Serialize};

/// A number with its lowest and highest plausible value.
pub(in crate::baseline) type Ranged = (f64, f64, f64);

/// What the manifest says of a condition; its rates are in tables.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::baseline) struct ConditionHead {
    pub id: String,
    pub title: Text,
    #[serde(default = "one")]
    pub mortality_ratio: f64,
    #[serde(default = "lasting")]
    pub course: Course,
    pub limitation: LimitationEffect,
    #[serde(default)]
    pub limitation_range: Option<(f64, f64)>,
    /// One entry per state; none means no effect.
    #[serde(default)]
    pub care_onset: Vec<Ranged>,
    #[serde(default)]
    pub care_progression: Vec<Ranged>,
    /// Causes of death it puts a factor on.
    #[serde(default)]
    pub multiplies: Vec<String>,
    /// Sources of the numbers given here.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// What the manifest says of a cause of death; its shares are in a table.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::baseline) struct CauseHead {
    pub id: String,
    pub title: Text,
    /// The condition whose cases die of it.
    #[serde(default)]
    pub owner: Option<String>,
}

const fn one() -> f64 {
    1.0
}

const fn lasting() -> Course {
    Course::Lasting { remission: [0.0; 2] }
}

/// Number of states of a condition.
pub(in crate::baseline) const fn states(course: Course) -> usize {
    match course {
        Course::RecentThenLasting { .. } => 2,
        Course::Lasting { .. } | Course::RecentThenNone { .. } => 1,
    }
}

impl Checker<'_> {
    /// Numbers of conditions, and names by which conditions and causes refer to each other.
    pub(super) fn health(&self, manifest: &Manifest) -> Result<(), LoadError> {
        for condition in &manifest.conditions {
            self.condition(manifest, condition)?;
        }
        let conditions: Vec<&str> = manifest.conditions.iter().map(|head| head.id.as_str()).collect();
        for cause in &manifest.causes {
            if let Some(owner) = &cause.owner {
                self.known("condition", owner, &conditions, &cause.id)?;
                let same = |other: &&CauseHead| other.owner.as_ref() == Some(owner);
                if manifest.causes.iter().filter(same).count() > 1 {
                    let message = format!("the condition `{owner}` owns more than one cause of death");
                    return Err(self.fault(Some(&quoted(&cause.id)), message));
                }
            }
        }
        Ok(())
    }

    fn condition(&self, manifest: &Manifest, condition: &ConditionHead) -> Result<(), LoadError> {
        let wrong = |field: &str, allowed: &str| {
            let message = format!("condition `{}`: {field} must be {allowed}", condition.id);
            Err(self.fault(Some(&quoted(&condition.id)), message))
        };
        let positive = |value: f64| value.is_finite() && value > 0.0;
        if !positive(condition.mortality_ratio) {
            return wrong("mortality_ratio", "a finite number above 0");
        }
        #[expect(clippy::float_cmp, reason = "the default, or the literal 1, and nothing near it")]
        if !manifest.causes.is_empty() && condition.mortality_ratio != 1.0 {
            return wrong("mortality_ratio", "left out: deaths follow from the causes");
        }
        let rates = match condition.course {
            Course::Lasting { remission } => remission,
            Course::RecentThenLasting { exit } | Course::RecentThenNone { exit } => exit,
        };
        if !rates.iter().all(|rate| rate.is_finite() && *rate >= 0.0) {
            return wrong("course", "rates of 0 or more per year");
        }
        if let LimitationEffect::LogOdds(value) = condition.limitation {
            let (low, high) = condition.limitation_range.unwrap_or((value, value));
            if !value.is_finite() || !low.is_finite() || !high.is_finite() {
                return wrong("limitation", "Certain or LogOdds with a finite number");
            }
            if low > value || high < value {
                return wrong("limitation_range", "around the log odds of limitation");
            }
        }
        for (field, ratios) in
            [("care_onset", &condition.care_onset), ("care_progression", &condition.care_progression)]
        {
            if !ratios.is_empty() && ratios.len() != states(condition.course) {
                return wrong(field, "empty, or one (value, low, high) per state");
            }
            let rising = |(value, low, high): &Ranged| {
                [*value, *low, *high].into_iter().all(positive) && low <= value && value <= high
            };
            if !ratios.iter().all(rising) {
                return wrong(field, "(value, low, high) above 0 with the value between the bounds");
            }
        }
        let sources: Vec<&str> = manifest.sources.iter().map(|source| source.id.as_str()).collect();
        for source in &condition.sources {
            self.known("source", source, &sources, &condition.id)?;
        }
        let causes: Vec<&str> = manifest.causes.iter().map(|head| head.id.as_str()).collect();
        for cause in &condition.multiplies {
            self.known("cause of death", cause, &causes, &condition.id)?;
            if condition.multiplies.iter().filter(|other| *other == cause).count() > 1 {
                return wrong("multiplies", "a list that names each cause once");
            }
        }
        Ok(())
    }

    fn known(&self, what: &str, name: &str, allowed: &[&str], user: &str) -> Result<(), LoadError> {
        if allowed.contains(&name) {
            return Ok(());
        }
        let meant = nearest(name, allowed.iter().copied());
        let meant = meant.map(|name| format!(" (did you mean `{name}`?)")).unwrap_or_default();
        let message =
            format!("`{user}` names the {what} `{}`, which is not listed{meant}", escape_untrusted(name));
        Err(self.fault(Some(&quoted(name)), message))
    }

    /// Which tables conditions and causes need, and which they cannot have.
    pub(super) fn health_tables(&self, manifest: &Manifest) -> Result<(), LoadError> {
        let official = manifest.has(schema::MORTALITY);
        let (conditions, causes) = (!manifest.conditions.is_empty(), !manifest.causes.is_empty());
        if official && conditions && !causes {
            let message = format!(
                "conditions beside official mortality (`{}`) need `causes`: they act on causes of death",
                schema::MORTALITY.file
            );
            return Err(self.fault(Some("conditions"), message));
        }
        if causes && !official {
            let message =
                format!("`causes` divide official mortality; `{}` is missing", schema::MORTALITY.file);
            return Err(self.fault(Some("causes"), message));
        }
        let owned = manifest.causes.iter().any(|cause| cause.owner.is_some());
        let multiplied = manifest.conditions.iter().any(|condition| !condition.multiplies.is_empty());
        for (kind, wanted, because) in [
            (schema::CONDITION_RATES, conditions && !causes, "`conditions` without `causes`"),
            (schema::CONDITION_PREVALENCE, conditions && causes, "`conditions` with `causes`"),
            (schema::CONDITION_INCIDENCE, conditions && causes, "`conditions` with `causes`"),
            (schema::CONDITION_CAUSE_WEIGHT, owned, "a cause with an `owner`"),
            (schema::CONDITION_CAUSE_MULTIPLIER, multiplied, "a condition that `multiplies`"),
            (schema::CAUSE_FRACTION, causes, "`causes`"),
        ] {
            if wanted {
                need(self, manifest, kind, &format!("it goes with {because}"))?;
            } else if manifest.has(kind) {
                let message = format!("the table `{}` goes with {because}, which is not there", kind.file);
                return Err(self.fault(Some(&quoted(kind.file)), message));
            }
        }
        if manifest.has(schema::OFFICIAL_CAUSE_DEATHS) && !causes {
            let message = format!("the table `{}` goes with `causes`", schema::OFFICIAL_CAUSE_DEATHS.file);
            return Err(self.fault(Some(&quoted(schema::OFFICIAL_CAUSE_DEATHS.file)), message));
        }
        Ok(())
    }
}
