//! Whether a run may have so many parameter draws.

use super::super::draws::dressed::{FEWEST_DRAWS, MOST_DRAWS, MOST_LIVES};
use super::super::solve::{residents, simulated_persons};
use super::super::{RunError, RunSettings, World};
use super::{Misfit, check_settings, persons_ever};
use crate::baseline::Baseline;
use crate::outcome::expectancies::COUNT;

/// Refuses more draws than a run may have, with what they would take.
///
/// # Errors
/// [`RunError::TooLarge`] with the estimate; [`RunError::Unfit`] for too few draws.
pub(in crate::run) fn check_draws(
    baseline: &Baseline,
    worlds: &[World],
    settings: &RunSettings,
    draws: u32,
) -> Result<(), RunError> {
    check_settings(baseline, worlds, settings)?;
    if draws < FEWEST_DRAWS {
        return Err(Misfit::TooFewDraws { asked: draws }.into());
    }
    let persons = simulated_persons(baseline, settings.persons);
    let each = persons as f64 * persons_ever(baseline, settings.until) / residents(baseline);
    // The worlds and the reference that they share.
    let lives = each * (worlds.len() + 1) as f64 * f64::from(draws);
    if draws > MOST_DRAWS || lives > MOST_LIVES {
        let years = usize::from(settings.until.0 - baseline.years.first.0) + 1;
        let numbers = worlds.len() * years * 3 * COUNT;
        let megabytes = (f64::from(draws) * 8.0 * numbers as f64 / 1e6) as u64;
        return Err(Misfit::TooManyDraws { asked: draws, lives: lives as u64, megabytes }.into());
    }
    Ok(())
}
