//! How much of a lever acts in a year, as an average over the population: nothing is simulated.
//!
//! For every age and sex the ranks of participation fall into strata, as in [`super::table`]; a stratum's
//! dose ([`super::dose`], without the lags of relative risks) in this world minus that along the
//! reference path, times the persons it stands for, adds up to persons at full effect.

use super::table::{CohortYears, HISTORY, Shares};
use super::{ActiveLever, LeverSet, dose};
use crate::baseline::Baseline;
use crate::num::grid::Grid;
use crate::num::units::{Sex, Year, YearSpan};
use crate::policy::uptake;

/// What of one channel acts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChannelDose {
    /// Position of the channel in the lever.
    pub channel: usize,
    /// Effect at full dose, with the cap that binds; `None` without usable evidence.
    pub effect: Option<f64>,
    /// Persons beyond the reference path times the share of the effect that acts in them.
    pub persons: f64,
    /// Whether it has acted in anybody by the year.
    pub ever: bool,
}

/// What of a lever acts in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct MeanDose {
    /// Persons of its sexes, ages and work.
    pub eligible: f64,
    /// Persons reached beyond the reference path (fewer: negative), whatever their state.
    pub reached: f64,
    /// By channel.
    pub channels: Vec<ChannelDose>,
}

/// What of a lever acts in `year`, in a population by sex and age.
#[must_use]
pub fn mean_dose(
    baseline: &Baseline,
    lever: &ActiveLever<'_>,
    population: &Grid,
    years: YearSpan,
    year: Year,
) -> MeanDose {
    let channels = lever.definition.channels.iter().enumerate().map(|(channel, _)| ChannelDose {
        channel,
        effect: lever.effect(channel),
        persons: 0.0,
        ever: false,
    });
    let mut mean = MeanDose { eligible: 0.0, reached: 0.0, channels: channels.collect() };
    for &sex in &baseline.sexes {
        for age in baseline.ages.iter() {
            let working = if lever.definition.eligibility.employed {
                baseline.levers.employment.as_ref().map_or(0.0, |grid| grid.held(sex, years.first, age))
            } else {
                1.0
            };
            let persons = population.get(sex, year, age) * working;
            if lever.definition.profile(sex, age) > 0.0 {
                mean.eligible += persons;
            }
            add_cohort(&mut mean, baseline, lever, (sex, age), persons, years, year);
        }
    }
    mean
}

fn add_cohort(
    mean: &mut MeanDose,
    baseline: &Baseline,
    lever: &ActiveLever<'_>,
    (sex, age): (Sex, u8),
    persons: f64,
    years: YearSpan,
    year: Year,
) {
    let rows = year.0 - years.first.0 + 1;
    let first_age = i32::from(age) + 1 - i32::from(rows);
    let ages: Vec<u8> =
        (0..rows).map(|row| u8::try_from((first_age + i32::from(row)).max(0)).unwrap_or(age)).collect();
    let last_age = baseline.ages.last;
    let shares =
        Shares::along(lever, &CohortYears { sex, first_year: years.first, first_age, ages: &ages, last_age });
    if persons <= 0.0 || shares.are_zero() {
        return;
    }
    let mut below = 0.0;
    for bound in shares.bounds() {
        let (rank, width) = (0.5 * (below + bound), bound - below);
        below = bound;
        let [usual, ours] = shares.covered(rank);
        let last = HISTORY + usize::from(rows) - 1;
        mean.reached += persons * width * (f64::from(ours[last]) - f64::from(usual[last]));
        let [usual, ours] = shares.applies(rank);
        if usual == ours {
            continue;
        }
        for own in &mut mean.channels {
            let channel = &lever.definition.channels[own.channel];
            let over_time = |reached: &[bool]| dose::doses(reached, channel.onset, channel.lasting, 0.0);
            let (reference, here) = (over_time(&usual), over_time(&ours));
            own.persons += persons * width * (here[last] - reference[last]);
            own.ever |= here[HISTORY..].iter().zip(&reference[HISTORY..]).any(|(here, usual)| here != usual);
        }
    }
}

impl ActiveLever<'_> {
    /// Effect of a channel on a person reached, at full dose: the user's own or the pack's, held by the cap that binds.
    #[must_use]
    pub fn effect(&self, channel: usize) -> Option<f64> {
        let known = &self.definition.channels[channel];
        let effect = known.of_reached(super::channel::effect_in(known, self.setting)?);
        let cap = self.cap(channel);
        Some(if known.acts.is_ratio() { libm::pow(effect, cap) } else { effect * cap })
    }

    /// Coverage of a year in this world, before differences by sex and age.
    #[must_use]
    pub fn coverage(&self, year: Year) -> f64 {
        uptake::coverage(self.definition, self.setting, year)[1]
    }

    /// Share of a channel's effect that the caps leave; where they bind one of its paths only, the channel
    /// is still whole.
    #[must_use]
    pub fn cap(&self, channel: usize) -> f64 {
        let own = self.actions.iter().filter(|action| action.channel == channel);
        own.map(|action| action.cap).reduce(f64::max).unwrap_or(1.0)
    }
}

impl LeverSet<'_> {
    /// The lever of this identifier, if the plan sets it.
    #[must_use]
    pub fn set_lever(&self, id: &str) -> Option<&ActiveLever<'_>> {
        self.levers.iter().find(|lever| lever.is_set() && lever.definition.id == id)
    }
}
