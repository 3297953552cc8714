//! Text measured in terminal cells: a Japanese character takes two.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Width in terminal cells.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text followed by spaces up to `cells`.
#[must_use]
pub fn pad_right(text: &str, cells: usize) -> String {
    format!("{text}{}", " ".repeat(cells.saturating_sub(width(text))))
}

/// The text after spaces up to `cells`.
#[must_use]
pub fn pad_left(text: &str, cells: usize) -> String {
    format!("{}{text}", " ".repeat(cells.saturating_sub(width(text))))
}

/// The text in lines of at most `cells`: broken at spaces, and anywhere between wide characters
/// except before closing punctuation, as Japanese is set.
#[must_use]
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for part in breakable_parts(text) {
        if !line.is_empty() && width(&line) + width(part.trim_end()) > cells {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        line.push_str(part);
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// Pieces between which a line may be broken; together they are the text.
fn breakable_parts(text: &str) -> Vec<&str> {
    let closing = |character| "、。」』）)ーっゃゅょッャュョ%:".contains(character);
    let wide = |character: char| character.width().unwrap_or(0) > 1;
    let mut parts = Vec::new();
    let mut start = 0;
    let mut previous: Option<char> = None;
    for (position, character) in text.char_indices() {
        let after_space = previous == Some(' ') && character != ' ';
        let between = previous.is_some_and(|last| wide(last) || wide(character)) && character != ' ';
        let opened = previous.is_some_and(|last| "「『（(".contains(last));
        if after_space || (between && !closing(character) && !opened) {
            parts.push(&text[start..position]);
            start = position;
        }
        previous = Some(character);
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_count_two_cells() {
        assert_eq!(width("平均寿命"), 8);
        assert_eq!(pad_right("年", 4), "年  ");
        assert_eq!(pad_left("年", 4), "  年");
        assert_eq!(pad_left("12345", 3), "12345");
    }

    #[test]
    fn lines_break_at_spaces_and_between_wide_characters() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("健康寿命の延び。", 8), ["健康寿命", "の延び。"]);
        assert_eq!(wrap("平均寿命、健康", 8), ["平均寿", "命、健康"]);
        assert_eq!(wrap("unbreakable", 4), ["unbreakable"]);
        assert_eq!(wrap("", 4), [""]);
    }
}
