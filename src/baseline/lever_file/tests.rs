//! Rules of the levers.
