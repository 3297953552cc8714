//! Shocks as a file sets them.

use super::{AvertedShare, Days, Severity, Share, ShockLength, ShockYear};
use crate::scenario::quantity::{Listed, Refusal};
use serde::Deserialize;

/// The shocks a file adds.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(try_from = "Vec<Shock>")]
pub struct Shocks(Vec<Shock>);

impl TryFrom<Vec<Shock>> for Shocks {
    type Error = Refusal;

    fn try_from(shocks: Vec<Shock>) -> Result<Self, Refusal> {
        Listed::Shocks.admit(shocks.len())?;
        Ok(Self(shocks))
    }
}

impl Shocks {
    /// The shocks in the order of the file.
    #[must_use]
    pub fn as_slice(&self) -> &[Shock] {
        &self.0
    }
}

/// Something that strikes from outside.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Shock {
    /// A pandemic.
    Pandemic {
        /// First calendar year.
        year: ShockYear,
        /// How many years it lasts; without it, one.
        #[serde(default)]
        years: Option<ShockLength>,
        /// Years of life expectancy lost in the first year; without it, as from 2020 to 2021.
        #[serde(default)]
        severity: Option<Severity>,
        /// Days by which vaccines come later than the severity assumes.
        #[serde(default)]
        vaccine_delay_days: Option<Days>,
        /// Days by which emergency approval brings them earlier.
        #[serde(default)]
        emergency_approval_days_saved: Option<Days>,
        /// Share of the deaths averted for every 14 days earlier; without it, 10%.
        #[serde(default)]
        averted_per_14_days: Option<AvertedShare>,
        /// Part of the attendance at checkups and screening that is lost; without it, as in FY2020.
        #[serde(default)]
        attendance_fall: Option<Share>,
    },
}
