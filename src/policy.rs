//! Policy before it meets persons: pure arithmetic on what a pack says of levers, trials and key figures
//! and on what a plan sets.
//!
//! Words become yearly coverage ([`path`]), shocks become factors ([`shock`]). Trials lead to coverage by
//! way of their results ([`pipeline`]), enablers change that way ([`enabler`]), health and productivity
//! management and reminders change whom other levers reach ([`workplace`], [`reach`]); [`uptake`] says how far a
//! lever is taken up in a year. A key figure may
//! lead how far a lever reaches ([`kpi`]); it never acts on health. Nothing here knows a hazard.

pub mod curve;
pub mod diffusion;
pub mod enabler;
pub mod kpi;
pub mod path;
pub mod pipeline;
pub mod reach;
#[cfg(test)]
pub(crate) mod samples;
pub mod shock;
pub mod uptake;
pub mod workplace;
