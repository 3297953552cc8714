//! Measures, pads, cuts and wraps text by terminal cells.
//!
//! The only place that knows how wide a glyph is: Japanese fills two cells, combining marks none.
//! Everything works on grapheme clusters, so a cut never splits a glyph, and everything drawn comes
//! through here, so columns agree in both languages.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// What stands at the end of a text that was cut. The one-glyph ellipsis is of ambiguous width.
const CUT_MARK: &str = "..";

/// Glyphs that must not begin a line of Japanese.
const NEVER_FIRST: &str =
    "、。，．・：；？！）］｝」』】〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々〜,.;:!?)]%年";

/// Glyphs that must not end a line of Japanese.
const NEVER_LAST: &str = "（［｛「『【〈《([";

/// Width in cells.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// The longest beginning of `text` that fits into `cells`, marked with `..` if anything is lost.
#[must_use]
pub fn cut(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    let mark = &CUT_MARK[..CUT_MARK.len().min(cells)];
    let room = cells - mark.len();
    let mut used = 0;
    let mut end = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        let next = used + width(grapheme);
        if next > room {
            break;
        }
        used = next;
        end = start + grapheme.len();
    }
    Cow::Owned(format!("{}{mark}", &text[..end]))
}

/// Names cut to `cells` so that no two which differ look alike: those that would are cut in the middle, where
/// they are still the same, and keep the end that tells them apart.
#[must_use]
pub fn cut_apart(names: &[String], cells: usize) -> Vec<String> {
    let plain: Vec<String> = names.iter().map(|name| cut(name, cells).into_owned()).collect();
    let mut cuts = plain.clone();
    for (place, name) in names.iter().enumerate() {
        let alike = |other: &usize| plain[*other] == plain[place] && names[*other] != *name;
        let same = (0..names.len()).filter(alike).map(|other| shared(name, &names[other])).max();
        if let Some(same) = same {
            cuts[place] = cut_middle(name, same, cells);
        }
    }
    cuts
}

/// Bytes of the beginning that two texts share, back to the last place where a line may break.
fn shared(one: &str, other: &str) -> usize {
    let pairs = one.grapheme_indices(true).zip(other.graphemes(true));
    let same = pairs.take_while(|((_, left), right)| left == right).count();
    let end = one.grapheme_indices(true).nth(same).map_or(one.len(), |(start, _)| start);
    let mut start = 0;
    for piece in pieces(one) {
        if start + piece.len() > end {
            break;
        }
        start += piece.len();
    }
    start
}

/// The beginning, the mark of a cut, and what stands from `from` on, in `cells`.
fn cut_middle(text: &str, from: usize, cells: usize) -> String {
    let rest = cut(&text[from..], cells.saturating_sub(CUT_MARK.len() + 4));
    let room = cells.saturating_sub(width(&rest));
    if room <= CUT_MARK.len() {
        return cut(text, cells).into_owned();
    }
    format!("{}{rest}", cut(&text[..from], room))
}

/// `text` in exactly `cells` cells, to the left.
#[must_use]
pub fn left(text: &str, cells: usize) -> String {
    let mut result = cut(text, cells).into_owned();
    let missing = cells.saturating_sub(width(&result));
    result.extend(std::iter::repeat_n(' ', missing));
    result
}

/// `text` in exactly `cells` cells, to the right.
#[must_use]
pub fn right(text: &str, cells: usize) -> String {
    let text = cut(text, cells);
    let missing = cells.saturating_sub(width(&text));
    format!("{}{text}", " ".repeat(missing))
}

/// `text` in exactly `cells` cells, in the middle.
#[must_use]
pub fn centre(text: &str, cells: usize) -> String {
    let text = cut(text, cells);
    let before = cells.saturating_sub(width(&text)) / 2;
    left(&format!("{}{text}", " ".repeat(before)), cells)
}

