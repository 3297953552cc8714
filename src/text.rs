//! Making foreign text harmless before anyone sees it.
//!
//! File names, scenario texts and table cells are written by others. A control character in them can
//! move the cursor, set the window title or write the clipboard; a bidirectional override can make
//! "-20" read as something else; an invisible character makes two equal-looking names differ. Every
//! layer that shows foreign text passes it through here. Letters of all scripts stay as they are.

/// Whether a character can change how the text around it is shown without being seen itself.
///
/// These are the control characters (C0, DEL, C1), the bidirectional controls, zero-width and other
/// invisible format characters, line and paragraph separators and tag characters. Variation selectors
/// are not among them: Japanese names need them.
#[must_use]
pub fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// The text on one line with every unsafe character (see [`is_unsafe`]) written as `\u{..}`.
#[must_use]
pub fn escape_untrusted(text: &str) -> String {
    escape_except(text, |_| false)
}

/// As [`escape_untrusted`], for texts of several lines: line feeds stay.
#[must_use]
pub fn escape_untrusted_lines(text: &str) -> String {
    escape_except(text, |character| character == '\n')
}

fn escape_except(text: &str, kept: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_unsafe(character) && !kept(character) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_format_characters_become_visible() {
        let cases = [
            ("\u{1b}[2J", "\\u{1b}[2J"),
            ("a\u{0}b\u{7f}\u{9b}", "a\\u{0}b\\u{7f}\\u{9b}"),
            ("-20\u{202e}%", "-20\\u{202e}%"),
            ("\u{200b}\u{200d}\u{2066}\u{feff}\u{61c}", "\\u{200b}\\u{200d}\\u{2066}\\u{feff}\\u{61c}"),
            ("a\nb\tc\u{2028}", "a\\u{a}b\\u{9}c\\u{2028}"),
            ("\u{e0041}", "\\u{e0041}"),
        ];
        for (raw, shown) in cases {
            assert_eq!(escape_untrusted(raw), shown);
        }
    }

    #[test]
    fn letters_of_all_scripts_stay() {
        let text = "健康寿命を３年延ばす — ﾊﾝｶｸ 葛\u{e0100}飾区 é العربية 👍\u{fe0f} \\u{202e}";
        assert_eq!(escape_untrusted(text), text);
    }

    #[test]
    fn lines_keep_only_their_feeds() {
        assert_eq!(escape_untrusted_lines("一\n二\r\u{8}"), "一\n二\\u{d}\\u{8}");
    }
}
