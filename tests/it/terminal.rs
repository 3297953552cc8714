//! Flows in a real terminal.