/// Breaks `text` into lines of at most `cells` cells: between words, and between Japanese glyphs.
///
/// A word longer than a line is cut where the line ends. A glyph wider than `cells` stands alone.
#[must_use]
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut used = 0;
        for piece in pieces(paragraph) {
            let wide = width(piece.trim_end());
            if used > 0 && used + wide > cells {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
                used = 0;
            }
            if wide > cells {
                for grapheme in piece.graphemes(true) {
                    if used > 0 && used + width(grapheme) > cells {
                        lines.push(std::mem::take(&mut line).trim_end().to_owned());
                        used = 0;
                    }
                    line.push_str(grapheme);
                    used += width(grapheme);
                }
            } else {
                line.push_str(piece);
                used += width(piece);
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The parts between which a line may break, each with the spaces that follow it.
fn pieces(paragraph: &str) -> Vec<&str> {
    let mut cuts = vec![0];
    let mut before: Option<&str> = None;
    for (start, grapheme) in paragraph.grapheme_indices(true) {
        if let Some(last) = before
            && breaks_between(last, grapheme)
        {
            cuts.push(start);
        }
        before = Some(grapheme);
    }
    cuts.push(paragraph.len());
    cuts.windows(2).map(|pair| &paragraph[pair[0]..pair[1]]).filter(|piece| !piece.is_empty()).collect()
}

fn breaks_between(last: &str, next: &str) -> bool {
    if last == " " {
        return next != " ";
    }
    let wide = width(last) == 2 || width(next) == 2;
    wide && next != " " && !NEVER_FIRST.contains(next) && !NEVER_LAST.contains(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn japanese_fills_two_cells() {
        assert_eq!(width("健寿 kenju"), 10);
        assert_eq!(left("健寿", 6), "健寿  ");
        assert_eq!(right("健寿", 6), "  健寿");
        assert_eq!(centre("健", 5), " 健  ");
    }

    #[test]
    fn a_cut_never_splits_a_glyph() {
        assert_eq!(cut("平均寿命", 7), "平均..");
        assert_eq!(cut("平均寿命", 8), "平均寿命");
        assert_eq!(left("平均寿命", 7), "平均.. ");
        assert_eq!(cut("abc", 1), ".");
        assert_eq!(cut("abc", 0), "");
    }

    #[test]
    fn names_that_would_look_alike_are_told_apart() {
        let names = ["Specific health checkup", "Specific health guidance", "Dental checkups and more"];
        let names = names.map(str::to_owned);
        assert_eq!(cut_apart(&names, 17), ["Specific..checkup", "Specifi..guidance", "Dental checkups.."]);
        let names = ["胃がん検診(エックス線)", "胃がん検診(内視鏡)", "大腸がん検診"].map(str::to_owned);
        assert_eq!(cut_apart(&names, 14), ["胃が..(エッ..", "胃が..(内視鏡)", "大腸がん検診"]);
        for cells in 0..40 {
            assert!(cut_apart(&names, cells).iter().all(|name| width(name) <= cells), "{cells}");
        }
    }

    #[test]
    fn lines_break_between_words_and_glyphs() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("健康寿命の延び。", 8), ["健康寿命", "の延び。"]);
        assert_eq!(wrap("健康寿命。次", 8), ["健康寿", "命。次"]);
        assert_eq!(wrap("男性 +1.9年", 8), ["男性", "+1.9年"]);
        assert_eq!(wrap("", 8), [""]);
    }

    proptest! {
        #[test]
        fn widths_hold_for_any_text(text in "\\PC{0,40}", cells in 0usize..30) {
            prop_assert!(width(&cut(&text, cells)) <= cells);
            prop_assert_eq!(width(&left(&text, cells)), cells);
            prop_assert_eq!(width(&right(&text, cells)), cells);
        }

        #[test]
        fn wrapping_loses_no_letter(text in "[a-z健寿。 ]{0,60}", cells in 2usize..20) {
            let lines = wrap(&text, cells);
            prop_assert!(lines.iter().all(|line| width(line) <= cells));
            let joined: String = lines.concat().chars().filter(|glyph| *glyph != ' ').collect();
            let wanted: String = text.chars().filter(|glyph| *glyph != ' ').collect();
            prop_assert_eq!(joined, wanted);
        }
    }
}
