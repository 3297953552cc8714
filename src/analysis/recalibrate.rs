//! What finding the normalisers again would change in draws of uncertain inputs.
//!
//! A draw changes inputs; its normalisers stay those of the central inputs, since finding them takes
//! millions of persons. Here they are found again for a few draws, and the effect of a scenario is
//! computed with both. Normalisers from fewer persons than the pack's are noisier, so those of the centre
//! are found again with the same persons: only the last two of the three effects differ by the draw alone.
//!
//! ```text
//! stored   drawn inputs, normalisers of the pack           (what draws do)
//! centre   drawn inputs, normalisers of the central inputs found again
//! own      drawn inputs, normalisers of the drawn inputs found again
//! ```

use super::{Part, world};
use crate::baseline::Baseline;
use crate::baseline::calibration::{Calibration, CalibrationFile};
use crate::num::units::{Sex, Year};
use crate::outcome::series::Group;
use crate::plan::Plan;
use crate::run::{RunError, RunSettings, Watch, World, calibrate::calibrate, compare};
use crate::uncertain::{drawn, drawn_plan};
use serde::Serialize;

/// Farthest factor from the pack's normaliser that inputs are believed to make: an assumption, made after
/// runs whose normalisers or results were no finite numbers, for a reason that was not found.
const FARTHEST: f64 = 100.0;

/// What to find again.
#[derive(Debug, Clone)]
pub struct Request {
    /// Draws beside the central one.
    pub draws: u32,
    /// Persons that normalisers are found with.
    pub persons: u64,
    /// Scenarios whose effect beyond the reference is computed.
    pub worlds: Vec<World>,
    /// Settings of the paired runs; `until` is the year read off, the seed that of the draws too.
    pub settings: RunSettings,
}

/// Effects with normalisers of the centre and of the draw.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Recalibrated {
    /// Persons that normalisers were found with.
    pub persons: u64,
    /// Persons of the paired runs.
    pub persons_run: u64,
    /// Year the effects are read off.
    pub year: Year,
    /// Normalisers found, over all draws.
    pub normalisers: usize,
    /// Those of them that came out as no usable number, or a factor of 100 and more away from the pack's; the pack's
    /// stand for them.
    pub replaced: usize,
    /// Every draw, scenario, indicator and group; draw 0 has the central inputs.
    pub rows: Vec<RecalibratedRow>,
    /// Over the draws.
    pub summary: Vec<RecalibratedSummary>,
}

/// One effect, years beyond the reference of the same draw.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecalibratedRow {
    /// Number of the draw.
    pub draw: u32,
    /// Identifier of the scenario.
    pub scenario: String,
    /// `life_expectancy` or `healthy_life_expectancy`, at birth.
    pub outcome: &'static str,
    /// Whom it describes.
    pub sex: Group,
    /// With the normalisers of the pack.
    pub stored: f64,
    /// Monte-Carlo standard error of that effect.
    pub se: f64,
    /// With those of the central inputs, found again.
    pub centre: f64,
    /// With those of the drawn inputs, found again.
    pub own: f64,
}

/// Effects over the draws.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecalibratedSummary {
    /// Identifier of the scenario.
    pub scenario: String,
    /// Indicator.
    pub outcome: &'static str,
    /// Whom it describes.
    pub sex: Group,
    /// Mean effect with the normalisers of the pack, years.
    pub mean: f64,
    /// Standard deviation of that effect over the draws, years: what the inputs make of it, with the error
    /// of the persons.
    pub spread: f64,
    /// Root mean square of its Monte-Carlo standard errors, years.
    pub se: f64,
    /// Root mean square of `own` minus `centre`, years: what finding the normalisers again changes.
    pub change: f64,
    /// Largest `own` minus `centre` in magnitude, years.
    pub largest: f64,
}

