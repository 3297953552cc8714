//! kenju (健寿): health-strategy scenarios for Japan, from individual micro-simulation.

pub mod baseline;
pub mod i18n;
pub mod language;
pub mod num;
pub mod outcome;
pub mod plan;
pub mod run;
pub mod ui;
