//! Medical cost of the conditions of one person in one year.
//!
//! A draw needs the cost only, not the cases of every condition: one sum a cell in place of a hundred.

use crate::baseline::Baseline;
use crate::baseline::costs::CasePer;
use crate::model::person::Person;
use crate::model::tables::{Frame, Row};

/// Unit costs of the conditions of a pack, yen.
pub(super) struct Prices {
    /// Of a person and year with each condition, by its place in the pack.
    case_years: Vec<f64>,
    /// Of an onset: place of the condition and cost.
    onsets: Vec<(usize, f64)>,
}

impl Prices {
    /// Those of a pack; `None` for a pack without unit costs.
    pub fn of_pack(baseline: &Baseline) -> Option<Self> {
        let costs = baseline.costs.as_ref()?;
        let mut prices = Self { case_years: vec![0.0; baseline.conditions.len()], onsets: Vec::new() };
        for (index, condition) in baseline.conditions.iter().enumerate() {
            let Some(case) = costs.conditions.iter().find(|case| case.condition == condition.id) else {
                continue;
            };
            match case.per {
                CasePer::CaseYear => prices.case_years[index] = case.yen,
                CasePer::Onset => prices.onsets.push((index, case.yen)),
            }
        }
        Some(prices)
    }

    /// Expected cost of a person in the year of a row: of the conditions they have, and of onsets at their
    /// hazards.
    #[inline]
    pub fn of<const LANES: usize>(&self, person: &Person<LANES>, row: &Row<LANES>, frame: &Frame<'_>) -> f64 {
        let having = person.standing().having;
        let mut yen = 0.0;
        let mut left = having;
        while left != 0 {
            yen += self.case_years[left.trailing_zeros() as usize];
            left &= left - 1;
        }
        for &(condition, price) in &self.onsets {
            if having & (1 << condition) == 0 {
                let lane = frame.processes.onsets.start + condition;
                yen += price * row.cell[lane] * person.factor[lane];
            }
        }
        yen
    }
}
