//! What a chart can show, and how to read it off the results.

use super::answer::Measure;
use crate::baseline::Baseline;
use crate::i18n::{Messages, message};
use crate::num::units::Sex;
use crate::outcome::series::{Estimate, Expectancies, Group, YearResult};

/// An outcome over the years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Healthy life expectancy, official variant.
    Healthy,
    /// Life expectancy.
    Life,
    /// Independent life expectancy.
    Independent,
    /// Years lived with activity limitation.
    Limited,
    /// Persons with support need or care level 1.
    CareOne,
    /// Persons at care levels 2 and 3.
    CareTwo,
    /// Persons at care levels 4 and 5.
    CareFour,
    /// Expected deaths of the calendar year.
    Deaths,
    /// What the policies themselves cost beyond the reference.
    ProgrammeCost,
    /// The same with care and medical treatment.
    NetCost,
    /// Prevalence of a condition, by its place in the pack.
    Condition(usize),
    /// Expected deaths from a cause, by its place in the pack.
    Cause(usize),
}

/// Persons to a unit of the charts.
const TEN_THOUSAND: f64 = 1e4;

/// Yen to a unit of the charts.
const HUNDRED_MILLION: f64 = 1e8;

impl Outcome {
    /// Those of every run, in the order a key goes through them.
    pub const STANDARD: [Self; 8] = [
        Self::Healthy,
        Self::Life,
        Self::Independent,
        Self::Limited,
        Self::CareOne,
        Self::CareTwo,
        Self::CareFour,
        Self::Deaths,
    ];

    /// Persons at each level of care need.
    pub const CARE: [Self; 3] = [Self::CareOne, Self::CareTwo, Self::CareFour];

    /// Everything a pack can show, in the order a key goes through it.
    #[must_use]
    pub fn of_pack(pack: &Baseline) -> Vec<Self> {
        let standard = Self::STANDARD.into_iter().filter(|one| pack.care.is_some() || !one.counts_persons());
        let costs = [Self::ProgrammeCost, Self::NetCost].into_iter().filter(|_| pack.costs.is_some());
        let conditions = (0..pack.conditions.len()).map(Self::Condition);
        let causes = (0..pack.causes.len()).map(Self::Cause);
        standard.chain(costs).chain(conditions).chain(causes).collect()
    }

    /// The curve of the outlook it also is, with its official figures.
    #[must_use]
    pub const fn measure(self) -> Option<Measure> {
        match self {
            Self::Healthy => Some(Measure::Healthy),
            Self::Life => Some(Measure::Life),
            Self::Independent => Some(Measure::Independent),
            _ => None,
        }
    }

    /// Whether it is a number of years of life, which every run gives with its error.
    #[must_use]
    pub const fn is_expectancy(self) -> bool {
        matches!(self, Self::Healthy | Self::Life | Self::Independent | Self::Limited)
    }

    /// Whether it counts persons with care need, in units of ten thousand.
    #[must_use]
    pub const fn counts_persons(self) -> bool {
        matches!(self, Self::CareOne | Self::CareTwo | Self::CareFour)
    }

    /// Whether it is money, of all persons together.
    #[must_use]
    pub const fn is_cost(self) -> bool {
        matches!(self, Self::ProgrammeCost | Self::NetCost)
    }

    /// Whether persons must be lived through in more detail for it, which takes longer.
    #[must_use]
    pub const fn needs_details(self) -> bool {
        matches!(self, Self::ProgrammeCost | Self::NetCost | Self::Condition(_) | Self::Cause(_))
    }

    /// Whom it describes where one sex is shown: costs are known for all persons together only.
    #[must_use]
    pub const fn group(self, sex: Sex) -> Group {
        if self.is_cost() { Group::Both } else { Group::of(Some(sex)) }
    }

    /// Its estimate among expectancies; `None` for everything else.
    #[must_use]
    pub const fn estimate(self, all: &Expectancies) -> Option<Estimate> {
        match self {
            Self::Healthy => Some(all.healthy_life_expectancy),
            Self::Life => Some(all.life_expectancy),
            Self::Independent => Some(all.independent_life_expectancy),
            Self::Limited => Some(all.years_limited),
            _ => None,
        }
    }

    /// Its value in a row of results, in the unit of the charts. What is run is the reference or a scenario that
    /// is held against it: a reference costs nothing beyond itself.
    #[must_use]
    pub fn value(self, pack: &Baseline, row: &YearResult) -> Option<f64> {
        let care = |state: &str| row.care_need.as_ref()?.get(state).map(|persons| persons / TEN_THOUSAND);
        let cost = |of: fn(&crate::outcome::economics::Costs) -> Option<f64>| match &row.costs {
            Some(costs) => of(costs).map(|yen| yen / HUNDRED_MILLION),
            // Without details there are no costs either, and nothing is known of them.
            None => row.conditions.as_ref().map(|_| 0.0),
        };
        match self {
            Self::CareOne => care("support_or_care_1"),
            Self::CareTwo => care("care_2_3"),
            Self::CareFour => care("care_4_5"),
            Self::Deaths => Some(row.deaths),
            Self::ProgrammeCost => cost(crate::outcome::economics::Costs::programme_total),
            Self::NetCost => cost(|costs| costs.net),
            Self::Condition(place) => {
                let found = row.conditions.as_ref()?.get(&pack.conditions.get(place)?.id)?;
                Some(found.prevalence * 100.0)
            }
            Self::Cause(place) => row.deaths_by_cause.as_ref()?.get(&pack.causes.get(place)?.id).copied(),
            _ => self.estimate(&row.expectancies).map(|estimate| estimate.value),
        }
    }

