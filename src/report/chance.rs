//! A chance in words: a share of draws is never said without what so many draws leave open.

use crate::i18n::{Messages, message, numbers};
use crate::outcome::series::Chance;

/// `25% (10% to 46%)`; `below 14% (none of 20 draws)` where no draw reaches the goal, and `above` where all do.
#[must_use]
pub fn words(chance: &Chance, draws: u32, messages: &Messages) -> String {
    let Chance { share, limits } = *chance;
    let (low, high) = (percent(limits.low, f64::floor), percent(limits.high, f64::ceil));
    let draws = numbers::fixed(f64::from(draws), 0);
    if share <= 0.0 {
        message!(messages, "chance-none", high = high, draws = draws)
    } else if share >= 1.0 {
        message!(messages, "chance-all", low = low, draws = draws)
    } else {
        let share = percent(share, f64::round);
        message!(messages, "chance-between", share = share, low = low, high = high)
    }
}

/// What the limits are, for the foot of a table or a text.
#[must_use]
pub fn note(draws: u32, messages: &Messages) -> String {
    message!(messages, "chance-note", draws = numbers::fixed(f64::from(draws), 0))
}

/// A share as a number in percent for a table, with as many decimals as tell it from 0 and 100.
#[must_use]
pub fn in_percent(share: f64) -> (f64, String) {
    (share * 100.0, numbers::fixed(share * 100.0, decimals(share)))
}

/// Limits are rounded away from the middle, so that what is shown covers what was computed.
fn percent(share: f64, rounded: fn(f64) -> f64) -> String {
    let decimals = decimals(share);
    let scale = 10_f64.powi(i32::try_from(decimals).unwrap_or(0));
    numbers::percent(rounded(share * 100.0 * scale) / scale / 100.0, decimals)
}

fn decimals(share: f64) -> usize {
    let far = share.min(1.0 - share);
    match far {
        _ if far <= 0.0 || far >= 0.01 => 0,
        _ if far >= 0.001 => 1,
        _ if far >= 0.0001 => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::run::draws::spread::chance_of;

    fn told(reached: f64, draws: u32) -> [String; 2] {
        let chance = chance_of(reached / f64::from(draws), draws as usize);
        [Language::En, Language::Ja].map(|language| words(&chance, draws, Messages::of(language)))
    }

    #[test]
    fn nothing_found_in_few_draws_is_not_impossible() {
        let [en, ja] = told(0.0, 20);
        assert_eq!(en, "below 14% (none of 20 draws)");
        assert!(ja.starts_with("14%未満"), "{ja}");
        assert_eq!(told(0.0, 1000)[0], "below 0.3% (none of 1,000 draws)");
        assert_eq!(told(20.0, 20)[0], "above 86% (all of 20 draws)");
        assert_eq!(told(1000.0, 1000)[0], "above 99.7% (all of 1,000 draws)");
    }

    #[test]
    fn what_lies_between_has_both_limits() {
        assert_eq!(told(5.0, 20)[0], "25% (10% to 46%)");
        assert_eq!(told(1.0, 1000)[0], "0.1% (0.005% to 0.5%)");
    }
}
