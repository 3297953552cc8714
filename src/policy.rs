//! Policy before it meets persons: pure arithmetic on what a pack says of levers, trials and key figures
//! and on what a plan sets.
//!
//! A key figure may lead how far a lever reaches ([`kpi`]). Trials lead to coverage by way of their results
//! ([`pipeline`]), enablers change that way ([`enabler`]), health and productivity management and reminders
//! change whom other levers reach ([`workplace`], [`reach`]). Nothing here acts on health.

pub mod curve;
pub mod diffusion;
pub mod enabler;
pub mod kpi;
pub mod path;
pub mod pipeline;
pub mod reach;
#[cfg(test)]
mod samples;
pub mod shock;
pub mod workplace;
