//! Numbers for readers: years, differences, persons and shares in both languages.
//!
//! Machine-readable output never comes here. Signs are ASCII, because the proper minus sign has an
//! ambiguous width in East Asian terminals and would shift table columns.

use crate::language::Language;

/// A number with a fixed count of decimals and thousands separators: `12,345.60`.
///
/// Never `-0.00`: what rounds to zero is zero.
#[must_use]
pub fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "-".to_owned();
    }
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(w, f)| (w, Some(f)));
    let zero = text.bytes().all(|byte| byte == b'0' || byte == b'.');
    let mut result = String::with_capacity(text.len() + 4);
    if value < 0.0 && !zero {
        result.push('-');
    }
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position).is_multiple_of(3) {
            result.push(',');
        }
        result.push(digit);
    }
    if let Some(fraction) = fraction {
        result.push('.');
        result.push_str(fraction);
    }
    result
}

/// A difference, always with its sign unless it rounds to zero: `+1.90`, `-0.12`, `0.00`.
#[must_use]
pub fn signed(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    let positive = value > 0.0 && text.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
    if positive { format!("+{text}") } else { text }
}

/// Years with their unit: `75.14年`, `75.14 years`.
#[must_use]
pub fn years(language: Language, value: f64, decimals: usize) -> String {
    with_years(language, &fixed(value, decimals))
}

/// A difference in years with its unit: `+1.9年`, `+1.9 years`.
#[must_use]
pub fn years_difference(language: Language, value: f64, decimals: usize) -> String {
    with_years(language, &signed(value, decimals))
}

fn with_years(language: Language, number: &str) -> String {
    match language {
        Language::Ja => format!("{number}年"),
        Language::En => format!("{number} years"),
    }
}

/// Persons at the scale a reader thinks in: `1億1,283.7万人` and `112.84 million`, or the plain
/// count below one hundred thousand.
#[must_use]
pub fn persons(language: Language, value: f64) -> String {
    let large = value.abs() >= 1e5;
    match language {
        Language::Ja if large => format!("{}人", ten_thousands(value)),
        Language::Ja => format!("{}人", fixed(value, 0)),
        Language::En if large => format!("{} million", fixed(value / 1e6, 2)),
        Language::En => fixed(value, 0),
    }
}

fn ten_thousands(value: f64) -> String {
    // Tenths of 万, so that rounding can carry into 億 without printing 10,000.0万.
    let tenths = (value.abs() / 1e3).round();
    let sign = if value < 0.0 { "-" } else { "" };
    let hundred_millions = (tenths / 1e5).floor();
    let rest = (tenths - hundred_millions * 1e5) / 10.0;
    if hundred_millions > 0.0 {
        format!("{sign}{}億{}万", fixed(hundred_millions, 0), fixed(rest, 1))
    } else {
        format!("{sign}{}万", fixed(rest, 1))
    }
}

/// A large amount by its order of magnitude: `32億`, `3,200 million`.
#[must_use]
pub fn magnitude(language: Language, value: f64) -> String {
    match language {
        Language::Ja => format!("{}億", fixed(value / 1e8, 0)),
        Language::En => format!("{} million", fixed(value / 1e6, 0)),
    }
}

/// A share as a percentage: `12.3%`.
#[must_use]
pub fn percent(share: f64, decimals: usize) -> String {
    format!("{}%", fixed(share * 100.0, decimals))
}

/// A relative difference as a signed percentage: `-1.52%`.
#[must_use]
pub fn signed_percent(share: f64, decimals: usize) -> String {
    format!("{}%", signed(share * 100.0, decimals))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_and_signs() {
        assert_eq!(fixed(0.0, 2), "0.00");
        assert_eq!(fixed(999.0, 0), "999");
        assert_eq!(fixed(1_000.0, 0), "1,000");
        assert_eq!(fixed(126_933_000.4, 1), "126,933,000.4");
        assert_eq!(fixed(-1_234.5, 1), "-1,234.5");
        assert_eq!(fixed(-0.001, 2), "0.00");
        assert_eq!(fixed(f64::NAN, 2), "-");
        assert_eq!(signed(1.9, 2), "+1.90");
        assert_eq!(signed(-0.12, 2), "-0.12");
        assert_eq!(signed(0.001, 2), "0.00");
        assert_eq!(signed_percent(-0.0152, 2), "-1.52%");
        assert_eq!(percent(0.5, 0), "50%");
    }

    #[test]
    fn years_carry_their_unit() {
        assert_eq!(years(Language::Ja, 75.14, 2), "75.14年");
        assert_eq!(years(Language::En, 75.14, 2), "75.14 years");
        assert_eq!(years_difference(Language::Ja, 1.9, 1), "+1.9年");
        assert_eq!(years_difference(Language::En, -0.25, 2), "-0.25 years");
    }

    #[test]
    fn persons_at_the_scale_of_the_reader() {
        assert_eq!(persons(Language::Ja, 112_837_000.0), "1億1,283.7万人");
        assert_eq!(persons(Language::Ja, 39_285_000.0), "3,928.5万人");
        assert_eq!(persons(Language::Ja, 99_999_990.0), "1億0.0万人");
        assert_eq!(persons(Language::Ja, -250_000.0), "-25.0万人");
        assert_eq!(persons(Language::Ja, 9_500.0), "9,500人");
        assert_eq!(persons(Language::En, 112_837_000.0), "112.84 million");
        assert_eq!(persons(Language::En, 9_500.0), "9,500");
        assert_eq!(magnitude(Language::Ja, 3.2e9), "32億");
        assert_eq!(magnitude(Language::En, 3.2e9), "3,200 million");
    }
}
