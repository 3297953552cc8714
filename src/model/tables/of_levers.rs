//! The tables of the levers of a world, which worlds with the same cohorts and trends share where a lever is
//! set alike.

use super::{CohortHazards, Inputs};
use crate::model::levers::change::{Change, Identity};
use crate::model::levers::table::{LeverTable, Placed};
use rayon::prelude::*;
use std::sync::Arc;

/// Tables of one lever by cohort; `None` where it means nothing to the cohort.
type ByCohort = Vec<Option<Arc<LeverTable>>>;

/// The tables of the levers of a world, for other worlds with the same cohorts and trends.
#[derive(Debug, Clone, Default)]
pub struct LeverTables {
    levers: Vec<(Identity, ByCohort)>,
}

impl LeverTables {
    /// The tables of a world, made unless they are among those known.
    #[must_use]
    pub fn new<const LANES: usize>(
        hazards: &[Arc<CohortHazards<LANES>>],
        inputs: &Inputs<'_>,
        known: &Self,
    ) -> Self {
        let set = inputs.levers;
        let kept = |identity: &Identity| known.levers.iter().find(|(own, _)| own == identity);
        let identities: Vec<Identity> = set.levers.iter().map(|lever| Identity::of(set, lever)).collect();
        let missing: Vec<usize> =
            (0..identities.len()).filter(|lever| kept(&identities[*lever]).is_none()).collect();
        let employment = inputs.baseline.levers.employment.as_ref();
        let made: Vec<Vec<Option<Arc<LeverTable>>>> = hazards
            .par_iter()
            .map(|hazards| {
                let cohort = hazards.years_of(inputs.baseline.ages.last);
                let exposures = inputs.frame.exposures.as_ref();
                let table = |lever: &usize| {
                    LeverTable::new(set, &set.levers[*lever], &cohort, employment, exposures).map(Arc::new)
                };
                missing.iter().map(table).collect()
            })
            .collect();
        let levers = identities.into_iter().enumerate().map(|(lever, identity)| {
            let tables = match missing.iter().position(|missing| *missing == lever) {
                Some(place) => made.iter().map(|cohort| cohort[place].clone()).collect(),
                None => kept(&identity).map(|(_, tables)| tables.clone()).unwrap_or_default(),
            };
            (identity, tables)
        });
        Self { levers: levers.collect() }
    }

    /// Keeps those of another world beside its own.
    pub fn join(&mut self, other: &Self) {
        for lever in &other.levers {
            if !self.levers.iter().any(|(known, _)| *known == lever.0) {
                self.levers.push(lever.clone());
            }
        }
    }

    /// Whether no lever is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.levers.is_empty()
    }

    /// Those of one cohort.
    pub(super) fn of(&self, cohort: usize) -> Vec<Placed> {
        let placed = |(position, (_, tables)): (usize, &(Identity, ByCohort))| {
            let table = tables[cohort].clone()?;
            Some(Placed { position, table })
        };
        self.levers.iter().enumerate().filter_map(placed).collect()
    }

    /// Levers that are not set alike in another world, or set in one of the two only: their tables in both.
    fn unlike<'a>(&'a self, other: &'a Self) -> Vec<[Option<&'a ByCohort>; 2]> {
        let of = |tables: &'a Self, id: &str| {
            let mut levers = tables.levers.iter();
            levers.find(|(own, _)| own.id == id).map(|(_, tables)| tables)
        };
        let own = self.levers.iter().filter(|lever| !other.levers.iter().any(|known| known.0 == lever.0));
        let own = own.map(|(identity, tables)| [Some(tables), of(other, &identity.id)]);
        let gone = other.levers.iter().filter(|(identity, _)| of(self, &identity.id).is_none());
        own.chain(gone.map(|(_, tables)| [None, Some(tables)])).collect()
    }

    /// Where lives part from those of another world on the same cohorts and trends, by cohort; `None` if more
    /// than `most` levers are set otherwise.
    #[must_use]
    pub fn changes<'a>(
        &'a self,
        other: &'a Self,
        cohorts: usize,
        most: usize,
    ) -> Option<Vec<Vec<Change<'a>>>> {
        let unlike = self.unlike(other);
        let of_cohort = |cohort: usize| {
            let tables =
                unlike.iter().map(|pair| pair.map(|tables| tables.and_then(|all| all[cohort].as_ref())));
            tables.filter_map(|[own, other]| Change::between(own, other)).collect()
        };
        (unlike.len() <= most).then(|| (0..cohorts).into_par_iter().map(of_cohort).collect())
    }
}
