//! The model on one page.
//!
//! A person has a sex and a birth cohort, a care state and conditions. Each year, from 1 October to
//! 1 October, the hazards of their cohort ([`tables`]) wear down their thresholds ([`person`]); what
//! is used up happens in order of time ([`step`]); what is reported is read off on 1 October
//! ([`observe`]). Policies change hazards of those they reach ([`levers`]). The levels of the reference come from official rates without any person
//! ([`reference`](mod@reference)): mortality ([`mortality`]), limitation ([`limitation`]), care need ([`care`]),
//! population ([`population`]), on the clock of [`clock`]. MODEL.md has the equations and sources.

pub mod calibrate;
pub mod care;
pub mod clock;
pub mod effects;
pub mod error;
pub mod expected;
pub mod exposure;
pub mod levers;
pub mod limitation;
pub mod mortality;
pub mod observe;
pub mod person;
pub mod population;
pub mod process;
pub mod reference;
pub mod risk;
pub mod step;
pub mod tables;
