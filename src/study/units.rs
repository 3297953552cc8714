//! Which units a study has, in which groups they are computed, and who computes which.
//!
//! A group is what shares its simulated reference: all scenarios of one reading of the future with one
//! draw and one seed. Groups are numbered draw by draw, so that a study that is stopped early has whole
//! draws, and one that is expanded keeps its numbers and its shards.

use super::Manifest;
use std::fmt;
use std::str::FromStr;

/// One scenario with one draw and one seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unit {
    /// Position of the scenario in the manifest.
    pub scenario: usize,
    /// Number of the draw; 0 has the central values.
    pub draw: u32,
    /// Seed.
    pub seed: u64,
}

/// The units that share a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group {
    /// Number of the draw.
    pub draw: u32,
    /// Seed.
    pub seed: u64,
    /// Position of the reference in the manifest.
    pub reference: usize,
}

/// The part of the groups that one of several jobs computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Number of the job, from 1.
    number: u64,
    /// Number of jobs.
    of: u64,
}

/// A text that is no shard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAShard;

/// Most jobs of an array.
pub const MOST_SHARDS: u64 = 100_000;

impl Shard {
    /// Everything.
    pub const WHOLE: Self = Self { number: 1, of: 1 };

    /// Whether the group with this number is computed here.
    #[must_use]
    pub const fn has(self, group: u64) -> bool {
        group % self.of == self.number - 1
    }
}

impl FromStr for Shard {
    type Err = NotAShard;

    /// `2/8`: the second of eight.
    fn from_str(text: &str) -> Result<Self, NotAShard> {
        let whole = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok());
        let (number, of) = text.split_once('/').ok_or(NotAShard)?;
        let (number, of) = (whole(number).flatten().ok_or(NotAShard)?, whole(of).flatten().ok_or(NotAShard)?);
        let fits = (1..=MOST_SHARDS).contains(&of) && (1..=of).contains(&number);
        fits.then_some(Self { number, of }).ok_or(NotAShard)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.number, self.of)
    }
}

impl Manifest {
    /// Positions of the references.
    pub fn references(&self) -> impl Iterator<Item = usize> + Clone + '_ {
        let own = |(at, scenario): (usize, &super::manifest::StudyScenario)| {
            (scenario.compared_with == at).then_some(at)
        };
        self.scenarios.iter().enumerate().filter_map(own)
    }

    /// The groups of the draws 0 to `draws` that belong to a shard, in the order in which they are computed.
    pub fn groups(&self, draws: u32, shard: Shard) -> impl Iterator<Item = Group> + '_ {
        let every = (0..=draws).flat_map(move |draw| {
            let seeds = self.seeds.iter();
            seeds.flat_map(move |&seed| {
                self.references().map(move |reference| Group { draw, seed, reference })
            })
        });
        (0_u64..).zip(every).filter(move |(number, _)| shard.has(*number)).map(|(_, group)| group)
    }

    /// The units of a group, its reference first.
    pub fn units(&self, group: Group) -> impl Iterator<Item = Unit> + '_ {
        let Group { draw, seed, reference } = group;
        let members = self.scenarios.iter().enumerate();
        let own = members.filter(move |(_, scenario)| scenario.compared_with == reference);
        own.map(move |(scenario, _)| Unit { scenario, draw, seed })
    }

    /// Whether the study has a unit, with so many draws.
    #[must_use]
    pub fn has(&self, unit: Unit, draws: u32) -> bool {
        unit.scenario < self.scenarios.len() && unit.draw <= draws && self.seeds.contains(&unit.seed)
    }

    /// How many units there are, with so many draws.
    #[must_use]
    pub fn unit_count(&self, draws: u32) -> u64 {
        self.scenarios.len() as u64 * (u64::from(draws) + 1) * self.seeds.len() as u64
    }

    /// A unit in words for messages: names only, the same in both languages.
    #[must_use]
    pub fn name(&self, unit: Unit) -> String {
        let id = self.scenarios.get(unit.scenario).map_or("?", |scenario| scenario.id.as_str());
        format!("{id}, draw {}, seed {}", unit.draw, unit.seed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_read_strictly() {
        assert_eq!("2/8".parse(), Ok(Shard { number: 2, of: 8 }));
        for bad in ["", "1", "0/2", "3/2", "1/0", "+1/2", "1/-2", " 1/2", "a/b", "1/100001", "1/2/3"] {
            assert_eq!(bad.parse::<Shard>(), Err(NotAShard), "{bad}");
        }
    }

    #[test]
    fn shards_part_the_groups() {
        for of in 1..9 {
            for group in 0..100 {
                let owners = (1..=of).filter(|&number| Shard { number, of }.has(group)).count();
                assert_eq!(owners, 1);
            }
        }
    }
}
