//! The numeric layer: units, dense tables, random draws and statistics.
//!
//! Nothing here knows of health, files or terminals; every other layer may use it.

pub mod beta;
pub mod digest;
pub mod draws;
pub mod grid;
pub mod philox;
pub mod special;
pub mod stats;
pub mod student;
pub mod units;