    /// The word that names it in files.
    #[must_use]
    pub fn word(self, pack: &Baseline) -> String {
        let id = |id: Option<&String>| id.cloned().unwrap_or_default();
        match self {
            Self::Healthy => "healthy-life-expectancy".to_owned(),
            Self::Life => "life-expectancy".to_owned(),
            Self::Independent => "independent-life-expectancy".to_owned(),
            Self::Limited => "years-limited".to_owned(),
            Self::CareOne => "care-1".to_owned(),
            Self::CareTwo => "care-2-3".to_owned(),
            Self::CareFour => "care-4-5".to_owned(),
            Self::Deaths => "deaths".to_owned(),
            Self::ProgrammeCost => "programme-cost".to_owned(),
            Self::NetCost => "net-cost".to_owned(),
            Self::Condition(place) => {
                format!("condition-{}", id(pack.conditions.get(place).map(|one| &one.id)))
            }
            Self::Cause(place) => format!("deaths-{}", id(pack.causes.get(place).map(|one| &one.id))),
        }
    }

    /// The outcome of a word.
    #[must_use]
    pub fn named(word: &str, pack: &Baseline) -> Option<Self> {
        Self::of_pack(pack).into_iter().find(|outcome| outcome.word(pack) == word)
    }

    /// Name. That of a condition or cause is text of the pack.
    #[must_use]
    pub fn name(self, pack: &Baseline, messages: &Messages) -> String {
        let title = |title: Option<&crate::baseline::Text>| {
            title.map(|title| messages.choose(title).to_owned()).unwrap_or_default()
        };
        match self {
            Self::Healthy => message!(messages, "healthy-life-expectancy"),
            Self::Life => message!(messages, "life-expectancy"),
            Self::Independent => message!(messages, "independent-life-expectancy"),
            Self::Limited => message!(messages, "ui-outcome-limited"),
            Self::CareOne => message!(messages, "ui-outcome-care-1"),
            Self::CareTwo => message!(messages, "ui-outcome-care-2"),
            Self::CareFour => message!(messages, "ui-outcome-care-4"),
            Self::Deaths => message!(messages, "ui-outcome-deaths"),
            Self::ProgrammeCost => message!(messages, "ui-outcome-programme-cost"),
            Self::NetCost => message!(messages, "ui-outcome-net-cost"),
            Self::Condition(place) => title(pack.conditions.get(place).map(|one| &one.title)),
            Self::Cause(place) => title(pack.causes.get(place).map(|one| &one.title)),
        }
    }

    /// Name where it stands alone: a condition and a cause of death may have the same.
    #[must_use]
    pub fn full_name(self, pack: &Baseline, messages: &Messages) -> String {
        let name = self.name(pack, messages);
        match self {
            Self::Condition(_) => message!(messages, "ui-outcome-condition", name = name),
            Self::Cause(_) => message!(messages, "ui-outcome-cause", name = name),
            _ => name,
        }
    }

    /// Name in the few cells a table has.
    #[must_use]
    pub fn short(self, pack: &Baseline, messages: &Messages) -> String {
        match self {
            Self::Healthy => message!(messages, "ui-short-healthy"),
            Self::Life => message!(messages, "ui-short-life"),
            Self::Independent => message!(messages, "ui-short-independent"),
            Self::Limited => message!(messages, "ui-short-limited"),
            Self::CareOne => message!(messages, "ui-short-care-1"),
            Self::CareTwo => message!(messages, "ui-short-care-2"),
            Self::CareFour => message!(messages, "ui-short-care-4"),
            Self::Deaths => message!(messages, "ui-short-deaths"),
            Self::ProgrammeCost => message!(messages, "ui-short-programme-cost"),
            Self::NetCost => message!(messages, "ui-short-net-cost"),
            Self::Condition(_) | Self::Cause(_) => self.full_name(pack, messages),
        }
    }

    /// Unit.
    #[must_use]
    pub fn unit(self, messages: &Messages) -> String {
        match self {
            Self::CareOne | Self::CareTwo | Self::CareFour => message!(messages, "ui-unit-ten-thousand"),
            Self::Deaths | Self::Cause(_) => message!(messages, "ui-unit-deaths"),
            Self::ProgrammeCost | Self::NetCost => message!(messages, "ui-unit-yen"),
            Self::Condition(_) => message!(messages, "ui-unit-percent"),
            Self::Healthy | Self::Life | Self::Independent | Self::Limited => {
                message!(messages, "ui-unit-years")
            }
        }
    }

    /// Decimals that are worth printing.
    #[must_use]
    pub const fn decimals(self) -> usize {
        match self {
            Self::CareOne | Self::CareTwo | Self::CareFour | Self::ProgrammeCost | Self::NetCost => 1,
            Self::Deaths | Self::Cause(_) => 0,
            _ => 2,
        }
    }

    /// Decimals of a difference of it.
    #[must_use]
    pub fn decimals_of(self, difference: f64) -> usize {
        match self {
            Self::Deaths | Self::Cause(_) | Self::ProgrammeCost | Self::NetCost => self.decimals(),
            Self::Condition(_) => 3,
            _ => super::screen::headline::decimals(difference),
        }
    }
}
