//! What follows from the observed course of policies before any person is simulated: gaps of key figures to
//! their targets and curves through their series.
//!
//! A key figure may lead how far a lever reaches. It never acts on health.

pub mod curve;
pub mod kpi;
