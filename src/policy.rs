//! Policy before it meets persons: pure arithmetic on what a pack says of levers, trials and key figures
//! and on what a plan sets.
//!
//! A key figure may lead how far a lever reaches. It never acts on health.

pub mod curve;
pub mod kpi;
pub mod path;
pub mod shock;
