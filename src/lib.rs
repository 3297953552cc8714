//! kenju (健寿): health-strategy scenarios for Japan, from individual micro-simulation.

pub mod analysis;
pub mod baseline;
pub mod cli;
pub mod files;
pub mod i18n;
pub mod language;
pub mod lesson;
pub mod model;
pub mod nearest;
pub mod num;
pub mod outcome;
pub mod plan;
pub mod policy;
pub mod report;
pub mod run;
pub mod scenario;
pub mod study;
pub mod text;
pub mod ui;
pub mod uncertain;
