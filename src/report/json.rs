//! JSON for other programs: the stable contract, full precision, no language.

use serde::Serialize;

/// Any result as indented JSON, ending with a line break.
///
/// # Panics
/// Never: all results are structs, vectors and maps with text keys, which always serialise; a number
/// that is not finite becomes `null`.
#[must_use]
pub fn render<T: Serialize + ?Sized>(value: &T) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("results have only text keys");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn numbers_keep_every_digit() {
        let value = 81.054_321_098_765_43_f64;
        let back: f64 = render(&value).trim().parse().unwrap();
        assert_eq!(back.to_bits(), value.to_bits());
        assert_eq!(render(&f64::NAN), "null\n");
    }
}
