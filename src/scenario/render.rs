//! Drawing a message: the line of the file with a caret under the mistake, and notes below.
//!
//! Only a window of one line is ever shown, with control characters made visible first, so neither a
//! line of a hundred thousand characters nor a hostile one reaches the terminal.

use crate::language::Language;
use crate::text::{escape_untrusted, is_unsafe};
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use std::ops::Range;
use unicode_width::UnicodeWidthStr as _;

/// Columns of a window onto a line.
const WINDOW: usize = 100;
/// Columns shown before the mistake when a line is cut.
const BEFORE: usize = 40;

fn columns_of(piece: &str) -> usize {
    piece.width().max(1)
}

/// A window onto a line of the file, harmless, with the bytes of the window that are marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// What is shown.
    pub text: String,
    /// The bytes of `text` under which the carets stand.
    pub marked: Range<usize>,
}

impl Excerpt {
    /// A window onto `line` around the bytes `marked` of it.
    #[must_use]
    pub fn new(line: &str, marked: Range<usize>) -> Self {
        // Each character as it is shown: (start in the line, shown text). Combining marks count a column,
        // or thousands of them would fit.
        let shown: Vec<(usize, String)> = line
            .char_indices()
            .map(|(at, character)| match character {
                '\t' => (at, " ".to_owned()),
                _ if is_unsafe(character) => (at, character.escape_unicode().to_string()),
                _ => (at, character.to_string()),
            })
            .collect();
        let first_marked = shown.partition_point(|&(at, _)| at < marked.start);
        let mut start = first_marked;
        let mut before = 0;
        let mut rest: usize = shown[first_marked..].iter().map(|(_, piece)| columns_of(piece)).sum();
        // Where the line ends soon, what it leaves of the window belongs to the part before.
        while start > 0 && {
            let next = columns_of(&shown[start - 1].1);
            before + next <= BEFORE || rest + next <= WINDOW
        } {
            start -= 1;
            before += columns_of(&shown[start].1);
            rest += columns_of(&shown[start].1);
        }
        let mut text = String::new();
        if start > 0 {
            text.push('…');
        }
        let mut columns = 0;
        let mut window = text.len()..text.len();
        for (index, (at, piece)) in shown.iter().enumerate().skip(start) {
            if columns + columns_of(piece) > WINDOW {
                text.push('…');
                break;
            }
            if index == first_marked {
                window.start = text.len();
            }
            columns += columns_of(piece);
            text.push_str(piece);
            if *at < marked.end || index < first_marked {
                window.end = text.len();
            }
        }
        if first_marked >= shown.len() {
            window = text.len()..text.len();
        }
        Self { text, marked: window.start..window.end.max(window.start) }
    }
}

/// A line of the file and the place in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is shown of the line.
    pub excerpt: Excerpt,
}

impl Place {
    /// The place of some bytes of a text.
    #[must_use]
    pub fn of(text: &str, bytes: Range<usize>) -> Self {
        let (line, column) = super::locate::position_of(text, bytes.start);
        let start = text[..bytes.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let marked = bytes.start.min(end) - start..bytes.end.min(end) - start;
        Self { line, column, excerpt: Excerpt::new(&text[start..end], marked) }
    }
}

/// A note: its name and its text, both harmless.
pub type Labelled = (&'static str, String);

/// "Did you mean" as a note.
#[must_use]
pub fn did_you_mean(language: Language, nearest: &str) -> Labelled {
    let nearest = escape_untrusted(nearest);
    help(language, language.pick(format!("`{nearest}` のことですか"), format!("did you mean `{nearest}`?")))
}

/// What to do instead, as a note.
#[must_use]
pub fn help(language: Language, words: String) -> Labelled {
    (language.pick("ヒント", "help"), words)
}

fn renderer(colour: bool) -> Renderer {
    if colour { Renderer::styled() } else { Renderer::plain() }
}

fn finish(language: Language, colour: bool, headline: &str, elements: Vec<Element<'_>>) -> String {
    let level = Level::ERROR.with_name(language.pick("エラー", "error"));
    let group = Group::with_title(level.primary_title(headline)).elements(elements);
    let drawn = renderer(colour).render(&[group]);
    // The place is given by hand, because columns of a window are not columns of the file; the renderer
    // then takes the window for a second place and draws a line that says so.
    drawn.lines().filter(|line| without_colour(line).trim() != ":::").flat_map(|line| [line, "\n"]).collect()
}

/// The line without the sequences that set colours.
fn without_colour(line: &str) -> String {
    let mut pieces = line.split('\u{1b}');
    let first = pieces.next().unwrap_or_default();
    let rest = pieces.map(|piece| piece.split_once('m').map_or(piece, |(_, after)| after));
    std::iter::once(first).chain(rest).collect()
}

fn note_elements(notes: &[Labelled]) -> impl Iterator<Item = Element<'_>> {
    notes.iter().map(|(name, text)| Level::NOTE.with_name(*name).message(text.as_str()).into())
}

/// A message about a whole file or an argument.
#[must_use]
pub fn without_source(
    language: Language,
    colour: bool,
    headline: &str,
    file: Option<&str>,
    notes: &[Labelled],
) -> String {
    let mut elements: Vec<Element<'_>> = Vec::new();
    if let Some(file) = file {
        elements.push(Origin::path(escape_untrusted(file)).into());
    }
    elements.extend(note_elements(notes));
    finish(language, colour, headline, elements)
}

/// A message about a place in a file.
#[must_use]
pub fn with_source(
    language: Language,
    colour: bool,
    headline: &str,
    file: &str,
    place: &Place,
    notes: &[Labelled],
) -> String {
    let origin = Origin::path(escape_untrusted(file)).line(place.line).char_column(place.column);
    let snippet = Snippet::source(place.excerpt.text.as_str())
        .line_start(place.line)
        .annotation(AnnotationKind::Primary.span(place.excerpt.marked.clone()));
    let mut elements: Vec<Element<'_>> = vec![origin.into(), snippet.into()];
    elements.extend(note_elements(notes));
    finish(language, colour, headline, elements)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_line_is_shown_whole() {
        let line = "  健康: 1.5,";
        let start = line.find("1.5").unwrap();
        let excerpt = Excerpt::new(line, start..start + 3);
        assert_eq!(excerpt.text, line);
        assert_eq!(&excerpt.text[excerpt.marked], "1.5");
    }

    #[test]
    fn a_long_line_is_shown_as_a_window() {
        let line = format!("{}X{}", "健".repeat(50_000), "康".repeat(50_000));
        let start = line.find('X').unwrap();
        let excerpt = Excerpt::new(&line, start..start + 1);
        assert!(excerpt.text.width() <= WINDOW + 4, "{}", excerpt.text.width());
        assert_eq!(&excerpt.text[excerpt.marked.clone()], "X");
        assert!(excerpt.text.starts_with('…') && excerpt.text.ends_with('…'));
    }

    #[test]
    fn hostile_characters_are_written_out_and_marked_whole() {
        let excerpt = Excerpt::new("a\u{1b}[2J", 1..2);
        assert_eq!(excerpt.text, "a\\u{1b}[2J");
        assert_eq!(&excerpt.text[excerpt.marked], "\\u{1b}");
    }

    #[test]
    fn the_end_of_a_line_may_be_marked() {
        let excerpt = Excerpt::new("(a: 1", 5..5);
        assert_eq!(excerpt.marked, 5..5);
        let place = Place::of("(a: 1,\n", 7..7);
        assert_eq!((place.line, place.column), (2, 1));
    }
}
