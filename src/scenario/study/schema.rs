//! The shape of a study plan.

use crate::scenario::quantity::{Listed, Quantity, Refusal, TextKind};
use crate::scenario::schema::{
    BaseName, CareNeed, ChangeYear, Coverage, LeverId, Limitation, Mortality, Note, Overrides, SchemaVersion,
    Title,
};
use crate::scenario::schema::{bounded_number, checked_text};
use serde::{Deserialize, Deserializer};

macro_rules! bounded_list {
    ($(#[$documentation:meta])* $name:ident, $item:ty, $list:expr) => {
        $(#[$documentation])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name(Vec<$item>);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Self::try_from(Vec::deserialize(from)?).map_err(serde::de::Error::custom)
            }
        }

        impl TryFrom<Vec<$item>> for $name {
            type Error = Refusal;

            fn try_from(items: Vec<$item>) -> Result<Self, Refusal> {
                $list.admit(items.len())?;
                if items.is_empty() { Err(Refusal::EmptyList($list)) } else { Ok(Self(items)) }
            }
        }

        impl $name {
            /// The items in the order of the file.
            #[must_use]
            pub fn as_slice(&self) -> &[$item] {
                &self.0
            }
        }
    };
}

bounded_number!(
    /// Simulated persons, from 1000 up.
    PersonCount, Quantity::Persons
);
bounded_number!(
    /// Number of parameter draws, 0 to 100 000.
    DrawCount, Quantity::Draws
);
bounded_number!(
    /// Seed of the random draws of persons: a whole number that a double holds exactly.
    Seed, Quantity::Seed
);
checked_text!(
    /// Identifier of a reading or a grid, written as conditions are.
    PartId, TextKind::Part
);
bounded_list!(
    /// Scenarios of a plan, at least one.
    ScenarioNames, BaseName, Listed::Scenarios
);
bounded_list!(
    /// Readings of a plan, at least one.
    Readings, Reading, Listed::Readings
);
bounded_list!(
    /// Grids of a plan, at least one.
    Grids, Grid, Listed::Grids
);
bounded_list!(
    /// Levers of a grid, at least one.
    Axes, Axis, Listed::Levers
);
bounded_list!(
    /// Coverages that a grid gives a lever, at least one.
    Coverages, Coverage, Listed::Coverages
);
bounded_list!(
    /// Seeds of a plan, at least one.
    Seeds, Seed, Listed::Seeds
);

/// A plan as its author wrote it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Version of the schema.
    pub schema: SchemaVersion,
    /// Title in both languages.
    pub title: Title,
    /// Explanation in both languages.
    #[serde(default)]
    pub note: Option<Note>,
    /// What the others are compared with; without it, the embedded reference.
    #[serde(default)]
    pub reference: Option<BaseName>,
    /// Embedded scenarios or files beside the plan.
    #[serde(default)]
    pub scenarios: Option<ScenarioNames>,
    /// Levers at every combination of coverages.
    #[serde(default)]
    pub grids: Option<Grids>,
    /// Readings of the future under which everything is run once more.
    #[serde(default)]
    pub readings: Option<Readings>,
    /// Simulated persons; without it, as many as `run` takes.
    #[serde(default)]
    pub persons: Option<PersonCount>,
    /// Last year; without it, the year of the pack's goal.
    #[serde(default)]
    pub until: Option<ChangeYear>,
    /// Seeds; without them, 1.
    #[serde(default)]
    pub seeds: Option<Seeds>,
    /// Parameter draws beside the central values; without it, none.
    #[serde(default)]
    pub draws: Option<DrawCount>,
    /// Whether care levels, conditions, causes of death, events and costs are kept too.
    #[serde(default)]
    pub detail: bool,
}

/// A reading of the future.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// Its name in results.
    pub id: PartId,
    /// Mortality after the last observed year; without it, that of the scenario.
    #[serde(default)]
    pub mortality: Option<Mortality>,
    /// Activity limitation at a given age; without it, that of the scenario.
    #[serde(default)]
    pub limitation: Option<Limitation>,
    /// Care need at a given age; without it, that of the scenario.
    #[serde(default)]
    pub care_need: Option<CareNeed>,
}

impl Reading {
    /// As a scenario would set it.
    #[must_use]
    pub const fn overrides(&self) -> Overrides {
        Overrides { mortality: self.mortality, limitation: self.limitation, care_need: self.care_need }
    }
}

/// Levers at every combination of coverages, on top of a scenario.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grid {
    /// Its name; its points are `NAME-1`, `NAME-2`, ...
    pub id: PartId,
    /// What the levers are set on; without it, the reference of the plan.
    #[serde(default)]
    pub base: Option<BaseName>,
    /// The levers; the last one changes fastest.
    pub levers: Axes,
}

/// A lever with the coverages of a grid.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Axis {
    /// Which lever of the pack.
    pub id: LeverId,
    /// How far it reaches.
    pub coverage: Coverages,
}

/// A checked year as a calendar year.
#[must_use]
pub const fn year_of(year: ChangeYear) -> crate::num::units::Year {
    year.year()
}
