//! Moving a prediction along its number line.

use crate::lesson::record::{CONFIDENCES, Prediction};
use crate::lesson::results::Direction;

/// The next direction; a size on the other side of none goes with it.
pub(super) fn turn(own: &mut Prediction, steps: i8, line: (f64, f64, f64)) {
    let at = own
        .direction
        .map_or(1, |direction| Direction::ALL.iter().position(|known| *known == direction).unwrap_or(1));
    let next = Direction::ALL[at.saturating_add_signed(isize::from(steps.signum())).min(2)];
    own.direction = Some(next);
    // A difference is at least one mark.
    let size = own.size.abs().max(line.2);
    own.size = match next {
        Direction::Down => (-size).max(line.0),
        Direction::Same => 0.0,
        Direction::Up => size.min(line.1),
    };
}

/// Whether a size lies on the side of a direction. No difference has no size, unless it is one that could
/// not be told from `noisy` numbers.
#[must_use]
pub fn agrees(direction: Direction, size: f64, noisy: bool) -> bool {
    match direction {
        Direction::Down => size < 0.0,
        Direction::Same => size == 0.0 || (noisy && size.is_finite()),
        Direction::Up => size > 0.0,
    }
}

/// Whether a size is one of the marks of a line.
#[must_use]
pub fn on_mark(size: f64, line: (f64, f64, f64)) -> bool {
    size.is_finite() && (moved(size, 0, line) - size).abs() < 1e-9
}

/// The next confidence; the first press chooses "one in two".
pub(super) fn surer(confidence: Option<u8>, steps: i8) -> u8 {
    let at = confidence.and_then(|own| CONFIDENCES.iter().position(|known| *known == own));
    let next = at.map_or(2, |at| at.saturating_add_signed(isize::from(steps)));
    CONFIDENCES[next.min(CONFIDENCES.len() - 1)]
}

/// A size so many steps on, on the line and on its marks.
pub(super) fn moved(size: f64, steps: i8, (low, high, step): (f64, f64, f64)) -> f64 {
    let mark = (size / step).round() + f64::from(steps);
    // Rounded so that 0.3 is 0.3 and not 0.30000000000000004.
    (((mark * step) * 1e6).round() / 1e6).clamp(low, high)
}
