//! The draws of one run, gathered in order: levels, paired differences from the first world, chances.
//!
//! What is kept of a draw are its values, eight bytes each, because percentiles need them; Monte-Carlo
//! variances are sums.

use super::spread::{Spread, chance, chance_of, ratio, spread};
use super::{DrawnWorld, Reading};
use crate::num::units::{Sex, Year};
use crate::outcome::expectancies::COUNT;
use crate::outcome::series::{Chance, Group, Interval};
use std::collections::BTreeMap;

/// One number over the draws.
#[derive(Debug, Clone, Default)]
struct Track {
    values: Vec<f64>,
    /// Sum of the squared half contrasts.
    squares: f64,
    /// Sum of the squared half contrasts of the difference from the first world.
    difference_squares: f64,
}

/// The gain of one world, sex and reading: to the goal and to the interim goal.
#[derive(Debug, Clone)]
struct Gains {
    reading: Reading,
    sex: Sex,
    tracks: [Track; 2],
}

/// The draws of a run.
#[derive(Debug, Clone, Default)]
pub struct Ensemble {
    rows: Vec<(Year, Group)>,
    /// By world, row and measure.
    tracks: Vec<Vec<[Track; COUNT]>>,
    gains: Vec<Vec<Gains>>,
    /// Outcomes, costs and reach by world, year and name.
    amounts: Vec<BTreeMap<(Year, String), Track>>,
    draws: u32,
}

impl Ensemble {
    /// Number of draws gathered.
    #[must_use]
    pub const fn draws(&self) -> u32 {
        self.draws
    }

    /// Adds a draw; the worlds must be those of the draws before it, in the same order.
    pub fn push(&mut self, worlds: &[DrawnWorld]) {
        if self.draws == 0 {
            self.begin(worlds);
        }
        let Some(first) = worlds.first() else { return };
        for (tracks, world) in self.tracks.iter_mut().zip(worlds) {
            for ((tracks, row), base) in tracks.iter_mut().zip(&world.rows).zip(&first.rows) {
                for (measure, track) in tracks.iter_mut().enumerate() {
                    track.add(row.values[measure], row.halves[measure], base.halves[measure]);
                }
            }
        }
        for (gains, world) in self.gains.iter_mut().zip(worlds) {
            for (gains, drawn) in gains.iter_mut().zip(&world.gains) {
                gains.tracks[0].add(drawn.gain, drawn.gain_half, 0.0);
                gains.tracks[1].add(drawn.interim, drawn.interim_half, 0.0);
            }
        }
        for (amounts, world) in self.amounts.iter_mut().zip(worlds) {
            for own in &world.economics {
                let key = (own.year, own.name.clone());
                amounts.entry(key).or_default().add(own.value, own.half, 0.0);
            }
        }
        self.draws += 1;
    }

    fn begin(&mut self, worlds: &[DrawnWorld]) {
        let rows = worlds.first().map_or(&[][..], |world| &world.rows);
        self.rows = rows.iter().map(|row| (row.year, row.group)).collect();
        let empty = || std::array::from_fn(|_| Track::default());
        self.tracks = worlds.iter().map(|world| world.rows.iter().map(|_| empty()).collect()).collect();
        let gains = |world: &DrawnWorld| {
            let of = |gain: &super::DrawnGain| Gains {
                reading: gain.reading,
                sex: gain.sex,
                tracks: [Track::default(), Track::default()],
            };
            world.gains.iter().map(of).collect()
        };
        self.gains = worlds.iter().map(gains).collect();
        self.amounts = vec![BTreeMap::new(); worlds.len()];
    }

    /// Spread of a level: world by position, a row of the results, a measure by its position in
    /// [`crate::outcome::expectancies::NAMES`].
    #[must_use]
    pub fn level(&self, world: usize, row: usize, measure: usize) -> Option<Spread> {
        let track = &self.tracks.get(world)?.get(row)?[measure];
        spread(&track.values, track.squares / f64::from(self.draws))
    }

    /// Spread of the paired difference of a world from the first one.
    #[must_use]
    pub fn difference(&self, world: usize, row: usize, measure: usize) -> Option<Spread> {
        let base = &self.tracks.first()?.get(row)?[measure];
        let track = &self.tracks.get(world)?.get(row)?[measure];
        let values: Vec<f64> = track.values.iter().zip(&base.values).map(|(own, base)| own - base).collect();
        spread(&values, track.difference_squares / f64::from(self.draws))
    }

    /// Interval of what a world brings or costs beyond the reference of its own trends, by its name in CSV
    /// files; `None` where it was not counted or is not known in every draw.
    #[must_use]
    pub fn amount(&self, world: usize, year: Year, name: &str) -> Option<Interval> {
        let (values, noise) = self.amount_of(world, year, name)?;
        spread(values, noise).map(|spread| spread.interval)
    }

    /// Interval of the ratio of two such numbers.
    #[must_use]
    pub fn ratio(&self, world: usize, year: Year, above: &str, below: &str) -> Option<Interval> {
        ratio(self.amount_of(world, year, above)?, self.amount_of(world, year, below)?)
    }

    fn amount_of(&self, world: usize, year: Year, name: &str) -> Option<(&[f64], f64)> {
        let track = self.amounts.get(world)?.get(&(year, name.to_owned()))?;
        let all = track.values.len() == self.draws as usize;
        all.then(|| (track.values.as_slice(), track.squares / f64::from(self.draws)))
    }

    /// Year and group of each row.
    #[must_use]
    pub fn rows(&self) -> &[(Year, Group)] {
        &self.rows
    }

    /// The row of a year and group.
    #[must_use]
    pub fn row(&self, year: Year, group: Group) -> Option<usize> {
        self.rows.iter().position(|row| *row == (year, group))
    }

    /// Chance that a world reaches a gain by the year of the goal, or of the interim goal.
    #[must_use]
    pub fn chance(
        &self,
        world: usize,
        sex: Sex,
        reading: Reading,
        interim: bool,
        target: f64,
    ) -> Option<Chance> {
        let gains =
            self.gains.get(world)?.iter().find(|gains| gains.sex == sex && gains.reading == reading)?;
        let track = &gains.tracks[usize::from(interim)];
        chance(&track.values, track.squares / f64::from(self.draws), target)
    }

    /// The same with the three readings of the trend taken as equally likely (assumption): nobody knows
    /// which will come true, so this is shown after the three and never instead of them.
    #[must_use]
    pub fn mixed_chance(&self, world: usize, sex: Sex, interim: bool, target: f64) -> Option<Chance> {
        let readings = [Reading::None, Reading::Half, Reading::Full];
        let mut sum = 0.0;
        for reading in readings {
            sum += self.chance(world, sex, reading, interim, target)?.share;
        }
        Some(chance_of(sum / readings.len() as f64, self.draws as usize))
    }
}

impl Track {
    fn add(&mut self, value: f64, half: f64, base_half: f64) {
        self.values.push(value);
        self.squares += half * half;
        let difference = half - base_half;
        self.difference_squares += difference * difference;
    }
}