/// Finds the normalisers of the centre and of some draws again and computes effects with them.
///
/// # Errors
/// As [`calibrate`] and [`compare`].
pub fn recalibrate(
    baseline: &Baseline,
    request: &Request,
    watch: &dyn Watch,
) -> Result<Recalibrated, RunError> {
    let parts = request.draws as usize + 1;
    let stored = baseline.calibration().map_err(RunError::Uncalibrated)?;
    let mut rows = Vec::new();
    let mut centre = None;
    let (mut persons_run, mut normalisers, mut replaced) = (0, 0, 0);
    for draw in 0..=request.draws {
        let part = Part::nth(watch, draw as usize, parts);
        // Finding the normalisers takes most of the time.
        let (finding, living) =
            (Part { watch: &part, from: 0.0, to: 0.8 }, Part { watch: &part, from: 0.8, to: 1.0 });
        let own = drawn(baseline, request.settings.seed, draw);
        let mut found = calibrate(&own, request.persons, &finding)?;
        let (all, unusable) = mend(&mut found, &stored);
        normalisers += all;
        replaced += unusable;
        let found = found.to_text(&own);
        let of_centre = centre.get_or_insert_with(|| found.clone()).clone();
        let with = |text: String| Baseline {
            calibration_file: CalibrationFile::new(Some(text)),
            ..own.clone().into_owned()
        };
        let mut packs = vec![own.clone().into_owned(), with(of_centre)];
        if draw > 0 {
            packs.push(with(found));
        }
        let mut effects = Vec::new();
        for (index, pack) in packs.iter().enumerate() {
            let part = Part::nth(&living, index, packs.len());
            let (found, persons) = effects_of(baseline, pack, request, &part)?;
            persons_run = persons;
            effects.push(found);
        }
        for (index, stored) in effects[0].iter().enumerate() {
            let centre = effects[1][index].value;
            let own = effects.get(2).map_or(centre, |own| own[index].value);
            let Effect { scenario, outcome, sex, value: stored, se } = stored.clone();
            rows.push(RecalibratedRow { draw, scenario, outcome, sex, stored, se, centre, own });
        }
    }
    let (persons, year) = (request.persons, request.settings.until);
    Ok(Recalibrated { persons, persons_run, year, normalisers, replaced, summary: summary(&rows), rows })
}

/// Puts the stored value in place of every one that is no number of at least 0 or that lies a factor of
/// [`FARTHEST`] away from it. Gives how many values there are and how many were replaced.
fn mend(found: &mut Calibration, stored: &Calibration) -> (usize, usize) {
    let direct = found.direct.iter_mut().map(|(_, grid)| grid);
    let before = found.start.iter_mut().chain(&mut found.onset).chain(&mut found.death).chain(direct);
    let own = before.chain(&mut found.care).chain([&mut found.limitation]);
    let direct = stored.direct.iter().map(|(_, grid)| grid);
    let before = stored.start.iter().chain(&stored.onset).chain(&stored.death).chain(direct);
    let (mut all, mut replaced) = (0, 0);
    for (own, stored) in own.zip(before.chain(&stored.care).chain([&stored.limitation])) {
        for (sex, year) in Sex::ALL.iter().flat_map(|&sex| stored.years().iter().map(move |year| (sex, year)))
        {
            for (own, stored) in own.row_mut(sex, year).iter_mut().zip(stored.row(sex, year)) {
                all += 1;
                let near = *stored == 0.0 || (*own * FARTHEST >= *stored && *own <= FARTHEST * *stored);
                if !(own.is_finite() && *own >= 0.0 && near) {
                    *own = *stored;
                    replaced += 1;
                }
            }
        }
    }
    (all, replaced)
}

/// A difference from the reference.
#[derive(Clone)]
struct Effect {
    scenario: String,
    outcome: &'static str,
    sex: Group,
    value: f64,
    se: f64,
}

