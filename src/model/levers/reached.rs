//! What the levers of a world do to one person.

use super::participation::{self, OwnRanks};
use super::table::{LeverTable, Part, Placed, Ratios, Reach};
use super::{LIMITATION, MOST_LEVERS, Requirement};
use crate::model::exposure::Exposure;
use crate::model::risk::SmokingState;

/// Places of a fold over lanes: every lane a pack may have, then the odds of limitation.
const PLACES: usize = 65;

/// The strata a person belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Participation {
    strata: [u16; MOST_LEVERS],
    /// Levers whose stratum differs from the reference in some year, one bit each.
    touched: u64,
    /// First row in which any of them does.
    first: usize,
    employment: f64,
    /// Rank among smokers who are helped to stop; 1 where no lever helps: nobody stops at rank 1.
    quitting: f64,
}

/// What a lever may ask of a person.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// Conditions they have, one bit each.
    pub having: u32,
    /// Care state.
    pub care: usize,
    /// Ranks and smoking.
    pub exposure: Option<&'a Exposure>,
}

impl Standing<'_> {
    fn meets(&self, requirement: Requirement) -> bool {
        match requirement {
            Requirement::Condition(index) => self.having & (1 << index) != 0,
            Requirement::CareFrom(level) => self.care >= level,
            // Whom a lever keeps from smoking is still the smoker it is for.
            Requirement::Smoker => self.exposure.is_some_and(|own| own.smoking == SmokingState::Current),
            Requirement::RankFrom { rank, class } => {
                self.exposure.is_some_and(|own| own.ranks.class[rank] >= class)
            }
        }
    }
}

impl Participation {
    /// Nobody is reached by anything.
    pub const NONE: Self =
        Self { strata: [0; MOST_LEVERS], touched: 0, first: usize::MAX, employment: 0.0, quitting: 1.0 };

    /// The strata of a person.
    #[must_use]
    pub fn of(tables: &[Placed], ranks: &mut OwnRanks<'_>) -> Self {
        let mut own = Self::NONE;
        for (index, table) in tables.iter().enumerate() {
            let stratum = table.stratum(table.rank(ranks));
            own.strata[index] = stratum as u16;
            if let Some(first) = table.first[stratum] {
                own.touched |= 1 << index;
                own.first = own.first.min(first);
            }
        }
        let (key, draws) = ranks.person();
        if own.touched != 0 && tables.iter().any(|table| table.employed.is_some()) {
            own.employment = participation::employment_rank(key, draws);
        }
        if own.touching(tables).any(|(_, table)| !table.abstinence.is_empty()) {
            own.quitting = participation::quitting_rank(key, draws);
        }
        own
    }

    /// First row in which a lever may change anything for this person; until then their life is that of
    /// the reference.
    #[inline]
    #[must_use]
    pub const fn first_row(&self) -> Option<usize> {
        if self.touched == 0 { None } else { Some(self.first) }
    }

    /// Whether a lever may change anything for this person in a row.
    #[inline]
    #[must_use]
    pub const fn touches(&self, row: usize) -> bool {
        self.first <= row
    }

