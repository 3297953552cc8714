//! What a policy is and how far it reaches, in numbers of a year: pure arithmetic on the pack and the plan.
//!
//! Trials lead to coverage by way of their results ([`pipeline`]), enablers change that way ([`enabler`]),
//! health and productivity management and reminders change whom other levers reach ([`workplace`],
//! [`reach`]). Nothing here knows a hazard.

pub mod diffusion;
pub mod enabler;
pub mod pipeline;
pub mod reach;
#[cfg(test)]
mod samples;
pub mod workplace;
