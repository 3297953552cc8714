//! Widgets: each draws one thing from plain values and knows nothing of the state.

pub mod band_chart;
pub mod paint;