/// Effects of the scenarios in a pack, and the persons lived through.
fn effects_of(
    central: &Baseline,
    pack: &Baseline,
    request: &Request,
    watch: &dyn Watch,
) -> Result<(Vec<Effect>, u64), RunError> {
    let plan = |plan: &Plan| drawn_plan(plan, central, pack);
    let mut worlds = vec![world("reference", plan(&Plan::default_trends()))];
    worlds.extend(request.worlds.iter().map(|world| World { plan: plan(&world.plan), ..world.clone() }));
    let output = compare(pack, &worlds, &request.settings, watch)?;
    let mut effects = Vec::new();
    for difference in output.differences.iter().flatten() {
        for row in difference.series.iter().filter(|row| row.year == request.settings.until) {
            let values = &row.expectancies;
            for (outcome, value) in [
                ("life_expectancy", values.life_expectancy),
                ("healthy_life_expectancy", values.healthy_life_expectancy),
            ] {
                let (scenario, sex) = (difference.to.clone(), row.sex);
                effects.push(Effect { scenario, outcome, sex, value: value.value, se: value.se });
            }
        }
    }
    Ok((effects, output.manifest.persons))
}

/// What the draws other than the central one add up to.
fn summary(rows: &[RecalibratedRow]) -> Vec<RecalibratedSummary> {
    let central = rows.iter().filter(|row| row.draw == 0);
    central
        .filter_map(|key| {
            let same = |row: &&RecalibratedRow| {
                row.draw > 0
                    && row.scenario == key.scenario
                    && row.outcome == key.outcome
                    && row.sex == key.sex
            };
            let own: Vec<&RecalibratedRow> = rows.iter().filter(same).collect();
            let count = own.len() as f64;
            let mean = own.iter().map(|row| row.stored).sum::<f64>() / count;
            let squares: f64 = own.iter().map(|row| (row.stored - mean) * (row.stored - mean)).sum();
            let changes = own.iter().map(|row| row.own - row.centre);
            let square: f64 = changes.clone().map(|change| change * change).sum();
            let largest = changes.max_by(|a, b| a.abs().total_cmp(&b.abs()))?;
            Some(RecalibratedSummary {
                scenario: key.scenario.clone(),
                outcome: key.outcome,
                sex: key.sex,
                mean,
                se: (own.iter().map(|row| row.se * row.se).sum::<f64>() / count).sqrt(),
                spread: (squares / (count - 1.0)).sqrt(),
                change: (square / count).sqrt(),
                largest,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unusable_normalisers_are_those_of_the_pack() {
        let japan = Baseline::japan().unwrap();
        let stored = japan.calibration().unwrap();
        let mut found = Calibration::clone(&stored);
        let (sex, year) = (Sex::Male, japan.years.first);
        found.limitation.set(sex, year, 106, f64::NAN);
        found.death[0].set(sex, year, 107, -1.0);
        found.death[1].set(sex, year, 108, 0.0);
        found.onset[0].set(sex, year, 50, 7.0);
        let (all, replaced) = mend(&mut found, &stored);
        assert_eq!(replaced, 3);
        assert_eq!(all % (2 * japan.years.len() * japan.ages.len()), 0);
        assert_eq!(found.limitation.get(sex, year, 106), stored.limitation.get(sex, year, 106));
        assert_eq!(found.death[0].get(sex, year, 107), stored.death[0].get(sex, year, 107));
        assert_eq!(found.onset[0].get(sex, year, 50), 7.0);
    }

    #[test]
    fn the_summary_leaves_out_the_central_draw() {
        let row = |draw, stored, centre, own| RecalibratedRow {
            draw,
            scenario: "salt".to_owned(),
            outcome: "life_expectancy",
            sex: Group::Male,
            stored,
            se: 0.01,
            centre,
            own,
        };
        let rows = [row(0, 9.0, 9.0, 9.0), row(1, 0.1, 0.11, 0.14), row(2, 0.3, 0.31, 0.27)];
        let found = summary(&rows);
        assert_eq!(found.len(), 1);
        assert!((found[0].mean - 0.2).abs() < 1e-12);
        assert!((found[0].se - 0.01).abs() < 1e-12);
        assert!((found[0].spread - 0.02_f64.sqrt()).abs() < 1e-12);
        assert!((found[0].change - 0.00125_f64.sqrt()).abs() < 1e-12);
        assert!((found[0].largest + 0.04).abs() < 1e-12);
    }
}
