//! What comes out of a run: cell rates, life tables, health expectancies, goals.
//!
//! Everything here is arithmetic on tables; no persons, no files.

pub mod anchor;
pub mod cells;
pub mod differing;
pub mod economics;
pub mod expectancies;
pub mod goal;
pub mod life_table;
pub mod series;
pub mod stocks;
pub mod sullivan;
pub mod tally;
pub mod tidy;
pub mod totals;