    fn touching<'t>(&self, tables: &'t [Placed]) -> impl Iterator<Item = (usize, &'t Placed)> + use<'t> {
        let touched = self.touched;
        tables.iter().enumerate().filter(move |(index, _)| touched & (1 << index) != 0)
    }

    fn place(&self, index: usize, table: &LeverTable, row: usize) -> usize {
        table.place(usize::from(self.strata[index]), row)
    }

    /// Whether they are eligible by state and work.
    fn is_eligible(&self, table: &LeverTable, row: usize, standing: &Standing<'_>) -> bool {
        table.employed.as_ref().is_none_or(|shares| self.employment < shares[row])
            && table.requires.is_none_or(|requirement| standing.meets(requirement))
    }

    /// Whether some lever offers them help to stop smoking in some year.
    #[inline]
    #[must_use]
    pub fn may_abstain(&self) -> bool {
        self.quitting < 1.0
    }

    /// Whether levers keep this smoker from smoking in a year.
    ///
    /// Shares of different levers are independent, of one stacking group the largest counts. With p and p' the
    /// shares kept from smoking in the reference and here, the smokers of the reference are the 1 - p who are
    /// left, so (p' - p) / (1 - p) of them do not smoke here. Who does not is decided by one fixed rank: as the
    /// share falls, by decay or because the reach ends, they smoke again.
    #[must_use]
    pub fn abstains(&self, tables: &[Placed], row: usize, standing: &Standing<'_>) -> bool {
        let mut left = [1.0; 2];
        let mut groups = 0_u64;
        let helping = || {
            let eligible = |(_, table): &(usize, &Placed)| self.is_eligible(table, row, standing);
            self.touching(tables).filter(|(_, table)| !table.abstinence.is_empty()).filter(eligible)
        };
        for (index, table) in helping() {
            let place = self.place(index, table, row);
            for own in &table.abstinence {
                match own.group {
                    Some(group) => groups |= 1 << group,
                    None => {
                        for (left, share) in left.iter_mut().zip(own.shares[place]) {
                            *left *= 1.0 - share;
                        }
                    }
                }
            }
        }
        while groups != 0 {
            let group = groups.trailing_zeros() as usize;
            groups &= groups - 1;
            let mut largest = [0.0_f64; 2];
            for (index, table) in helping() {
                let place = self.place(index, table, row);
                for own in table.abstinence.iter().filter(|own| own.group == Some(group)) {
                    for (largest, share) in largest.iter_mut().zip(own.shares[place]) {
                        *largest = largest.max(share);
                    }
                }
            }
            for (left, largest) in left.iter_mut().zip(largest) {
                *left *= 1.0 - largest;
            }
        }
        let [usual, own] = left;
        usual > 0.0 && self.quitting < (usual - own) / usual
    }

    /// Multiplies the factors on hazards and on the odds of limitation.
    pub fn weigh(
        &self,
        tables: &[Placed],
        row: usize,
        standing: &Standing<'_>,
        factor: &mut [f64],
        odds: &mut f64,
    ) {
        let mut shared = 0_u64;
        for (index, table) in self.touching(tables) {
            let place = self.place(index, table, row);
            // Most persons a lever reaches are reached in the reference as well: nothing to weigh.
            if !table.acts(place) || !self.is_eligible(table, row, standing) {
                continue;
            }
            for part in table.parts.iter().filter(|part| part.differs(place)) {
                if let Some(group) = part.group {
                    shared |= 1 << group;
                } else {
                    apply(&part.lanes, Self::ratios(part, place, row, standing).factor(), factor, odds);
                }
            }
        }
        while shared != 0 {
            let group = shared.trailing_zeros() as usize;
            shared &= shared - 1;
            self.weigh_shared(group, tables, row, standing, factor, odds);
        }
    }

    fn ratios(part: &Part, place: usize, row: usize, standing: &Standing<'_>) -> Ratios {
        if part.requires.is_some_and(|requirement| !standing.meets(requirement)) {
            return Ratios::NONE;
        }
        part.ratios(place, row, standing.exposure.map(|own| own.ranks.class.as_slice()))
    }

    /// Of the levers that share a stacking group only the strongest gain and the strongest harm act.
    fn weigh_shared(
        &self,
        group: usize,
        tables: &[Placed],
        row: usize,
        standing: &Standing<'_>,
        factor: &mut [f64],
        odds: &mut f64,
    ) {
        let mut gain = [[1.0_f64; PLACES]; 2];
        let mut harm = [[1.0_f64; PLACES]; 2];
        // Ranks of different levers are independent, so their mean ratios multiply (to first order).
        let mut mean = [1.0_f64; PLACES];
        let mut lanes = 0_u128;
        for (index, table) in tables.iter().enumerate() {
            if !self.is_eligible(table, row, standing) {
                continue;
            }
            let place = self.place(index, table, row);
            for part in table.parts.iter().filter(|part| part.group == Some(group)) {
                let ratios = Self::ratios(part, place, row, standing);
                for lane in part.lanes.iter().map(|lane| (*lane).min(PLACES - 1)) {
                    lanes |= 1 << lane;
                    mean[lane] *= ratios.mean;
                    for (world, ratio) in [ratios.reference, ratios.own].into_iter().enumerate() {
                        gain[world][lane] = gain[world][lane].min(ratio);
                        harm[world][lane] = harm[world][lane].max(ratio);
                    }
                }
            }
        }
        while lanes != 0 {
            let lane = lanes.trailing_zeros() as usize;
            lanes &= lanes - 1;
            let [reference, own] = [0, 1].map(|world: usize| gain[world][lane] * harm[world][lane]);
            if own != reference {
                let ratios = Ratios { reference, own, mean: mean[lane] };
                let lane = if lane == PLACES - 1 { LIMITATION } else { lane };
                apply(&[lane], ratios.factor(), factor, odds);
            }
        }
    }

    /// Persons by which the reach of each lever differs from the reference: more, fewer and newly reached.
    pub fn count(
        &self,
        tables: &[Placed],
        row: usize,
        standing: &Standing<'_>,
        weight: f64,
        sums: &mut [f64],
    ) {
        for (index, table) in self.touching(tables) {
            let place = self.place(index, table, row);
            let reach = table.reach[place];
            if reach == Reach::Same || !self.is_eligible(table, row, standing) {
                continue;
            }
            let own = &mut sums[REACH_MEASURES * table.position..];
            match reach {
                Reach::Same => {}
                Reach::More => own[0] += weight,
                Reach::New => {
                    own[0] += weight;
                    own[2] += weight;
                }
                Reach::Less => own[1] += weight,
            }
        }
    }
}

/// Sums kept of the reach of each lever: persons reached here and not in the reference, in the reference
/// and not here, and reached for the first time here.
pub const REACH_MEASURES: usize = 3;

fn apply(lanes: &[usize], ratio: f64, factor: &mut [f64], odds: &mut f64) {
    for lane in lanes {
        if *lane == LIMITATION {
            *odds *= ratio;
        } else {
            factor[*lane] *= ratio;
        }
    }
}

#[cfg(test)]
mod tests;
